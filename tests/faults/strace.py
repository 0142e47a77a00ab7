"""Faults brought in by strace: a call to the system that fails, or in which the process dies."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_LINE = re.compile(r"^\d+ +(\w+)\((.*)$", re.MULTILINE)


@cache
def can_watch() -> bool:
    """Tell whether strace is here and may look into another process."""
    if shutil.which("strace") is None:
        return False
    probe = ["strace", "-o", "/dev/null", "-p", str(os.getpid())]
    with subprocess.Popen(probe, stderr=subprocess.PIPE, text=True) as watcher:
        told = watcher.stderr.readline() if watcher.stderr else ""
        watcher.terminate()
    return "attached" in told


needs_strace = pytest.mark.skipif(
    sys.platform != "linux" or not can_watch(),
    reason="strace is not here, or may not watch other processes",
)


@contextmanager
def watched(
    pid: int, log: Path, calls: str, *injections: str, options: Sequence[str] = ()
) -> Generator[None]:
    """Watch the calls of a process, and bring in faults as strace spells them.

    `injections` are such as "fdatasync:signal=KILL:when=3". At the end strace lets the process
    go, and its faults with it.
    """
    faults = [word for each in injections for word in ("-e", f"inject={each}")]
    what = ["-o", str(log), "-e", f"trace={calls}", *faults]
    command = ["strace", "-f", *options, *what, "-p", str(pid)]
    watcher: subprocess.Popen[Any] = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert watcher.stderr is not None
    try:
        told = watcher.stderr.readline()
        assert "attached" in told, told
        yield
    finally:
        watcher.terminate()
        watcher.communicate(timeout=30)


def calls_in(log: Path) -> list[tuple[str, str]]:
    """Return the calls that were watched, in their order: the name, and the rest of the line."""
    return [(match[1], match[2]) for match in _LINE.finditer(log.read_text(errors="replace"))]


def points_in(log: Path) -> list[tuple[str, int]]:
    """Return every call as the point at which it can be hit: its name, and the how manieth."""
    counts: Counter[str] = Counter()
    points = []
    for name, _ in calls_in(log):
        counts[name] += 1
        points.append((name, counts[name]))
    return points


def sample(points: Sequence[tuple[str, int]], most: int, chance: Any) -> list[tuple[str, int]]:
    """Return so many of the points at most, each as likely as the other, in their order."""
    if len(points) <= most:
        return list(points)
    return sorted(chance.sample(list(points), most))
