"""The list of mentees: its order, what is said of each, and what it costs."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from mentor_desk.models.kinds import GoalState, MentorshipState, SessionState, TopicKind
from mentor_desk.services.mentees.card import mentee_card
from mentor_desk.services.mentees.listing import list_mentees, mentees_matching
from mentor_desk.services.mentees.overview import mentee_overview


@contextmanager
def counted(file):
    said: list[str] = []
    note = lambda statement: said.append(statement) if "SELECT" in statement else None  # noqa: E731
    file.connection.set_trace_callback(note)
    yield said
    file.connection.set_trace_callback(None)


def test_mentees_come_by_state_then_by_their_next_session_then_by_name(desk, add, now):
    add.mentee("Kwame Boateng", state=MentorshipState.COMPLETED)
    add.mentee("Elif Romero", state=MentorshipState.PAUSED)
    add.mentee("Nora Quist", state=MentorshipState.PROSPECTIVE)
    add.mentee("Samir Haddad")
    add.mentee("Anna Zander")
    for name, days in (("Joy Mensah", 3), ("Ada Okafor", 1)):
        planned = {"state": SessionState.PLANNED, "starts_at": now + timedelta(days=days)}
        add.session(add.mentee(name), **planned)

    names = [row.name for row in desk.look(list_mentees, now=now)]

    assert names == [
        *("Ada Okafor", "Joy Mensah", "Samir Haddad", "Anna Zander"),
        *("Elif Romero", "Nora Quist", "Kwame Boateng"),
    ]


def test_a_row_says_what_comes_next_and_how_many_goals_are_open(desk, add, now):
    mentee = add.mentee()
    add.goal(mentee)
    add.goal(mentee, state=GoalState.DRAFT)
    add.goal(mentee, state=GoalState.ACHIEVED, closed_on=now.date())
    for hours in (-30, -2, 100):
        starts_at = now + timedelta(hours=hours)
        add.session(mentee, state=SessionState.PLANNED, starts_at=starts_at)

    row = desk.look(list_mentees, now=now)[0]

    assert row.next_at == now - timedelta(hours=2)
    assert row.goals == 2
    assert row.is_new
    assert not row.is_alumnus


@pytest.mark.parametrize(("days", "quiet"), [(21, None), (22, 22), (41, 41)])
def test_a_mentee_is_quiet_when_the_rhythm_is_well_past(desk, add, now, days, quiet):
    mentee = add.mentee(cadence_days=14)
    add.session(mentee, starts_at=now - timedelta(days=days))

    row = desk.look(list_mentees, now=now)[0]

    assert row.days_quiet == quiet


def test_a_mentee_without_any_session_is_quiet_since_the_start(desk, add, now):
    add.mentee(started_on=now.date() - timedelta(days=30))
    add.mentee("Joy Mensah", state=MentorshipState.PAUSED)

    new, paused = desk.look(list_mentees, now=now)

    assert new.days_quiet == 30
    assert paused.days_quiet is None


def test_a_person_mentored_twice_stands_there_twice(desk, add, now):
    old = add.mentee(state=MentorshipState.COMPLETED)
    new = add.mentee(person_id=add.person_of(old))

    rows = desk.look(list_mentees, now=now)

    assert [row.mentorship_id for row in rows] == [new, old]
    assert rows[1].is_alumnus


@pytest.mark.parametrize("words", ["lukasz", "Zoë north", "choir", "ŁUKASZ"])
def test_mentees_are_found_by_name_organisation_or_topic(desk, add, words):
    zoe = add.person("Zoë Łukasz", organisation="Northgate")
    add.topic(zoe, TopicKind.INTEREST, "Choir singing")
    add.mentee(person_id=zoe)
    add.mentee("Ravi Kapoor")

    assert desk.run(mentees_matching, words=words) == {zoe}


def test_the_cost_of_the_list_does_not_grow_with_it(desk, add, now, file):
    for number in range(12):
        mentee = add.mentee(f"Mentee {number}")
        add.goal(mentee)
        add.session(mentee)

    with counted(file) as said:
        desk.look(list_mentees, now=now)

    assert len(said) == 1


def test_the_cost_of_one_mentee_does_not_grow_with_their_story(desk, add, now, file):
    def cost(mentee):
        with counted(file) as said:
            desk.look(mentee_card, mentorship_id=mentee, now=now)
            desk.look(mentee_overview, mentorship_id=mentee, now=now)
        return len(said)

    short, long = add.mentee("Ada Okafor"), add.mentee("Joy Mensah")
    for mentee, many in ((short, 1), (long, 9)):
        for number in range(many):
            add.session(mentee, starts_at=now - timedelta(days=number + 1))
            add.milestone(add.goal(mentee, f"Goal {number}"))
            add.action(mentee)

    assert cost(long) == cost(short) <= 18
