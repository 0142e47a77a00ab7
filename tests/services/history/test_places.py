"""What was put in another order is told by its place; what only shifts along is not."""

import pytest

from mentor_desk.models.kinds import WayKind
from mentor_desk.services.goals.milestones import delete_milestone, move_milestone
from mentor_desk.services.history.details import Deed, step_details
from mentor_desk.services.network.people import PersonEntry, WayRow, add_person, edit_person
from mentor_desk.services.sessions.writing import set_session_topics


@pytest.fixture
def details(desk):
    def details(changes):
        return desk.run(step_details, step_id=changes.step)

    return details


def told(record):
    return {field.field: (field.before, field.after) for field in record.fields}


@pytest.fixture
def milestones(add):
    """Milestones called a, b and c; one was deleted before c, which left a gap."""
    goal = add.goal(add.mentee())
    return [
        add.milestone(goal, title, position=place)
        for title, place in (("a", 1), ("b", 2), ("c", 4))
    ]


def test_milestones_that_were_moved_are_told_by_their_places(desk, milestones, details):
    moved = desk.do(move_milestone, milestone_id=milestones[2], to=0)
    again = desk.do(move_milestone, milestone_id=milestones[2], to=1)

    assert {record.name: told(record) for record in details(moved).records} == {
        "a": {"place": (1, 2)},
        "b": {"place": (2, 3)},
        "c": {"place": (3, 1)},
    }
    assert {record.name: told(record) for record in details(again).records} == {
        "a": {"place": (2, 1)},
        "c": {"place": (1, 2)},
    }


def test_places_are_told_as_they_were_whatever_came_later(desk, milestones, details, today):
    moved = desk.do(move_milestone, milestone_id=milestones[2], to=0)
    before = details(moved).records

    desk.do(delete_milestone, milestone_id=milestones[0], today=today)
    desk.do(move_milestone, milestone_id=milestones[1], to=0)

    assert details(moved).records == before


def test_topics_of_a_session_in_another_order_are_told_by_their_places(desk, add, details):
    session = add.session(add.mentee())
    desk.do(set_session_topics, session_id=session, names=["Talks", "Python"])

    turned = desk.do(set_session_topics, session_id=session, names=["Python", "Talks"])

    assert [told(record) for record in details(turned).records] == [
        {"place": (1, 2)},
        {"place": (2, 1)},
    ]


def test_a_milestone_put_where_it_stands_is_no_step(desk, milestones):
    assert desk.do(move_milestone, milestone_id=milestones[2], to=99).step is None


def test_ways_put_in_another_order_are_told_by_their_places(desk, now, details):
    ways = tuple(WayRow(WayKind.EMAIL, f"{name}@example.org") for name in ("ada", "office"))
    added = desk.do(add_person, entry=PersonEntry("Ada", ways=ways), now=now)
    entry = PersonEntry("Ada", role="Lead", ways=ways[::-1])

    person, *moved = details(desk.do(edit_person, person_id=added.made, entry=entry)).records

    assert told(person) == {"role": (None, "Lead")}
    assert [told(record) for record in moved] == [{"place": (1, 2)}, {"place": (2, 1)}]


def test_what_only_shifts_along_makes_no_noise(desk, now, details):
    ways = tuple(WayRow(WayKind.EMAIL, f"{name}@example.org") for name in ("ada", "office"))
    added = desk.do(add_person, entry=PersonEntry("Ada", ways=ways), now=now)
    entry = PersonEntry("Ada", ways=ways[1:])

    records = details(desk.do(edit_person, person_id=added.made, entry=entry)).records

    assert [(record.name, record.deed) for record in records] == [
        ("ada@example.org of Ada", Deed.DELETED)
    ]
