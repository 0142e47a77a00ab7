"""What happened lately with a mentee: sessions, goals, introductions and shares in one list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import aliased

from mentor_desk.models import Introduction, MentoringSession, Party, Person, Resource, Share
from mentor_desk.models.kinds import ResourceKind, SessionFormat, SessionState, ShareState
from mentor_desk.services.goal_list import GoalRow

MOST = 6


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
    `person_id`. A session has number, minutes and format; a goal went from `before` to `after`.
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


def lately(
    db: Db, *, mentorship_id: int, person_id: int, goals: Iterable[GoalRow], most: int = MOST
) -> tuple[LatelyRow, ...]:
    """Return the latest things that happened, newest first, at most `most`."""
    rows = [
        *_sessions(db, mentorship_id, most),
        *_moves(goals),
        *_introductions(db, person_id, most),
        *_finished(db, person_id, most),
    ]
    rows.sort(key=lambda row: row.on_day, reverse=True)
    return tuple(rows[:most])


def _sessions(db: Db, mentorship_id: int, most: int) -> list[LatelyRow]:
    query = (
        select(MentoringSession)
        .where(
            MentoringSession.mentorship_id == mentorship_id,
            MentoringSession.state == SessionState.HELD,
        )
        .order_by(MentoringSession.starts_at.desc())
        .limit(most)
    )
    return [
        LatelyRow(
            LatelyKind.SESSION,
            held.starts_at.astimezone().date(),
            held.id,
            number=held.number,
            minutes=held.minutes,
            format=held.format,
        )
        for held in db.scalars(query)
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
        )
        for goal in goals
        for update in goal.updates
        if update.before != update.value
    ]


def _introductions(db: Db, person_id: int, most: int) -> list[LatelyRow]:
    theirs, others = aliased(Party), aliased(Party)
    rows: list[LatelyRow] = []
    for kind, day in (
        (LatelyKind.INTRODUCED, Introduction.introduced_on),
        (LatelyKind.MET, Introduction.met_on),
    ):
        query = (
            select(Introduction.id, day, Person.id, Person.display_name)
            .join(theirs, theirs.introduction_id == Introduction.id)
            .join(others, others.introduction_id == Introduction.id)
            .join(Person, Person.id == others.person_id)
            .where(theirs.person_id == person_id, others.person_id != person_id, day.is_not(None))
            .order_by(day.desc())
            .limit(most)
        )
        rows += [
            LatelyRow(kind, on_day, each, words=name, person_id=other)
            for each, on_day, other, name in db.execute(query)
            if on_day is not None
        ]
    return rows


def _finished(db: Db, person_id: int, most: int) -> list[LatelyRow]:
    query = (
        select(Share.id, Share.state_since, Resource.title, Resource.kind)
        .join(Share.resource)
        .where(Share.person_id == person_id, Share.state == ShareState.FINISHED)
        .order_by(Share.state_since.desc())
        .limit(most)
    )
    return [
        LatelyRow(LatelyKind.FINISHED, since, each, words=title, resource_kind=kind)
        for each, since, title, kind in db.execute(query)
    ]
