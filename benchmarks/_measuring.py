"""Start a program several times, in turn with its floor, and compare medians."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
HOME = Path(tempfile.mkdtemp(prefix="mentor-desk-benchmark-"))


def run(*words: str) -> dict[str, float]:
    """Run one of the small windows; return what it told, and `took` in seconds till shown."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE.parent),
        "QT_LOGGING_RULES": "*=false",
        # A fresh home, so that nobody's own settings take part.
        "HOME": str(HOME),
        "XDG_CONFIG_HOME": str(HOME / "config"),
        "XDG_DATA_HOME": str(HOME / "data"),
        "XDG_STATE_HOME": str(HOME / "state"),
    }
    began = time.monotonic()
    # Compiled modules are kept, as on everybody's machine.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, str(HERE / "_windows.py"), *words],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        timeout=300,
    )
    told = {}
    for line in done.stdout.splitlines():
        what, value = line.split()
        told[what] = float(value)
    if "shown" in told:
        told["took"] = told["shown"] - began
    return told


def medians(programs: dict[str, tuple[str, ...]], rounds: int, what: str) -> dict[str, float]:
    """Return the median of every program, run in turn so that noise meets all alike."""
    found: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(rounds + 1):
        for name, words in programs.items():
            told = run(*words)[what]
            if turn:
                found[name].append(told)
    return {name: median(values) for name, values in found.items()}


def report(name: str, ratio: float, bar: float, how: str) -> bool:
    """Print one bar of speed and return whether it is met."""
    verdict = "met" if ratio <= bar else "MISSED"
    print(f"{name}: ratio {ratio:.2f}, at most {bar:.2f} ({verdict}); {how}")
    return ratio <= bar
