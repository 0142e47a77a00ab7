"""What another program does to the file of an open desk is noticed before a word is saved (D8)."""

import os
import shutil

import pytest

from mentor_desk.errors import DeskChangedError, DeskFileError
from mentor_desk.services.keeping.saving_copy import save_copy
from mentor_desk.services.network.people import PersonEntry, add_person, find_people
from mentor_desk.services.opening.opening import make_desk_at, open_desk
from mentor_desk.storage.database import connect


@pytest.fixture
def folder(tmp_path):
    make_desk_at(tmp_path / "desk").close()
    return tmp_path / "desk"


@pytest.fixture
def desk(folder):
    desk = open_desk(folder)
    write(desk, "Ada Okafor")
    yield desk
    desk.close()


def write(desk, name):
    return desk.do(add_person, entry=PersonEntry(display_name=name), now=desk.now())


def names(desk):
    return [row.name for row in desk.run(find_people)]


def refused(desk, match):
    with pytest.raises(DeskChangedError, match=match) as refusal:
        write(desk, "Lost Person")
    assert "Nothing was saved over it" in refusal.value.sentence
    assert "Save a copy" in refusal.value.sentence


def test_d8_a_file_that_is_ours_alone_is_written_again_and_again(desk):
    for name in ("Grace Lindqvist", "Mei Tan"):
        write(desk, name)

    assert names(desk) == ["Ada Okafor", "Grace Lindqvist", "Mei Tan"]


def test_d8_a_replaced_file_is_noticed_and_not_written(desk, folder, tmp_path):
    shutil.copy(folder / "desk.db", tmp_path / "older")
    write(desk, "Grace Lindqvist")
    (tmp_path / "older").replace(folder / "desk.db")
    before = (folder / "desk.db").read_bytes()

    refused(desk, "replaced")

    assert (folder / "desk.db").read_bytes() == before
    assert not (folder / "desk.db-journal").exists()


def test_d8_a_removed_file_is_noticed_and_not_made_anew(desk, folder):
    (folder / "desk.db").unlink()

    refused(desk, "moved or removed")

    assert not (folder / "desk.db").exists()


def test_d8_a_renamed_folder_is_noticed_even_when_another_takes_its_name(desk, folder, tmp_path):
    folder.rename(tmp_path / "moved")
    refused(desk, "moved or removed")
    make_desk_at(folder).close()

    refused(desk, "replaced")

    other = open_desk(folder)
    assert names(other) == []
    other.close()


@pytest.mark.parametrize("size", [0, 4096, 40960])
def test_d8_a_truncated_file_is_noticed(desk, folder, size):
    os.truncate(folder / "desk.db", size)

    refused(desk, "cut off|changed")

    assert (folder / "desk.db").stat().st_size == size


def test_d8_what_another_program_saved_into_the_file_is_noticed(desk, folder):
    other = connect(folder / "desk.db", desk.file.key)
    other.execute("DELETE FROM topics")
    other.execute("UPDATE people SET remark = 'theirs'")
    other.close()

    refused(desk, "changed by another program")


def test_d8_a_file_put_back_in_place_by_a_sync_tool_is_noticed(desk, folder):
    older = (folder / "desk.db").read_bytes()
    write(desk, "Grace Lindqvist")
    with (folder / "desk.db").open("r+b") as stream:
        stream.write(older)

    refused(desk, "changed|cut off")


def test_d8_a_new_time_alone_stops_nobody(desk, folder):
    os.utime(folder / "desk.db")

    write(desk, "Grace Lindqvist")

    assert "Grace Lindqvist" in names(desk)


def test_d8_our_own_cleaning_up_is_no_change_by_others(desk):
    with desk.file.turn:
        desk.file.connection.execute("pragma query_only=off")
        desk.file.connection.execute("vacuum")

    write(desk, "Grace Lindqvist")

    assert "Grace Lindqvist" in names(desk)


def test_d8_a_copy_is_saved_and_the_desk_goes_on_there(desk, folder, tmp_path):
    shutil.rmtree(folder)
    refused(desk, "moved or removed")

    saved = save_copy(desk, tmp_path / "copy")
    write(desk, "Grace Lindqvist")

    assert saved.goes_on_there
    assert desk.folder == tmp_path / "copy"
    desk.close()
    again = open_desk(tmp_path / "copy")
    assert names(again) == ["Ada Okafor", "Grace Lindqvist"]
    again.close()


def test_a_copy_of_a_desk_that_is_well_is_a_copy_and_no_move(desk, folder, tmp_path):
    saved = save_copy(desk, tmp_path / "copy")
    write(desk, "Grace Lindqvist")

    assert not saved.goes_on_there
    assert desk.folder == folder
    other = open_desk(tmp_path / "copy")
    assert names(other) == ["Ada Okafor"]
    other.close()


def test_a_copy_is_never_saved_over_a_desk(desk, folder, tmp_path):
    make_desk_at(tmp_path / "other").close()
    before = (tmp_path / "other" / "desk.db").read_bytes()

    with pytest.raises(DeskFileError, match="already a desk"):
        save_copy(desk, tmp_path / "other")

    assert (tmp_path / "other" / "desk.db").read_bytes() == before
