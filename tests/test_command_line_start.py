"""`--help` and `--version` answer at once, without what only the window and the desk need."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_desk.version import __version__

HEAVY = {
    "PySide6",
    "alembic",
    "cryptography",
    "keyring",
    "platformdirs",
    "reportlab",
    "sqlalchemy",
    "sqlcipher3",
}
# Tells on standard error what was loaded by the time the program ends.
TELL = """
import atexit, sys
atexit.register(lambda: sys.stderr.write(" ".join({name.split(".")[0] for name in sys.modules})))
from mentor_desk.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["review", "--help"]])
def test_help_and_version_load_nothing_heavy(words):
    told = subprocess.run(
        [sys.executable, "-c", TELL, *words], capture_output=True, text=True, check=True
    )

    loaded = set(told.stderr.split())
    assert "mentor_desk" in loaded
    assert not loaded & HEAVY


def test_wrong_use_loads_nothing_heavy_either_and_ends_with_two():
    told = subprocess.run(
        [sys.executable, "-c", TELL, "dance"], capture_output=True, text=True, check=False
    )

    assert told.returncode == 2
    assert "invalid choice: 'dance'" in told.stderr
    assert not set(told.stderr.splitlines()[-1].split()) & HEAVY


def test_the_version_is_the_one_said_in_the_package():
    told = subprocess.run(
        [sys.executable, "-m", "mentor_desk", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == f"Mentor Desk {__version__}\n"


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a screen there")
@pytest.mark.parametrize("variable", [None, "DISPLAY", "WAYLAND_DISPLAY"])
def test_without_a_screen_one_sentence_says_where_the_commands_are_named(variable, tmp_path):
    dead = {"DISPLAY": ":7654", "WAYLAND_DISPLAY": str(_left_behind(tmp_path))}
    environment = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    if variable is not None:
        environment[variable] = dead[variable]

    told = subprocess.run(
        [sys.executable, "-m", "mentor_desk"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=Path(__file__).parent.parent,
    )

    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "There is no screen" in told.stderr
    assert "mentor-desk --help" in told.stderr


def _left_behind(folder: Path) -> Path:
    """Return a socket on which nobody listens any more."""
    path = folder / "wayland-9"
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(path))
    return path
