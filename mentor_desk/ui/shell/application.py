"""Start the window: one line each, in the order in which it happens."""

import gc
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mentor_desk.errors import DeskError
from mentor_desk.settings import Settings
from mentor_desk.ui.common import appearance
from mentor_desk.ui.shell.copies import desk_to_open, raise_first, say_raised
from mentor_desk.ui.shell.main_window import TITLE, MainWindow
from mentor_desk.version import __version__

LOADED_AFTER = 2000


def run_window(
    folder: Path | None,
    *,
    passphrase_file: str | None = None,
    recovery_key_file: str | None = None,
) -> int:
    """Open the window, and with it a desk; return the exit code when it is closed."""
    settings = Settings()
    if raise_first(desk_to_open(settings, folder)):
        say_raised()
        return 0
    app = make_application(settings)
    window = MainWindow(settings)
    sys.excepthook = _Hook(window)
    window.show()
    # Nothing heavy is loaded before the frame stands on the screen.
    QTimer.singleShot(0, lambda: begin(window, folder, passphrase_file, recovery_key_file))
    code = app.exec()
    asked = window.endings.code if window.endings is not None else None
    return code if asked is None else asked


def make_application(settings: Settings) -> QApplication:
    """Return the one application object, dressed as the mentor wants it."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("mentor-desk")
    app.setApplicationDisplayName(TITLE)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("org.mentordesk.MentorDesk")
    appearance.dress(app, settings)
    return app


def begin(
    window: MainWindow,
    folder: Path | None = None,
    passphrase_file: str | None = None,
    recovery_key_file: str | None = None,
) -> None:
    """Go on once the frame stands: the log, the desk, and at leisure the garbage of loading."""
    from mentor_desk.log import start_log  # noqa: PLC0415
    from mentor_desk.ui.common.lasting_none import keep_none_alive  # noqa: PLC0415
    from mentor_desk.ui.shell.endings import Endings  # noqa: PLC0415

    keep_none_alive()
    start_log()
    window.endings = Endings(window)
    window.begin(folder, passphrase_file=passphrase_file, recovery_key_file=recovery_key_file)
    QTimer.singleShot(LOADED_AFTER, _let_collector_go_on)


def _let_collector_go_on() -> None:
    from mentor_desk.ui.common.jobs import is_any_running  # noqa: PLC0415

    if is_any_running():
        # Beside a job nothing is collected: a widget must not die on another thread.
        QTimer.singleShot(LOADED_AFTER, _let_collector_go_on)
        return
    # What is left after this was loaded for good, so it need not be looked at again.
    gc.collect()
    gc.freeze()
    gc.enable()


class _Hook:
    """What nobody foresaw: written to the log and shown, without any of people's words.

    A refusal that nobody took up is told as what it is, in its own sentence.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._is_showing = False

    def __call__(
        self, kind: type[BaseException], failure: BaseException, place: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        from mentor_desk.log import LOG, where_it_happened  # noqa: PLC0415

        told = where_it_happened(kind, place, also=failure)
        LOG.error("%s", told)
        try:
            self._window.keep_unsaved()
        except Exception:  # noqa: BLE001 - what failed may fail again, and that is told already
            LOG.error("what was being written could not be saved")
        if isinstance(failure, DeskError):
            self._window.say_refusal(failure)
            return
        if self._is_showing:
            return
        self._is_showing = True
        from mentor_desk.ui.shell.about import FailureDialog  # noqa: PLC0415

        FailureDialog(told, self._window).exec()
        self._is_showing = False
