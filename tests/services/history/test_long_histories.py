"""However long a history is, what stands in the way of a step is read together."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from mentor_desk.models.kinds import TopicKind
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.history.steps import (
    StepState,
    list_steps,
    redo,
    steps_in_the_way,
    undo_step,
)
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person, edit_person
from mentor_desk.services.network.topics import set_topic
from tests.asked import statements_of, work_of
from tests.crowd import import_crowd

# So many that they are not looked up one by one.
MANY = 2100


@pytest.fixture
def life(desk, now):
    def come(*names):
        """Return the ids of people who came in one step, and the step."""
        done = desk.do(_come_together, names=names, now=now)
        return _ids_made_by(desk, done.step), done.step

    def change(person_id, times=1):
        return [
            desk.do(
                edit_person,
                person_id=person_id,
                entry=PersonEntry(display_name=f"Person {person_id}", remark=f"For the {n}. time"),
            ).step
            for n in range(times)
        ]

    def way(step):
        rows, others = desk.run(steps_in_the_way, step_id=step, most=50)
        assert others == 0
        return rows

    return SimpleNamespace(come=come, change=change, way=way)


def _come_together(db, *, names, now):
    for name in names:
        add_person(db, entry=PersonEntry(display_name=name), now=now)
    return Changes(Area.PEOPLE, did="Added people")


def _ids_made_by(desk, step):
    query = text("SELECT row_id FROM images WHERE step_id = :step AND table_name = 'people'")
    return desk.run(lambda db: db.execute(query, {"step": step}).scalars().all())


def _remark_on_all(db):
    db.execute(text("UPDATE people SET remark = 'Met at the fair' WHERE came_from <> ''"))
    return Changes(Area.PEOPLE, did="Remarked on everybody")


def test_forty_edits_of_one_person_are_read_like_five(desk, life):
    [ada], ada_came = life.come("Ada")
    [ben], ben_came = life.come("Ben")
    life.change(ada, 5)
    life.change(ben, 40)

    few = statements_of(desk, lambda: life.way(ada_came))
    many = statements_of(desk, lambda: life.way(ben_came))

    assert many == few
    assert len(life.way(ben_came)) == 40


def test_edits_of_forty_people_who_came_together_are_read_like_five(desk, life):
    few, few_came = life.come(*"ABCDE")
    many, many_came = life.come(*(f"Person {number}" for number in range(40)))
    for person in [*few, *many]:
        life.change(person)

    for_few = statements_of(desk, lambda: life.way(few_came))
    for_many = statements_of(desk, lambda: life.way(many_came))

    assert for_many == for_few
    assert len(life.way(many_came)) == 40


@pytest.mark.parametrize("are_same", [True, False])
def test_what_came_since_is_looked_through_once_and_not_for_every_edit(desk, life, are_same):
    few, few_came = life.come("Ada", "Ben")
    many, many_came = life.come(*(f"Person {number}" for number in range(40)))
    for people in (few, many):
        if are_same:
            life.change(people[0], len(people))
        else:
            for person in people:
                life.change(person)
    import_crowd(desk, 500)
    desk.do(_remark_on_all)

    for_few = work_of(desk, lambda: life.way(few_came))
    for_many = work_of(desk, lambda: life.way(many_came))

    assert len(life.way(many_came)) == 40
    assert for_many < 2 * for_few


def test_an_image_is_looked_into_for_nothing_but_what_is_asked(desk, life):
    [ada], came = life.come("Ada")
    life.change(ada)
    import_crowd(desk, 500)
    desk.do(_remark_on_all)

    work = work_of(desk, lambda: life.way(came))

    # To take each person apart whole takes the database more than 150 of its steps.
    assert work * 100 < 80 * 500


def test_a_list_of_fifty_steps_is_read_like_one_of_five(desk, life):
    [ada], _ = life.come("Ada")
    life.change(ada, 60)

    few = statements_of(desk, lambda: desk.run(list_steps, limit=5))
    many = statements_of(desk, lambda: desk.run(list_steps, limit=50))

    assert many == few


def test_steps_that_are_read_together_stand_each_as_it_does(desk, life, now):
    [ada], came = life.come("Ada")
    _, last = life.change(ada, 2)
    desk.do(undo_step, step_id=last)
    undone = desk.run(list_steps)
    desk.do(redo)

    assert [row.state for row in undone] == [StepState.UNDONE, StepState.DONE, StepState.DONE]
    assert [row.changed_at for row in undone] == [now, None, None]
    assert [(row.did, row.state) for row in life.way(came)] == [
        ("Changed Person 1", StepState.DONE)
    ] * 2


def test_of_thousands_who_came_those_are_found_that_something_was_done_to(desk, life, today):
    imported = import_crowd(desk, MANY)
    talks, edited, gone = _ids_made_by(desk, imported.step)[-3:]
    [other], _ = life.come("Ada")
    for person, name in ((talks, "Talks"), (other, "Books")):
        desk.do(set_topic, person_id=person, kind=TopicKind.INTEREST, name=name, today=today)
    life.change(edited)
    desk.do(delete_person, person_id=gone)

    in_the_way = [row.did for row in life.way(imported.step)]

    assert in_the_way == [
        f"Deleted Given{MANY} Family{MANY}",
        f"Changed Person {edited}",
        f"Noted “Talks” as an interest of Given{MANY - 2} Family{MANY - 2}",
    ]
