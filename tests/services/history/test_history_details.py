"""What a step changed is told record by record and field by field, in the mentor's words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mentor_desk.errors import NotFoundError
from mentor_desk.models import Base
from mentor_desk.models.kinds import IntroductionState, OptIn, SessionState, TopicKind, WayKind
from mentor_desk.services.actions.noting import set_action_privacy
from mentor_desk.services.goals.setting import GoalEntry, edit_goal
from mentor_desk.services.history.details import Deed, shortened, step_details
from mentor_desk.services.history.records import in_words
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.history.words import KINDS, PRIVATE, Kind
from mentor_desk.services.introductions.noting import delete_introduction
from mentor_desk.services.mentees.mentorships import delete_mentee
from mentor_desk.services.network.people import PersonEntry, WayRow, add_person, edit_person
from mentor_desk.services.sessions.moves import move_session
from mentor_desk.services.sessions.writing import SessionWords, set_session_topics, write_session
from mentor_desk.storage.journal.steps import NOT_JOURNALED
from tests.safety.privacy import PRIVACY, Privacy


@pytest.fixture
def details(desk):
    def details(changes, **more):
        return desk.run(step_details, step_id=changes.step, **more)

    return details


def told(record):
    return {field.field: (field.before, field.after) for field in record.fields}


def test_a_changed_person_is_told_field_by_field(desk, add, details):
    person = add.person("Ada Okafor", organisation="Harbour Lab")
    entry = PersonEntry(display_name="Ada Okafor", given="Ada", family="Okafor", role="Lead")

    [record] = details(desk.do(edit_person, person_id=person, entry=entry)).records

    assert (record.kind, record.record_id, record.name) == (Kind.PERSON, person, "Ada Okafor")
    assert record.deed is Deed.CHANGED
    assert told(record) == {"organisation": ("Harbour Lab", None), "role": (None, "Lead")}


def test_what_the_program_keeps_for_itself_is_not_told(desk, now, details):
    [record] = details(desk.do(add_person, entry=PersonEntry(display_name="Ada"), now=now)).records

    assert record.deed is Deed.MADE
    assert told(record) == {"name": (None, "Ada")}


def test_private_words_are_marked_private(desk, add, details):
    session = add.session(add.mentee())
    words = SessionWords(shared_notes="Open", private_notes="Closed")

    [record] = details(desk.do(write_session, session_id=session, words=words)).records

    assert {f.field: f.is_private for f in record.fields} == {
        "shared notes": False,
        "private notes": True,
    }
    assert record.name == "Session 1 with Ada Okafor"


def test_everything_about_a_private_record_is_private(desk, add, details):
    action = add.action(add.mentee(), "Call the clinic")

    [record] = details(desk.do(set_action_privacy, action_id=action, is_private=True)).records

    assert record.is_private
    assert all(field.is_private for field in record.fields)
    assert told(record) == {"private": (False, True)}


def test_days_and_moments_keep_their_kind(desk, add, now, details):
    mentorship = add.mentee()
    session = add.session(mentorship, starts_at=now, state=SessionState.PLANNED)
    moved = desk.do(
        move_session, session_id=session, starts_at=now + timedelta(days=1), minutes=30, now=now
    )
    goal = add.goal(mentorship, "Speak up")
    entry = GoalEntry("Speak up", date(2026, 9, 1), target_on=date(2027, 1, 31))
    edited = desk.do(edit_goal, goal_id=goal, entry=entry, today=now.date())

    assert told(details(moved).records[0])["when"] == (now, now + timedelta(days=1))
    assert told(details(edited).records[0]) == {"target day": (None, date(2027, 1, 31))}


def test_what_refers_to_others_names_them(desk, add, details):
    session = add.session(add.mentee())

    changes = desk.do(set_session_topics, session_id=session, names=["Talks"])

    by_kind = {record.kind: record for record in details(changes).records}
    assert by_kind[Kind.SESSION_TOPIC].name == "Talks, Session 1 with Ada Okafor"
    assert told(by_kind[Kind.SESSION_TOPIC]) == {
        "session": (None, "Session 1 with Ada Okafor"),
        "topic": (None, "Talks"),
    }


def test_what_is_deleted_keeps_its_name_and_says_what_it_held(desk, add, details):
    mentorship = add.mentee("Ada Okafor")
    add.session(mentorship, shared_notes="Rehearsed")
    add.goal(mentorship, "Speak up", why="To be heard")

    found = details(desk.do(delete_mentee, mentorship_id=mentorship))

    assert [(r.kind, r.name, r.deed) for r in found.records] == [
        (Kind.MENTORSHIP, "Mentorship with Ada Okafor", Deed.DELETED),
        (Kind.SESSION, "Session 1 with Ada Okafor", Deed.DELETED),
        (Kind.GOAL, "Speak up", Deed.DELETED),
    ]
    assert told(found.records[1])["shared notes"] == ("Rehearsed", None)
    assert told(found.records[2])["why"] == ("To be heard", None)


def test_every_kind_has_a_name_even_when_all_of_it_is_gone(desk, add, details):
    _fill(add)

    def clear(db):
        from sqlalchemy import text

        for name in ("introductions", "people", "topics", "resources"):
            db.execute(text(f"DELETE FROM {name}"))
        return _cleared()

    names = {record.kind: record.name for record in details(desk.do(clear)).records}

    assert names == {
        Kind.PERSON: "Grace Obi",
        Kind.TOPIC: "Python",
        Kind.PERSON_TOPIC: "Python, interest of Ada Okafor",
        Kind.MENTORSHIP: "Mentorship with Ada Okafor",
        Kind.SESSION: "Session 1 with Ada Okafor",
        Kind.GOAL: "Present the study",
        Kind.MILESTONE: "Deck finished",
        Kind.PROGRESS: "Update of “Present the study”",
        Kind.ACTION: "Rehearse",
        Kind.INTRODUCTION: "Introduction of Ada Okafor and Grace Obi",
        Kind.PARTY: "Grace Obi’s side",
        Kind.RESOURCE: "Data storytelling",
        Kind.SHARE: "Data storytelling, shared with Ada Okafor",
    }


def test_an_introduction_that_is_gone_still_names_both(desk, add, details):
    introduction = add.introduction(add.person("Ada"), add.person("Ben"))

    found = details(desk.do(delete_introduction, introduction_id=introduction))

    assert found.records[0].name == "Introduction of Ada and Ben"


def test_long_texts_are_cut_to_where_they_differ(desk, add, details):
    start, end = "begin " * 60, " finish" * 60
    session = add.session(add.mentee(), shared_notes=f"{start}old{end}")
    words = SessionWords(shared_notes=f"{start}new{end}")

    [record] = details(desk.do(write_session, session_id=session, words=words)).records

    [field] = record.fields
    short = shortened(field)
    assert field.after == f"{start}new{end}"
    assert "old" in short.before
    assert "new" in short.after
    assert len(short.before) < 170
    assert short.before.startswith("…")
    assert short.before.endswith("…")


def test_only_so_many_records_are_told(desk, add, details):
    mentorship = add.mentee()
    for _ in range(5):
        add.action(mentorship)

    found = details(desk.do(delete_mentee, mentorship_id=mentorship), most=2)

    assert (len(found.records), found.more) == (2, 4)


def test_what_came_later_is_told_apart_and_stands_in_the_way(desk, add, details):
    person = add.person("Ada", role="Maker")
    first = desk.do(edit_person, person_id=person, entry=PersonEntry("Ada", role="Lead"))
    second = desk.do(edit_person, person_id=person, entry=PersonEntry("Ada", role="Head"))

    found = details(first)

    assert told(found.records[0])["role"] == ("Maker", "Lead")
    assert [row.id for row in found.in_the_way] == [second.step]


def test_a_step_tells_the_same_after_it_was_undone(desk, add, details):
    person = add.person("Ada", role="Maker")
    changed = desk.do(edit_person, person_id=person, entry=PersonEntry("Ada", role="Lead"))
    before = details(changed).records

    undone = desk.do(undo_step, step_id=changed.step)

    assert details(changed).records == before
    assert details(undone).records == before


def test_an_unknown_step_has_no_details(desk):
    with pytest.raises(NotFoundError):
        desk.run(step_details, step_id=5)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        (True, "yes"),
        (False, "no"),
        (7, "7"),
        ("held", "held"),
        (date(2026, 3, 1), "1 Mar 2026"),
    ],
)
def test_values_in_words(value, words):
    assert in_words(value) == words


def test_a_moment_in_words_stands_on_the_clock_here():
    moment = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

    assert in_words(moment).endswith(f"{moment.astimezone():%H:%M}")


def test_every_table_has_a_kind_and_every_private_note_is_known():
    tables = {table.name for table in Base.metadata.sorted_tables} - set(NOT_JOURNALED)

    assert set(KINDS) == tables
    assert all(PRIVACY[column] is Privacy.PRIVATE for column in PRIVATE)


def _fill(add):
    mentorship = add.mentee("Ada Okafor")
    session = add.session(mentorship)
    goal = add.goal(mentorship)
    add.milestone(goal)
    add.progress(goal, 10)
    add.action(mentorship, session_id=session)
    other = add.person("Grace Obi")
    add.topic(1, TopicKind.INTEREST, "Python")
    agreed = {"opt_in": OptIn.AGREED}
    add.introduction(1, other, state=IntroductionState.MET, first_party=agreed)
    add.share(add.resource(), 1)


def _cleared():
    from mentor_desk.services.changes import EVERYTHING, Changes

    return Changes(EVERYTHING, did="Cleared")


def test_an_old_step_calls_a_record_as_it_was_called_then(desk, now, details):
    ways = (WayRow(WayKind.EMAIL, "jane@example.org", "", is_preferred=False),)
    entry = PersonEntry(display_name="Jane Maiden", ways=ways)
    added = desk.do(add_person, entry=entry, now=now)
    renamed = desk.do(
        edit_person, person_id=added.made, entry=replace(entry, display_name="Jane Maiden Married")
    )

    assert [record.name for record in details(added).records] == [
        "Jane Maiden",
        "jane@example.org of Jane Maiden",
    ]
    assert [record.name for record in details(renamed).records] == ["Jane Maiden Married"]


@pytest.mark.parametrize(
    ("kept", "told_as"),
    [
        ("--05-12", "12 May"),
        ("--05", "May"),
        ("1980-01-02", "2 Jan 1980"),
        ("1980-05", "May 1980"),
        ("1980", "1980"),
        ("--13-40", "--13-40"),
        ("around Easter", "around Easter"),
    ],
)
def test_a_birthday_is_told_as_far_as_it_is_known(desk, now, details, kept, told_as):
    entry = PersonEntry(display_name="Ada", birthday=kept)

    [record] = details(desk.do(add_person, entry=entry, now=now)).records

    assert in_words(told(record)["birthday"][1]) == told_as
