"""What stands in the way of a restore, or is left of one: told in a sentence, and nothing lost."""

import os
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mentor_desk.errors import DeskFileError, FileError
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.keeping.restoring import restore
from mentor_desk.services.opening.opening import look_at_desk
from mentor_desk.storage.backups import restoring as steps
from mentor_desk.storage.backups.changing_over import finish_restore
from mentor_desk.storage.backups.restoring import restore_bundle
from mentor_desk.storage.keys.vault import read_vault
from tests.factories import Factories
from tests.faults import desks
from tests.faults.ordinary_user import as_ordinary_user, hand_over, open_place, run

LATER = desks.NOW + timedelta(days=3)
ADDED = "Came Later"


@pytest.fixture
def folder(base, tmp_path):
    """A desk with a backup, since when somebody came."""
    return with_backup(desks.copy(base, tmp_path / "desk"))


def with_backup(folder):
    with closing(desks.opened(folder)) as desk:
        back_up(desk, backup_folders(folder), now=desks.NOW)
        Factories(desk, desks.NOW).person(ADDED)
    return folder


def backup_in(folder):
    [file] = (folder / "backups").glob("*.mentordesk")
    return file


@pytest.fixture
def key(folder):
    return read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)


def has_added(folder):
    with closing(desks.opened(folder)) as desk, desk.file.reading() as reader:
        return bool(reader.value(f"SELECT count(*) FROM people WHERE display_name = '{ADDED}'"))


def left_ready(folder, key, monkeypatch):
    """Begin a restore that is killed at the moment when everything is ready."""
    with monkeypatch.context() as patch:
        patch.setattr(steps, "_changed_over", lambda _folder: None)
        with pytest.raises(AttributeError):
            restore_bundle(backup_in(folder), folder, key, now=LATER)
    return folder / ".restoring"


def test_b5_a_desk_that_cannot_be_put_aside_is_not_replaced(folder, key):
    (folder / "set-aside").write_bytes(b"in the way")

    with pytest.raises(FileError, match="cannot be put aside"):
        restore(backup_in_first(folder), folder, key, now=LATER)

    assert not (folder / ".restoring").exists()
    assert has_added(folder)


def backup_in_first(folder):
    return min((folder / "backups").glob("*.mentordesk"))


def test_b5_what_cannot_be_put_aside_any_more_lets_the_desk_open_and_is_said(
    folder, key, monkeypatch
):
    staging = left_ready(folder, key, monkeypatch)
    (folder / "set-aside").rmdir()
    (folder / "set-aside").write_bytes(b"in the way")

    remark = look_at_desk(folder).remark
    again = look_at_desk(folder).remark
    with pytest.raises(FileError, match="Nothing was restored"):
        restore_bundle(backup_in_first(folder), folder, key, now=LATER)

    assert "could not be put aside" in remark
    assert again == remark
    assert (staging / "aside" / "desk.db").exists()
    assert not has_added(folder)
    (folder / "set-aside").unlink()
    assert look_at_desk(folder).remark == ""
    assert (folder / "set-aside" / "2026-11-26 10.00.00" / "desk.db").exists()
    assert not staging.exists()


def test_b5_a_place_that_was_taken_meanwhile_gives_way_to_another(folder, key, monkeypatch):
    left_ready(folder, key, monkeypatch)
    name = (folder / ".restoring" / "ready").read_text()
    (folder / "set-aside" / name).mkdir()
    (folder / "set-aside" / name / "desk.db").write_bytes(b"of another day")

    assert finish_restore(folder) == ""

    kept = sorted((folder / "set-aside").iterdir())
    assert len(kept) == 2
    assert (folder / "set-aside" / name / "desk.db").read_bytes() == b"of another day"
    assert not has_added(folder)


@pytest.mark.parametrize(
    "written",
    [
        b"\xff\xfe\x00",
        b"../../EVILX",
        b"/tmp/EVILX",
        b"x/../../../EVILX",
        b".",
        b"a\0b",
        b"x" * 9999,
    ],
)
def test_c4_no_mark_leads_out_of_the_folder(folder, key, monkeypatch, written):
    staging = left_ready(folder, key, monkeypatch)
    before = set(folder.parent.iterdir())
    (staging / "ready").write_bytes(written)

    assert finish_restore(folder) == ""

    [kept] = (folder / "set-aside").iterdir()
    assert kept.name[:2] == "20"
    assert (kept / "desk.db").exists()
    assert set(folder.parent.iterdir()) == before
    assert not Path("/tmp/EVILX").exists()
    assert not has_added(folder)


