"""Salvage reads around what is damaged, says how much is lost, and leaves the original alone."""

import random
import shutil

import pytest

from mentor_desk.errors import DeskDamagedError
from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.storage.damage.check import check_fully
from mentor_desk.storage.damage.pages import PAGE, Pages
from mentor_desk.storage.damage.salvage import salvage
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys import vault

TABLES = ("people", "mentorships", "sessions", "goals", "actions", "parties", "person_topics")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("salvage") / "desk"
    make_sample_desk(folder, people=150, sessions=400)
    return folder


@pytest.fixture
def keys(sample):
    return vault.read_vault(sample / "desk.keys")


@pytest.fixture
def damaged(sample, tmp_path):
    shutil.copy(sample / "desk.db", tmp_path / "desk.db")
    return tmp_path / "desk.db"


def rows_of(path, key):
    connection = connect(path, key)
    try:
        return {
            table: connection.execute(f'SELECT * FROM "{table}" ORDER BY id').fetchall()
            for table in TABLES
        }
    finally:
        connection.close()


def salvaged(damaged, keys, tmp_path):
    before = damaged.read_bytes()
    target = tmp_path / "new.db"
    told = salvage(damaged, keys.open_sample(), target, desk_id=keys.desk_id, is_sample=True)
    assert damaged.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"desk.db", "new.db"}
    assert target.stat().st_mode & 0o777 == 0o600
    connection = connect(target, keys.open_sample())
    assert check_fully(connection) == []
    assert connection.execute("SELECT desk_uid FROM about").fetchall() == [(keys.desk_id,)]
    connection.close()
    return told, rows_of(target, keys.open_sample())


def spoil(path, *pages):
    content = bytearray(path.read_bytes())
    for number in pages:
        content[(number - 1) * PAGE + 300] ^= 1
    path.write_bytes(content)


def root_of(path, key, table):
    connection = connect(path, key)
    found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
    root = found.fetchone()[0]
    connection.close()
    return root


def test_every_page_of_a_sound_file_bears_its_seal_and_no_other(sample, keys):
    pages = Pages(sample / "desk.db", keys.open_sample())

    assert all(pages.read(number) for number in range(1, pages.count + 1))
    whole = (sample / "desk.db").read_bytes()
    assert not pages.sealing.is_sound(3, whole[PAGE : 2 * PAGE])
    plain = pages.read(2)
    assert pages.sealing.opened(2, pages.sealing.sealed(2, plain)) == plain
    pages.close()


def test_c2_of_a_sound_desk_everything_is_salvaged(sample, damaged, keys, tmp_path):
    told, rows = salvaged(damaged, keys, tmp_path)

    assert rows == rows_of(sample / "desk.db", keys.open_sample())
    assert (told.unsound_pages, told.lost, told.repaired) == (0, 0, 0)


@pytest.mark.parametrize("table", ["people", "sessions", "person_topics"])
def test_c2_the_root_of_a_table_lost_is_not_its_rows_lost(sample, damaged, keys, tmp_path, table):
    spoil(damaged, root_of(damaged, keys.open_sample(), table))

    told, rows = salvaged(damaged, keys, tmp_path)

    assert told.unsound_pages == 1
    assert rows == rows_of(sample / "desk.db", keys.open_sample())


def test_c2_the_first_page_or_the_salt_lost_loses_nothing(sample, damaged, keys, tmp_path):
    whole = damaged.read_bytes()
    for place in (3, 300):
        content = bytearray(whole)
        content[place] ^= 1
        damaged.write_bytes(content)

        _, rows = salvaged(damaged, keys, tmp_path)

        assert rows == rows_of(sample / "desk.db", keys.open_sample())
        (tmp_path / "new.db").unlink()


def test_c2_a_leaf_lost_loses_its_own_rows_and_says_how_many(sample, damaged, keys, tmp_path):
    key = keys.open_sample()
    before = rows_of(sample / "desk.db", key)
    pages = Pages(damaged, key)
    leaf = max(n for n in range(2, pages.count + 1) if pages.read(n)[0] == 0x0D)
    pages.close()
    spoil(damaged, leaf)

    told, rows = salvaged(damaged, keys, tmp_path)

    assert told.unsound_pages == 1
    missing = sum(len(before[table]) - len(rows[table]) for table in TABLES)
    assert missing <= told.lost + told.repaired
    assert told.rows >= 0.9 * sum(len(each) for each in before.values())


@pytest.mark.parametrize("size", [0, 1, 15, 100, 4095])
def test_c1_of_a_tiny_file_nothing_can_be_salvaged_and_that_is_said(damaged, keys, tmp_path, size):
    damaged.write_bytes(damaged.read_bytes()[:size])

    with pytest.raises(DeskDamagedError, match="can be read any more"):
        salvaged(damaged, keys, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]


def test_c1_half_a_file_gives_half_of_the_desk(sample, damaged, keys, tmp_path):
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[: len(whole) // 2 + 1000])

    told, rows = salvaged(damaged, keys, tmp_path)

    before = rows_of(sample / "desk.db", keys.open_sample())
    assert told.unsound_pages >= len(whole) // PAGE // 2 - 1
    assert sum(map(len, rows.values())) >= 0.1 * sum(map(len, before.values()))
    kept = {row[0]: row for row in before["people"]}
    found = [row for row in rows["people"] if not row[3].startswith("Unknown")]
    assert all(kept[row[0]] == row for row in found)


def test_c2_random_damage_never_gives_a_wrong_word(sample, keys, tmp_path):
    chance = random.Random(20261123)
    before = rows_of(sample / "desk.db", keys.open_sample())
    notes = {row[0]: row for row in before["sessions"]}
    whole = (sample / "desk.db").read_bytes()
    for turn, flips in enumerate((3, 30, 120)):
        content = bytearray(whole)
        for _ in range(flips):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        folder = tmp_path / str(turn)
        folder.mkdir()
        (folder / "desk.db").write_bytes(content)

        told, rows = salvaged(folder / "desk.db", keys, folder)

        assert told.unsound_pages > 0
        words = {row[0]: row[7:] for row in rows["sessions"]}
        assert all(held == notes[number][7:] for number, held in words.items())


def test_another_key_salvages_nothing(damaged, keys, tmp_path):
    with pytest.raises(DeskDamagedError):
        salvage(damaged, bytes(32), tmp_path / "new.db", desk_id=keys.desk_id)

    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]


def test_rows_whose_long_text_is_lost_keep_the_rest(tmp_path, sample, keys):
    key = keys.open_sample()
    path = tmp_path / "desk.db"
    shutil.copy(sample / "desk.db", path)
    connection = connect(path, key)
    connection.execute("UPDATE sessions SET learned = ? WHERE id = 7", ("word " * 5000,))
    connection.execute("UPDATE sessions SET ask_next = 'How did it go?' WHERE id = 8")
    connection.close()
    pages = Pages(path, key)
    plain = {number: pages.read(number) for number in range(2, pages.count + 1)}
    long = [n for n, page in plain.items() if page[0] == 0 and b"word word word" in page[:200]]
    pages.close()
    spoil(path, long[len(long) // 2])

    told, rows = salvaged(path, keys, tmp_path)

    held = {row[0]: row for row in rows["sessions"]}
    assert len(held) == 400
    assert held[8][-1] == "How did it go?"
    assert sum(each.in_part for each in told.tables) == 1
