"""The program is ended from outside: by a signal, or because the session of the user ends.

What is being written is saved, or sealed when it cannot be; dialogs are closed without a
question, the desk is closed and its lock is given free. After a signal the exit code is 128 and
its number, as for any program it ended.
"""

import os
import signal
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from mentor_desk.ui.shell.main_window import MainWindow

# Whoever sends a signal soon sends another one that cannot be answered.
PATIENCE = 4000
BY_SIGNAL = 128


class Endings(QObject):
    """Listen for the end, and end well; `code` is the exit code, None while nobody asked."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.code: int | None = None
        if sys.platform != "win32":
            self._listen()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.commitDataRequest.connect(self._on_commit_data_request)

    def end(self, code: int) -> None:
        """Close everything without a question and end the program with this code."""
        if self.code is not None:
            return
        self.code = code
        from mentor_desk.ui.common.jobs import cancel_all  # noqa: PLC0415

        cancel_all()
        locking = self._window.locking
        if locking is None:
            self._quit()
        else:
            locking.leaving.begin(self._quit, words=self.tr("Closing…"), patience=PATIENCE)

    def _listen(self) -> None:
        # Python hears of a signal only between its own lines, and Qt waits outside of them: the
        # signal itself writes to this pipe, which Qt looks at.
        self._reading, self._writing = os.pipe()
        for end in (self._reading, self._writing):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, _leave_to_the_pipe)
        self._notifier = QSocketNotifier(self._reading, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        numbers = os.read(self._reading, 100)
        if numbers:
            self.end(BY_SIGNAL + numbers[0])

    def _on_commit_data_request(self) -> None:
        self._window.keep_unsaved()

    def _quit(self) -> None:
        self._window.close()
        QApplication.exit(self.code or 0)


def _leave_to_the_pipe(_number: int, _frame: object) -> None:
    """Do nothing here, within whatever is just being done."""
