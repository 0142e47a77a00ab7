"""What was deleted lies in the trash by kind, and comes back with all that went with it."""

import pytest
from sqlalchemy import delete, text

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models import Action, Goal
from mentor_desk.models.kinds import ShareState, TopicKind
from mentor_desk.services.actions.noting import ActionEntry, delete_action, edit_action
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.goals.setting import delete_goal
from mentor_desk.services.history.steps import latest_step, list_steps, undo_step
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.history.words import Kind
from mentor_desk.services.introductions.noting import delete_introduction
from mentor_desk.services.mentees.mentorships import MentorshipEntry, delete_mentee, take_on
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person, edit_person
from mentor_desk.services.network.sharing import delete_share
from mentor_desk.services.network.topics import remove_topic
from mentor_desk.services.sessions.planning import delete_session
from tests.asked import statements_of, work_of
from tests.canonical import canonical_dump
from tests.crowd import import_crowd


@pytest.fixture
def trash(desk):
    return lambda **more: [(row.kind, row.name) for row in desk.run(list_trash, **more)]


@pytest.fixture
def back(desk):
    return lambda kind, record_id: desk.do(put_back, kind=kind, record_id=record_id)


@pytest.fixture
def ada(add):
    """Return a mentorship with two sessions, a goal and an action of the second session."""
    mentorship = add.mentee("Ada Okafor")
    add.session(mentorship)
    session = add.session(mentorship)
    add.milestone(add.goal(mentorship, "Speak up"))
    add.action(mentorship, "Rehearse", session_id=session)
    return mentorship


def test_a_mentorship_comes_back_whole(desk, ada, trash, back):
    before = canonical_dump(desk)
    deleted = desk.do(delete_mentee, mentorship_id=ada)

    [row] = desk.run(list_trash)
    assert (row.kind, row.name, row.step_id) == (
        Kind.MENTORSHIP,
        "Mentorship with Ada Okafor",
        deleted.step,
    )
    assert [count.in_words() for count in row.went_with] == [
        "2 sessions",
        "1 goal",
        "1 milestone",
        "1 action",
    ]
    put = back(Kind.MENTORSHIP, ada)

    assert canonical_dump(desk) == before
    assert put.did == "Put back Mentorship with Ada Okafor"
    assert trash() == []


def test_putting_back_can_be_undone_like_anything_else(desk, ada, trash, back):
    desk.do(delete_mentee, mentorship_id=ada)
    gone = canonical_dump(desk)
    put = back(Kind.MENTORSHIP, ada)

    desk.do(undo_step, step_id=put.step)

    assert canonical_dump(desk) == gone
    assert trash() == [(Kind.MENTORSHIP, "Mentorship with Ada Okafor")]


def test_a_person_takes_introductions_along(desk, add, trash, back):
    ada, ben = add.person("Ada"), add.person("Ben")
    add.introduction(ada, ben)
    add.topic(ada, TopicKind.INTEREST, "Python")
    before = canonical_dump(desk)

    desk.do(delete_person, person_id=ada)

    assert trash() == [(Kind.PERSON, "Ada")]
    back(Kind.PERSON, ada)
    assert canonical_dump(desk) == before


def test_the_latest_stands_first_and_one_kind_can_be_asked_for(desk, add, ada, trash):
    desk.do(delete_goal, goal_id=1)
    desk.do(delete_action, action_id=1)
    desk.do(delete_person, person_id=add.person("Ben"))

    assert trash() == [(Kind.PERSON, "Ben"), (Kind.ACTION, "Rehearse"), (Kind.GOAL, "Speak up")]
    assert trash(kind=Kind.GOAL) == [(Kind.GOAL, "Speak up")]
    assert trash(limit=1) == [(Kind.PERSON, "Ben")]


def test_things_deleted_in_one_step_come_back_one_by_one(desk, ada, add, trash, back):
    add.goal(ada, "Write")
    before = canonical_dump(desk)
    desk.do(_clear)

    assert trash() == [(Kind.GOAL, "Speak up"), (Kind.GOAL, "Write"), (Kind.ACTION, "Rehearse")]
    back(Kind.GOAL, 1)
    assert trash() == [(Kind.GOAL, "Write"), (Kind.ACTION, "Rehearse")]
    back(Kind.GOAL, 2)
    back(Kind.ACTION, 1)

    assert canonical_dump(desk) == before
    assert desk.run(latest_step).did == "Put back Rehearse"


def test_what_a_deleted_session_was_tied_to_is_tied_again(desk, ada, back):
    before = canonical_dump(desk)
    desk.do(delete_session, session_id=2)
    # Something later builds on it, so the whole step cannot be undone.
    desk.do(edit_action, action_id=1, entry=ActionEntry("Rehearse aloud"))

    back(Kind.SESSION, 2)

    after = canonical_dump(desk)
    assert after["sessions"] == before["sessions"]
    with desk.work() as db:
        action = db.get_one(Action, 1)
        assert (action.session_id, action.text) == (2, "Rehearse aloud")


