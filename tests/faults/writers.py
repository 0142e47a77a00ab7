"""Start writers, kill them, and read what they told."""

import itertools
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 30


class Round:
    """One child of the writer, from its start to its end."""

    def __init__(self, writers: "Writers", told: Path, pid: int) -> None:
        self._writers = writers
        self._told = told
        self.pid = pid
        self.status: int | None = None

    def told(self) -> list[str]:
        """Return what the child has done, and has said so."""
        return self._told.read_text().splitlines() if self._told.exists() else []

    def is_waiting(self) -> bool:
        """Stay until the child waits (True) or has ended (False)."""
        if self.status is None:
            word = self._writers.hear()
            if word == "waiting":
                return True
            self.status = int(word.removeprefix("ended "))
        return False

    def go_on(self) -> None:
        """Let a child that waits take its next step."""
        self._writers.say("go")

    def kill_after(self, seconds: float) -> None:
        """Kill the child once this time has passed, unless it ends by itself."""
        self._writers.listen(seconds)
        if self._writers.listen(0):
            # It ended by itself: there is nobody to kill, or somebody else by now.
            self.is_waiting()
            return
        self.kill()

    def kill(self) -> None:
        """Kill the child as a crash would, and stay until it is gone."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
        while self.is_waiting():
            pass


class Writers:
    """The program that writes, ready to start a child for each round."""

    def __init__(self) -> None:
        self._count = itertools.count()
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env=_environment(),
        )
        self._heard = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, verb: str, folder: Path, *, seed: int = 0) -> Round:
        """Begin a round of a verb or a scene in a folder."""
        told = folder.parent / f"told-{self._program.pid}-{next(self._count)}.txt"
        order = {"verb": verb, "folder": str(folder), "seed": seed, "told": str(told)}
        self.say(json.dumps(order))
        return Round(self, told, int(self.hear().removeprefix("started ")))

    def say(self, line: str) -> None:
        """Give the program, or its child that waits, a line."""
        assert self._program.stdin is not None
        self._program.stdin.write(line.encode() + b"\n")

    def hear(self) -> str:
        """Return the next line of the program or of its child."""
        while b"\n" not in self._heard:
            assert self.listen(LONGEST), "the writer says nothing"
            told = os.read(self._output, 4096)
            assert told, "the writer is gone"
            self._heard += told
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def listen(self, seconds: float) -> bool:
        """Stay until there is something to hear, at most so long; tell whether there is."""
        if b"\n" in self._heard:
            return True
        return bool(select.select([self._output], [], [], seconds)[0])

    def close(self) -> None:
        """End the program."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        self._program.wait(LONGEST)
        self._program.stdout.close()

    @property
    def _output(self) -> int:
        assert self._program.stdout is not None
        return self._program.stdout.fileno()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        # What Python writes down for itself is no call of the program.
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }
