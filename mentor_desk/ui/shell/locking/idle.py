"""Notice that nobody is there: no key and no mouse in any window of the program for a while."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from mentor_desk.ui.common.jobs import holds_up_a_lock
from mentor_desk.ui.common.lock_key import is_lock_key

LOOK_AGAIN = 20.0
MOST_PATIENCE = 3600.0

_CLOCKS = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}

_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletMove,
    QEvent.Type.TabletPress,
    QEvent.Type.InputMethod,
}


def steady_seconds() -> float:
    """Return seconds that only ever go forward, also while the computer sleeps."""
    # Linux and macOS have clocks of their own for that; the usual one of Windows does it.
    clock = getattr(time, _CLOCKS.get(sys.platform, ""), None)
    return time.clock_gettime(clock) if clock is not None else time.monotonic()


class IdleWatch(QObject):
    """Tell with `left_alone` when nobody touched the program for as long as `limit` says.

    `limit` gives seconds, or None for never, and is asked again and again, so a change of the
    settings counts at once. A job that is under way, such as a long import, may first come to its
    end, for an hour at most; one that gives way is not waited for. A dialog or an
    open menu keeps the keys of the window from working, so `lock_pressed` tells of the lock's own
    there; the window behind a dialog hears no key at all, so it never keeps the keyboard.
    """

    left_alone = Signal()
    lock_pressed = Signal()

    def __init__(
        self,
        limit: Callable[[], float | None],
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = steady_seconds,
    ) -> None:
        super().__init__(parent)
        self._limit = limit
        self._clock = clock
        self._touched_at = clock()
        self._watched: set[QWindow] = set()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_window_changed)
        for window in QGuiApplication.topLevelWindows():
            self._on_focus_window_changed(window)

    def begin(self) -> None:
        """Count from now."""
        self._touched_at = self._clock()
        self.look()

    def look(self) -> None:
        """Look how long it has been, and when to look again."""
        limit = self._limit()
        left = LOOK_AGAIN if limit is None else limit - (self._clock() - self._touched_at)
        if -MOST_PATIENCE < left <= 0 and holds_up_a_lock():
            left = LOOK_AGAIN
        elif left <= 0:
            self._touched_at = self._clock()
            self.left_alone.emit()
            left = LOOK_AGAIN
        # Never far ahead, for a computer that slept wakes with its timers behind.
        self._timer.start(round(min(left, LOOK_AGAIN) * 1000) + 1)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LIFE:
            self._touched_at = self._clock()
            if _locks_from_the_front(event):
                self.lock_pressed.emit()
                return True
        return False

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        front = _dialog_before(window)
        if front is not None:
            front.requestActivate()
        # Only the few windows are listened to: an ear on the whole program slows every event.
        if window is None or window in self._watched:
            return
        self._watched.add(window)
        window.installEventFilter(self)
        window.destroyed.connect(lambda: self._watched.discard(window))


def _dialog_before(window: QWindow | None) -> QWindow | None:
    dialog = QApplication.activeModalWidget()
    front = dialog.windowHandle() if dialog is not None else None
    is_behind = window is not None and front is not None and window.isAncestorOf(front)
    return front if is_behind else None


def _locks_from_the_front(event: QEvent) -> bool:
    if event.type() != QEvent.Type.KeyPress or not is_lock_key(event):
        return False
    return bool(QApplication.activeModalWidget() or QApplication.activePopupWidget())
