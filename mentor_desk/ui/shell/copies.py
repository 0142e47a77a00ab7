"""One window for one desk: a second start brings the first window to the front and ends.

Whoever has a desk open listens on a local socket that is named from the identity of the desk's
folder, so links to it and other spellings of its name lead to the same one. The socket lies where
only this user may go. What a killed program leaves behind answers nobody and is cleared away.
"""

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from mentor_desk import paths
from mentor_desk.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

    from mentor_desk.ui.shell.main_window import MainWindow

LAST_DESK = "last desk"
RAISE, RAISED = b"raise", b"raised\n"
AT_LEISURE = 3000
TO_CONNECT, TO_ANSWER = 500, 2000
LOOK_AGAIN = 100
LONGEST_LOOK = 20_000
TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - the name of a variable of the desktop


def desk_to_open(settings: Settings, folder: Path | None) -> Path:
    """Return the folder that a start is about: the one named, the last one, or one's own."""
    last = settings.text(LAST_DESK)
    return (folder or (Path(last) if last else paths.default_desk())).absolute()


def raise_first(folder: Path) -> bool:
    """Bring the window that has this desk open to the front; return whether there is one.

    Costs one look at the disk when there is none.
    """
    name = _door_of(folder)
    if name is None or (sys.platform != "win32" and not Path(name).exists()):
        return False
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(TO_CONNECT):
        return False
    socket.write(b" ".join((RAISE, os.environ.get(TOKEN, "").encode())) + b"\n")
    answer = b""
    while not answer.endswith(b"\n") and socket.waitForReadyRead(TO_ANSWER):
        answer += bytes(socket.readAll().data())
    return answer == RAISED


def say_raised() -> None:
    """Say in one sentence why this start shows no window of its own."""
    if sys.stdout is not None:
        sys.stdout.write("Mentor Desk already has this desk open; its window is in front now.\n")


class FrontDoor(QObject):
    """Where a second start of the program knocks while a desk is open or locked here."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._server: QLocalServer | None = None
        self._folder: Path | None = None
        self._listens_for: Path | None = None
        self._has_shown = False
        self._looks_left = 0
        window.desk_shown.connect(self._on_desk_shown)
        window.desk_closed.connect(self._on_desk_closed)

    def look_for_first(self, folder: Path) -> None:
        """Look for the window that has a desk open, which may only be about to listen.

        A start that showed nothing yet ends when it is found.
        """
        self._looks_left = LONGEST_LOOK // LOOK_AGAIN
        self._look(folder)

    def close(self) -> None:
        """Listen no longer, for the desk is closed or the program ends."""
        self._folder = None
        self._close()

    def _look(self, folder: Path) -> None:
        self._looks_left -= 1
        if raise_first(folder):
            if not self._has_shown:
                say_raised()
                self._window.close()
                QApplication.exit(0)
        elif self._looks_left > 0:
            QTimer.singleShot(LOOK_AGAIN, self, lambda: self._look(folder))

    def _on_desk_shown(self) -> None:
        self._has_shown = True
        self._looks_left = 0
        pages = self._window.pages
        self._folder = pages.desk.folder if pages is not None else None
        # Until then the lock of the desk alone tells a second start that it is the second.
        QTimer.singleShot(AT_LEISURE, self, self._open)

    def _on_desk_closed(self) -> None:
        locking = self._window.locking
        if locking is not None and locking.is_locking:
            # A desk that is locked is still this window's, though its file is free.
            self._open()
        else:
            self.close()

    def _open(self) -> None:
        folder = self._folder
        if folder is None or (self._server is not None and folder == self._listens_for):
            return
        self._close()
        name = _door_of(folder, make=True)
        if name is None:
            return
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # Nobody else can be listening there, for the desk is open here.
        QLocalServer.removeServer(name)
        if server.listen(name):
            server.newConnection.connect(self._on_new_connection)
            self._server, self._listens_for = server, folder

    def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _on_new_connection(self) -> None:
        knock = self._server.nextPendingConnection() if self._server is not None else None
        if knock is not None:
            knock.readyRead.connect(lambda: self._answer(knock))
            knock.disconnected.connect(knock.deleteLater)

    def _answer(self, knock: "QLocalSocket") -> None:
        if not knock.canReadLine():
            return
        word, _, token = bytes(knock.readLine(500).data()).strip().partition(b" ")
        if word == RAISE:
            self._come_to_front(token.decode("ascii", "ignore"))
            knock.write(RAISED)
        knock.disconnectFromServer()

    def _come_to_front(self, token: str) -> None:
        if token:
            # The compositor lets a window come to the front only with the word of whoever asked.
            os.environ[TOKEN] = token
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        front = QApplication.activeModalWidget() or window
        front.raise_()
        front.activateWindow()


def _door_of(folder: Path, *, make: bool = False) -> str | None:
    """Return the name of the socket of a desk, or None when there is no place for it."""
    try:
        found = folder.stat()
        name = f"mentor-desk-{found.st_dev:x}-{found.st_ino:x}"
        return name if sys.platform == "win32" else str(_own_place(make=make) / name)
    except OSError:
        return None


def _own_place(*, make: bool) -> Path:
    """Return a folder where only this user may go; raises OSError when there is none."""
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    # A variable that was carried over from another session names a folder that is not there.
    if given and _is_ones_own(Path(given)):
        return Path(given)
    place = Path(os.environ.get("TMPDIR", "/tmp")) / f"mentor-desk-{os.getuid()}"  # noqa: S108
    if make:
        place.mkdir(mode=0o700, exist_ok=True)
    if not _is_ones_own(place):
        raise PermissionError(f"{place} is not this user's own")
    return place


def _is_ones_own(place: Path) -> bool:
    try:
        found = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
