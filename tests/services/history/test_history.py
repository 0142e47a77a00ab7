"""Every unit of work is one step, and every step can be taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from mentor_desk.errors import DeskReadOnlyError, NotFoundError, RefusedMoveError
from mentor_desk.models import Base, Person, Photo, Step, Topic
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.steps import latest_step, look_at_reversal, next_redo, undo_step
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person, edit_person
from mentor_desk.storage.journal.steps import FEW_ROWS
from tests.crowd import import_crowd


def write_the_same(db):
    db.execute(update(Person).values(remark=Person.remark))
    return Changes(Area.PEOPLE, did="Wrote the same")


def come_and_go(db):
    db.execute(insert(Topic).values(id=1, name="Talks", folded="talks"))
    db.execute(delete(Topic))
    return Changes(Area.TOPICS, did="Came and went")


def everything(desk):
    with desk.work() as db:
        return {
            table.name: [tuple(row) for row in db.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in {"steps", "images"}
        }


def rename(person_id, name):
    return {"person_id": person_id, "entry": PersonEntry(display_name=name)}


def steps(desk):
    with desk.work() as db:
        return [step.did for step in db.scalars(select(Step).order_by(Step.id))]


def test_doing_undoing_and_doing_again(desk, now):
    done = desk.do(add_person, entry=PersonEntry(display_name="Ada"), now=now)
    after = everything(desk)

    undone = desk.do(undo_step, step_id=done.step)
    assert everything(desk)["people"] == []
    again = desk.do(undo_step, step_id=undone.step)

    assert everything(desk) == after
    assert undone.areas == again.areas == done.areas
    assert steps(desk)[1] == "Undid: Added Ada"


def test_bytes_and_odd_letters_come_back_as_they_were(desk, add):
    person = add.person("Łódź \U0001f98a 'quoted'")
    with desk.work(writes=True) as db:
        db.add(Photo(person_id=person, content=bytes(range(256))))
    before = everything(desk)

    deleted = desk.do(delete_person, person_id=person)
    desk.do(undo_step, step_id=deleted.step)

    assert everything(desk) == before
    with desk.work() as db:
        assert db.scalar(select(Photo.content)) == bytes(range(256))


def test_what_later_steps_build_on_is_not_undone_by_itself(desk, add):
    person = add.person("Ada")
    first = desk.do(edit_person, **rename(person, "Ada Two"))
    second = desk.do(edit_person, **rename(person, "Ada Three"))
    before = everything(desk)

    with pytest.raises(RefusedMoveError, match="Changed Ada Three"):
        desk.do(undo_step, step_id=first.step)

    assert everything(desk) == before
    desk.do(undo_step, step_id=second.step)
    desk.do(undo_step, step_id=first.step)
    assert everything(desk)["people"][0][3] == "Ada"


def test_a_person_is_not_taken_away_under_what_was_added_to_them(desk, add, now):
    made = desk.do(add_person, entry=PersonEntry(display_name="Ada"), now=now)
    add.share(add.resource(), made.made)

    with pytest.raises(RefusedMoveError, match="later entries"):
        desk.do(undo_step, step_id=made.step)

    assert len(everything(desk)["shares"]) == 1


def test_a_step_is_undone_once(desk, add):
    changed = desk.do(edit_person, **rename(add.person("Ada"), "Eve"))
    desk.do(undo_step, step_id=changed.step)

    with pytest.raises(RefusedMoveError, match="already"):
        desk.do(undo_step, step_id=changed.step)


def test_an_unknown_step_is_not_found(desk):
    with pytest.raises(NotFoundError):
        desk.do(undo_step, step_id=77)


def test_the_latest_step_is_the_one_ctrl_z_takes(desk, add):
    person = add.person("Ada")
    assert desk.run(latest_step) is None
    first = desk.do(edit_person, **rename(person, "Two"))
    second = desk.do(edit_person, **rename(person, "Three"))

    assert desk.run(latest_step).id == second.step
    desk.do(undo_step, step_id=second.step)

    assert desk.run(latest_step).id == first.step


def test_saves_of_one_editor_grow_into_one_step(desk, add):
    person = add.person("Ada")

    saves = [
        desk.autosave("person", edit_person, **rename(person, name)) for name in ("B", "C", "D")
    ]

    assert len({save.step for save in saves}) == 1
    assert saves[0].is_autosave
    desk.do(undo_step, step_id=saves[0].step)
    assert everything(desk)["people"][0][3] == "Ada"


def test_another_editor_or_a_long_pause_begins_a_new_step(file, add, now):
    person = add.person("Ada")
    clock = [now]
    desk = Desk(file, clock=lambda: clock[0])

    first = desk.autosave("one", edit_person, **rename(person, "B")).step
    other = desk.autosave("two", edit_person, **rename(person, "C")).step
    clock[0] += timedelta(minutes=11)
    later = desk.autosave("two", edit_person, **rename(person, "D")).step

    assert len({first, other, later}) == 3


def test_a_verb_that_fails_leaves_neither_change_nor_step(desk, add):
    def fails(db):
        db.add(Person(uid="x", display_name="X", sort_name="x", created_at=desk.now()))
        db.flush()
        raise RuntimeError

    before = everything(desk)
    with pytest.raises(RuntimeError):
        desk.do(fails)

    assert everything(desk) == before
    assert steps(desk) == []


def test_a_verb_that_changes_nothing_leaves_no_step(desk):
    assert desk.do(lambda _db: Changes(Area.GOALS, did="Nothing")).step is None
    assert steps(desk) == []


def test_words_that_were_written_and_taken_out_again_in_one_sitting_leave_no_step(desk, add):
    ada = add.person()
    desk.do(edit_person, **rename(ada, "Ada"))
    undone = desk.do(edit_person, **rename(ada, "Ada Okafor"))
    desk.do(undo_step, step_id=undone.step)
    before = everything(desk)

    saves = [desk.autosave("person", edit_person, **rename(ada, name)) for name in ("A", "Ada")]

    assert [save.step is None for save in saves] == [False, True]
    assert everything(desk) == before
    assert steps(desk)[1:] == ["Changed Ada Okafor", "Undid: Changed Ada Okafor"]
    assert desk.run(next_redo).id == undone.step


@pytest.mark.parametrize(("people", "is_left_out"), [(FEW_ROWS, True), (FEW_ROWS + 1, False)])
def test_only_of_few_rows_it_is_asked_whether_any_of_them_differs(desk, add, people, is_left_out):
    for _ in range(people):
        add.person()

    changes = desk.do(write_the_same)

    assert (changes.step is None) is is_left_out


def test_a_row_that_came_and_went_in_a_step_leaves_no_step(desk):
    assert desk.do(come_and_go).step is None


def test_a_reading_unit_cannot_write(desk, now):
    with pytest.raises(DeskReadOnlyError):
        desk.run(add_person, entry=PersonEntry(display_name="Ada"), now=now)


@pytest.mark.parametrize(("people", "is_big"), [(3, False), (1500, True)])
def test_it_is_known_beforehand_whether_reversing_takes_long(desk, people, is_big):
    step = import_crowd(desk, people).step

    told = desk.run(look_at_reversal, step_id=step)
    desk.do(undo_step, step_id=step)
    again = desk.run(look_at_reversal, step_id=step)

    assert told.did == f"Imported {people} people from crowd.csv"
    assert told.is_big is is_big
    assert again == told


def test_a_step_that_left_the_history_cannot_be_looked_at(desk):
    with pytest.raises(NotFoundError):
        desk.run(look_at_reversal, step_id=99)
