"""One session shown whole, and the goals moved in it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import ProgressUpdate
from mentor_desk.models.kinds import (
    ActionState,
    GoalMeasure,
    GoalPace,
    GoalState,
    MentorshipState,
    SessionState,
)
from mentor_desk.services.changes import Area
from mentor_desk.services.desk import Desk
from mentor_desk.services.sessions.card import SessionCard, session_card
from mentor_desk.services.sessions.goals import (
    SessionGoal,
    move_in_session,
    session_goals,
    tick_in_session,
)
from tests.factories import Factories

GONE = 999
DAY = timedelta(days=1)


def card(desk: Desk, session_id: int) -> SessionCard:
    return desk.run(session_card, session_id=session_id, now=desk.now(), zone=UTC)


def goals(desk: Desk, session_id: int) -> list[SessionGoal]:
    return desk.run(session_goals, session_id=session_id, today=desk.now().date())


def updates(desk: Desk) -> list[tuple[int, int | None, date]]:
    with desk.work() as db:
        found = db.query(ProgressUpdate).order_by(ProgressUpdate.id)
        return [(each.value, each.session_id, each.on_day) for each in found]


def test_a_card_holds_the_facts_and_the_words(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee(cadence_days=None)
    session = add.session(
        ada, starts_at=now, state=SessionState.PLANNED, agenda="a", private_notes="p"
    )

    shown = card(desk, session)

    assert (shown.number, shown.person_name, shown.first_name) == (1, "Ada Okafor", "Ada")
    assert (shown.mentorship_id, shown.person_id) == (ada, add.person_of(ada))
    assert (shown.agenda, shown.private_notes, shown.shared_notes) == ("a", "p", "")
    assert (shown.previous, shown.next_step, shown.carried_in) == (None, None, ())
    assert not shown.is_owed


def test_a_card_that_is_gone_is_said_to_be_gone(desk: Desk):
    with pytest.raises(NotFoundError, match="session is no longer"):
        card(desk, GONE)


def test_the_previous_session_is_the_last_that_was_held(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()
    add.session(ada, starts_at=now - 28 * DAY)
    before = add.session(ada, starts_at=now - 14 * DAY, ask_next="How was the exam?")
    add.session(ada, starts_at=now - 7 * DAY, state=SessionState.MISSED)
    today = add.session(ada, starts_at=now, state=SessionState.PLANNED)

    previous = card(desk, today).previous

    assert previous is not None
    assert (previous.id, previous.number, previous.ask_next) == (before, 2, "How was the exam?")


def test_what_was_open_then_is_carried_in(desk: Desk, add: Factories, now: datetime, today: date):
    ada = add.mentee()
    before = add.session(ada, starts_at=now - 14 * DAY)
    this = add.session(ada, starts_at=now, state=SessionState.PLANNED)
    later = add.session(ada, starts_at=now + 14 * DAY, state=SessionState.PLANNED)
    long_ago = today - 3 * DAY
    add.action(ada, "late", session_id=before, due_on=long_ago)
    add.action(ada, "ticked today", session_id=before, state=ActionState.DONE)
    add.action(ada, "long done", session_id=before, state=ActionState.DONE, closed_on=long_ago)
    add.action(ada, "apart", made_on=long_ago)
    add.action(ada, "here", session_id=this)
    add.action(ada, "of later", session_id=later)
    add.action(add.mentee("Joy Mensah"), "of another", made_on=long_ago)

    shown = card(desk, this)

    assert [row.text for row in shown.carried_in] == ["late", "ticked today", "apart"]
    assert [row.days_late for row in shown.carried_in] == [3, 0, 0]
    assert [row.session_number for row in shown.carried_in] == [1, 1, None]
    assert [row.text for row in shown.actions] == ["here"]


def test_the_next_session_is_proposed_by_the_rhythm(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee(cadence_days=14)
    session = add.session(ada, starts_at=now, minutes=45, state=SessionState.PLANNED)

    step = card(desk, session).next_step

    assert step is not None
    assert (step.starts_at, step.minutes, step.session_id) == (now + 14 * DAY, 45, None)


def test_a_session_that_is_planned_already_is_the_next(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()
    session = add.session(ada, starts_at=now)
    add.session(ada, starts_at=now + DAY, state=SessionState.CANCELLED)
    planned = add.session(ada, starts_at=now + 9 * DAY, state=SessionState.PLANNED)

    step = card(desk, session).next_step

    assert step is not None
    assert (step.session_id, step.number, step.starts_at) == (planned, 3, now + 9 * DAY)


def test_nothing_is_proposed_once_a_mentorship_is_over(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee(state=MentorshipState.COMPLETED)

    assert card(desk, add.session(ada)).next_step is None


def test_a_goal_is_shown_where_it_stood_before_the_session(
    desk: Desk, add: Factories, now: datetime, today: date
):
    ada = add.mentee()
    goal = add.goal(ada, "Present the study")
    add.progress(goal, 70, on_day=today - 14 * DAY)
    fresh = add.goal(ada, "Learn statistics", started_on=today)
    add.goal(ada, "Closed", state=GoalState.DROPPED, closed_on=today)
    session = add.session(ada, starts_at=now, state=SessionState.PLANNED)

    shown, unmoved = goals(desk, session)

    assert (shown.id, shown.was, shown.value) == (goal, 70, 70)
    assert shown.was_on == today - 14 * DAY
    assert (unmoved.id, unmoved.was, unmoved.was_on) == (fresh, 0, None)
    assert unmoved.pace is GoalPace.ON_TRACK


def test_a_goal_set_after_a_held_session_is_not_shown_in_it(
    desk: Desk, add: Factories, now: datetime, today: date
):
    ada = add.mentee()
    add.goal(ada, started_on=today)

    assert goals(desk, add.session(ada, starts_at=now - DAY)) == []


def test_sliding_again_corrects_the_one_update_of_the_session(
    desk: Desk, add: Factories, now: datetime, today: date
):
    ada = add.mentee()
    goal = add.goal(ada, "Present the study")
    add.progress(goal, 70, on_day=today - 14 * DAY)
    session = add.session(ada, starts_at=now)

    for value in (75, 90, 80):
        changes = desk.do(
            move_in_session, session_id=session, goal_id=goal, value=value, today=today
        )

    assert updates(desk) == [(70, None, today - 14 * DAY), (80, session, today)]
    assert changes.did == "Moved the goal “Present the study” from 70 to 80 %"
    assert changes.areas == Area.GOALS
    [shown] = goals(desk, session)
    assert (shown.was, shown.value) == (70, 80)


def test_back_where_it_was_no_update_is_left(
    desk: Desk, add: Factories, now: datetime, today: date
):
    ada = add.mentee()
    goal = add.goal(ada)
    session = add.session(ada, starts_at=now)

    for value in (40, 0):
        desk.do(move_in_session, session_id=session, goal_id=goal, value=value, today=today)

    assert updates(desk) == []


def test_an_update_with_a_comment_stays_when_the_goal_goes_back(
    desk: Desk, add: Factories, now: datetime, today: date
):
    ada = add.mentee()
    goal = add.goal(ada)
    session = add.session(ada, starts_at=now)
    add.progress(goal, 40, session_id=session, comment="Well done")

    desk.do(move_in_session, session_id=session, goal_id=goal, value=0, today=today)

    assert updates(desk) == [(0, session, today)]


def test_a_move_is_dated_on_the_day_of_the_session_but_never_ahead(
    desk: Desk, add: Factories, now: datetime, today: date
):
    ada = add.mentee()
    goal = add.goal(ada)
    past = add.session(ada, starts_at=now - 5 * DAY)
    ahead = add.session(ada, starts_at=now + 5 * DAY, state=SessionState.PLANNED)

    desk.do(move_in_session, session_id=past, goal_id=goal, value=20, today=today)
    desk.do(move_in_session, session_id=ahead, goal_id=goal, value=30, today=today)

    assert updates(desk) == [(20, past, today - 5 * DAY), (30, ahead, today)]


def test_a_move_that_cannot_be_is_refused(desk: Desk, add: Factories, now: datetime, today: date):
    ada = add.mentee()
    session = add.session(ada, starts_at=now)
    goal = add.goal(ada)
    closed = add.goal(ada, state=GoalState.ACHIEVED, closed_on=today)
    stepped = add.goal(ada, measure=GoalMeasure.MILESTONES)
    of_another = add.goal(add.mentee("Joy Mensah"))
    tries = [
        (goal, 101, InvalidEntryError, "0 to 100"),
        (goal, -1, InvalidEntryError, "0 to 100"),
        (closed, 50, RefusedMoveError, "is achieved; make it active"),
        (stepped, 50, RefusedMoveError, "moved by its milestones"),
        (of_another, 50, NotFoundError, "goal is no longer"),
    ]

    for goal_id, value, kind, sentence in tries:
        with pytest.raises(kind, match=sentence):
            desk.do(move_in_session, session_id=session, goal_id=goal_id, value=value, today=today)


def test_a_goal_closed_since_stays_with_the_session_that_moved_it(
    desk: Desk, add: Factories, now: datetime, today: date
):
    ada = add.mentee()
    goal = add.goal(ada, state=GoalState.ACHIEVED, closed_on=today)
    session = add.session(ada, starts_at=now)
    add.progress(goal, 100, session_id=session)

    [shown] = goals(desk, session)

    assert (shown.is_open, shown.value) == (False, 100)


def test_a_milestone_ticked_in_a_session_belongs_to_it(
    desk: Desk, add: Factories, now: datetime, today: date
):
    ada = add.mentee()
    goal = add.goal(ada, measure=GoalMeasure.MILESTONES)
    first, _ = add.milestone(goal, "Deck"), add.milestone(goal, "Dry run")
    session = add.session(ada, starts_at=now, state=SessionState.PLANNED)

    desk.do(tick_in_session, session_id=session, milestone_id=first, is_done=True, today=today)

    [shown] = goals(desk, session)
    assert (shown.was, shown.value) == (0, 50)
    assert [(step.title, step.is_done) for step in shown.milestones] == [
        ("Deck", True),
        ("Dry run", False),
    ]
    assert updates(desk) == [(50, session, today)]

    desk.do(tick_in_session, session_id=session, milestone_id=first, is_done=False, today=today)
    assert updates(desk) == []


def test_a_milestone_that_is_gone_or_of_another_is_refused(
    desk: Desk, add: Factories, now: datetime, today: date
):
    session = add.session(add.mentee(), starts_at=now)
    of_another = add.milestone(add.goal(add.mentee("Joy Mensah")))

    for milestone in (GONE, of_another):
        with pytest.raises(NotFoundError):
            desk.do(
                tick_in_session,
                session_id=session,
                milestone_id=milestone,
                is_done=True,
                today=today,
            )
