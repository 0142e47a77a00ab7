"""Backups that spoil where they lie: they count for nothing, and push nothing out."""

import shutil
from contextlib import closing
from datetime import timedelta

import pytest

from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import back_up, list_backups
from mentor_desk.services.opening.opening import make_desk_at
from mentor_desk.storage.backups import proofs
from mentor_desk.storage.database import connect
from mentor_desk.storage.desk_file import OpenFile
from tests.conftest import NOW


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("template") / "desk"
    with closing(make_desk_at(folder)) as desk:
        return folder, desk.file.key


@pytest.fixture
def desk(template, tmp_path):
    folder = tmp_path / "desk"
    shutil.copytree(template[0], folder)
    file = OpenFile(
        connect(folder / "desk.db", template[1]), key=template[1], path=folder / "desk.db"
    )
    with closing(Desk(file, folder=folder)) as desk:
        yield desk


@pytest.fixture
def stick(tmp_path):
    return tmp_path / "stick"


@pytest.fixture
def back_up_so_often(desk, stick):
    """Make backups one after the other, a minute apart."""
    made = []

    def back_up_so_often(times, *, days=0):
        for _ in range(times):
            when = NOW + timedelta(days=days, minutes=len(made))
            made.append(back_up(desk, [stick], now=when).row)
        return made

    return back_up_so_often


def spoil(row):
    content = bytearray(row.path.read_bytes())
    content[len(content) // 2] ^= 1
    row.path.write_bytes(content)


def states(stick):
    return {
        int(row.path.name.split("-")[5]): "rotten" if row.trouble else "good"
        for row in list_backups([stick])
    }


def test_b3_rotten_backups_never_push_out_the_last_good_one(stick, back_up_so_often):
    made = back_up_so_often(10)
    for row in made[1:]:
        spoil(row)

    back_up_so_often(1)
    after_one = states(stick)
    back_up_so_often(30)

    assert after_one[1] == "good"
    assert after_one[2] == "rotten"
    found = states(stick)
    # Once all that took its place had been read through, the first might go.
    assert {number for number, state in found.items() if state == "rotten"} == set(range(2, 11))
    assert {number for number, state in found.items() if state == "good"} == set(range(32, 42))


def test_b3_a_rotten_backup_is_listed_as_such_once_it_is_known(stick, back_up_so_often):
    made = back_up_so_often(10)
    spoil(made[1])

    back_up_so_often(1)

    [row] = [row for row in list_backups([stick]) if row.trouble]
    assert row.path == made[1].path
    assert "damaged inside" in row.trouble
    assert not row.is_good


def test_b3_a_rotten_one_that_was_mended_counts_again(stick, back_up_so_often, tmp_path):
    made = back_up_so_often(10)
    shutil.copy(made[1].path, tmp_path / "sound")
    spoil(made[1])
    back_up_so_often(1)
    assert states(stick)[2] == "rotten"

    shutil.copy(tmp_path / "sound", made[1].path)

    assert states(stick)[2] == "good"


@pytest.fixture
def read_through(monkeypatch):
    """Note which backups are read from end to end to be proven."""
    names, real = [], proofs.prove_bundle

    def noted(path):
        names.append(path.name)
        real(path)

    monkeypatch.setattr(proofs, "prove_bundle", noted)
    return names


def test_b3_only_the_one_that_stays_in_its_place_is_read_and_not_each_time(
    stick, back_up_so_often, read_through
):
    made = back_up_so_often(10)
    assert read_through == []

    back_up_so_often(1)
    assert read_through == [made[1].path.name]

    back_up_so_often(3)
    assert len(read_through) == len(set(read_through)) == 4


def test_b3_what_was_sound_long_ago_is_read_again(stick, desk, back_up_so_often, read_through):
    for days in range(60):
        back_up(desk, [stick], now=NOW + timedelta(days=days))

    again = [name for name in set(read_through) if read_through.count(name) > 1]
    most = max(read_through.count(name) for name in read_through)
    assert again
    assert most <= 60 / 7
    assert len(read_through) <= 60


def test_b3_never_more_than_a_few_are_read_for_one_backup(stick, back_up_so_often, read_through):
    made = back_up_so_often(10)
    for row in made[1:]:
        spoil(row)

    back_up_so_often(1)

    assert len(read_through) <= proofs.MOST_READ


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"x": 1}', b'{"x": {"size": "a"}}', b"\xff", b"[" * 99999]
)
def test_b3_a_memory_of_nonsense_is_none(stick, back_up_so_often, content):
    made = back_up_so_often(11)
    [memory] = stick.glob(".mentor-desk-*.proofs")
    memory.write_bytes(content)
    spoil(made[2])

    back_up_so_often(1)

    assert states(stick)[3] == "rotten"
    assert states(stick)[2] == "good"


def test_b7_the_memory_is_the_owners_alone(stick, back_up_so_often):
    back_up_so_often(11)

    [memory] = stick.glob(".mentor-desk-*.proofs")
    assert memory.stat().st_mode & 0o777 == 0o600
