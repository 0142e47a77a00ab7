"""D5: where nothing can be written a desk is refused with the reason, and nothing is written."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import desks
from tests.faults.ordinary_user import as_ordinary_user, hand_over, run

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
    return hand_over(desks.copy(base, place / "desk"))


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


def everything_in(place: Path) -> dict[str, bytes | None]:
    """Return what lies there, whole, but for the lock, which holds nothing."""
    return {
        str(path.relative_to(place)): path.read_bytes() if path.is_file() else None
        for path in place.rglob("*")
        if path.suffix != ".lock"
    }
