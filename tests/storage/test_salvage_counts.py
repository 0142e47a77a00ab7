"""What is told of a salvage is what stands in the new desk, and every id stays what it was."""

import shutil

import pytest

from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.storage.damage.check import check_fully
from mentor_desk.storage.damage.pages import PAGE, Pages
from mentor_desk.storage.damage.repairing import repair
from mentor_desk.storage.damage.salvage import salvage
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys import vault

BEYOND = (1 << 63) - 1


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("counts") / "desk"
    make_sample_desk(folder, people=60, sessions=200)
    return folder


@pytest.fixture
def keys(sample):
    return vault.read_vault(sample / "desk.keys")


@pytest.fixture
def path(sample, tmp_path):
    shutil.copy(sample / "desk.db", tmp_path / "desk.db")
    return tmp_path / "desk.db"


def opened(path, keys):
    return connect(path, keys.open_sample(), foreign_keys=False)


def done(path, keys, *statements):
    connection = opened(path, keys)
    connection.execute("pragma ignore_check_constraints=on")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def ids_of(path, keys, table):
    connection = opened(path, keys)
    found = {row[0] for row in connection.execute(f'SELECT id FROM "{table}"')}
    connection.close()
    return found


def salvaged(path, keys):
    target = path.with_name("new.db")
    told = salvage(path, keys.open_sample(), target, desk_id=keys.desk_id, is_sample=True)
    return target, {each.table: each for each in told.tables}


def leaf_with(path, keys, words):
    pages = Pages(path, keys.open_sample())
    try:
        held = {n: pages.read(n) for n in range(2, pages.count + 1)}
        return max(n for n, plain in held.items() if plain[0] == 0x0D and words in plain)
    finally:
        pages.close()


def test_c2_ties_that_go_with_a_lost_page_are_told_as_lost(path, keys):
    done(path, keys, "UPDATE sessions SET agenda = 'the lost one' WHERE id = 100")
    content = bytearray(path.read_bytes())
    content[leaf_with(path, keys, b"the lost one") * PAGE - 100] ^= 1
    path.write_bytes(content)
    before = ids_of(path, keys, "session_topics")

    target, told = salvaged(path, keys)

    kept = ids_of(target, keys, "session_topics")
    assert kept < before
    ties = told["session_topics"]
    assert (ties.read, ties.lost) == (len(kept), len(before - kept))
    for table, row in told.items():
        assert row.read + row.put_in == len(ids_of(target, keys, table))


@pytest.mark.parametrize("row_id", [0, -1, -70_000])
def test_c2_a_row_under_an_id_that_is_none_is_read_like_any_other(path, keys, row_id):
    done(
        path,
        keys,
        f"UPDATE people SET id = {row_id}, display_name = 'Found again' WHERE id = 40",
        f"UPDATE ways SET person_id = {row_id} WHERE person_id = 40",
        f"UPDATE person_topics SET person_id = {row_id} WHERE person_id = 40",
    )

    target, told = salvaged(path, keys)

    connection = opened(target, keys)
    asked = "SELECT count(*) FROM people WHERE display_name = 'Found again'"
    assert connection.execute(asked).fetchone() == (1,)
    connection.close()
    assert all((row.lost, row.put_in) == (0, 0) for row in told.values())
    assert told["people"].read == len(ids_of(path, keys, "people"))


def test_c5_what_is_missing_under_an_id_out_of_range_is_brought_back_under_a_new_one(path, keys):
    wild = (BEYOND, 1 << 40, 0, -5)
    connection = opened(path, keys)
    for number, lost in enumerate(wild, start=1):
        connection.execute("UPDATE sessions SET mentorship_id = ? WHERE id = ?", (lost, number))
    connection.execute("UPDATE goals SET mentorship_id = ? WHERE id = 1", (BEYOND,))
    known = ids_of(path, keys, "mentorships")

    repair(connection)

    made = ids_of(path, keys, "mentorships") - known
    assert made == set(range(max(known) + 1, max(known) + 1 + len(wild)))
    asked = (
        "SELECT goals.mentorship_id = sessions.mentorship_id FROM goals, sessions"
        " WHERE goals.id = 1 AND sessions.id = 1"
    )
    assert connection.execute(asked).fetchone() == (1,)
    assert check_fully(connection) == []
    copied = "SELECT max(seq) < 1000 FROM sqlite_sequence WHERE name = 'mentorships'"
    assert connection.execute(copied).fetchone() == (1,)
    connection.close()


def test_c2_no_id_of_what_was_deleted_is_given_again_in_the_new_desk(path, keys):
    last = max(ids_of(path, keys, "topics"))
    done(
        path,
        keys,
        "INSERT INTO topics (name, folded) VALUES ('gone again', 'gone again')",
        f"DELETE FROM topics WHERE id > {last}",
    )

    target, _ = salvaged(path, keys)
    done(target, keys, "INSERT INTO topics (name, folded) VALUES ('new', 'new')")

    assert max(ids_of(target, keys, "topics")) == last + 2
