"""Lock the desk, and come back to the same place when it is opened again."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mentor_desk.paths import SEALED_NAME
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
        self._leaving: Leaving | None = None
        self._idle: IdleWatch | None = None
        self._system: SystemWatch | None = None
        self.is_locking = self.is_locked = False
        window.desk_shown.connect(self._on_desk_shown)

    @property
    def leaving(self) -> "Leaving":
        """What leaves the desk without a question, for a lock and for an end from outside."""
        from mentor_desk.ui.shell.locking.leaving import Leaving  # noqa: PLC0415

        if self._leaving is None:
            self._leaving = Leaving(self._window)
        return self._leaving

    def lock(self) -> None:
        """Save and close whatever is open, drop the key, and show how the desk is opened again."""
        pages = self._window.pages
        if pages is None or self.leaving.is_under_way:
            return
        if pages.desk.folder is not None:
            self._left = pages.desk.folder, pages.where()
        self.is_locking = True
        self.leaving.begin(self._show_locked)

    def _show_locked(self) -> None:
        self.is_locking, self.is_locked = False, True
        self._window.frame.say_which(is_open=False, is_locked=True)
        if self._window.opener is not None:
            self._window.opener.show_locked()
        self.locked.emit()

    def _on_desk_shown(self) -> None:
        self.is_locked = False
        pages = self._window.pages
        if pages is not None and self._left is not None:
            folder, where = self._left
            self._left = None
            if pages.desk.folder == folder:
                pages.come_back(where)
        QTimer.singleShot(AT_LEISURE, self, self.watch)
        QTimer.singleShot(SOON, self, self._give_back)

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
        if is_wanted and self._window.pages is not None:
            self.lock()
        elif self._system is not None:
            self._system.let_sleep()

    def _give_back(self) -> None:
        pages = self._window.pages
        folder = pages.desk.folder if pages is not None else None
        if pages is None or folder is None:
            return
        held = self._leaving.held(folder) if self._leaving is not None else []
        if not held and not os.path.lexists(folder / SEALED_NAME):
            return
        from mentor_desk.ui.shell.locking.typed_dialog import give_back  # noqa: PLC0415

        give_back(pages.desk, held, self._window, let_go=lambda: self.leaving.let_go(folder))
