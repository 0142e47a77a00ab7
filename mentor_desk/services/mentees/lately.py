"""What happened lately with a mentee: sessions, goals, introductions and shares in one list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from mentor_desk.models.kinds import ResourceKind, SessionFormat
from mentor_desk.services.goals.listing import GoalRow
from mentor_desk.storage.reading import Reader

MOST = 6

_SESSIONS = """
    SELECT id, starts_at, number, minutes, format FROM sessions
    WHERE mentorship_id = :mentorship AND state = 'held' ORDER BY starts_at DESC LIMIT :most
"""
_INTRODUCTIONS = """
    SELECT introductions.id, introductions.{day}, people.id, display_name
    FROM parties AS theirs
    JOIN introductions ON introductions.id = theirs.introduction_id
    JOIN parties AS others ON others.introduction_id = introductions.id
    JOIN people ON people.id = others.person_id
    WHERE theirs.person_id = :person AND others.person_id <> :person
          AND introductions.{day} IS NOT NULL
    ORDER BY introductions.{day} DESC LIMIT :most
"""
_FINISHED = """
    SELECT shares.id, state_since, title, kind FROM shares
    JOIN resources ON resources.id = resource_id
    WHERE person_id = :person AND state = 'finished' ORDER BY state_since DESC LIMIT :most
"""


class LatelyKind(StrEnum):
    """What kind of thing happened."""

    SESSION = "session"
    GOAL = "goal"
    INTRODUCED = "introduced"
    MET = "met"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class LatelyRow:
    """One thing that happened; `id` is that of the session, goal, introduction or share.

    `words` is the title of the goal or resource, or the name of the person met, whose id is
    `person_id`. A session has number, minutes and format; a goal went from `before` to `after`,
    and may be private.
    """

    kind: LatelyKind
    on_day: date
    id: int
    words: str = ""
    person_id: int | None = None
    number: int = 0
    minutes: int = 0
    format: SessionFormat | None = None
    before: int = 0
    after: int = 0
    resource_kind: ResourceKind | None = None
    is_private: bool = False


def lately(
    reader: Reader,
    *,
    mentorship_id: int,
    person_id: int,
    goals: Iterable[GoalRow],
    most: int = MOST,
) -> tuple[LatelyRow, ...]:
    """Return the latest things that happened, newest first, at most `most`."""
    rows = [
        *_sessions(reader, mentorship_id, most),
        *_moves(goals),
        *_introductions(reader, person_id, most),
        *_finished(reader, person_id, most),
    ]
    rows.sort(key=lambda row: row.on_day, reverse=True)
    return tuple(rows[:most])


def _sessions(reader: Reader, mentorship_id: int, most: int) -> list[LatelyRow]:
    return [
        LatelyRow(
            LatelyKind.SESSION,
            datetime.fromisoformat(held).replace(tzinfo=UTC).astimezone().date(),
            each,
            number=number,
            minutes=minutes,
            format=SessionFormat(form),
        )
        for each, held, number, minutes, form in reader.rows(
            _SESSIONS, mentorship=mentorship_id, most=most
        )
    ]


def _moves(goals: Iterable[GoalRow]) -> list[LatelyRow]:
    return [
        LatelyRow(
            LatelyKind.GOAL,
            update.on_day,
            goal.id,
            words=goal.title,
            before=update.before,
            after=update.value,
            is_private=goal.is_private,
        )
        for goal in goals
        for update in goal.updates
        if update.before != update.value
    ]


def _introductions(reader: Reader, person_id: int, most: int) -> list[LatelyRow]:
    rows: list[LatelyRow] = []
    for kind, day in ((LatelyKind.INTRODUCED, "introduced_on"), (LatelyKind.MET, "met_on")):
        found = reader.rows(_INTRODUCTIONS.format(day=day), person=person_id, most=most)
        rows += [
            LatelyRow(kind, date.fromisoformat(on_day), each, words=name, person_id=other)
            for each, on_day, other, name in found
        ]
    return rows


def _finished(reader: Reader, person_id: int, most: int) -> list[LatelyRow]:
    return [
        LatelyRow(
            LatelyKind.FINISHED,
            date.fromisoformat(since),
            each,
            words=title,
            resource_kind=ResourceKind(kind),
        )
        for each, since, title, kind in reader.rows(_FINISHED, person=person_id, most=most)
    ]
