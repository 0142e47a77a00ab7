"""Two computers go on from one backup: neither ever writes over what the other has backed up."""

from contextlib import closing
from datetime import timedelta

import pytest

from mentor_desk.services.keeping.backups import BackupRow, back_up, backup_folders, list_backups
from mentor_desk.services.keeping.catching_up import (
    catch_up,
    folders_behind,
    folders_due,
    latest_in,
)
from mentor_desk.services.keeping.restoring import restore_and_open
from mentor_desk.services.keeping.standing import Standing, backup_state
from mentor_desk.storage.backups.bundle import counter_in
from mentor_desk.storage.backups.keeping import drop_superseded, highest_counter, look_at_bundle
from mentor_desk.storage.backups.making import copy_backup
from mentor_desk.storage.keys.vault import read_vault
from tests.conftest import NOW
from tests.factories import Factories
from tests.own_desk import SECRET, make_own

DAY = timedelta(days=1)


@pytest.fixture
def stick(tmp_path):
    """A stick with two backups of a desk whose computer died: the second holds six notes."""
    (tmp_path / "stick").mkdir()
    desk, _ = make_own(tmp_path / "first", now=NOW - DAY)
    with closing(desk):
        add = Factories(desk, NOW - DAY)
        add.session(add.mentee("Ada Okafor"), shared_notes="Written yesterday.")
        back_up(desk, [tmp_path / "stick"], now=NOW - DAY)
        for number in range(5):
            add.session(add.mentee(f"Guest {number}"), shared_notes="Written today.")
        back_up(desk, [tmp_path / "stick"], now=NOW - timedelta(minutes=30))
    return tmp_path / "stick"


@pytest.fixture
def second(stick, tmp_path):
    """The desk as of yesterday, brought back on another computer."""
    with closing(brought_back(stick, tmp_path / "second")) as desk:
        yield desk


def brought_back(stick, folder):
    key = key_of(stick)
    [_, earlier] = list_backups([stick])
    return restore_and_open(earlier.path, folder, key, now=NOW).desk


def key_of(stick):
    return read_vault(stick.parent / "first" / "desk.keys").open_with_passphrase(SECRET)


def notes(rows):
    return [(row.counter, row.figures.notes) for row in rows]


def test_b3_a_stick_that_catches_up_keeps_a_backup_of_the_same_number(stick, second, tmp_path):
    own = backup_folders(second.folder)
    made = back_up(second, own, now=NOW).row
    rows = list_backups([*own, stick])
    assert folders_behind(rows, [*own, stick]) == [stick]

    done = catch_up(latest_in(rows, own[0]), [stick], second.folder)

    found = list_backups([stick])
    assert (made.counter, done.problems) == (2, ())
    assert notes(found) == [(2, 1), (2, 6), (1, 1)]
    assert len({row.path for row in found}) == 3
    assert folders_behind(list_backups([*own, stick]), [*own, stick]) == []


def test_b3_a_copy_that_lies_there_already_is_not_put_there_twice(stick, second):
    made = back_up(second, backup_folders(second.folder), now=NOW).row

    places = {copy_backup(look_at_bundle(made.path), stick).path for _ in range(3)}

    assert len(places) == 1
    assert notes(list_backups([stick])) == [(2, 1), (2, 6), (1, 1)]


def test_b3_a_later_backup_of_that_number_is_missing_all_the_same(stick, second):
    own = backup_folders(second.folder)
    # The clock of this computer is an hour behind that of the first one.
    back_up(second, own, now=NOW - timedelta(hours=1))

    assert folders_behind(list_backups([*own, stick]), [*own, stick]) == [stick]


def test_b3_both_of_a_number_are_thinned_like_any_other_and_neither_at_once(stick, second):
    own = backup_folders(second.folder)
    copy_backup(look_at_bundle(back_up(second, own, now=NOW).row.path), stick)
    assert drop_superseded(stick, list_backups([stick])[0].desk_id, now=NOW) == []

    for days in range(1, 40):
        back_up(second, [*own, stick], now=NOW + days * DAY)

    rows = list_backups([stick])
    assert [row.counter for row in rows] == sorted((row.counter for row in rows), reverse=True)
    assert len(rows) < 20
    # It holds the most of its month, whatever came after it.
    assert (2, 6) in notes(rows)


def test_b3_the_number_in_a_second_name_counts_too(stick, second):
    made = back_up(second, backup_folders(second.folder), now=NOW).row
    copied = copy_backup(look_at_bundle(made.path), stick).path

    copied.write_bytes(b"cut off")

    assert copied.name.endswith("-2.mentordesk")
    assert counter_in(copied.name, made.desk_id) == 2
    assert highest_counter(stick, made.desk_id) == 2


def test_what_the_list_says_agrees_with_what_is_made(tmp_path):
    own, stick = tmp_path / "backups", tmp_path / "stick"
    fresh = BackupRow(own / "a", 1, counter=1, made_at=NOW - timedelta(minutes=1))
    old = BackupRow(stick / "b", 1, counter=20, made_at=NOW - 12 * DAY)

    state = backup_state([old, fresh], now=NOW)

    assert folders_due([old, fresh], [own, stick], now=NOW) == []
    assert (state.standing, state.made_at) == (Standing.FRESH, fresh.made_at)
    assert folders_due([old], [own, stick], now=NOW) == [own, stick]
    assert backup_state([old], now=NOW).standing is Standing.TOO_OLD


def test_a_backup_of_a_wrong_clock_says_nothing_while_there_is_another(tmp_path):
    ahead = BackupRow(tmp_path / "backups" / "a", 1, counter=3, made_at=NOW + 90 * DAY)
    fresh = BackupRow(tmp_path / "stick" / "b", 1, counter=2, made_at=NOW)

    assert backup_state([ahead, fresh], now=NOW).standing is Standing.FRESH
    assert backup_state([ahead], now=NOW).standing is Standing.AHEAD
