"""D5: where nothing can be written a desk is refused with the reason, and nothing is written."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

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


pytestmark = pytest.mark.skipif(
    as_ordinary_user() is None, reason="nobody is at hand here whom the modes of files bind"
)


@pytest.fixture
def place() -> Iterator[Path]:
    # Not the folder of the test, which is its owner's alone.
    place = Path(tempfile.mkdtemp(prefix="mentor-desk-read-only-"))
    place.chmod(0o777)
    yield place
    for path in place.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    shutil.rmtree(place)


@pytest.fixture
def folder(base, place) -> Path:
    folder = desks.copy(base, place / "desk")
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir()):
            os.chown(path, int(NOBODY), int(NOBODY))
    return folder


@pytest.mark.parametrize(
    ("folder_mode", "file_mode"),
    [(0o555, 0o600), (0o555, 0o444), (0o755, 0o444)],
    ids=["folder", "folder and files", "files"],
)
@pytest.mark.parametrize("command", [["info"], ["import", "cards.vcf"]])
def test_d5_what_is_read_only_is_refused_with_its_reason_and_stays_as_it_is(
    folder, place, folder_mode, file_mode, command
):
    (place / "pass").write_text(desks.SECRET)
    (place / "pass").chmod(0o644)
    (place / "cards.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Grace Lin\nEND:VCARD\n")
    (place / "cards.vcf").chmod(0o644)
    for path in folder.iterdir():
        path.chmod(file_mode)
    folder.chmod(folder_mode)
    before = everything_in(place)

    secret = ("--passphrase-file", str(place / "pass"))
    done = run(place, *command, "--desk", str(folder), *secret)

    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert "read-only" in done.stderr
    assert everything_in(place) == before


def test_d5_a_desk_is_not_made_where_nothing_can_be_written(place):
    (place / "shelf").mkdir()
    (place / "shelf").chmod(0o555)
    before = everything_in(place)

    done = run(place, "demo", str(place / "shelf" / "desk"))

    assert done.returncode == 1
    assert "could not be made" in done.stderr
    assert "Traceback" not in done.stderr
    assert everything_in(place) == before


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


def everything_in(place: Path) -> dict[str, bytes | None]:
    """Return what lies there, whole, but for the lock, which holds nothing."""
    return {
        str(path.relative_to(place)): path.read_bytes() if path.is_file() else None
        for path in place.rglob("*")
        if path.suffix != ".lock"
    }
