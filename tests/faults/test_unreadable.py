"""A file that may not be read is neither damaged nor missing, and is said to be just that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import desks
from tests.faults.ordinary_user import as_ordinary_user, hand_over, open_place, run

pytestmark = pytest.mark.skipif(
    as_ordinary_user() is None, reason="nobody is at hand here whom the modes of files bind"
)


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as place:
        yield place


@pytest.fixture
def folder(base, place) -> Path:
    return hand_over(desks.copy(base, place / "desk"))


@pytest.mark.parametrize("command", ["info", "check", "salvage"])
@pytest.mark.parametrize(
    ("name", "what"), [("desk.keys", "key file"), ("desk.db", "data file")], ids=["keys", "data"]
)
def test_c1_a_file_that_may_not_be_read_is_not_called_damaged(folder, place, command, name, what):
    (folder / name).chmod(0)

    secret = ("--passphrase-file", str(place / "pass"))
    done = run(place, command, "--desk", str(folder), *secret)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"The {what} “{name}” in {folder} may not be read by you.")
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in place.iterdir()) == ["desk", "pass"]


def test_c1_a_folder_that_may_not_be_looked_into_is_said(folder, place):
    folder.chmod(0)

    secret = ("--passphrase-file", str(place / "pass"))
    for command in ("info", "check", "salvage", "lock-info"):
        done = run(place, command, "--desk", str(folder), *secret)

        assert done.returncode == 1
        assert "may not be" in done.stderr
        assert "Traceback" not in done.stderr