def test_what_it_belonged_to_has_to_come_back_first(desk, ada, trash, back):
    desk.do(delete_goal, goal_id=1)
    desk.do(delete_mentee, mentorship_id=ada)
    gone = canonical_dump(desk)

    with pytest.raises(
        RefusedMoveError, match="belonged to is gone: Deleted the mentorship with Ada"
    ):
        back(Kind.GOAL, 1)

    assert canonical_dump(desk) == gone
    back(Kind.MENTORSHIP, ada)
    back(Kind.GOAL, 1)
    assert trash() == []


def test_what_has_taken_its_place_is_not_pushed_out(desk, add, today, back):
    mentorship = add.mentee()
    desk.do(delete_mentee, mentorship_id=mentorship)
    desk.do(take_on, person_id=1, entry=MentorshipEntry(today), today=today)
    before = canonical_dump(desk)

    with pytest.raises(RefusedMoveError, match="taken its place"):
        back(Kind.MENTORSHIP, mentorship)

    assert canonical_dump(desk) == before


def test_what_an_undo_took_away_is_no_trash(desk, now, trash):
    added = desk.do(add_person, entry=PersonEntry(display_name="Ada"), now=now)
    undone = desk.do(undo_step, step_id=added.step)

    assert trash() == []
    desk.do(undo_step, step_id=undone.step)
    desk.do(delete_person, person_id=1)
    assert trash() == [(Kind.PERSON, "Ada")]


def test_a_deletion_done_again_lies_in_the_trash_again(desk, add, trash, back):
    person = add.person("Ada")
    deleted = desk.do(delete_person, person_id=person)
    undone = desk.do(undo_step, step_id=deleted.step)
    assert trash() == []

    desk.do(undo_step, step_id=undone.step)

    assert trash() == [(Kind.PERSON, "Ada")]
    back(Kind.PERSON, person)
    assert trash() == []


def test_small_parts_are_no_trash(desk, add, trash):
    person = add.person("Ada")
    session = add.session(add.mentee())
    desk.do(_touch_parts, person, session)

    assert trash() == []


def test_a_share_stands_for_its_resource_and_a_topic_for_itself(desk, add, trash, back):
    person = add.person("Ada")
    share = add.share(add.resource("A book"), person, state=ShareState.STARTED)
    topic = add.topic(person, TopicKind.NEED, "A coach")
    before = canonical_dump(desk)

    desk.do(delete_share, share_id=share)
    desk.do(remove_topic, person_topic_id=topic)

    assert trash() == [
        (Kind.PERSON_TOPIC, "A coach, need of Ada"),
        (Kind.SHARE, "A book, shared with Ada"),
    ]
    back(Kind.SHARE, share)
    back(Kind.PERSON_TOPIC, topic)
    assert canonical_dump(desk) == before


def test_an_introduction_in_the_trash_names_both(desk, add, trash):
    introduction = add.introduction(add.person("Ada"), add.person("Ben"))

    desk.do(delete_introduction, introduction_id=introduction)

    assert trash() == [(Kind.INTRODUCTION, "Introduction of Ada and Ben")]


def test_what_is_not_in_the_trash_is_not_found(desk, add, now, back):
    person = add.person("Ada")
    with pytest.raises(NotFoundError):
        back(Kind.PERSON, person)
    with pytest.raises(NotFoundError):
        back(Kind.GOAL, 77)

    desk.do(edit_person, person_id=person, entry=PersonEntry(display_name="Eve"))

    with pytest.raises(NotFoundError):
        back(Kind.PERSON, person)
    assert len(desk.run(list_steps)) == 1


def test_a_named_way_back_is_a_step_of_its_own_when_only_a_part_comes_back(desk, ada, add, back):
    add.goal(ada, "Write")
    desk.do(_clear)

    back(Kind.GOAL, 1)

    assert [row.did for row in desk.run(list_steps)] == ["Put back Speak up", "Cleared"]


def _clear(db):
    db.execute(delete(Goal))
    db.execute(delete(Action))
    return Changes(Area.GOALS | Area.ACTIONS, did="Cleared")


def _touch_parts(db, person, session):
    db.execute(
        text(
            "INSERT INTO ways (person_id, kind, value, label, is_preferred, position)"
            " VALUES (:id, 'email', 'a@example.org', '', 0, 0)"
        ),
        {"id": person},
    )
    db.execute(text("DELETE FROM ways"))
    return Changes(Area.PEOPLE, did="Changed Ada")


def test_what_stands_undone_costs_the_trash_nothing(desk, add, trash):
    desk.do(delete_person, person_id=add.person("Ben"))
    trash()
    before = work_of(desk, trash)
    for _ in range(2):
        desk.do(undo_step, step_id=import_crowd(desk, 1500).step)

    assert work_of(desk, trash) < before + 50

    assert trash() == [(Kind.PERSON, "Ben")]


def test_a_hundred_deletions_are_read_together(desk, add, trash):
    people = [add.person(f"Ben {number}") for number in range(100)]
    desk.do(delete_person, person_id=people[0])
    few = statements_of(desk, trash)
    for person in people[1:]:
        desk.do(delete_person, person_id=person)

    assert statements_of(desk, trash) == few
    assert len(trash()) == 100
