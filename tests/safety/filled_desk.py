"""A desk on which every column that can hold words holds a word of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import LargeBinary, inspect

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
    Photo,
    ProgressUpdate,
    Resource,
    Review,
    SessionTopic,
    Share,
    Topic,
    Way,
)
from mentor_desk.models.kinds import (
    ActionState,
    GoalState,
    IntroductionState,
    MentorshipState,
    MilestoneState,
    NeedState,
    OptIn,
    ReviewState,
    SessionState,
    ShareDirection,
    Side,
    TopicKind,
    TopicLevel,
    WayKind,
)
from mentor_desk.models.words import fold
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.listing import oneself
from tests.safety.privacy import PRIVACY, Privacy, columns_with_words

CONNECTED = {IntroductionState.INTRODUCED, IntroductionState.MET, IntroductionState.CLOSED}

# What the word is for: "goals.title" of "ada".
Word = Callable[[str, str], str]


class FilledDesk:
    """Two mentees and everybody around them; `word` says what stands in each column of whom.

    Whose things are called "ada" may enter Ada's review, as far as their column may; whatever
    belongs to "ada, ..." is hers and must not; the rest is about others. `whose` keeps every
    word that was asked for. Things happen between `start` and `today`, most two weeks ago.
    """

    def __init__(self, desk: Desk, word: Word, now: datetime) -> None:
        self._word = word
        self._now = now
        self.today = now.date()
        self.start = self.today - timedelta(days=83)
        self._lately = self.today - timedelta(days=14)
        self.whose: dict[tuple[str, str], str] = {}
        with desk.work(writes=True) as self._db:
            self._fill()

    def _fill(self) -> None:
        known = oneself(self._db)
        self.mentor = known.id if known else self.person("mentor", is_oneself=True)
        self.ada_person = self.person("ada")
        self.ada = self.mentorship("ada", self.ada_person)
        self.other_person = self.person("other")
        self.other = self.mentorship("other", self.other_person)
        for whom, mentorship, person in (
            ("ada", self.ada, self.ada_person),
            ("other", self.other, self.other_person),
        ):
            self._add_sessions(whom, mentorship)
            self._add_goals(whom, mentorship)
            self._add_actions(whom, mentorship)
            self._add_reviews(whom, mentorship)
            self._add_shares(whom, person)
            self._add_topics(whom, person)
        self._add_introductions()

    def person(self, whom: str, **columns: Any) -> int:
        made = self._filled(
            Person, whom, uid=str(uuid4()), created_at=self._now, met_on=self.start, **columns
        )
        made.refresh_names()
        person_id = self._keep(made)
        for kind in WayKind:
            self.add(Way, f"{whom}, {kind}", person_id=person_id, kind=kind)
        self.add(Photo, whom, person_id=person_id)
        return person_id

    def mentorship(self, whom: str, person_id: int) -> int:
        return self.add(
            Mentorship,
            whom,
            person_id=person_id,
            state=MentorshipState.ACTIVE,
            state_since=self.start,
            started_on=self.start,
            cadence_days=14,
        )

    def add(self, entity: type[Base], whom: str, /, **columns: Any) -> int:
        return self._keep(self._filled(entity, whom, **columns))

    def _filled(self, entity: type[Any], whom: str, /, **columns: Any) -> Any:
        made = entity(**columns)
        names = columns_with_words()
        for column in inspect(entity).columns:
            key = f"{column.table.name}.{column.name}"
            if key not in names or column.key in columns or PRIVACY.get(key) is Privacy.OURS:
                continue
            word = self._word(key, whom)
            self.whose[key, whom] = word
            is_binary = isinstance(column.type, LargeBinary)
            setattr(made, column.key, word.encode() if is_binary else word)
        return made

    def _keep(self, made: Base) -> int:
        self._db.add(made)
        self._db.flush()
        return made.id

    def _add_sessions(self, whom: str, mentorship: int) -> None:
        states = {
            whom: (SessionState.HELD, self._now - timedelta(days=14)),
            f"{whom}, long ago": (SessionState.HELD, self._now - timedelta(days=200)),
            f"{whom}, missed": (SessionState.MISSED, self._now - timedelta(days=20)),
            f"{whom}, cancelled": (SessionState.CANCELLED, self._now - timedelta(days=30)),
            f"{whom}, planned": (SessionState.PLANNED, self._now + timedelta(days=3)),
        }
        for number, (which, (state, starts_at)) in enumerate(states.items(), start=1):
            session = self.add(
                MentoringSession,
                which,
                mentorship_id=mentorship,
                number=number,
                starts_at=starts_at,
                state=state,
            )
            topic = self._topic(which)
            self.add(SessionTopic, which, session_id=session, topic_id=topic)

    def _topic(self, whom: str) -> int:
        word = self._word("topics.name", whom)
        self.whose["topics.name", whom] = word
        return self._keep(Topic(name=word, folded=fold(word)))

    def _add_goals(self, whom: str, mentorship: int) -> None:
        kinds: dict[str, dict[str, Any]] = {
            whom: {},
            f"{whom}, private goal": {"is_private": True},
            f"{whom}, draft goal": {"state": GoalState.DRAFT},
            f"{whom}, later goal": {"started_on": self.today + timedelta(days=30)},
        }
        for which, more in kinds.items():
            values = {"started_on": self.start, **more}
            goal = self.add(Goal, which, mentorship_id=mentorship, **values)
            for state, day in ((MilestoneState.OPEN, None), (MilestoneState.DONE, self._lately)):
                step = which if state is MilestoneState.OPEN else f"{which}!"
                self.add(Milestone, step, goal_id=goal, state=state, done_on=day)
            for value, day in ((20, self.start), (60, self._lately)):
                update = f"{which}, {value}"
                self.add(ProgressUpdate, update, goal_id=goal, value=value, on_day=day)

    def _add_actions(self, whom: str, mentorship: int) -> None:
        done = {"state": ActionState.DONE, "closed_on": self._lately}
        kinds: dict[str, dict[str, Any]] = {
            whom: {"due_on": self.today + timedelta(days=7)},
            f"{whom}!": done,
            f"{whom}, private action": {"is_private": True},
            f"{whom}, private done action": {"is_private": True, **done},
            f"{whom}, dropped action": {"state": ActionState.DROPPED, "closed_on": self._lately},
        }
        for which, more in kinds.items():
            self.add(Action, which, mentorship_id=mentorship, made_on=self.start, **more)

    def _add_reviews(self, whom: str, mentorship: int) -> None:
        period = {"since": self.start, "until": self._lately, "mentorship_id": mentorship}
        self.add(
            Review,
            f"{whom}, issued",
            state=ReviewState.ISSUED,
            issued_at=self._now - timedelta(days=10),
            sha256="0" * 64,
            **period,
        )

    def _add_shares(self, whom: str, person_id: int) -> None:
        for which, direction in (
            (whom, ShareDirection.GIVEN),
            (f"{whom}, received", ShareDirection.RECEIVED),
        ):
            word = self._word("resources.title", which)
            resource = self.add(Resource, which, folded=fold(word))
            self.add(
                Share,
                which,
                resource_id=resource,
                person_id=person_id,
                direction=direction,
                shared_on=self._lately,
                state_since=self._lately,
            )

    def _add_topics(self, whom: str, person_id: int) -> None:
        kinds: dict[TopicKind, dict[str, Any]] = {
            TopicKind.INTEREST: {"level": TopicLevel.HIGH},
            TopicKind.EXPERTISE: {"level": TopicLevel.EXPERT},
            TopicKind.NEED: {"need_state": NeedState.OPEN, "noted_on": self.start},
        }
        for kind, more in kinds.items():
            topic = self._topic(f"{whom}, {kind}")
            self.add(PersonTopic, whom, person_id=person_id, topic_id=topic, kind=kind, **more)

    def _add_introductions(self) -> None:
        met = self._introduce("ada", IntroductionState.MET)
        # Ada is the second side here, and it grew from the first.
        self._introduce("ada!", IntroductionState.INTRODUCED, grew_from_id=met, ada_second=True)
        hidden = None
        for state in IntroductionState:
            if state not in CONNECTED:
                hidden = self._introduce(f"ada, {state}", state, grew_from_id=hidden)
        self._introduce(
            "ada, half agreed", IntroductionState.MET, second={"opt_in": OptIn.NOT_ASKED}
        )
        self._introduce("other", IntroductionState.MET, person_id=self.other_person)

    def _introduce(
        self,
        whom: str,
        state: IntroductionState,
        *,
        person_id: int | None = None,
        second: dict[str, Any] | None = None,
        ada_second: bool = False,
        grew_from_id: int | None = None,
    ) -> int:
        them = self.person(_them(whom))
        connected = state in CONNECTED
        has_met = connected and state is not IntroductionState.INTRODUCED
        introduction = self.add(
            Introduction,
            whom,
            state=state,
            state_since=self._lately,
            noted_on=self.start,
            introduced_on=self._lately if connected else None,
            met_on=self._lately if has_met else None,
            topic_id=self._topic(f"{whom}, topic"),
            grew_from_id=grew_from_id,
        )
        sides = (Side.SECOND, Side.FIRST) if ada_second else (Side.FIRST, Side.SECOND)
        answers = self._agreed() if connected else {}
        for side, party, who, more in (
            (sides[0], whom, person_id or self.ada_person, answers),
            (sides[1], _them(whom), them, second if second is not None else answers),
        ):
            self.add(Party, party, introduction_id=introduction, side=side, person_id=who, **more)
        return introduction

    def _agreed(self) -> dict[str, Any]:
        return {"opt_in": OptIn.AGREED, "asked_on": self.start, "answered_on": self.start}


def _them(whom: str) -> str:
    return f"met by {whom}"
