"""A small program that writes on a desk and says each thing it has done; made to be killed.

    python -m tests.faults.writer

It reads orders from its standard input, one JSON object a line, and does each in a child of its
own, so that a round costs milliseconds: {"verb": "save", "folder": ..., "seed": 1, "told": FILE}.
What the child has done stands line by line in FILE. On standard output: "started PID", "waiting"
(the child goes on with the next line of standard input), "ended STATUS".
"""

import contextlib
import gc
import json
import os
import sys
import traceback
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from mentor_desk.errors import DeskError
from tests.faults import desks
from tests.faults.scenes import SCENES
from tests.faults.verbs import VERBS

REFUSED, FAILED = 1, 2


class Told:
    """What the child says: what it has done into its file, and when it waits."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __call__(self, word: str) -> None:
        """Tell one thing that was done. A single call to the system: told whole or not at all."""
        # Not by write(), for that is one of the calls that are made to fail.
        os.writev(self._handle, [f"{word}\n".encode()])


def wait() -> None:
    """Say that the next step is waiting, and begin it when a line comes in."""
    os.writev(1, [b"waiting\n"])
    if not _line():
        os._exit(FAILED)


def main() -> None:
    """Do one order after the other until there are no more."""
    _warm_up()
    while order := _line():
        child = os.fork()
        if child == 0:
            os.writev(1, [f"started {os.getpid()}\n".encode()])
            os._exit(_obey(json.loads(order)))
        _, status = os.waitpid(child, 0)
        os.write(1, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())


def _warm_up() -> None:
    # Once for all children: whatever is loaded when it is first needed.
    with TemporaryDirectory() as folder:
        desks.make(Path(folder, "desk"))
        SCENES["export"](Path(folder, "desk"), lambda _word: None, lambda: None)
        next(VERBS["save"].do(Path(folder, "desk"), Random(1)))
    gc.collect()


def _obey(order: dict[str, Any]) -> int:
    told = Told(Path(order["told"]))
    folder = Path(order["folder"])
    try:
        if order["verb"] in SCENES:
            SCENES[order["verb"]](folder, told, wait)
        else:
            for word in VERBS[order["verb"]].do(folder, Random(order["seed"])):
                told(word)
    except DeskError as refusal:
        told(f"refused {type(refusal).__name__}: {refusal.sentence}")
        return REFUSED
    except BaseException:  # noqa: BLE001
        # Whatever it was, a child must never go on as if it were its parent.
        told(f"failed {traceback.format_exc()}")
        return FAILED
    return 0


def _line() -> str:
    # Byte by byte, so that nothing is taken that is meant for a child.
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return ""
        line += byte
    return line.decode()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
    sys.exit(0)
