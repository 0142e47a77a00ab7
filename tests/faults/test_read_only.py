"""D5: where nothing can be written a desk is refused with the reason, and nothing is written."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import desks
from tests.faults.ordinary_user import as_ordinary_user, hand_over, run
from tests.faults.small_disk import can_mount
from tests.faults.window_process import WindowProcess
from tests.faults.writers import ROOT

needs_user = pytest.mark.skipif(
    as_ordinary_user() is None, reason="nobody is at hand here whom the modes of files bind"
)
needs_mount = pytest.mark.skipif(
    not can_mount(), reason="this computer lets nobody mount a folder for reading alone"
)
_SAID = (
    "from PySide6.QtWidgets import QLabel;"
    "tell(said=' '.join(each.text() for each in window.findChildren(QLabel)))"
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
    return hand_over(desks.copy(base, place / "desk"))


@needs_user
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


@needs_user
def test_d5_a_desk_is_not_made_where_nothing_can_be_written(place):
    (place / "shelf").mkdir()
    (place / "shelf").chmod(0o555)
    before = everything_in(place)

    done = run(place, "demo", str(place / "shelf" / "desk"))

    assert done.returncode == 1
    assert "could not be made" in done.stderr
    assert "Traceback" not in done.stderr
    assert everything_in(place) == before


@needs_mount
def test_d5_on_a_disk_that_is_mounted_read_only_a_desk_is_refused_with_its_reason(base, tmp_path):
    folder = desks.copy(base, tmp_path / "desk")
    (tmp_path / "pass").write_text(desks.SECRET)
    before = everything_in(folder)
    program = [sys.executable, "-m", "mentor_desk", "info", "--desk", str(folder)]

    done = subprocess.run(
        [*read_only(folder), *program, "--passphrase-file", str(tmp_path / "pass")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert "read-only" in done.stderr
    assert everything_in(folder) == before


@needs_mount
@pytest.mark.timeout(120)
def test_d5_the_window_says_that_a_disk_is_read_only(base, tmp_path):
    folder = desks.copy(base, tmp_path / "desk")
    (tmp_path / "passphrase").write_text(desks.SECRET)
    before = everything_in(folder)

    with WindowProcess(folder, tmp_path, within=read_only(folder)) as window:
        said = ""
        while "read-only" not in said:
            window.do(_SAID)
            said = window.wait_for("said")
        window.do("tell(is_open=window.pages is not None)")

        assert not window.wait_for("is_open")

    assert everything_in(folder) == before


def read_only(folder: Path) -> list[str]:
    """Return the words that run a command where this folder is mounted for reading alone."""
    mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
    return ["unshare", "-rm", "sh", "-c", mount, str(folder)]


def everything_in(place: Path) -> dict[str, tuple[int, bytes | None]]:
    """Return what lies there, whole, with its rights; but for the lock, which holds nothing."""
    return {
        str(path.relative_to(place)): (
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else None,
        )
        for path in place.rglob("*")
        if path.suffix != ".lock"
    }
