"""Leave the desk without a question: what is typed is kept, and every word goes off the screen."""

import contextlib
import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QEvent,
    QObject,
    QThread,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QDialog

from mentor_desk.errors import DeskError
from mentor_desk.services.keeping.parting import id_of_open
from mentor_desk.services.opening.typed_words import (
    TypedWords,
    is_of_desk,
    keep_held_words,
    keep_typed_words,
    seal_typed_words,
)
from mentor_desk.ui.common.clipboard import forget_all_copied
from mentor_desk.ui.common.jobs import give_way, is_any_running, take_stopped
from mentor_desk.ui.shell.locking.typed import typed_in

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.shell.main_window import MainWindow

AGAIN = 20
LONGEST_WAIT = 20_000
OUTERMOST = 1


class _Held(NamedTuple):
    """Sealed words that no disk took, where their desk lay, and which one it was."""

    folder: Path
    sealed: bytes
    desk_id: str


class Leaving(QObject):
    """Close whatever is open, keep what was typed there, and close the desk.

    First the screen is covered, jobs that give way are stopped and the dialogs are closed; then,
    once the code that waited for them has come to its end and no job is under way, drafts are
    saved and the desk is closed. Words that cannot be saved are sealed under the key of the desk,
    in its folder or among the data of this user; while no disk takes them, they are held in
    memory, sealed all the same.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._then: Callable[[], None] | None = None
        self._typed: list[TypedWords] = []
        self._held: list[_Held] = []
        self._deadline = QDeadlineTimer()

    @property
    def is_under_way(self) -> bool:
        """Whether the desk is being left."""
        return self._then is not None

    def begin(self, then: Callable[[], None], *, words: str, patience: int = LONGEST_WAIT) -> None:
        """Leave the desk under these words, and then do this.

        `patience` is for jobs, in milliseconds. Asked again while it is under way, only what comes
        then is another.
        """
        is_first = self._then is None
        self._then = then
        self._deadline.setRemainingTime(patience)
        if not is_first:
            return
        self._window.frame.cover(words)
        self._window.words.silence()
        # A job that ends meanwhile must not put anything on the screen again.
        self._window.words.is_muted = True
        take_stopped()
        give_way()
        self._close_dialogs()
        # Not from within the key or click that asked for it, for its widget goes too.
        QTimer.singleShot(0, self._go_on)

    def held(self, desk: "Desk") -> list[bytes]:
        """Return the sealed words of a desk that no disk would take."""
        return [each.sealed for each in self._held if is_of_desk(each.sealed, desk)]

    @property
    def holds_words(self) -> bool:
        """Whether there are words that no disk would take."""
        return bool(self._held)

    def let_go(self, sealed: Sequence[bytes]) -> None:
        """Let go of words that are held, once they are read or on the disk."""
        self._held = [each for each in self._held if each.sealed not in sealed]
        if self._window.parting is not None:
            self._window.parting.mark()

    def keep_held(self) -> None:
        """Write the held words where a disk takes them by now."""
        for each in [*self._held]:
            with contextlib.suppress(DeskError):
                keep_held_words(*each)
                self._held.remove(each)

    def keep_unsaved(self) -> None:
        """Save what is being written, or seal it; the desk stays open and nothing is closed."""
        pages = self._window.pages
        if pages is not None:
            if not pages.keep_all():
                self._typed += typed_in(self._window, self.tr("On the page"))
            self._seal(pages.desk)
        self.keep_held()

    def _close_dialogs(self) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in _dialogs():
            if dialog.isVisible():
                # The title of the window is left out while the program is discreet.
                self._typed += typed_in(dialog, dialog.windowTitle() or dialog.accessibleName())
                # Not `reject`, which may ask a question of its own.
                dialog.done(QDialog.DialogCode.Rejected.value)

    def _go_on(self) -> None:
        if not self._deadline.hasExpired() and (_is_waited_for() or is_any_running()):
            # A job that ended may have opened another dialog.
            self._close_dialogs()
            QTimer.singleShot(AGAIN, self._go_on)
            return
        self.keep_unsaved()
        self._window.close_desk()
        _drop_what_is_left()
        then, self._then = self._then, None
        self._window.frame.uncover()
        self._window.words.is_muted = False
        if self._window.parting is not None:
            self._window.parting.tell()
        if then is not None:
            then()

    def _seal(self, desk: "Desk") -> None:
        words, self._typed = self._typed, []
        if not words:
            return
        sealed = seal_typed_words(desk, words)
        try:
            keep_typed_words(desk, words)
        except DeskError:
            if desk.folder is not None:
                self._held.append(_Held(desk.folder, sealed, id_of_open(desk)))


def _is_waited_for() -> bool:
    # The loop of the program is the first; a dialog that is waited for has one of its own.
    return QThread.currentThread().loopLevel() > OUTERMOST


def _dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]


def _drop_what_is_left() -> None:
    for dialog in _dialogs():
        dialog.deleteLater()
    forget_all_copied()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if not is_any_running():
        # What was loaded with the first page was put aside from collecting; its words go too.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
