"""Sessions: listed, planned, logged, finished, moved, deleted."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from mentor_desk.errors import DeskError, InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import MentoringSession
from mentor_desk.models.kinds import SessionFormat, SessionState
from mentor_desk.services.changes import Area
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.sessions.cadence import propose_next
from mentor_desk.services.sessions.moves import (
    cancel_session,
    finish_session,
    miss_session,
    move_session,
    reopen_session,
)
from mentor_desk.services.sessions.next_one import propose_session
from mentor_desk.services.sessions.planning import (
    SessionRow,
    count_sessions,
    delete_session,
    list_sessions,
    log_session,
    plan_session,
    usual_format,
)
from mentor_desk.services.sessions.writing import (
    SessionWords,
    set_session_format,
    set_session_topics,
    write_session,
)
from tests.factories import Factories

GONE = 999
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


def rows(desk: Desk, mentorship_id: int) -> list[SessionRow]:
    return desk.run(list_sessions, mentorship_id=mentorship_id, now=desk.now())


def held(desk: Desk, session_id: int) -> MentoringSession:
    with desk.work() as db:
        session = db.get_one(MentoringSession, session_id)
        db.expunge(session)
        return session


def test_sessions_are_listed_latest_first_with_what_they_were_about(
    desk: Desk, add: Factories, now: datetime
):
    ada = add.mentee()
    add.session(ada, shared_notes="\n## Board pitch\nRehearsed", minutes=90)
    late = add.session(ada, starts_at=now - DAY)
    planned = add.session(ada, starts_at=now + DAY, state=SessionState.PLANNED)
    add.session(add.mentee("Joy Mensah"))
    desk.do(set_session_topics, session_id=late, names=["statistics", "Board pitch"])

    found = rows(desk, ada)

    assert [row.id for row in found[:2]] == [planned, late]
    assert [row.number for row in found] == [3, 2, 1]
    assert found[1].topics == ("statistics", "Board pitch")
    assert [row.is_owed for row in found] == [False, True, False]
    assert (found[2].first_line, found[2].minutes) == ("Board pitch", 90)
    assert desk.run(count_sessions, mentorship_id=ada) == 3


def test_a_list_takes_two_queries_however_long_it_is(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()
    for days in range(12):
        add.session(ada, starts_at=now - days * DAY)
    asked: list[str] = []

    with desk.work() as db:
        event.listen(db.bind, "before_cursor_execute", lambda *what: asked.append(what[2]))
        found = list_sessions(db, mentorship_id=ada, now=now)

    assert len(found) == 12
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 2


def test_a_planned_session_gets_the_next_number_and_the_usual_format(
    desk: Desk, add: Factories, now: datetime
):
    ada = add.mentee()
    add.session(ada, format=SessionFormat.PHONE)

    changes = desk.do(
        plan_session, mentorship_id=ada, starts_at=now + DAY, agenda="How the pitch went"
    )

    assert changes.made is not None
    session = held(desk, changes.made)
    assert (session.number, session.state) == (2, SessionState.PLANNED)
    assert (session.minutes, session.format) == (60, SessionFormat.PHONE)
    assert session.agenda == "How the pitch went"
    assert changes.areas == Area.SESSIONS
    assert changes.did == "Planned session 2 with Ada Okafor"


def test_the_first_session_is_a_video_call_of_an_hour(desk: Desk, add: Factories):
    assert desk.run(usual_format, mentorship_id=add.mentee()) is SessionFormat.VIDEO


@pytest.mark.parametrize("minutes", [0, -1, 1441])
def test_a_session_lasts_from_a_minute_to_a_day(
    desk: Desk, add: Factories, now: datetime, minutes: int
):
    with pytest.raises(InvalidEntryError, match="from a minute to a day") as refusal:
        desk.do(plan_session, mentorship_id=add.mentee(), starts_at=now, minutes=minutes)

    assert refusal.value.field == "minutes"


@pytest.mark.parametrize("offset", [-59, 0, 59])
def test_one_mentee_is_never_in_two_sessions_at_once(
    desk: Desk, add: Factories, now: datetime, offset: int
):
    ada = add.mentee()
    add.session(ada, starts_at=now, state=SessionState.PLANNED)

    with pytest.raises(InvalidEntryError, match="already session 1 with Ada Okafor") as refusal:
        desk.do(plan_session, mentorship_id=ada, starts_at=now + timedelta(minutes=offset))

    assert refusal.value.field == "starts_at"


def test_sessions_may_follow_each_other_and_those_of_others_may_overlap(
    desk: Desk, add: Factories, now: datetime
):
    ada, joy = add.mentee(), add.mentee("Joy Mensah")
    add.session(ada, starts_at=now, state=SessionState.PLANNED)
    add.session(ada, starts_at=now + 2 * HOUR, state=SessionState.CANCELLED)

    for mentorship, moment in ((ada, now + HOUR), (ada, now + 2 * HOUR), (joy, now)):
        assert desk.do(plan_session, mentorship_id=mentorship, starts_at=moment).made


def test_a_session_of_a_mentorship_that_is_gone_is_refused(desk: Desk, now: datetime):
    with pytest.raises(NotFoundError, match="mentorship is no longer"):
        desk.do(plan_session, mentorship_id=GONE, starts_at=now)
    with pytest.raises(NotFoundError, match="mentorship is no longer"):
        desk.do(log_session, mentorship_id=GONE, now=now)


def test_logging_begins_a_session_now(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()
    add.session(ada, format=SessionFormat.IN_PERSON)

    changes = desk.do(log_session, mentorship_id=ada, now=now + timedelta(minutes=3, seconds=7))

    assert changes.made is not None
    session = held(desk, changes.made)
    assert (session.number, session.starts_at, session.minutes) == (2, now, 60)
    assert (session.state, session.format) == (SessionState.PLANNED, SessionFormat.IN_PERSON)
    assert changes.did == "Began session 2 with Ada Okafor"


@pytest.mark.parametrize("offset", [-20 * DAY, -HOUR, HOUR / 2])
def test_logging_takes_up_what_was_planned_for_today_or_before(
    desk: Desk, add: Factories, now: datetime, offset: timedelta
):
    ada = add.mentee()
    planned = add.session(ada, starts_at=now + offset, state=SessionState.PLANNED)

    changes = desk.do(log_session, mentorship_id=ada, now=now)

    assert (changes.made, changes.step) == (planned, None)
    assert len(rows(desk, ada)) == 1


def test_logging_leaves_a_session_of_next_week_alone(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()
    add.session(ada, starts_at=now + 7 * DAY, state=SessionState.PLANNED)

    changes = desk.do(log_session, mentorship_id=ada, now=now)

    assert changes.made is not None
    assert held(desk, changes.made).number == 2


def test_logging_twice_opens_the_same_session(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()

    first = desk.do(log_session, mentorship_id=ada, now=now)
    second = desk.do(log_session, mentorship_id=ada, now=now + timedelta(minutes=9))

    assert first.made == second.made


def test_logging_right_after_a_held_session_says_so(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()
    add.session(ada, starts_at=now - HOUR / 2)

    with pytest.raises(InvalidEntryError, match="already session 1 with Ada Okafor"):
        desk.do(log_session, mentorship_id=ada, now=now)


def test_a_session_logged_late_at_night_ends_before_the_next_begins(
    desk: Desk, add: Factories, now: datetime
):
    ada = add.mentee()
    late = datetime(2026, 11, 23, 12, tzinfo=UTC).astimezone().replace(hour=23, minute=40)
    add.session(ada, starts_at=late + HOUR / 2, state=SessionState.PLANNED)

    changes = desk.do(log_session, mentorship_id=ada, now=late.astimezone(UTC))

    assert changes.made is not None
    assert held(desk, changes.made).minutes == 30


def test_what_is_written_is_kept_as_it_was_typed(desk: Desk, add: Factories):
    session = add.session(add.mentee(), private_notes="before")

    changes = desk.autosave(
        f"session:{session}",
        write_session,
        session_id=session,
        words=SessionWords(
            agenda="a", shared_notes="## Pitch \n\n- calm ", learned="l", ask_next="n"
        ),
    )

    kept = held(desk, session)
    assert (kept.agenda, kept.learned, kept.ask_next) == ("a", "l", "n")
    assert kept.shared_notes == "## Pitch \n\n- calm "
    assert kept.private_notes == "before"
    assert changes.did == "Wrote up session 1 with Ada Okafor"
    assert changes.is_autosave


def test_saves_of_one_editor_are_undone_at_once(desk: Desk, add: Factories):
    session = add.session(add.mentee(), shared_notes="before")
    for text in ("R", "Re", "Rehearsed"):
        changes = desk.autosave(
            f"session:{session}",
            write_session,
            session_id=session,
            words=SessionWords(shared_notes=text),
        )

    assert changes.step is not None
    desk.do(undo_step, step_id=changes.step)

    assert held(desk, session).shared_notes == "before"


@pytest.mark.parametrize(
    "field", ["agenda", "shared_notes", "private_notes", "learned", "ask_next"]
)
def test_a_text_that_cannot_be_kept_names_itself_and_changes_nothing(
    desk: Desk, add: Factories, field: str
):
    session = add.session(add.mentee(), shared_notes="before")
    words = SessionWords(**{"shared_notes": "after", field: "\x00"})

    with pytest.raises(InvalidEntryError, match="cannot be kept") as refusal:
        desk.do(write_session, session_id=session, words=words)

    assert refusal.value.field == field
    assert held(desk, session).shared_notes == "before"


def test_topics_are_set_reordered_and_taken_away(desk: Desk, add: Factories):
    ada = add.mentee()
    session = add.session(ada)

    desk.do(
        set_session_topics, session_id=session, names=["Statistics", "board pitch", "STATISTICS"]
    )
    assert rows(desk, ada)[0].topics == ("Statistics", "board pitch")
    changes = desk.do(set_session_topics, session_id=session, names=["board pitch", "statistics"])
    assert rows(desk, ada)[0].topics == ("board pitch", "Statistics")
    desk.do(set_session_topics, session_id=session, names=[])

    assert rows(desk, ada)[0].topics == ()
    assert changes.areas == Area.SESSIONS | Area.TOPICS


def test_the_format_is_noted(desk: Desk, add: Factories):
    session = add.session(add.mentee())

    changes = desk.do(set_session_format, session_id=session, format=SessionFormat.IN_PERSON)

    assert held(desk, session).format is SessionFormat.IN_PERSON
    assert changes.did == "Noted session 1 with Ada Okafor as in person"


def test_a_session_is_finished(desk: Desk, add: Factories, now: datetime):
    session = add.session(
        add.mentee(), starts_at=now + timedelta(minutes=10), state=SessionState.PLANNED
    )

    changes = desk.do(finish_session, session_id=session, now=now)

    assert held(desk, session).state is SessionState.HELD
    assert changes.did == "Finished session 1 with Ada Okafor"


def test_a_session_of_tomorrow_cannot_be_finished_today(desk: Desk, add: Factories, now: datetime):
    session = add.session(add.mentee(), starts_at=now + DAY, state=SessionState.PLANNED)

    with pytest.raises(RefusedMoveError, match="still to come"):
        desk.do(finish_session, session_id=session, now=now)


@pytest.mark.parametrize(
    ("verb", "outcome"),
    [
        (cancel_session, (SessionState.CANCELLED, "Cancelled session 1 with Ada Okafor")),
        (miss_session, (SessionState.MISSED, "Marked as missed: session 1 with Ada Okafor")),
    ],
)
def test_a_session_that_does_not_take_place_opens_again(
    desk: Desk, add: Factories, now: datetime, verb, outcome
):
    session = add.session(
        add.mentee(), starts_at=now, state=SessionState.PLANNED, private_notes="kept"
    )

    changes = desk.do(verb, session_id=session)
    assert (held(desk, session).state, changes.did) == outcome
    reopened = desk.do(reopen_session, session_id=session)

    assert held(desk, session).state is SessionState.PLANNED
    assert held(desk, session).private_notes == "kept"
    assert reopened.did == "Opened again: session 1 with Ada Okafor"


def test_a_move_the_states_do_not_allow_is_refused_with_the_reason(
    desk: Desk, add: Factories, now: datetime
):
    ada = add.mentee()
    done = add.session(ada)
    planned = add.session(ada, starts_at=now, state=SessionState.PLANNED)

    for verb in (cancel_session, miss_session):
        with pytest.raises(RefusedMoveError, match="Session 1 is held already; open it again"):
            desk.do(verb, session_id=done)
    with pytest.raises(RefusedMoveError, match="held already"):
        desk.do(finish_session, session_id=done, now=now)
    with pytest.raises(RefusedMoveError, match="open already"):
        desk.do(reopen_session, session_id=planned)


def test_a_cancelled_session_stays_so_when_its_time_is_taken(
    desk: Desk, add: Factories, now: datetime
):
    ada = add.mentee()
    cancelled = add.session(ada, starts_at=now, state=SessionState.CANCELLED)
    add.session(ada, starts_at=now, state=SessionState.PLANNED)

    with pytest.raises(InvalidEntryError, match="already session 2"):
        desk.do(reopen_session, session_id=cancelled)


def test_a_session_is_moved(desk: Desk, add: Factories, now: datetime):
    session = add.session(add.mentee(), starts_at=now, state=SessionState.PLANNED)

    changes = desk.do(
        move_session, session_id=session, starts_at=now + HOUR / 2, minutes=45, now=now
    )

    moved = held(desk, session)
    assert (moved.starts_at, moved.minutes, moved.number) == (now + HOUR / 2, 45, 1)
    assert changes.did == "Moved session 1 with Ada Okafor"


def test_a_move_that_cannot_be_is_refused(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()
    done = add.session(ada, starts_at=now - DAY)
    planned = add.session(ada, starts_at=now + DAY, state=SessionState.PLANNED)
    cancelled = add.session(ada, starts_at=now + DAY, state=SessionState.CANCELLED)
    tries = [
        (planned, now - DAY, 60, "starts_at"),
        (planned, now, 0, "minutes"),
        (cancelled, now, 2000, "minutes"),
        (done, now + 3 * DAY, 60, "starts_at"),
    ]

    for session, moment, minutes, field in tries:
        with pytest.raises(InvalidEntryError) as refusal:
            desk.do(move_session, session_id=session, starts_at=moment, minutes=minutes, now=now)
        assert refusal.value.field == field

    assert held(desk, planned).starts_at == now + DAY


def test_a_cancelled_session_may_lie_where_another_is(desk: Desk, add: Factories, now: datetime):
    ada = add.mentee()
    add.session(ada, starts_at=now, state=SessionState.PLANNED)
    cancelled = add.session(ada, starts_at=now + DAY, state=SessionState.CANCELLED)

    desk.do(move_session, session_id=cancelled, starts_at=now, minutes=60, now=now)

    assert held(desk, cancelled).starts_at == now


def test_deleting_leaves_the_other_numbers_and_the_actions_alone(
    desk: Desk, add: Factories, now: datetime
):
    ada = add.mentee()
    first = add.session(ada, starts_at=now - 2 * DAY)
    add.session(ada, starts_at=now - DAY)
    add.action(ada, "Rehearse", session_id=first)
    desk.do(set_session_topics, session_id=first, names=["statistics"])

    changes = desk.do(delete_session, session_id=first)

    assert [row.number for row in rows(desk, ada)] == [2]
    assert changes.did == "Deleted session 1 with Ada Okafor"
    assert changes.areas & Area.ACTIONS
    assert changes.step is not None
    desk.do(undo_step, step_id=changes.step)
    assert [row.topics for row in rows(desk, ada)] == [(), ("statistics",)]


def test_what_is_gone_is_said_to_be_gone(desk: Desk, now: datetime):
    tries = [
        lambda: desk.do(delete_session, session_id=GONE),
        lambda: desk.do(write_session, session_id=GONE, words=SessionWords()),
        lambda: desk.do(set_session_topics, session_id=GONE, names=[]),
        lambda: desk.do(finish_session, session_id=GONE, now=now),
        lambda: desk.do(reopen_session, session_id=GONE),
    ]
    for attempt in tries:
        with pytest.raises(DeskError, match="session is no longer on the desk"):
            attempt()


def test_the_next_session_keeps_the_clock_on_the_wall_across_summer_time():
    before = datetime(2026, 10, 19, 15, tzinfo=BERLIN)

    proposed = propose_next(after=before, cadence_days=14, now=before, zone=BERLIN)

    assert proposed == datetime(2026, 11, 2, 15, tzinfo=BERLIN)
    assert proposed - before.astimezone(UTC) == timedelta(days=14, hours=1)


def test_the_next_session_is_still_to_come():
    before = datetime(2026, 9, 1, 15, tzinfo=UTC)

    for now in (datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 11, 24, 15, tzinfo=UTC)):
        proposed = propose_next(after=before, cadence_days=14, now=now, zone=UTC)

        assert now < proposed <= now + timedelta(days=14)
        assert (proposed - before).days % 14 == 0


def test_a_time_that_the_change_of_clocks_leaves_out_moves_on():
    before = datetime(2026, 3, 22, 2, 30, tzinfo=BERLIN)

    proposed = propose_next(after=before, cadence_days=7, now=before, zone=BERLIN)

    assert proposed.astimezone(BERLIN).hour == 3


def test_a_first_session_is_proposed_for_the_next_day_at_a_full_hour(
    desk: Desk, add: Factories, now: datetime
):
    ada = add.mentee()

    proposed = desk.run(
        propose_session, mentorship_id=ada, now=now + timedelta(minutes=20), zone=UTC
    )

    assert proposed.starts_at == now + DAY + HOUR
    assert (proposed.minutes, proposed.format) == (60, SessionFormat.VIDEO)


@pytest.mark.parametrize(("cadence", "days"), [(7, 7), (None, 14)])
def test_a_session_is_proposed_in_the_rhythm_after_the_latest(
    desk: Desk, add: Factories, now: datetime, cadence: int | None, days: int
):
    ada = add.mentee(cadence_days=cadence)
    add.session(ada, starts_at=now, minutes=45, format=SessionFormat.PHONE)
    add.session(ada, starts_at=now + DAY, state=SessionState.CANCELLED)

    proposed = desk.run(propose_session, mentorship_id=ada, now=now, zone=UTC)

    assert proposed.starts_at == now + days * DAY
    assert (proposed.minutes, proposed.format) == (45, SessionFormat.PHONE)


def test_nothing_is_proposed_for_a_mentorship_that_is_gone(desk: Desk, now: datetime):
    with pytest.raises(NotFoundError, match="mentorship is no longer"):
        desk.run(propose_session, mentorship_id=GONE, now=now)


def test_a_deleted_session_whose_number_was_given_again_comes_back_under_the_next(
    desk: Desk, add: Factories, now: datetime
):
    ada = add.mentee()
    session = add.session(ada)
    deleted = desk.do(delete_session, session_id=session)
    desk.do(plan_session, mentorship_id=ada, starts_at=now + DAY)
    assert deleted.step is not None

    desk.do(undo_step, step_id=deleted.step)

    assert {row.id: row.number for row in rows(desk, ada)}[session] == 2
