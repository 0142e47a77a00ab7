"""Every enumeration of the desk: the words of the field and their states."""

from enum import StrEnum


class WayKind(StrEnum):
    """A way to reach somebody, or a place of theirs in the web."""

    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    CHAT = "chat"
    OTHER = "other"


class TopicKind(StrEnum):
    """How a person stands to a topic: cares about it, can give it, is looking for it."""

    INTEREST = "interest"
    EXPERTISE = "expertise"
    NEED = "need"


class TopicLevel(StrEnum):
    """Levels of RFC 6715: the first three of an interest, the last three of an expertise."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    BEGINNER = "beginner"
    AVERAGE = "average"
    EXPERT = "expert"


class NeedState(StrEnum):
    """What became of a need."""

    OPEN = "open"
    IN_HAND = "in hand"
    MET = "met"
    WITHDRAWN = "withdrawn"


class MentorshipKind(StrEnum):
    """The form of a mentorship."""

    ONE_TO_ONE = "one-to-one"
    PEER = "peer"
    GROUP = "group"
    REVERSE = "reverse"


class MentorshipState(StrEnum):
    """Prospective -> active <-> paused -> completed or ended early."""

    PROSPECTIVE = "prospective"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ENDED_EARLY = "ended early"


class SessionFormat(StrEnum):
    """How a session takes place."""

    IN_PERSON = "in person"
    VIDEO = "video"
    PHONE = "phone"


class SessionState(StrEnum):
    """Planned -> held, cancelled or missed."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    MISSED = "missed"


class Owner(StrEnum):
    """Whose an action or a judgement is."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class ActionState(StrEnum):
    """Open -> done or dropped."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class GoalState(StrEnum):
    """Draft -> active -> achieved, partly achieved, deferred or dropped."""

    DRAFT = "draft"
    ACTIVE = "active"
    ACHIEVED = "achieved"
    PARTLY_ACHIEVED = "partly achieved"
    DEFERRED = "deferred"
    DROPPED = "dropped"


class GoalMeasure(StrEnum):
    """What the progress of a goal is read from."""

    PERCENT = "percent"
    MILESTONES = "milestones"


class GoalPace(StrEnum):
    """How a goal stands today; computed, never kept."""

    DRAFT = "draft"
    ON_TRACK = "on track"
    SLOW = "slow"
    OVERDUE = "overdue"
    CLOSED = "closed"


class MilestoneState(StrEnum):
    """Open -> done."""

    OPEN = "open"
    DONE = "done"


class IntroductionState(StrEnum):
    """Idea -> asking -> introduced -> met -> closed; declined or withdrawn on the way."""

    IDEA = "idea"
    ASKING = "asking"
    INTRODUCED = "introduced"
    MET = "met"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """One of the two sides of an introduction."""

    FIRST = "first"
    SECOND = "second"


class OptIn(StrEnum):
    """What a party answered when asked whether it would like to be introduced."""

    NOT_ASKED = "not asked"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class ResourceKind(StrEnum):
    """Something worth knowing."""

    COURSE = "course"
    ARTICLE = "article"
    BOOK = "book"
    VIDEO = "video"
    TALK = "talk"
    TOOL = "tool"


class ShareDirection(StrEnum):
    """Whether the mentor gave the resource or was given it."""

    GIVEN = "given"
    RECEIVED = "received"


class ShareState(StrEnum):
    """Suggested -> started -> finished or set aside."""

    SUGGESTED = "suggested"
    STARTED = "started"
    FINISHED = "finished"
    SET_ASIDE = "set aside"


class ReviewState(StrEnum):
    """Drafted -> issued."""

    DRAFTED = "drafted"
    ISSUED = "issued"


class Paper(StrEnum):
    """The size of the page."""

    A4 = "a4"
    LETTER = "letter"
