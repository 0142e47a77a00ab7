"""What a progress review says: plain values, already filtered, read from the desk by a service.

Whatever stands in a record is printed and leaves the desk. Whether it may is decided before.
Days are dates of the mentor's calendar; percent runs from 0 to 100; lengths are minutes.
Texts are what people wrote, unescaped; `notes`, `in_short` and `why` are Markdown, all others are
plain. A section left at None is left out of the paper; one that is there and empty says so.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Paper(Enum):
    """The size of a sheet."""

    A4 = "a4"
    LETTER = "letter"


class GoalState(Enum):
    """How a goal stands; the value is the word that is printed."""

    ON_TRACK = "on track"
    SLOW = "slower than planned"
    OVERDUE = "overdue"
    ACHIEVED = "achieved"
    PARTLY_ACHIEVED = "partly achieved"
    DEFERRED = "deferred"
    DROPPED = "dropped"
    DRAFT = "being agreed"


class ActionState(Enum):
    """How a promise stands; the value is the word that is printed."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Figures:
    """The row of numbers under the name; a pair at None, or a whole of 0, is left out."""

    sessions_held: int
    minutes: int
    goals: int | None = None
    goals_on_track: int | None = None
    actions: int | None = None
    actions_done: int | None = None
    people_met: int | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of a goal, with the day it was done, if it is."""

    title: str
    is_done: bool = False
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a goal stood at on a day, in percent."""

    day: date
    percent: float


@dataclass(frozen=True, slots=True)
class GoalRecord:
    """A goal: where it stands, how it came there, and where the plan would have it.

    `value` replaces "80%" beside the bar when the goal is measured otherwise ("12 of 40 pages",
    "T 63.7"). `percent` None draws no bar. `history` is oldest first and may reach back before
    the period. `planned` is the plan's line, from its first to its last reading; empty: no line.
    `percent_before` is the value when the period began, for "progress then and now".
    """

    title: str
    state: GoalState
    why: str = ""
    percent: float | None = None
    value: str = ""
    percent_before: float | None = None
    target: date | None = None
    milestones: tuple[Milestone, ...] = ()
    history: tuple[Reading, ...] = ()
    planned: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session held: `topics` is the bold beginning, `notes` are the shared notes after it."""

    held_on: date
    minutes: int
    topics: str = ""
    notes: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """A promise made. `owner` is the name to print."""

    text: str
    state: ActionState
    owner: str = ""
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """Somebody the mentee was introduced to, who agreed to it.

    `because` is the reason told to the mentee, `outcome` what came of it in the mentee's words.
    """

    name: str
    because: str = ""
    introduced_on: date | None = None
    met_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: through `label` ("survey design", "led on to") to `name`."""

    name: str
    label: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class People:
    """The section of people met: a line for each, and chains that begin at the mentee.

    A chain is drawn from the mentee through its links from left to right: what an introduction
    led on to stands to the right of it.
    """

    meetings: tuple[MeetingRecord, ...] = ()
    chains: tuple[tuple[Link, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ShareRecord:
    """A resource given to the mentee: what kind ("Course"), how it stands ("finished"), since when.

    `remark` is what they made of it, printed as a quotation.
    """

    title: str
    kind: str = ""
    state: str = ""
    day: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something ahead, with the day it is meant for."""

    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """Everything a progress review says.

    `season` stands in the footer ("Autumn 2026"). `mentor_name` empty prints "Prepared by your
    mentor". `since` and `until` are the first and last day of the period, both included.
    """

    mentee_name: str
    since: date
    until: date
    mentor_name: str = ""
    organisation: str = ""
    mentored_since: date | None = None
    season: str = ""
    figures: Figures | None = None
    in_short: str = ""
    goals: tuple[GoalRecord, ...] | None = None
    sessions: tuple[SessionRecord, ...] | None = None
    actions: tuple[ActionRecord, ...] | None = None
    people: People | None = None
    shares: tuple[ShareRecord, ...] | None = None
    next_steps: tuple[NextStep, ...] | None = None
