"""One record has a history of its own, and its notes can be read and taken back as they were."""

from datetime import timedelta

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Base
from mentor_desk.models.kinds import WayKind
from mentor_desk.services.desk import Desk
from mentor_desk.services.goals.milestones import add_milestone, delete_milestone
from mentor_desk.services.history.steps import list_steps, next_redo, undo_step
from mentor_desk.services.history.versions import (
    NOTES,
    note_fields,
    note_versions,
    record_history,
    take_back_version,
)
from mentor_desk.services.history.words import TABLES, Kind
from mentor_desk.services.network.people import PersonEntry, WayRow, add_person, edit_person
from mentor_desk.services.sessions.planning import delete_session
from mentor_desk.services.sessions.writing import SessionWords, write_session
from tests.canonical import canonical_dump

NOTE = {"kind": Kind.SESSION, "field": "shared_notes"}


@pytest.fixture
def clock(now):
    return [now]


@pytest.fixture
def desk(file, clock):
    return Desk(file, clock=lambda: clock[0])


@pytest.fixture
def session(add):
    return add.session(add.mentee(), shared_notes="First")


@pytest.fixture
def write(desk, clock, session):
    def write(words):
        clock[0] += timedelta(hours=1)
        return desk.do(write_session, session_id=session, words=SessionWords(shared_notes=words))

    return write


def texts(desk, session, **more):
    return [version.text for version in desk.run(note_versions, record_id=session, **NOTE, **more)]


def test_the_texts_of_a_note_stand_newest_first_with_their_moments(desk, now, session, write):
    write("Second")
    write("Third")

    versions = desk.run(note_versions, record_id=session, **NOTE)

    assert [(v.text, v.since, v.is_now) for v in versions] == [
        ("Third", now + timedelta(hours=2), True),
        ("Second", now + timedelta(hours=1), False),
        ("First", None, False),
    ]


def test_only_changes_of_this_note_count_and_only_so_many(desk, session, write):
    write("Second")
    desk.do(write_session, session_id=session, words=SessionWords(agenda="Other"))
    write("Second")
    write("Third")

    assert texts(desk, session) == ["Third", "Second", "First"]
    assert texts(desk, session, most=2) == ["Third", "Second"]


def test_saves_of_one_sitting_are_one_version(desk, session):
    for words in ("Sec", "Second", "Second thoughts"):
        desk.autosave(
            "session",
            write_session,
            session_id=session,
            words=SessionWords(shared_notes=words),
        )

    assert texts(desk, session) == ["Second thoughts", "First"]


def test_an_earlier_text_is_taken_back_as_a_named_step(desk, session, write):
    write("Second")
    write("Third")
    oldest = desk.run(note_versions, record_id=session, **NOTE)[-1]

    changes = desk.do(take_back_version, record_id=session, **NOTE, step_id=oldest.step_id)

    assert changes.did == "Took back earlier shared notes: Session 1 with Ada Okafor"
    assert texts(desk, session) == ["First", "Third", "Second", "First"]
    desk.do(undo_step, step_id=changes.step)
    assert texts(desk, session)[0] == "Third"


def test_a_note_that_came_back_from_the_trash_keeps_its_versions(desk, session, write):
    write("Second")
    deleted = desk.do(delete_session, session_id=session)
    with pytest.raises(NotFoundError):
        desk.run(note_versions, record_id=session, **NOTE)

    desk.do(undo_step, step_id=deleted.step)

    assert texts(desk, session) == ["Second", "First"]


def test_a_version_that_stands_now_is_refused_and_what_was_undone_can_still_be_done_again(
    desk, session, write
):
    write("Second")
    write("First")
    undone = write("Later")
    desk.do(undo_step, step_id=undone.step)
    oldest = desk.run(note_versions, record_id=session, **NOTE)[-1]
    steps = desk.run(list_steps)

    with pytest.raises(RefusedMoveError, match=r"^This is how it reads now\.$"):
        desk.do(take_back_version, record_id=session, **NOTE, step_id=oldest.step_id)

    assert desk.run(list_steps) == steps
    assert desk.run(next_redo).id == undone.step


def test_what_was_never_a_version_is_refused(desk, session, write):
    step = write("Second").step
    other = desk.do(write_session, session_id=session, words=SessionWords(agenda="Other")).step

    with pytest.raises(NotFoundError):
        desk.do(take_back_version, record_id=session, **NOTE, step_id=99)
    with pytest.raises(InvalidEntryError, match="no note"):
        desk.run(note_versions, kind=Kind.SESSION, record_id=session, field="minutes")
    with pytest.raises(NotFoundError):
        desk.run(note_versions, kind=Kind.SESSION, record_id=99, field="agenda")
    assert step != other


def test_a_note_of_a_record_made_in_the_history_begins_with_it(desk, now):
    made = desk.do(add_person, entry=PersonEntry("Ada", remark="Shy"), now=now)

    [version] = desk.run(note_versions, kind=Kind.PERSON, record_id=made.made, field="remark")

    assert (version.text, version.since, version.is_now) == ("Shy", now, True)


def test_every_note_is_a_column_of_text():
    for kind, fields in NOTES.items():
        columns = Base.metadata.tables[TABLES[kind]].columns
        assert all(str(columns[field].type) == "TEXT" for field in fields)
    assert note_fields(Kind.WAY) == ()


def test_a_record_has_the_steps_that_touched_it_and_its_parts(desk, now):
    made = desk.do(add_person, entry=PersonEntry("Ada"), now=now)
    desk.do(add_person, entry=PersonEntry("Ben"), now=now)
    way = WayRow(WayKind.EMAIL, "ada@example.org", "", is_preferred=True)
    desk.do(edit_person, person_id=made.made, entry=PersonEntry("Ada", ways=(way,)))
    desk.do(edit_person, person_id=made.made, entry=PersonEntry("Ada", role="Lead"))

    history = desk.run(record_history, kind=Kind.PERSON, record_id=made.made)

    assert [each.step.did for each in history] == ["Changed Ada", "Changed Ada", "Added Ada"]
    assert {record.kind for record in history[0].records} == {Kind.PERSON, Kind.WAY}
    [added] = history[1].records
    assert (added.kind, added.fields[1].after) == (Kind.WAY, "email")


def test_parts_that_are_gone_still_tell_their_story(desk, add, today):
    goal = add.goal(add.mentee())
    made = desk.do(add_milestone, goal_id=goal, title="Deck", today=today)
    desk.do(delete_milestone, milestone_id=made.made, today=today)

    history = desk.run(record_history, kind=Kind.GOAL, record_id=goal)

    assert [each.step.did for each in history] == [
        "Deleted the milestone “Deck”",
        "Added the milestone “Deck”",
    ]
    assert desk.run(record_history, kind=Kind.GOAL, record_id=goal, limit=1) == history[:1]


def test_reading_history_changes_nothing(desk, session, write):
    write("Second")
    before = canonical_dump(desk)

    desk.run(record_history, kind=Kind.SESSION, record_id=session)

    assert canonical_dump(desk) == before
