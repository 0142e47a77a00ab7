"""The report on forgetting names everything outside the database that still holds the person."""

from datetime import timedelta

import pytest

from mentor_desk.services.forgetting.absence import LONG_AGO, Absence
from mentor_desk.services.forgetting.for_good import forget_for_good
from mentor_desk.services.forgetting.holds import HeldBy, Hold, holds_in
from mentor_desk.services.keeping.backups import (
    Occasion,
    back_up,
    backup_folders,
    name_second_folder,
)
from mentor_desk.services.keeping.rescue import copy_aside
from mentor_desk.services.keeping.restoring import restore_and_open
from mentor_desk.services.keeping.salvaging import free_folder_beside, salvage_desk
from mentor_desk.services.keeping.saving_copy import save_copy
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person
from mentor_desk.services.opening.opening import make_desk_at
from mentor_desk.services.opening.typed_words import (
    TypedWords,
    keep_held_words,
    keep_typed_words,
    seal_typed_words,
)
from mentor_desk.settings import Settings

DAY = timedelta(days=1)


@pytest.fixture
def lying(tmp_path, now):
    desk = make_desk_at(tmp_path / "desk")
    desk._clock = lambda: now
    desk.do(add_person, entry=PersonEntry("Ada Okafor"), now=now)
    yield desk
    desk.close()


@pytest.fixture
def settings(tmp_path, lying):
    settings = Settings(tmp_path / "settings.json")
    (tmp_path / "stick").mkdir()
    name_second_folder(settings, tmp_path / "stick", lying.folder)
    return settings


def kinds(holds):
    return [hold.by for hold in holds]


def test_nothing_holds_anybody_of_a_desk_that_lies_alone(lying, now):
    assert forget_for_good(lying, person_id=1).holds == ()


def test_backups_are_named_in_both_folders_with_their_moments(lying, settings, now):
    back_up(lying, backup_folders(lying.folder, settings), now=now + DAY)

    holds = forget_for_good(lying, person_id=1, settings=settings).holds

    assert kinds(holds) == [HeldBy.BACKUP] * 2
    assert {hold.made_at for hold in holds} == {now + DAY}
    assert {hold.path.parent.name for hold in holds} == {"backups", "stick"}


def test_a_backup_from_before_the_person_was_known_holds_nobody(lying, now):
    back_up(lying, backup_folders(lying.folder), now=now - DAY)

    assert holds_in(lying.folder, absent=Absence(LONG_AGO, now)) == ()


def test_a_backup_from_before_an_upgrade_does_not_go_by_itself(lying, now):
    back_up(lying, backup_folders(lying.folder), now=now, why=Occasion.UPGRADE)

    [hold] = holds_in(lying.folder, absent=None)

    assert (hold.by, hold.made_at) == (HeldBy.KEPT_BACKUP, now)


def test_a_backup_that_later_ones_are_too_small_to_replace_stays_until_it_is_deleted(lying, now):
    many = [lying.do(add_person, entry=PersonEntry(f"Person {n}"), now=now).made for n in range(30)]
    larger = back_up(lying, backup_folders(lying.folder), now=now).row.path
    for person in many:
        lying.do(delete_person, person_id=person)
    smaller = back_up(lying, backup_folders(lying.folder), now=now + DAY).row.path

    holds = {hold.path: hold for hold in holds_in(lying.folder, absent=None)}

    assert holds[larger].by is HeldBy.LARGER_BACKUP
    assert holds[larger].until is None
    assert holds[smaller].by is HeldBy.BACKUP


def test_a_backup_that_cannot_be_read_may_hold_them(lying, now):
    path = back_up(lying, backup_folders(lying.folder), now=now).row.path
    path.write_bytes(b"torn")

    assert holds_in(lying.folder, absent=None) == (Hold(HeldBy.UNREADABLE_BACKUP, path),)


def test_a_second_folder_that_is_not_there_now_is_named(lying, settings, tmp_path, now):
    (tmp_path / "stick").rmdir()

    holds = holds_in(lying.folder, settings, absent=None)

    assert holds == (Hold(HeldBy.AWAY, tmp_path / "stick"),)


def test_a_desk_put_aside_by_a_restore_is_named(lying, now):
    backup = back_up(lying, backup_folders(lying.folder), now=now).row.path
    key, folder = lying.file.key, lying.folder
    lying.close()
    desk = restore_and_open(backup, folder, key, now=now).desk
    for each in (folder / "backups").iterdir():
        each.unlink()

    [hold] = forget_for_good(desk, person_id=1).holds
    desk.close()

    assert hold.by is HeldBy.SET_ASIDE
    assert (hold.path / "desk.db").is_file()
    assert hold.path.parent == folder / "set-aside"


def test_what_was_salvaged_or_copied_beside_the_desk_is_named(lying, tmp_path, now):
    save_copy(lying, tmp_path / "Mentor Desk 2026-11-23")
    key, folder = lying.file.key, lying.folder
    lying.close()
    copy_aside(folder, now=now)
    salvaged = free_folder_beside(folder)
    salvage_desk(folder, key, salvaged, now=now)
    make_desk_at(tmp_path / "another").close()

    found = holds_in(folder, absent=None)
    from_there = holds_in(salvaged, absent=None)

    assert [(hold.by, hold.path) for hold in found if hold.by is HeldBy.COPY] == [
        (HeldBy.COPY, tmp_path / "Mentor Desk 2026-11-23"),
        (HeldBy.COPY, salvaged),
    ]
    assert kinds(found).count(HeldBy.SET_ASIDE) == 2
    assert Hold(HeldBy.COPY, folder) in from_there


def test_words_that_were_typed_and_wait_may_be_about_them(lying, now):
    keep_typed_words(lying, [TypedWords("Session 1", "Private notes", "Ada said")])

    assert kinds(holds_in(lying.folder, absent=None)) == [HeldBy.TYPED]


def test_typed_words_that_were_rescued_are_named(lying, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    words = [TypedWords("Add a mentee", "Name", "Ada")]
    keep_held_words(tmp_path / "gone", seal_typed_words(lying, words))

    assert kinds(holds_in(lying.folder, absent=None)) == [HeldBy.TYPED]


def test_a_desk_in_no_folder_is_held_by_nothing(now):
    assert holds_in(None, absent=None) == ()
