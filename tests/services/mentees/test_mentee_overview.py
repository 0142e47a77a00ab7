"""One mentee: the head of the page, and what the overview says."""

from datetime import date, timedelta

import pytest

from mentor_desk.errors import NotFoundError
from mentor_desk.models.kinds import (
    ActionState,
    GoalMeasure,
    GoalState,
    IntroductionState,
    MentorshipState,
    Owner,
    ResourceKind,
    SessionFormat,
    SessionState,
    ShareState,
    TopicKind,
)
from mentor_desk.services.mentees.card import mentee_card
from mentor_desk.services.mentees.lately import LatelyKind
from mentor_desk.services.mentees.overview import mentee_overview


def test_the_card_says_who_it_is_and_what_there_is(desk, add, now):
    person = add.person(
        "Ada Okafor", pronouns="she/her", role="Junior HR analyst", organisation="Northgate"
    )
    mentee = add.mentee(person_id=person, purpose="Find her feet")
    add.topic(person, TopicKind.NEED, "People analytics")
    add.topic(person, TopicKind.INTEREST, "Open data")
    add.session(mentee)
    add.session(mentee, state=SessionState.CANCELLED)
    add.goal(mentee)
    add.goal(mentee, state=GoalState.DROPPED, closed_on=now.date())
    add.introduction(person, add.person("Ravi Kapoor"))
    add.share(add.resource(), person)

    card = desk.look(mentee_card, mentorship_id=mentee, now=now)

    assert (card.name, card.pronouns) == ("Ada Okafor", "she/her")
    assert card.place_in_life == "Junior HR analyst, Northgate"
    assert card.started_on == date(2026, 2, 3)
    assert card.cadence_days == 14
    assert card.purpose == "Find her feet"
    assert card.is_ongoing
    assert [topic.name for topic in card.topics] == ["Open data", "People analytics"]
    counts = (card.sessions_held, card.open_goals, card.introductions, card.shares, card.reviews)
    assert counts == (1, 1, 1, 1, 0)
    assert card.next_session is None
    assert card.next_number == 3


def test_a_planned_session_is_the_one_to_write_up_next(desk, add, now):
    mentee = add.mentee()
    add.session(mentee)
    later = add.session(mentee, state=SessionState.PLANNED, starts_at=now + timedelta(days=9))
    soon = add.session(mentee, state=SessionState.PLANNED, starts_at=now + timedelta(hours=5))

    card = desk.look(mentee_card, mentorship_id=mentee, now=now)

    assert card.next_session.id == soon != later
    assert card.next_number == 3
    assert not card.next_session.is_past


def test_a_session_left_planned_is_remembered(desk, add, now):
    mentee = add.mentee()
    gone = add.session(mentee, state=SessionState.PLANNED, starts_at=now - timedelta(days=3))

    overview = desk.look(mentee_overview, mentorship_id=mentee, now=now)

    assert overview.next_session.id == gone
    assert overview.next_session.is_past


def test_the_overview_shows_open_goals_and_open_actions(desk, add, now, today):
    mentee = add.mentee()
    goal = add.goal(mentee, "Present the study", measure=GoalMeasure.MILESTONES)
    add.milestone(goal, done_on=today)
    add.milestone(goal, "Rehearsed")
    add.progress(goal, 50, comment="deck done")
    add.goal(mentee, "Given up", state=GoalState.DROPPED, closed_on=today)
    add.action(mentee, "Later", due_on=today + timedelta(days=4))
    add.action(mentee, "Some day")
    add.action(mentee, "Rehearse", due_on=today - timedelta(days=3), owner=Owner.MENTOR)
    add.action(mentee, "Done", state=ActionState.DONE)

    overview = desk.look(mentee_overview, mentorship_id=mentee, now=now)

    (row,) = overview.goals
    assert (row.value, row.milestones_done, row.milestones) == (50, 1, 2)
    assert row.last_update.comment == "deck done"
    assert overview.closed_goals == 1
    assert [each.text for each in overview.actions] == ["Rehearse", "Later", "Some day"]
    assert [each.days_late for each in overview.actions] == [3, 0, 0]
    assert overview.actions[0].owner is Owner.MENTOR


def test_the_overview_remembers_what_to_ask(desk, add, now):
    mentee = add.mentee()
    add.session(mentee, starts_at=now - timedelta(days=30), ask_next="long ago")
    last = add.session(mentee, starts_at=now - timedelta(days=14), ask_next="the night class")
    planned = {"state": SessionState.PLANNED, "starts_at": now + timedelta(days=1)}
    add.session(mentee, ask_next="not yet", **planned)

    overview = desk.look(mentee_overview, mentorship_id=mentee, now=now)

    assert overview.last_time.session_id == last
    assert overview.last_time.ask_next == "the night class"


def test_lately_merges_what_happened_newest_first(desk, add, now, today):
    mentee = add.mentee()
    person = add.person_of(mentee)
    ravi = add.person("Ravi Kapoor")
    days = [today - timedelta(days=number) for number in range(12)]
    held = add.session(
        mentee, starts_at=now - timedelta(days=4), minutes=55, format=SessionFormat.PHONE
    )
    goal = add.goal(mentee, "Board study")
    add.progress(goal, 55, on_day=days[10])
    add.progress(goal, 70, on_day=days[5])
    add.progress(goal, 70, on_day=days[1], comment="no change")
    met = add.introduction(
        person, ravi, state=IntroductionState.MET, introduced_on=days[3], met_on=days[2]
    )
    course = add.resource("Data storytelling", kind=ResourceKind.COURSE)
    share = add.share(course, person, state=ShareState.FINISHED, state_since=days[6])

    rows = desk.look(mentee_overview, mentorship_id=mentee, now=now).lately

    assert [(row.kind, row.id, row.on_day) for row in rows] == [
        (LatelyKind.MET, met, days[2]),
        (LatelyKind.INTRODUCED, met, days[3]),
        (LatelyKind.SESSION, held, days[4]),
        (LatelyKind.GOAL, goal, days[5]),
        (LatelyKind.FINISHED, share, days[6]),
        (LatelyKind.GOAL, goal, days[10]),
    ]
    assert (rows[0].words, rows[0].person_id) == ("Ravi Kapoor", ravi)
    assert (rows[2].minutes, rows[2].format) == (55, SessionFormat.PHONE)
    assert (rows[3].before, rows[3].after, rows[3].words) == (55, 70, "Board study")
    assert (rows[4].words, rows[4].resource_kind) == ("Data storytelling", ResourceKind.COURSE)


def test_lately_holds_six_things(desk, add, now):
    mentee = add.mentee()
    for days in range(1, 10):
        add.session(mentee, starts_at=now - timedelta(days=days))

    rows = desk.look(mentee_overview, mentorship_id=mentee, now=now).lately

    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]


def test_a_mentorship_without_a_story_is_empty(desk, add, now):
    mentee = add.mentee(state=MentorshipState.COMPLETED)

    overview = desk.look(mentee_overview, mentorship_id=mentee, now=now)

    assert (overview.goals, overview.actions, overview.lately) == ((), (), ())
    assert overview.last_time is None
    assert not desk.look(mentee_card, mentorship_id=mentee, now=now).is_ongoing


@pytest.mark.parametrize("reader", [mentee_card, mentee_overview])
def test_a_mentee_who_is_gone_is_told_as_such(desk, now, reader):
    with pytest.raises(NotFoundError):
        desk.look(reader, mentorship_id=404, now=now)
