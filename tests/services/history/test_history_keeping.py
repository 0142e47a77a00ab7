"""The history is kept so long and no longer, and a step leaves it whole or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from mentor_desk.errors import InvalidEntryError, NotFoundError
from mentor_desk.models import Image, Person, Step
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.history import keeping as history_keeping
from mentor_desk.services.history.keeping import (
    MEGABYTE,
    Keeping,
    history_size,
    keeping_of,
    prune_history,
    remember_keeping,
)
from mentor_desk.services.history.steps import latest_step, list_steps, redo, step_row, undo_step
from mentor_desk.services.history.trash import list_trash
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person, edit_person
from mentor_desk.settings import Settings
from tests.canonical import canonical_dump

USUAL = Keeping()


@pytest.fixture
def clock(now):
    return [now]


@pytest.fixture
def desk(file, clock):
    return Desk(file, clock=lambda: clock[0])


@pytest.fixture
def few(monkeypatch):
    """Let two steps be as many as are always kept, and three images a stretch."""
    monkeypatch.setattr(history_keeping, "ALWAYS_KEPT", 2)
    monkeypatch.setattr(history_keeping, "IMAGES_AT_ONCE", 3)


@pytest.fixture
def come(desk, clock):
    def come(name, *, days=1, **more):
        clock[0] += timedelta(days=days)
        return desk.do(add_person, entry=PersonEntry(name, **more), now=clock[0])

    return come


def names(desk):
    return [row.did for row in desk.run(list_steps)]


def prune(desk, keeping=USUAL):
    """Prune to the end and return how many steps went."""
    steps = 0
    while True:
        pruned = prune_history(desk, keeping)
        steps += pruned.steps
        if not pruned.has_more:
            return steps


def images(desk):
    with desk.work() as db:
        return db.scalar(select(func.count()).select_from(Image))


def test_what_is_older_than_half_a_year_goes(desk, come, few):
    come("Ada")
    come("Ben")
    come("Cem", days=179)
    come("Dev")
    before = canonical_dump(desk)

    assert prune(desk) == 1

    assert names(desk) == ["Added Dev", "Added Cem", "Added Ben"]
    assert images(desk) == 3
    assert canonical_dump(desk) == before
    assert prune(desk) == 0


def test_the_latest_stay_however_old_they_are(desk, come, clock, few):
    for name in ("Ada", "Ben", "Cem"):
        come(name)
    clock[0] += timedelta(days=5000)

    prune(desk)

    assert names(desk) == ["Added Cem", "Added Ben"]


def test_a_clock_that_stands_wrong_today_empties_nothing(desk, come, clock, few):
    for name in ("Ada", "Ben", "Cem", "Dev"):
        come(name, days=30)
    clock[0] -= timedelta(days=2000)
    for name in ("Eli", "Fay", "Gus"):
        come(name)

    assert prune(desk) == 0
    assert len(names(desk)) == 7


def test_a_step_dated_ahead_keeps_nothing_but_itself(desk, come, few):
    come("Ada", days=3650)
    come("Ben", days=-3650)
    come("Cem")
    come("Dev", days=200)
    come("Eli")

    assert prune(desk) == 3
    assert names(desk) == ["Added Eli", "Added Dev"]


def test_a_clock_at_the_beginning_of_time_empties_nothing(desk, come, clock, few):
    for name in ("Ada", "Ben", "Cem"):
        come(name)
    clock[0] = datetime(1, 1, 2, tzinfo=UTC)

    assert prune(desk) == 0


def test_a_step_is_kept_while_what_undid_it_is(desk, come, clock, few):
    ada = come("Ada")
    come("Ben")
    clock[0] += timedelta(days=300)
    undone = desk.do(undo_step, step_id=ada.step)
    come("Cem")
    come("Dev")

    prune(desk)

    assert names(desk) == ["Added Dev", "Added Cem", "Added Ada"]
    desk.do(undo_step, step_id=undone.step)
    assert "Ada" in {row[3] for row in canonical_dump(desk)["people"]}


def test_what_leaves_is_out_of_sight_before_it_is_all_erased(desk, come, clock, few, now):
    for name in "ABCDEFGH":
        come(name)
    gone = desk.do(delete_person, person_id=1)
    come("Ida", days=400)
    come("Jan")

    first = prune_history(desk, USUAL)

    assert (first.steps, first.has_more) == (9, True)
    assert names(desk) == ["Added Jan", "Added Ida"]
    assert desk.run(list_trash) == []
    with pytest.raises(NotFoundError):
        desk.run(step_row, step_id=gone.step)
    with pytest.raises(NotFoundError):
        desk.do(undo_step, step_id=gone.step)
    assert images(desk) > 2
    prune(desk)
    assert images(desk) == 2
    with desk.work() as db:
        assert db.scalar(select(func.count()).select_from(Step)) == 2


def test_work_goes_on_between_two_stretches(desk, come, few):
    for name in "ABCDEFGH":
        come(name)
    come("Ida", days=400)
    come("Jan")
    prune_history(desk, USUAL)

    come("Kim")
    step = desk.run(latest_step)
    desk.do(undo_step, step_id=step.id)
    desk.do(redo)
    prune(desk)

    assert names(desk) == ["Added Kim", "Added Jan", "Added Ida"]


def test_what_is_too_much_goes_oldest_first(desk, come, few):
    person = come("Ada").made
    for number in range(6):
        entry = PersonEntry("Ada", remark=f"{number}" * 900_000)
        desk.do(edit_person, person_id=person, entry=entry)

    prune(desk, Keeping(megabytes=3))

    left = desk.run(history_size)
    assert left.bytes <= 3 * MEGABYTE
    assert names(desk) == ["Changed Ada"] * left.steps
    assert left.steps == 3


def test_the_newest_step_stays_however_big_it_is(desk, come, few):
    for name in ("Ada", "Ben"):
        come(name, remark="x" * 900_000)
    desk.do(_shorten)
    before = canonical_dump(desk)

    prune(desk, Keeping(megabytes=1))

    assert names(desk) == ["Shortened"]
    desk.do(undo_step, step_id=desk.run(latest_step).id)
    desk.do(redo)
    assert canonical_dump(desk) == before


def test_the_size_of_the_history_is_told(desk, come, now):
    assert desk.run(history_size).since is None
    come("Ada", remark="x" * 1000)
    desk.do(delete_person, person_id=1)

    size = desk.run(history_size)

    assert (size.steps, size.images) == (2, 2)
    assert 1000 < size.bytes < 3000
    assert size.since == now + timedelta(days=1)


def test_how_long_it_is_kept_is_a_setting_within_bounds(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    assert keeping_of(settings) == Keeping(180, 200)

    remember_keeping(settings, Keeping(30, 50))

    assert keeping_of(Settings(tmp_path / "settings.json")) == Keeping(30, 50)
    for keeping, field in ((Keeping(days=1), "days"), (Keeping(megabytes=1), "megabytes")):
        with pytest.raises(InvalidEntryError) as refusal:
            remember_keeping(settings, keeping)
        assert refusal.value.field == field


def test_a_setting_that_makes_no_sense_is_brought_within_bounds(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    settings.remember({"history_days": -5, "history_megabytes": 10**9})

    assert keeping_of(settings) == Keeping(7, 10_000)


def _shorten(db):
    db.execute(update(Person).values(remark=""))
    return Changes(Area.PEOPLE, did="Shortened")
