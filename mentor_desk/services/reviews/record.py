"""Read what a review may say: the shareable things of one mentorship in one period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError
from mentor_desk.models import (
    Action,
    Goal,
    Introduction,
    MentoringSession,
    Mentorship,
    Person,
    Resource,
    SessionTopic,
    Share,
    Topic,
)
from mentor_desk.models.kinds import ActionState, Owner, SessionState, ShareDirection
from mentor_desk.reports import records
from mentor_desk.services.reviews import goals as review_goals
from mentor_desk.services.reviews import people as review_people
from mentor_desk.services.reviews.choice import ReviewChoice, Section

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """What the desk holds of one mentorship in a period, shareable or not."""

    mentorship: Mentorship
    person: Person
    sessions: Sequence[MentoringSession]
    goals: Sequence[Goal]
    actions: Sequence[Action]
    introductions: Sequence[Introduction]
    shares: Sequence[tuple[Share, Resource]]


def read_period(db: Db, mentorship_id: int, choice: ReviewChoice, zone: tzinfo | None) -> Period:
    """Return everything of the period; sessions are counted by the days of `zone`.

    None is the zone of this computer, with its summer and winter time.
    """
    mentorship = mentorship_by_id(db, mentorship_id)
    person = person_of(db, mentorship)
    start = datetime.combine(choice.since, time.min, zone).astimezone(UTC)
    end = datetime.combine(choice.until, time.max, zone).astimezone(UTC)
    sessions = db.scalars(
        select(MentoringSession)
        .where(MentoringSession.mentorship_id == mentorship_id)
        .where(MentoringSession.state == SessionState.HELD)
        .where(MentoringSession.starts_at.between(start, end))
        .order_by(MentoringSession.starts_at.desc())
    )
    return Period(
        mentorship,
        person,
        list(sessions),
        review_goals.goals_of_period(db, mentorship_id, choice),
        review_goals.actions_of_period(db, mentorship_id, choice),
        review_people.introductions_of(db, person.id),
        _shares(db, person.id, choice),
    )


def record_of(
    db: Db, period: Period, choice: ReviewChoice, zone: tzinfo | None
) -> tuple[records.ReviewRecord, dict[Section, int]]:
    """Return what the paper says, and how much each section would hold if it is chosen."""
    mentor = db.scalar(select(Person.display_name).where(Person.is_oneself)) or ""
    names = {
        Owner.MENTEE: period.person.given or period.person.display_name,
        Owner.MENTOR: mentor or "Your mentor",
    }
    goals = [each for each in period.goals if review_goals.may_be_shown(each)]
    actions = [
        each
        for each in period.actions
        if not each.is_private and each.state is not ActionState.DROPPED
    ]
    introductions = [each for each in period.introductions if review_people.may_be_shown(each)]
    people = review_people.people_record(introductions, period.person.id, choice)
    goal_records = tuple(review_goals.goal_record(goal, choice) for goal in goals)
    done = tuple(each for each in actions if review_goals.was_done(each, choice))
    open_ = tuple(each for each in actions if not review_goals.was_done(each, choice))
    sessions = tuple(_session_records(db, period.sessions, zone))
    shares = tuple(
        _share_record(*each) for each in period.shares if each[0].direction is ShareDirection.GIVEN
    )
    steps = tuple(records.NextStep(each.text, each.due_on) for each in open_)
    counts = {
        Section.IN_SHORT: int(bool(choice.in_short.strip())),
        Section.GOALS: len(goal_records),
        Section.SESSIONS: len(sessions),
        Section.ACTIONS: len(done),
        Section.PEOPLE: len(people.meetings),
        Section.SHARED: len(shares),
        Section.NEXT: len(steps),
    }
    record = records.ReviewRecord(
        mentee_name=period.person.display_name,
        since=choice.since,
        until=choice.until,
        mentor_name=mentor,
        organisation=period.person.organisation,
        mentored_since=period.mentorship.started_on,
        season=f"{_MONTHS[choice.until.month - 1]} {choice.until.year}",
        figures=_figures(choice, period.sessions, goal_records, (len(done), len(actions)), people),
        in_short=choice.in_short if choice.has(Section.IN_SHORT) else "",
        goals=goal_records if choice.has(Section.GOALS) else None,
        sessions=sessions if choice.has(Section.SESSIONS) else None,
        actions=tuple(review_goals.action_record(each, choice, names) for each in done)
        if choice.has(Section.ACTIONS)
        else None,
        people=people if choice.has(Section.PEOPLE) else None,
        shares=shares if choice.has(Section.SHARED) else None,
        next_steps=steps if choice.has(Section.NEXT) else None,
    )
    return record, counts


def _figures(
    choice: ReviewChoice,
    sessions: Sequence[MentoringSession],
    goals: Sequence[records.GoalRecord],
    actions: tuple[int, int],
    people: records.People,
) -> records.Figures:
    well = {records.GoalState.ON_TRACK, records.GoalState.ACHIEVED}
    has_goals, has_actions = choice.has(Section.GOALS), choice.has(Section.ACTIONS)
    return records.Figures(
        sessions_held=len(sessions),
        minutes=sum(session.minutes for session in sessions),
        goals=len(goals) if has_goals else None,
        goals_on_track=sum(goal.state in well for goal in goals) if has_goals else None,
        actions=actions[1] if has_actions else None,
        actions_done=actions[0] if has_actions else None,
        people_met=len(people.meetings) if choice.has(Section.PEOPLE) else None,
    )


def _session_records(
    db: Db, sessions: Sequence[MentoringSession], zone: tzinfo | None
) -> list[records.SessionRecord]:
    query = (
        select(SessionTopic.session_id, Topic.name)
        .join(SessionTopic.topic)
        .where(SessionTopic.session_id.in_([session.id for session in sessions]))
        .order_by(SessionTopic.position, SessionTopic.id)
    )
    topics: dict[int, list[str]] = {}
    for session_id, name in db.execute(query):
        topics.setdefault(session_id, []).append(name)
    return [
        records.SessionRecord(
            held_on=session.starts_at.astimezone(zone).date(),
            minutes=session.minutes,
            topics=_as_title(", ".join(topics.get(session.id, []))),
            notes=session.shared_notes,
            number=session.number,
        )
        for session in sessions
    ]


def _as_title(words: str) -> str:
    return words[:1].upper() + words[1:]


def _shares(db: Db, person_id: int, choice: ReviewChoice) -> list[tuple[Share, Resource]]:
    query = (
        select(Share, Resource)
        .join(Share.resource)
        .where(Share.person_id == person_id, Share.shared_on <= choice.until)
        .where((Share.shared_on >= choice.since) | (Share.state_since >= choice.since))
        .order_by(Share.shared_on.desc(), Share.id.desc())
    )
    return [(share, resource) for share, resource in db.execute(query)]


def _share_record(share: Share, resource: Resource) -> records.ShareRecord:
    return records.ShareRecord(
        title=resource.title,
        kind=resource.kind.value.capitalize(),
        state=share.state.value,
        day=share.state_since,
        remark=share.response,
    )


def mentorship_by_id(db: Db, mentorship_id: int) -> Mentorship:
    """Return a mentorship. Raises NotFoundError."""
    mentorship = db.get(Mentorship, mentorship_id)
    if mentorship is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    return mentorship


def person_of(db: Db, mentorship: Mentorship) -> Person:
    """Return the mentee of a mentorship."""
    return db.get_one(Person, mentorship.person_id)
