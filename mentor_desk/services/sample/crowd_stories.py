"""Put mentorships of a crowd on the desk, with sessions over years."""

from collections.abc import Sequence
from datetime import datetime, time

from mentor_desk.models import MentoringSession, Mentorship, SessionTopic
from mentor_desk.models.kinds import (
    MentorshipKind,
    MentorshipState,
    SessionFormat,
    SessionState,
)
from mentor_desk.services.sample.crowd import Crowd
from mentor_desk.services.sample.crowd_goals import add_actions, add_goals
from mentor_desk.services.sample.crowd_people import Host
from mentor_desk.services.sample.crowd_spans import Span, sizes, span_for

FIRST_HOUR, LAST_HOUR = 8, 17
HELD_SHARE = 0.92


def write_crowd_sessions(crowd: Crowd, sessions: int, hosts: Sequence[Host]) -> None:
    """Add so many sessions, in mentorships with the first of these hosts."""
    told = made = 0
    for host, size in zip(hosts, sizes(sessions, len(hosts), crowd.chance), strict=False):
        _add_mentorship(crowd, host, span_for(crowd, host, size))
        made += size
        if crowd.rows.is_full:
            crowd.rows.flush()
            crowd.counted.add(made - told)
            told = made
    crowd.rows.flush()
    crowd.counted.add(made - told)


def _add_mentorship(crowd: Crowd, host: Host, span: Span) -> None:
    is_active = span.state is MentorshipState.ACTIVE
    mentorship_id = crowd.rows.add(
        Mentorship,
        person_id=host.person_id,
        kind=crowd.pick(*MentorshipKind),
        state=span.state,
        state_since=span.days[0] if is_active else span.days[-1],
        purpose=crowd.word("purposes"),
        agreement="",
        cadence_days=span.cadence_days,
        started_on=min(span.days[0], crowd.today),
        ended_on=span.days[-1] if span.is_over else None,
    )
    hour = time(crowd.chance.randint(FIRST_HOUR, LAST_HOUR), crowd.pick(0, 15, 30, 45))
    how = crowd.pick(*SessionFormat)
    session_ids = [
        _add_session(crowd, mentorship_id, number, datetime.combine(day, hour), how)
        for number, day in enumerate(span.days, start=1)
    ]
    add_goals(crowd, mentorship_id, span)
    add_actions(crowd, mentorship_id, session_ids[-1], span)


def _add_session(
    crowd: Crowd, mentorship_id: int, number: int, at: datetime, how: SessionFormat
) -> int:
    state = _state(crowd, at)
    was_held, is_planned = state is SessionState.HELD, state is SessionState.PLANNED
    session_id = crowd.rows.add(
        MentoringSession,
        mentorship_id=mentorship_id,
        number=number,
        starts_at=at.astimezone(),
        minutes=crowd.pick(30, 45, 50, 60, 60, 75),
        format=how,
        state=state,
        agenda=crowd.word("asks") if is_planned else "",
        shared_notes=crowd.shared_notes() if was_held else "",
        private_notes=crowd.word("privately") if was_held and number % 4 == 0 else "",
        learned=crowd.word("learned") if was_held and number % 2 else "",
        ask_next=crowd.word("asks") if was_held else "",
    )
    if was_held and number % 3 == 1:
        topic_id = crowd.chance.choice(crowd.topic_ids)
        crowd.rows.add(SessionTopic, session_id=session_id, topic_id=topic_id, position=0)
    return session_id


def _state(crowd: Crowd, at: datetime) -> SessionState:
    if at.date() >= crowd.today:
        return SessionState.PLANNED
    if crowd.chance.random() < HELD_SHARE:
        return SessionState.HELD
    return crowd.pick(SessionState.CANCELLED, SessionState.MISSED)
