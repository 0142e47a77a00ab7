"""Factories: one line for each thing a test needs on the desk."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from mentor_desk.models import (
    Action,
    Base,
    Goal,
    Introduction,
    MentoringSession,
    Mentorship,
    Milestone,
    Party,
    Person,
    PersonTopic,
    ProgressUpdate,
    Resource,
    Share,
)
from mentor_desk.models.kinds import (
    ActionState,
    IntroductionState,
    MentorshipState,
    MilestoneState,
    NeedState,
    OptIn,
    SessionState,
    Side,
    TopicKind,
)
from mentor_desk.models.words import fold
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.people import LINE_FIELDS
from mentor_desk.services.network.topics import topic_named


class Factories:
    """Add things without asking whether the rules of the verbs allow them."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk = desk
        self._now = now
        self._today = now.date()

    def person(self, name: str = "Ada Okafor", **columns: Any) -> int:
        given, _, family = name.rpartition(" ")
        parts = {"given": given or family, "family": family if given else ""}
        values = {**dict.fromkeys(LINE_FIELDS, ""), **parts, **columns}
        person = Person(uid=str(uuid4()), display_name=name, created_at=self._now, **values)
        person.refresh_names()
        with self._desk.work(writes=True) as db:
            db.add(person)
            db.flush()
            return person.id

    def mentor(self, name: str = "Michelle Roy") -> int:
        return self.person(name, is_oneself=True)

    def mentee(self, name: str = "Ada Okafor", **columns: Any) -> int:
        person_id = columns.pop("person_id", None) or self.person(name)
        state = columns.get("state", MentorshipState.ACTIVE)
        started = columns.pop("started_on", date(2026, 2, 3))
        values = {"started_on": started, "state_since": started, "cadence_days": 14, **columns}
        if state in {MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY}:
            values.setdefault("ended_on", self._today)
        return self._add(Mentorship(person_id=person_id, **values))

    def person_of(self, mentorship_id: int) -> int:
        with self._desk.work() as db:
            return db.get_one(Mentorship, mentorship_id).person_id

    def session(self, mentorship_id: int, **columns: Any) -> int:
        with self._desk.work() as db:
            last = select(func.max(MentoringSession.number)).where(
                MentoringSession.mentorship_id == mentorship_id
            )
            number = (db.scalar(last) or 0) + 1
        values = {
            "number": number,
            "starts_at": self._now - timedelta(days=14),
            "state": SessionState.HELD,
            **columns,
        }
        return self._add(MentoringSession(mentorship_id=mentorship_id, **values))

    def goal(self, mentorship_id: int, title: str = "Present the study", **columns: Any) -> int:
        values = {"started_on": date(2026, 9, 1), **columns}
        return self._add(Goal(mentorship_id=mentorship_id, title=title, **values))

    def milestone(self, goal_id: int, title: str = "Deck finished", **columns: Any) -> int:
        done = columns.get("done_on") is not None
        state = MilestoneState.DONE if done else MilestoneState.OPEN
        return self._add(Milestone(goal_id=goal_id, title=title, state=state, **columns))

    def progress(self, goal_id: int, value: int, **columns: Any) -> int:
        values = {"on_day": self._today, **columns}
        return self._add(ProgressUpdate(goal_id=goal_id, value=value, **values))

    def action(self, mentorship_id: int, text: str = "Rehearse", **columns: Any) -> int:
        values = {"made_on": self._today, **columns}
        if values.get("state", ActionState.OPEN) is not ActionState.OPEN:
            values.setdefault("closed_on", self._today)
        return self._add(Action(mentorship_id=mentorship_id, text=text, **values))

    def topic(self, person_id: int, kind: TopicKind, name: str, **columns: Any) -> int:
        with self._desk.work(writes=True) as db:
            topic_id = topic_named(db, name).id
        state = NeedState.OPEN if kind is TopicKind.NEED else None
        values = {"need_state": state, **columns}
        return self._add(PersonTopic(person_id=person_id, topic_id=topic_id, kind=kind, **values))

    def introduction(self, first: int, second: int, **columns: Any) -> int:
        """Add an introduction; `first_party` and `second_party` are columns of the parties."""
        sides = {
            Side.FIRST: (first, columns.pop("first_party", {})),
            Side.SECOND: (second, columns.pop("second_party", {})),
        }
        state = columns.get("state", IntroductionState.IDEA)
        days: dict[str, Any] = {"noted_on": self._today, "state_since": self._today}
        if state in {
            IntroductionState.INTRODUCED,
            IntroductionState.MET,
            IntroductionState.CLOSED,
        }:
            agreed = {
                "opt_in": OptIn.AGREED,
                "asked_on": self._today,
                "answered_on": self._today,
            }
            sides = {side: (who, {**agreed, **more}) for side, (who, more) in sides.items()}
            days["introduced_on"] = self._today
            if state is not IntroductionState.INTRODUCED:
                days["met_on"] = self._today
        introduction_id = self._add(Introduction(**{**days, **columns}))
        for side, (person_id, more) in sides.items():
            self._add(
                Party(introduction_id=introduction_id, person_id=person_id, side=side, **more)
            )
        return introduction_id

    def resource(self, title: str = "Data storytelling", **columns: Any) -> int:
        return self._add(Resource(title=title, folded=fold(title), **columns))

    def share(self, resource_id: int, person_id: int, **columns: Any) -> int:
        values = {"shared_on": self._today, "state_since": self._today, **columns}
        return self._add(Share(resource_id=resource_id, person_id=person_id, **values))

    def _add(self, entity: Base) -> int:
        with self._desk.work(writes=True) as db:
            db.add(entity)
            db.flush()
            return entity.id
