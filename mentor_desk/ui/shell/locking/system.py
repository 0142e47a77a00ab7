"""Hear from the system that the computer goes to sleep or its screen is locked.

Linux tells it on D-Bus: org.freedesktop.login1 on the system bus (systemd, "Inhibitor Locks" and
org.freedesktop.login1), the screen savers of the desktops on the session bus. Windows and macOS
tell Qt nothing of the kind, so there the idle time alone locks the desk.
"""

import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

LOGIN = "org.freedesktop.login1"
LOGIN_PATH = "/org/freedesktop/login1"
MANAGER = f"{LOGIN}.Manager"
SESSION = f"{LOGIN}.Session"
SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


def can_tell() -> bool:
    """Tell whether this system says when it sleeps or locks its screen."""
    return sys.platform.startswith("linux")


class SystemWatch(QObject):
    """Tell with `lock_asked` that the system wants everything locked.

    The computer is asked to wait with its sleep until `let_sleep` is called, which whoever hears
    `lock_asked` does in any case; the system waits a few seconds and no longer.
    """

    lock_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watch: QDBusUnixFileDescriptor | None = None
        self._asking: QDBusPendingCallWatcher | None = None
        self._own_session = _session_path(os.environ.get("XDG_SESSION_ID", ""))
        self._system = QDBusConnection.systemBus()
        self._session = QDBusConnection.sessionBus()
        if can_tell():
            self._listen()
            self._hold_sleep()

    def let_sleep(self) -> None:
        """Let the computer sleep: all is locked."""
        self._watch = None

    def _listen(self) -> None:
        if self._system.isConnected():
            sleep, lock = _slot("on_sleep"), _slot("on_lock")
            self._system.connect(LOGIN, LOGIN_PATH, MANAGER, "PrepareForSleep", self, sleep)
            self._system.connect(LOGIN, "", SESSION, "Lock", self, lock)
        if self._session.isConnected():
            saver = _slot("on_screen_saver")
            for name in SCREEN_SAVERS:
                self._session.connect("", "", name, "ActiveChanged", self, saver)

    def _hold_sleep(self) -> None:
        if not self._system.isConnected():
            return
        wish = QDBusMessage.createMethodCall(LOGIN, LOGIN_PATH, MANAGER, "Inhibit")
        wish.setArguments(["sleep", "Mentor Desk", self.tr("The desk is locked first"), "delay"])
        self._asking = QDBusPendingCallWatcher(self._system.asyncCall(wish), self)
        self._asking.finished.connect(self._on_answered)

    @Slot(QDBusMessage)
    def on_sleep(self, message: QDBusMessage) -> None:
        """Hear that the computer is about to sleep, or that it is awake again."""
        if message.arguments() == [True]:
            self.lock_asked.emit()
        else:
            self._hold_sleep()

    @Slot(QDBusMessage)
    def on_lock(self, message: QDBusMessage) -> None:
        """Hear that a session is to be locked, and look whether it is this one."""
        if self._own_session in ("", message.path()):
            self.lock_asked.emit()

    @Slot(QDBusMessage)
    def on_screen_saver(self, message: QDBusMessage) -> None:
        """Hear that the screen was locked, or is free again."""
        if message.arguments() == [True]:
            self.lock_asked.emit()

    def _on_answered(self, watcher: QDBusPendingCallWatcher) -> None:
        answer = watcher.reply()
        given = answer.arguments()
        if answer.type() is QDBusMessage.MessageType.ReplyMessage and given:
            self._watch = given[0]
        self._asking = None
        watcher.deleteLater()


def _slot(name: str) -> Any:
    # Qt for Python says that it wants bytes, and takes only the text.
    return SLOT(f"{name}(QDBusMessage)")


def _session_path(session: str) -> str:
    """Return the path of a session as sd-bus spells it; nothing when it is not known."""
    if not session:
        return ""
    spelt = "".join(
        each if _stays(each, is_first=place == 0) else _escaped(each)
        for place, each in enumerate(session)
    )
    return f"{LOGIN_PATH}/session/{spelt}"


def _stays(letter: str, *, is_first: bool) -> bool:
    return letter.isascii() and (letter.isalpha() or (letter.isdigit() and not is_first))


def _escaped(letter: str) -> str:
    return "".join(f"_{byte:02x}" for byte in letter.encode())
