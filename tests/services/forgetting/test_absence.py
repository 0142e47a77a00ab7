"""A backup is left out of the report only when the history proves that it holds nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from mentor_desk.services.forgetting.absence import LONG_AGO, Absence, absence_of
from mentor_desk.services.forgetting.for_good import forget_for_good
from mentor_desk.services.forgetting.holds import HeldBy, Hold, holds_in
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person, edit_person
from mentor_desk.services.opening.opening import make_desk_at

DAY = timedelta(days=1)


@pytest.fixture
def times(now):
    """Return the clock of the desk, which a test sets as it likes."""
    return [now]


@pytest.fixture
def lying(tmp_path, times):
    desk = make_desk_at(tmp_path / "desk")
    desk._clock = lambda: times[-1]
    yield desk
    desk.close()


def add(desk, name="Ada Okafor"):
    return desk.do(add_person, entry=PersonEntry(name), now=desk.now()).made


def backed_up(desk):
    return back_up(desk, backup_folders(desk.folder), now=desk.now()).row.path


def holding(report):
    return [hold.path for hold in report.holds]


def test_the_stretch_before_somebody_was_added_is_certain(lying, now):
    ada = add(lying)

    assert lying.run(absence_of, [ada], now=now) == Absence(LONG_AGO, now)


def test_a_backup_from_before_is_left_out_and_one_from_after_is_not(lying, times, now):
    backed_up(lying)
    times.append(now + DAY)
    ada = add(lying)
    times.append(now + 2 * DAY)
    after = backed_up(lying)

    assert holding(forget_for_good(lying, person_id=ada)) == [after]


def test_an_identifier_in_which_a_name_stands_by_chance_speaks_for_nobody(lying, times, now):
    add(lying, "Zoe Ward")
    with lying.work(writes=True) as db:
        db.execute(text("UPDATE people SET uid = '0ada0000-0ada-4ada-8ada-' || id"))
    backed_up(lying)
    times.append(now + DAY)

    assert holding(forget_for_good(lying, person_id=add(lying))) == []


def test_a_clock_that_was_ahead_when_they_were_added_makes_nothing_certain(lying, times, now):
    times.append(now + 30 * DAY)
    ada = add(lying)
    times.append(now)
    backup = backed_up(lying)
    times.append(now + DAY)

    assert holding(forget_for_good(lying, person_id=ada)) == [backup]


def test_a_clock_that_was_set_back_since_makes_nothing_certain(lying, times, now):
    ada = add(lying)
    times.append(now - 2 * DAY)
    backup = backed_up(lying)
    add(lying, "Ben Diaz")
    times.append(now + DAY)

    assert holding(forget_for_good(lying, person_id=ada)) == [backup]


def test_an_earlier_record_counts_from_its_own_day(lying, times, now):
    first = add(lying)
    times.append(now + DAY)
    backup = backed_up(lying)
    lying.do(delete_person, person_id=first)
    times.append(now + 2 * DAY)
    second = add(lying)

    assert holding(forget_for_good(lying, person_id=second)) == [backup]


def test_what_the_history_no_longer_reaches_back_to_is_not_certain(lying, times, now):
    add(lying, "Ben Diaz")
    times.append(now + DAY)
    backup = backed_up(lying)
    times.append(now + 2 * DAY)
    add(lying, "Cem Aydin")
    times.append(now + 3 * DAY)
    ada = add(lying)
    with lying.work(writes=True) as db:
        db.execute(text("DELETE FROM steps WHERE did = 'Added Ben Diaz'"))

    assert holding(forget_for_good(lying, person_id=ada)) == [backup]


def test_who_was_there_before_the_history_is_never_certain(lying, now):
    ada = add(lying)
    with lying.work(writes=True) as db:
        db.execute(text("DELETE FROM steps"))

    assert lying.run(absence_of, [ada], now=now) is None


def test_a_backup_made_after_one_that_holds_them_is_named_whatever_its_clock_says(
    lying, times, now
):
    ada = add(lying)
    times.append(now + DAY)
    first = backed_up(lying)
    times.append(now - DAY)
    second = backed_up(lying)
    times.append(now + 2 * DAY)

    assert set(holding(forget_for_good(lying, person_id=ada))) == {first, second}


def test_a_desk_that_was_set_aside_makes_nothing_certain(lying, now):
    backup = backed_up(lying)
    (lying.folder / "set-aside" / "earlier").mkdir(parents=True)

    holds = holds_in(lying.folder, absent=Absence(LONG_AGO, now + DAY))

    assert [hold.path for hold in holds if hold.by is HeldBy.BACKUP] == [backup]


@pytest.mark.parametrize(
    ("month", "until"), [(1, "2027-01-01"), (11, "2027-11-01"), (12, "2027-12-01")]
)
def test_a_plain_backup_has_a_day_by_which_it_is_gone(tmp_path, now, month, until):
    made = now.replace(month=month, day=28)

    assert str(Hold(HeldBy.BACKUP, tmp_path, made).until) == until
    assert Hold(HeldBy.KEPT_BACKUP, tmp_path, made).until is None
    assert Hold(HeldBy.COPY, tmp_path).until is None


def test_that_day_is_the_one_of_the_generations(now):
    from mentor_desk.storage.backups.generations import Kept, to_drop

    first = now.replace(day=30)
    days = [first + n * DAY for n in range(400)]
    held = [Kept(number, day, 10, 10) for number, day in enumerate(days)]
    kept: list[Kept] = []
    gone = None
    for each in held:
        kept = [one for one in (*kept, each) if one not in to_drop([*kept, each])]
        if gone is None and held[0] not in kept:
            gone = each.made_at.date()

    assert gone is not None
    assert gone <= Hold(HeldBy.BACKUP, None, first).until
    assert (Hold(HeldBy.BACKUP, None, first).until - gone).days < 2


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Ada Okafor", PersonEntry("Zoe Ward", role="Bob Okafor, Ada Okafor raised her")),
        ("Ada Okafor", PersonEntry("Zoe Ward", role="Mary Ada Okafor raised her")),
        ("Ada Okafor", PersonEntry("Zoe Ward", remark="Ada told me")),
        ("Ada Okafor", PersonEntry("Ben Okafor, Ada Okafor")),
        ("Ada Okafor", PersonEntry("Mary Ada Okafor")),
        ("Ada Okafor", PersonEntry("Husband Of Ada")),
        ("Adaeze", PersonEntry("Ben (husband of Adaeze)")),
        ("王明", PersonEntry("王明的妈妈", role="王明的妈妈来了")),
    ],
)
@pytest.mark.parametrize("then", [None, edit_person, delete_person])
def test_any_form_of_a_name_that_was_there_before_makes_nothing_certain(
    lying, times, now, name, entry, then
):
    zoe = lying.do(add_person, entry=entry, now=lying.now()).made
    backup = backed_up(lying)
    times.append(now + DAY)
    entries = {"entry": PersonEntry("Zoe Ward")} if then is edit_person else {}
    if then:
        lying.do(then, person_id=zoe, **entries)
    mine = add(lying, name)

    assert holding(forget_for_good(lying, person_id=mine)) == [backup]


def test_what_was_told_of_them_only_later_leaves_the_stretch_before_certain(lying, times, now):
    zoe = add(lying, "Zoe Ward")
    backed_up(lying)
    times.append(now + DAY)
    ada = add(lying)
    for remark in ("Ada Okafor told me", "nothing"):
        lying.do(edit_person, person_id=zoe, entry=PersonEntry("Zoe Ward", remark=remark))

    assert holding(forget_for_good(lying, person_id=ada)) == []


@pytest.mark.parametrize("is_known", [False, True])
def test_what_went_with_somebody_else_who_was_forgotten_is_not_certain(lying, times, now, is_known):
    entry = PersonEntry("Ben Diaz", role="Knows Ada Okafor")
    add(lying, "Zoe Ward")
    ben = lying.do(add_person, entry=entry, now=lying.now()).made
    times.append(now + DAY)
    backup = backed_up(lying)
    times.append(now + 2 * DAY)
    ada = add(lying) if is_known else None
    forget_for_good(lying, person_id=ben)
    times.append(now + 3 * DAY)
    ada = ada or add(lying)

    assert holding(forget_for_good(lying, person_id=ada)) == [backup]


def test_an_old_step_that_was_undone_late_does_not_stand_for_those_that_left(lying, times, now):
    first = lying.do(add_person, entry=PersonEntry("Zoe Ward"), now=now).step
    told = lying.do(add_person, entry=PersonEntry("Ben Diaz", role="Knew Ada"), now=now)
    lying.do(edit_person, person_id=told.made, entry=PersonEntry("Ben Diaz"))
    times.append(now + DAY)
    backup = backed_up(lying)
    times.append(now + 2 * DAY)
    lying.do(undo_step, step_id=first)
    times.append(now + 3 * DAY)
    ada = add(lying)
    with lying.work(writes=True) as db:
        db.execute(text("DELETE FROM steps WHERE did LIKE '%Ben Diaz'"))

    assert holding(forget_for_good(lying, person_id=ada)) == [backup]


def test_whoever_was_named_in_a_note_may_be_in_a_backup_of_before(lying, times, now):
    lying.do(add_person, entry=PersonEntry("Zoe Ward", remark="Met Ada Okafor"), now=lying.now())
    named = backed_up(lying)
    times.append(now + DAY)

    assert holding(forget_for_good(lying, person_id=add(lying))) == [named]
