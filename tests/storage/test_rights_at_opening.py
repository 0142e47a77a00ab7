"""Whatever is ours in the folder of a desk is its owner's alone once the desk is opened (S6)."""

import sys
from datetime import UTC, datetime

import pytest

from mentor_desk.services.keeping.backups import back_up
from mentor_desk.services.keeping.rescue import copy_aside
from mentor_desk.services.opening.opening import make_desk_at, open_desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    """A desk with a backup, typed words and files set aside, which were made anybody's."""
    folder = tmp_path / "desk"
    desk = make_desk_at(folder)
    back_up(desk, [folder / "backups"], now=NOW)
    desk.close()
    copy_aside(folder, now=NOW)
    (folder / "desk.typed").write_bytes(b"sealed")
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    return folder


def test_s6_everything_of_a_desk_that_was_looser_is_tightened_when_it_is_opened(folder):
    open_desk(folder).close()

    found = {each: each.stat().st_mode & 0o777 for each in (folder, *folder.rglob("*"))}
    assert len(found) > 8
    assert {each: mode for each, mode in found.items() if mode & 0o077} == {}


def test_s6_a_link_out_of_the_folder_is_not_followed_and_what_is_not_ours_is_left(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / "elsewhere" / "picture").write_text("mine")
    (tmp_path / "elsewhere" / "picture").chmod(0o644)
    (folder / "set-aside" / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "letter.txt").write_text("mine")
    (folder / "letter.txt").chmod(0o644)

    open_desk(folder).close()

    assert (tmp_path / "elsewhere" / "picture").stat().st_mode & 0o777 == 0o644
    assert (folder / "letter.txt").stat().st_mode & 0o777 == 0o644
