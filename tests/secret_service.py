"""A real Secret Service for tests: gnome-keyring on a bus of its own, in a HOME of its own.

`run(["-c", "..."], home=tmp_path, daemon=UNLOCKED)` runs Python under it and returns what was
printed; `["-m", "pytest", FILE]` runs a test file in the same way.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
ROOT = Path(__file__).resolve().parents[1]
SECONDS = 30

UNLOCKED = "printf login-pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
LOCKED = "gnome-keyring-daemon --start --components=secrets >/dev/null"
ABSENT = "absent"

missing = [program for program in PROGRAMS if shutil.which(program) is None]
needs_secret_service = pytest.mark.skipif(
    bool(missing), reason=f"not installed: {', '.join(missing)} (.ci/setup test installs them)"
)


def run(arguments: Sequence[str], *, home: Path, daemon: str) -> str:
    """Run Python with `arguments` beside a keyring daemon that is unlocked, locked or absent.

    The same `home` finds what an earlier run kept. Fails with both outputs unless Python ends
    well, so that no trouble is taken for silence.
    """
    command = [sys.executable, *arguments]
    if daemon != ABSENT:
        start = f'{daemon} 2>/dev/null; exec "$@"'
        command = ["dbus-run-session", "--", "bash", "-c", start, "bash", *command]
    ended = subprocess.run(
        command,
        env=_environment(home, daemon),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    return ended.stdout.strip()


def _environment(home: Path, daemon: str) -> dict[str, str]:
    kept = ("PATH", "LANG", "LC_ALL", "COVERAGE_PROCESS_START", "COVERAGE_FILE")
    folders = {
        "HOME": home,
        "XDG_DATA_HOME": home / "data",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    runtime = "/nonexistent" if daemon == ABSENT else str(home / "run")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        **{name: str(folder) for name, folder in folders.items()},
        "XDG_RUNTIME_DIR": runtime,
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
