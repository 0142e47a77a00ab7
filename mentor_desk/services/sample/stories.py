"""Put the hand-made mentorships on the desk: sessions, promises, shared things, reviews."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy.orm import Session as Db

from mentor_desk.models import (
    Action,
    MentoringSession,
    Mentorship,
    Resource,
    Review,
    SessionTopic,
    Share,
)
from mentor_desk.models.kinds import (
    ActionState,
    MentorshipKind,
    MentorshipState,
    Owner,
    ResourceKind,
    ReviewState,
    SessionFormat,
    SessionState,
    ShareDirection,
    ShareState,
)
from mentor_desk.models.words import fold
from mentor_desk.services.reviews.choice import Section
from mentor_desk.services.sample.days import StoryDays
from mentor_desk.services.sample.entries import Entry
from mentor_desk.services.sample.goals import write_goals
from mentor_desk.services.sample.people import Topics

_NOTES = {
    "agenda": "agenda",
    "shared": "shared_notes",
    "private": "private_notes",
    "learned": "learned",
    "ask": "ask_next",
}


@dataclass(slots=True)
class Telling:
    """What is known while the stories are told: days, topics, people, sessions so far."""

    db: Db
    days: StoryDays
    topics: Topics
    people: dict[str, int]
    sessions_left: int
    sessions: dict[tuple[str, date], int] = field(default_factory=dict)
    resources: dict[tuple[str, str], int] = field(default_factory=dict)


def write_mentee(telling: Telling, story: Entry) -> None:
    """Add one mentorship and everything in it, with as many sessions as are left to tell."""
    db, days = telling.db, telling.days
    name = story["person"]["name"]
    mentorship = _mentorship(story["mentorship"], telling.people[name], days)
    db.add(mentorship)
    db.flush()
    on_days = _write_sessions(telling, story, mentorship.id)
    write_goals(db, story.get("goal", ()), mentorship.id, days=days, on_days=on_days)
    for share in story.get("share", ()):
        _write_share(telling, share, telling.people[name], on_days)
    db.add_all(_review(each, mentorship.id, name, days) for each in story.get("review", ()))
    db.flush()


def _mentorship(told: Entry, person_id: int, days: StoryDays) -> Mentorship:
    return Mentorship(
        person_id=person_id,
        kind=MentorshipKind(told.get("kind", MentorshipKind.ONE_TO_ONE)),
        state=MentorshipState(told["state"]),
        state_since=days.day(told.get("since") or told["started"]),
        purpose=told["purpose"],
        agreement=told.get("agreement", "").strip(),
        cadence_days=told.get("cadence"),
        started_on=days.day(told["started"]),
        ended_on=days.day(told["ended"]) if "ended" in told else None,
    )


def _write_sessions(telling: Telling, story: Entry, mentorship_id: int) -> dict[date, int]:
    told = story.get("session", [])[: telling.sessions_left]
    telling.sessions_left -= len(told)
    on_days: dict[date, int] = {}
    for number, each in enumerate(told, start=1):
        session = _session(each, number, mentorship_id, telling.days)
        telling.db.add(session)
        telling.db.flush()
        told_on = each["at"].date()
        telling.sessions[story["person"]["name"], told_on] = session.id
        on_days[told_on] = session.id
        for position, name in enumerate(each.get("topics", ())):
            topic = telling.topics.named(name)
            telling.db.add(
                SessionTopic(session_id=session.id, topic_id=topic.id, position=position)
            )
        for action in each.get("action", ()):
            telling.db.add(_action(action, told_on, session.id, mentorship_id, telling.days))
    return on_days


def _session(told: Entry, number: int, mentorship_id: int, days: StoryDays) -> MentoringSession:
    return MentoringSession(
        mentorship_id=mentorship_id,
        number=number,
        starts_at=days.moment(told["at"]),
        minutes=told.get("minutes", 60),
        format=SessionFormat(told.get("how", SessionFormat.VIDEO)),
        state=SessionState(told.get("state", SessionState.HELD)),
        **{column: told.get(key, "").strip() for key, column in _NOTES.items()},
    )


def _action(
    told: Entry, made_on: date, session_id: int, mentorship_id: int, days: StoryDays
) -> Action:
    action = Action(
        mentorship_id=mentorship_id,
        session_id=session_id,
        owner=Owner(told.get("owner", Owner.MENTEE)),
        text=told["text"],
        due_on=days.exact(told["due"]) if "due" in told else None,
        made_on=days.day(made_on),
        is_private=told.get("private", False),
        state=ActionState.OPEN,
    )
    for state in (ActionState.DONE, ActionState.DROPPED):
        if state.value in told:
            action.become(state, days.day(told[state.value]))
    return action


def _write_share(telling: Telling, told: Entry, person_id: int, on_days: dict[date, int]) -> None:
    days = telling.days
    telling.db.add(
        Share(
            resource_id=_resource(telling, told),
            person_id=person_id,
            session_id=on_days.get(told["on"]),
            direction=ShareDirection(told.get("direction", ShareDirection.GIVEN)),
            shared_on=days.day(told["on"]),
            state=ShareState(told.get("state", ShareState.SUGGESTED)),
            state_since=days.day(told.get("since") or told["on"]),
            response=told.get("response", ""),
            remark=told.get("remark", ""),
        )
    )


def _resource(telling: Telling, told: Entry) -> int:
    known = fold(told["title"]), told["kind"]
    if known not in telling.resources:
        resource = Resource(
            title=told["title"],
            folded=known[0],
            kind=ResourceKind(told["kind"]),
            author=told.get("author", ""),
            link=told.get("link", ""),
        )
        telling.db.add(resource)
        telling.db.flush()
        telling.resources[known] = resource.id
    return telling.resources[known]


def _review(told: Entry, mentorship_id: int, name: str, days: StoryDays) -> Review:
    issued = days.day(told["issued"])
    return Review(
        mentorship_id=mentorship_id,
        since=days.day(told["since"]),
        until=days.day(told["until"]),
        state=ReviewState.ISSUED,
        in_short=told["in_short"].strip(),
        sections=",".join(section.value for section in Section),
        pages=told["pages"],
        sha256=hashlib.sha256(f"{name} {issued}".encode()).hexdigest(),
        file_name=f"Progress review {name} {issued}.pdf",
        given_to=name,
        issued_at=datetime.combine(issued, time(16, 40)).astimezone(),
    )
