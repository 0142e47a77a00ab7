"""The program as it is started by a person, as a process of its own; it tells how it stands."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

LONGEST = 60

_PROGRAM = """
import json, os, sys
from pathlib import Path
from PySide6.QtCore import QSocketNotifier, QTimer
from mentor_desk.__main__ import main
from mentor_desk.ui.shell import main_window

def tell(**what):
    # At the end of the program nobody may be reading any more.
    os.write(int(os.environ["TELL"]), json.dumps(what).encode() + b"\\n")

class Watched(main_window.MainWindow):
    def __init__(self, *rest):
        super().__init__(*rest)
        self.desk_shown.connect(lambda: QTimer.singleShot(600, lambda: tell(shown=True)))
        self._ears = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._ears.activated.connect(self.hear)

    def hear(self):
        line = sys.stdin.readline()
        if not line:
            self._ears.setEnabled(False)
            return
        exec(line, {"window": self, "tell": tell, "Path": Path, "QTimer": QTimer})

    def activateWindow(self):
        super().activateWindow()
        tell(raised=True)

import mentor_desk.ui.shell.application as application
from mentor_desk.ui.shell import copies
copies.AT_LEISURE = int(os.environ["LEISURE"])
application.MainWindow = Watched
sys.exit(main())
"""


class WindowProcess:
    """A window on a desk; `wait_for` returns the next thing it told that has this key.

    Without a folder it is started as from a menu, and finds its desk by itself. `within` are the
    words of a command that runs it where something is different.
    """

    def __init__(
        self,
        folder: Path | None,
        home: Path,
        *,
        leisure: int = 100,
        within: Sequence[str] = (),
        **differing: str,
    ) -> None:
        self._reading, writing = os.pipe()
        environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(_private(home / "run")),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent",
            "QT_QPA_PLATFORM": "offscreen",
            "TELL": str(writing),
            "LEISURE": str(leisure),
            **differing,
        }
        self.process = subprocess.Popen(
            [
                *(*within, sys.executable, "-c", _PROGRAM),
                *(() if folder is None else ("--desk", str(folder))),
                *("--passphrase-file", str(home / "passphrase")),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            pass_fds=(writing,),
        )
        os.close(writing)
        self._lines = os.fdopen(self._reading)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Three starts in a row that were killed would open no desk any more.
        self.process.terminate()
        try:
            self.process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        self._lines.close()

    def lines(self) -> Iterator[str]:
        """Return each line that the window tells from now on, to its end."""
        return iter(self._lines)

    def wait_for(self, key: str) -> Any:
        """Return what the window told under a key; fails when it ends without a word of it."""
        for line in self.lines():
            told = json.loads(line)
            if key in told:
                return told[key]
        raise AssertionError(f"never told of {key}: {self.end()}")

    def do(self, words: str) -> None:
        """Have the window do a line of Python, where `window` is itself."""
        assert self.process.stdin is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def end(self) -> tuple[int, str, str]:
        """Return the exit code and what was said, once the program has ended."""
        said, wrong = self.process.communicate(timeout=LONGEST)
        return self.process.returncode, said, wrong


def first_told(processes: list[WindowProcess]) -> WindowProcess:
    """Return the one whose window is shown; the others are given time to end."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        running = [each for each in processes if each.process.poll() is None]
        if len(running) == 1:
            return running[0]
        running[0].process.poll()
        # Nothing tells of the end of one of several processes but looking.
        time.sleep(0.05)
    raise AssertionError("more than one copy keeps running")


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
