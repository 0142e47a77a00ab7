"""Lock the desk, and come back to the same place when it is opened again."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mentor_desk.paths import RESCUED_WORDS, SEALED_NAME, rescued
from mentor_desk.ui.common.lock_settings import idle_limit, locks_with_system

if TYPE_CHECKING:
    from mentor_desk.ui.shell.locking.idle import IdleWatch
    from mentor_desk.ui.shell.locking.leaving import Leaving
    from mentor_desk.ui.shell.locking.system import SystemWatch
    from mentor_desk.ui.shell.main_window import MainWindow
    from mentor_desk.ui.shell.whereabouts import Whereabouts

SOON, AT_LEISURE = 300, 4000


class Locking(QObject):
    """When the desk of a window is locked: by hand, when nobody is there, with the system.

    `locked` tells that the desk is closed, its key is dropped and none of its words is on the
    screen.
    """

    locked = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._left: tuple[Path, Whereabouts] | None = None
        self._stopped: list[str] = []
        self._leaving: Leaving | None = None
        self._idle: IdleWatch | None = None
        self._system: SystemWatch | None = None
        self.is_locking = self.is_locked = self._shows_key = False
        window.desk_shown.connect(self._on_desk_shown)

    @property
    def leaving(self) -> "Leaving":
        """What leaves the desk without a question, for a lock and for an end from outside."""
        from mentor_desk.ui.shell.locking.leaving import Leaving  # noqa: PLC0415

        if self._leaving is None:
            self._leaving = Leaving(self._window)
        return self._leaving

    @property
    def holds_words(self) -> bool:
        """Whether words that were typed are held in memory, because no disk would take them."""
        return self._leaving is not None and self._leaving.holds_words

    def lock(self) -> None:
        """Save and close whatever is open, drop the key, and show how the desk is opened again.

        A recovery key that is shown before there is a desk is covered; a desk on the way, as in a
        restore, is not shown.
        """
        pages, opener = self._window.pages, self._window.opener
        if not self._can_lock or self.leaving.is_under_way:
            return
        if opener is not None and opener.is_on_the_way:
            opener.hold_back()
            return
        if pages is not None and pages.desk.folder is not None:
            self._left = pages.desk.folder, pages.where()
        self.is_locking = True
        self.leaving.begin(self._on_left, words=self.tr("Locking…"))

    def note_key(self, is_shown: bool) -> None:
        """Take note that a recovery key stands on the screen, or no longer; it can be locked."""
        self._shows_key = is_shown
        if is_shown:
            self.is_locked = False
            self._window.frame.say_which(is_open=False)
            QTimer.singleShot(SOON, self, self.watch)
        self._window.frame.sidebar.lock_button.setVisible(is_shown)
        if self._window.actions_made is not None:
            self._window.actions_made.set_enabled("lock", is_enabled=is_shown)

    @property
    def _can_lock(self) -> bool:
        opener = self._window.opener
        is_on_the_way = opener is not None and opener.is_on_the_way
        return self._shows_key or is_on_the_way or self._window.pages is not None

    def show_locked(self) -> None:
        """Show that the desk is locked, now that nothing of it is open."""
        self.is_locking, self.is_locked = False, True
        self._window.frame.say_which(is_open=False, is_locked=True)
        if self._window.opener is not None:
            self._window.opener.show_locked()
        self.locked.emit()

    def _on_left(self) -> None:
        from mentor_desk.ui.common.jobs import take_stopped  # noqa: PLC0415

        self._stopped = take_stopped()
        self.show_locked()

    def _on_desk_shown(self) -> None:
        self.is_locked = False
        pages = self._window.pages
        if pages is not None and self._left is not None:
            folder, where = self._left
            self._left = None
            if pages.desk.folder == folder:
                pages.come_back(where)
                self._say_stopped()
        QTimer.singleShot(AT_LEISURE, self, self.watch)
        QTimer.singleShot(SOON, self, self._give_back)

    def _say_stopped(self) -> None:
        stopped, self._stopped = self._stopped, []
        if stopped:
            locked = self.tr("The desk was locked meanwhile.")
            self._window.say(" ".join([locked, *stopped]))

    def watch(self) -> None:
        """Begin to look whether anybody is there, and to listen to the system."""
        from mentor_desk.ui.shell.locking.idle import IdleWatch  # noqa: PLC0415
        from mentor_desk.ui.shell.locking.system import SystemWatch  # noqa: PLC0415

        settings = self._window.settings
        if self._idle is None:
            self._idle = IdleWatch(lambda: idle_limit(settings), self)
            self._idle.left_alone.connect(self.lock)
            self._idle.lock_pressed.connect(self.lock)
        self._idle.begin()
        if self._system is None:
            self._system = SystemWatch(self)
            self._system.lock_asked.connect(self._on_system_lock_asked)
            self.locked.connect(self._system.let_sleep)

    def _on_system_lock_asked(self) -> None:
        is_wanted = locks_with_system(self._window.settings)
        if is_wanted and self._can_lock:
            self.lock()
        elif self._system is not None:
            self._system.let_sleep()

    def _give_back(self) -> None:
        pages = self._window.pages
        folder = pages.desk.folder if pages is not None else None
        if pages is None or folder is None:
            return
        held = self._leaving.held(pages.desk) if self._leaving is not None else []
        if not held and not _may_words_wait(folder):
            return
        from mentor_desk.ui.shell.locking.typed_dialog import give_back  # noqa: PLC0415

        give_back(pages.desk, held, self._window, let_go=lambda: self.leaving.let_go(held))


def _may_words_wait(folder: Path) -> bool:
    is_beside = os.path.lexists(folder / SEALED_NAME)
    return is_beside or any(rescued().glob(f"{RESCUED_WORDS}*"))
