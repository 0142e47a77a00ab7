"""A sample desk is made whole in a folder of its own, or not at all."""

import os
import stat
from datetime import date

import pytest

from mentor_desk.errors import DeskFileError, InvalidEntryError
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.listing import count_people, oneself
from mentor_desk.services.opening.opening import look_at_desk, open_desk
from mentor_desk.services.sample.desk import SampleMade, make_sample_desk

DAY = date(2026, 11, 23)


def test_a_sample_desk_opens_by_itself(tmp_path):
    folder = tmp_path / "sample"

    made = make_sample_desk(folder, today=DAY)

    assert made == SampleMade(70, 144)
    assert look_at_desk(folder).is_sample
    desk = open_desk(folder)
    try:
        assert desk.is_sample
        assert desk.run(count_people) == 70
        assert desk.run(oneself).name == "Michelle Roy"
        assert len(desk.look(list_mentees, now=desk.now())) == 10
    finally:
        desk.close()


def test_only_the_desk_is_left_in_the_folder_and_nothing_beside_it(tmp_path):
    folder = tmp_path / "sample"

    make_sample_desk(folder, people=0, sessions=0)

    assert sorted(path.name for path in folder.iterdir()) == ["desk.db", "desk.keys"]
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_every_folder_that_is_made_is_the_owners_alone(tmp_path):
    folder = tmp_path / "a" / "b" / "sample"

    make_sample_desk(folder, people=0, sessions=0)

    for made in (folder, folder.parent, folder.parent.parent):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_folder_that_holds_other_files_is_refused_and_keeps_them(tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("mine")

    with pytest.raises(DeskFileError, match=r"such as “notes\.txt”"):
        make_sample_desk(tmp_path, people=1, sessions=0)

    assert other.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [other]


@pytest.mark.parametrize("name", ["desk.db", "desk.keys"])
def test_a_folder_with_anything_of_a_desk_is_refused_and_left_alone(tmp_path, name):
    (tmp_path / name).write_bytes(b"precious")

    with pytest.raises(DeskFileError, match="already a desk"):
        make_sample_desk(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"precious"


def test_wrong_numbers_are_refused_before_anything_is_made(tmp_path):
    with pytest.raises(InvalidEntryError):
        make_sample_desk(tmp_path / "sample", people=-5)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("problem", [KeyboardInterrupt, MemoryError])
def test_nothing_stays_behind_when_it_is_stopped_half_way(tmp_path, problem):
    def stop(done: int, whole: int) -> None:
        raise problem

    with pytest.raises(problem):
        make_sample_desk(tmp_path / "sample", people=200, sessions=100, progress=stop)

    assert list(tmp_path.iterdir()) == []


def test_a_desk_that_appears_meanwhile_is_not_overwritten(tmp_path):
    folder = tmp_path / "sample"

    def somebody_else(done: int, whole: int) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "desk.db").write_bytes(b"theirs")

    with pytest.raises(DeskFileError, match="already a desk"):
        make_sample_desk(folder, people=1, sessions=1, progress=somebody_else)

    assert [path.name for path in folder.iterdir()] == ["desk.db"]
    assert (folder / "desk.db").read_bytes() == b"theirs"


@pytest.mark.parametrize("was_there", [True, False])
def test_a_disk_that_refuses_the_move_leaves_nothing(tmp_path, was_there):
    folder = tmp_path / "sample"
    if was_there:
        folder.mkdir()

    def turn_away(done: int, whole: int) -> None:
        for making in tmp_path.rglob("desk.db"):
            making.rename(making.with_name("elsewhere"))

    with pytest.raises(DeskFileError, match="could not be made"):
        make_sample_desk(folder, people=1, sessions=1, progress=turn_away)

    assert list(tmp_path.rglob("*")) == ([folder] if was_there else [])


def test_a_file_where_the_folder_should_be_is_said_plainly(tmp_path):
    (tmp_path / "sample").write_text("a file")

    with pytest.raises(DeskFileError, match="is not a folder"):
        make_sample_desk(tmp_path / "sample", people=0, sessions=0)

    assert [path.name for path in tmp_path.iterdir()] == ["sample"]


def test_a_place_where_no_folder_can_be_made_is_said_plainly(tmp_path):
    (tmp_path / "file").write_text("a file")

    with pytest.raises(DeskFileError, match="not a directory"):
        make_sample_desk(tmp_path / "file" / "sample", people=0, sessions=0)
