"""A copy of an open desk is a whole desk, or nothing."""

import shutil

import pytest

from mentor_desk.errors import DeskBusyError, DeskFileError, FileError
from mentor_desk.services.keeping.saving_copy import free_folder_in, save_copy
from mentor_desk.storage.desk_lock import DeskLock
from tests.faults import desks


@pytest.fixture
def opened(tmp_path):
    desk = desks.opened(desks.make(tmp_path / "desk"))
    yield desk
    desk.close()


def test_a_copy_opens_with_the_same_secret_and_holds_the_same(opened, tmp_path):
    target = free_folder_in(tmp_path, desks.NOW)

    saved = save_copy(opened, target)

    assert (saved.folder, saved.goes_on_there) == (target, False)
    assert desks.dump(target) == desks.dump(opened.folder)
    assert {path.stat().st_mode & 0o777 for path in target.iterdir()} == {0o600}


def test_a_free_folder_is_named_after_the_day(tmp_path):
    first = free_folder_in(tmp_path, desks.NOW)
    first.mkdir()

    assert first.name == "Mentor Desk 2026-11-23"
    assert free_folder_in(tmp_path, desks.NOW).name == "Mentor Desk 2026-11-23 2"


def test_a_copy_that_is_stopped_leaves_nothing(opened, tmp_path):
    class StoppedError(Exception):
        pass

    def stop(_done, _of):
        raise StoppedError

    (tmp_path / "there").mkdir()
    for target in (tmp_path / "there", tmp_path / "new"):
        with pytest.raises(StoppedError):
            save_copy(opened, target, progress=stop)

    assert list((tmp_path / "there").iterdir()) == []
    assert not (tmp_path / "new").exists()


def test_a_place_that_takes_no_copy_is_refused_with_its_reason(opened, tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(FileError, match="not a directory"):
        save_copy(opened, tmp_path / "file" / "copy")


def test_keys_that_are_gone_are_those_that_were_there_at_the_beginning(opened, tmp_path):
    (opened.folder / "desk.keys").unlink()

    saved = save_copy(opened, tmp_path / "copy")

    assert saved.goes_on_there
    opened.close()
    desks.opened(tmp_path / "copy").close()


def test_without_any_keys_a_copy_would_open_for_nobody_and_is_not_made(opened, tmp_path):
    (opened.folder / "desk.keys").unlink()
    opened.file.watch.keys = b""

    with pytest.raises(FileError, match="no copy of it would open"):
        save_copy(opened, tmp_path / "copy")

    assert not (tmp_path / "copy").exists()


def test_d8_a_desk_goes_on_in_a_copy_that_another_program_cannot_have(opened, tmp_path):
    shutil.rmtree(opened.folder)
    first = save_copy(opened, tmp_path / "first")
    shutil.rmtree(opened.folder)

    second = save_copy(opened, tmp_path / "second")

    assert first.goes_on_there
    assert second.goes_on_there
    assert opened.folder == tmp_path / "second"


def test_a_copy_is_never_put_over_a_desk(opened, tmp_path):
    desks.make(tmp_path / "other")

    with pytest.raises(DeskFileError, match="already a desk"):
        save_copy(opened, tmp_path / "other")


def test_a_desk_that_another_program_has_taken_does_not_go_on_in_its_copy(opened, tmp_path):
    copied = tmp_path / "copy"
    shutil.rmtree(opened.folder)
    before = opened.folder
    copied.mkdir()
    lock = DeskLock(copied)

    with pytest.raises(DeskBusyError):
        save_copy(opened, copied)

    lock.release()
    assert opened.folder == before


def test_a_desk_in_memory_can_be_copied_by_nobody(desk, tmp_path):
    with pytest.raises(FileError):
        save_copy(desk, tmp_path / "copy")