def made_file(staging):
    staging.write_bytes(b"no folder")


def made_link(staging):
    (staging.parent.parent / "elsewhere").mkdir()
    (staging.parent.parent / "elsewhere" / "precious").write_bytes(b"words")
    staging.symlink_to(staging.parent.parent / "elsewhere")


def made_empty(staging):
    staging.mkdir()


def made_mark_alone(staging):
    staging.mkdir()
    (staging / "ready").write_bytes(b"2026-11-26 10.00.00")


def made_mark_a_folder(staging):
    (staging / "ready").mkdir(parents=True)


def made_database_without_the_old_one(staging):
    made_mark_alone(staging)
    (staging / "desk.db").write_bytes(b"nonsense")


def made_database_a_folder(staging):
    made_mark_alone(staging)
    (staging / "desk.db").mkdir()
    (staging / "aside").mkdir()


LEFTOVERS = [
    *(made_file, made_link, made_empty, made_mark_alone, made_mark_a_folder),
    *(made_database_without_the_old_one, made_database_a_folder),
]


@pytest.mark.parametrize("made", LEFTOVERS)
def test_c4_odd_leftovers_of_a_restore_keep_no_desk_from_opening(folder, made):
    made(folder / ".restoring")

    assert look_at_desk(folder).remark == ""

    assert has_added(folder)


@pytest.mark.parametrize("made", [made_file, made_link])
def test_c4_what_is_not_ours_is_never_removed_and_stops_a_restore(folder, key, made):
    made(folder / ".restoring")

    with pytest.raises(FileError, match="in the way"):
        restore_bundle(backup_in(folder), folder, key, now=LATER)

    assert os.path.lexists(folder / ".restoring")
    elsewhere = folder.parent / "elsewhere"
    assert made is made_file or (elsewhere / "precious").read_bytes() == b"words"
    assert has_added(folder)


def test_b5_files_that_cannot_change_over_are_told_and_the_next_opening_does_it(
    folder, key, monkeypatch
):
    left_ready(folder, key, monkeypatch)
    real = Path.replace

    def refuse(path, target):
        if path.name == "desk.db":
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(DeskFileError, match="cannot be finished: permission denied"):
            look_at_desk(folder)

    assert look_at_desk(folder).remark == ""
    assert not has_added(folder)


needs_ordinary_user = pytest.mark.skipif(
    as_ordinary_user() is None, reason="nobody is at hand here whom the modes of files bind"
)


@pytest.fixture
def place():
    with open_place() as place:
        yield place


@pytest.fixture
def theirs(base, place):
    return hand_over(with_backup(desks.copy(base, place / "desk")))


def secret(place):
    return ("--passphrase-file", str(place / "pass"))


def is_told(done):
    return done.returncode == 1 and "Traceback" not in done.stderr and done.stderr.strip()


@needs_ordinary_user
def test_b5_a_restore_over_a_closed_set_aside_is_refused_and_the_desk_opens(theirs, place):
    (theirs / "set-aside").mkdir()
    hand_over(theirs)
    (theirs / "set-aside").chmod(0o555)

    done = run(place, "restore", str(backup_in(theirs)), "--desk", str(theirs), *secret(place))
    opens = run(place, "info", "--desk", str(theirs), *secret(place))

    assert is_told(done)
    assert "cannot be put aside" in done.stderr
    assert opens.returncode == 0, opens.stderr
    assert has_added(theirs)


@pytest.mark.parametrize("inside", ["backups", "backups/x", "set-aside/x", "x/y"])
def test_b5_no_desk_is_made_in_the_folder_of_another(folder, key, inside):
    with pytest.raises(FileError, match="folder of another desk"):
        restore_bundle(backup_in(folder), folder / inside, key, now=LATER)

    assert not (folder / inside / "desk.db").exists()
    with closing(desks.opened(folder)) as desk:
        assert back_up(desk, backup_folders(folder), now=LATER).problems == ()


def test_b5_a_link_into_the_folder_of_another_desk_is_refused_too(folder, key, tmp_path):
    (tmp_path / "way round").symlink_to(folder / "backups")

    with pytest.raises(FileError, match="folder of another desk"):
        restore_bundle(backup_in(folder), tmp_path / "way round", key, now=LATER)


def test_b5_a_desk_that_lies_in_another_comes_back_all_the_same(folder, key, base):
    inner = desks.copy(base, folder / "inner")

    restore_bundle(backup_in(folder), inner, key, now=LATER)

    assert not has_added(inner)
