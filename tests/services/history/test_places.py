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


def emails(*names, preferred=""):
    return tuple(
        WayRow(WayKind.EMAIL, f"{name}@example.org", is_preferred=name == preferred)
        for name in names
    )


def places(details):
    """Return the places told of each way, called by what stands before the @."""
    named = {record.name.partition("@")[0]: told(record) for record in details.records}
    return {name: fields["place"] for name, fields in named.items() if "place" in fields}


@pytest.fixture
def ada(desk, now):
    """Ada with ways called a, b and c; gives what writes her ways anew."""
    added = desk.do(add_person, entry=PersonEntry("Ada", ways=emails("a", "b", "c")), now=now)

    def write(*ways):
        return desk.do(edit_person, person_id=added.made, entry=PersonEntry("Ada", ways=ways))

    return write


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
    ways = emails("ada", "office")
    added = desk.do(add_person, entry=PersonEntry("Ada", ways=ways), now=now)
    entry = PersonEntry("Ada", role="Lead", ways=ways[::-1])

    person, *moved = details(desk.do(edit_person, person_id=added.made, entry=entry)).records

    assert told(person) == {"role": (None, "Lead")}
    assert [told(record) for record in moved] == [{"place": (1, 2)}, {"place": (2, 1)}]


def test_what_only_shifts_along_makes_no_noise(ada, details):
    [went] = details(ada(*emails("b", "c"))).records

    assert (went.name, went.deed) == ("a@example.org of Ada", Deed.DELETED)


def test_a_new_order_is_told_though_something_came_in_the_same_step(ada, details):
    turned = details(ada(*emails("c", "b", "a", "n")))

    assert places(turned) == {"a": (1, 3), "c": (3, 1)}
    assert [record.name for record in turned.records if record.deed is Deed.MADE] == [
        "n@example.org of Ada"
    ]


def test_a_new_order_is_told_though_something_went_in_the_same_step(ada, details):
    turned = details(ada(*emails("c", "a")))

    assert places(turned) == {"a": (1, 2), "c": (2, 1)}
    assert [record.name for record in turned.records if record.deed is Deed.DELETED] == [
        "b@example.org of Ada"
    ]


def test_a_new_order_is_told_though_another_was_changed_in_the_same_step(ada, details):
    turned = details(ada(*emails("b", "a", "c", preferred="c")))

    assert [told(record) for record in turned.records] == [
        {"place": (1, 2)},
        {"place": (2, 1)},
        {"preferred": (False, True)},
    ]


def test_a_place_is_told_after_what_else_was_changed_of_the_same_record(ada, details):
    turned = details(ada(*emails("b", "a", "c", preferred="b")))

    assert [list(told(record).items()) for record in turned.records] == [
        [("place", (1, 2))],
        [("preferred", (False, True)), ("place", (2, 1))],
    ]


def test_what_comes_in_between_moves_nobody(ada, details):
    [came] = details(ada(*emails("n", "a", "b", "c"))).records

    assert (came.name, came.deed) == ("n@example.org of Ada", Deed.MADE)


def test_a_way_that_keeps_its_place_is_not_told_by_what_went_before_it(ada, details):
    turned = details(ada(*emails("c", "b", preferred="b")))

    assert places(turned) == {"c": (2, 1)}
