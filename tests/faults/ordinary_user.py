"""Run the program as somebody whom the modes of files bind, which they do not where root runs."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.faults import desks
from tests.faults.writers import ROOT

NOBODY = "65534"


@cache
def as_ordinary_user() -> list[str] | None:
    """Return how to run a program as somebody whom the modes of files bind; None if nobody can."""
    if os.name != "posix":
        return None
    if os.getuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        return None
    words = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]
    probe = [*words, sys.executable, "-c", "import mentor_desk"]
    done = subprocess.run(probe, cwd=ROOT, capture_output=True, check=False)
    return words if done.returncode == 0 else None


@contextmanager
def open_place() -> Generator[Path]:
    """Give a folder where anybody may write, with the passphrase in `pass`, and remove it."""
    # Not the folder of the test, which is its owner's alone.
    place = Path(tempfile.mkdtemp(prefix="mentor-desk-for-anybody-"))
    place.chmod(0o777)
    (place / "pass").write_text(desks.SECRET)
    (place / "pass").chmod(0o644)
    try:
        yield place
    finally:
        for folder, _, _ in os.walk(place):
            Path(folder).chmod(0o700)
        shutil.rmtree(place)


def hand_over(folder: Path) -> Path:
    """Give a folder and all that is in it to the ordinary user."""
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, int(NOBODY), int(NOBODY))
    return folder


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program as an ordinary user whose home is in `place`."""
    who = as_ordinary_user()
    assert who is not None
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(place),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }
    return subprocess.run(
        [*who, sys.executable, "-m", "mentor_desk", *words],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
