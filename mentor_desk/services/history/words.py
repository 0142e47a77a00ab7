"""What the history calls things: the kinds of records and their fields, in the mentor's words."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of record that the history speaks of."""

    PERSON = "person"
    WAY = "way to reach"
    PHOTO = "photo"
    TOPIC = "topic"
    PERSON_TOPIC = "topic of a person"
    MENTORSHIP = "mentorship"
    SESSION = "session"
    SESSION_TOPIC = "topic of a session"
    GOAL = "goal"
    MILESTONE = "milestone"
    PROGRESS = "progress update"
    ACTION = "action"
    INTRODUCTION = "introduction"
    PARTY = "side of an introduction"
    RESOURCE = "resource"
    SHARE = "share"
    REVIEW = "review"
    ABOUT = "desk"


@dataclass(frozen=True, slots=True)
class Count:
    """How many records of one kind."""

    kind: Kind
    number: int

    def in_words(self) -> str:
        """Return "1 person" or "214 people"."""
        return f"{self.number:,} {self.kind.value if self.number == 1 else PLURALS[self.kind]}"


TABLES: dict[Kind, str] = {
    Kind.PERSON: "people",
    Kind.WAY: "ways",
    Kind.PHOTO: "photos",
    Kind.TOPIC: "topics",
    Kind.PERSON_TOPIC: "person_topics",
    Kind.MENTORSHIP: "mentorships",
    Kind.SESSION: "sessions",
    Kind.SESSION_TOPIC: "session_topics",
    Kind.GOAL: "goals",
    Kind.MILESTONE: "milestones",
    Kind.PROGRESS: "progress_updates",
    Kind.ACTION: "actions",
    Kind.INTRODUCTION: "introductions",
    Kind.PARTY: "parties",
    Kind.RESOURCE: "resources",
    Kind.SHARE: "shares",
    Kind.REVIEW: "reviews",
    Kind.ABOUT: "about",
}
# What an earlier version of a note reads once it is cut; nobody can take it back.
CUT = "(Cut: it named somebody who was forgotten for good.)"

KINDS = {table: kind for kind, table in TABLES.items()}
IN_ORDER = {kind: place for place, kind in enumerate(Kind)}

PLURALS: dict[Kind, str] = {
    Kind.PERSON: "people",
    Kind.WAY: "ways to reach",
    Kind.PHOTO: "photos",
    Kind.TOPIC: "topics",
    Kind.PERSON_TOPIC: "topics of people",
    Kind.MENTORSHIP: "mentorships",
    Kind.SESSION: "sessions",
    Kind.SESSION_TOPIC: "topics of sessions",
    Kind.GOAL: "goals",
    Kind.MILESTONE: "milestones",
    Kind.PROGRESS: "progress updates",
    Kind.ACTION: "actions",
    Kind.INTRODUCTION: "introductions",
    Kind.PARTY: "sides of introductions",
    Kind.RESOURCE: "resources",
    Kind.SHARE: "shares",
    Kind.REVIEW: "reviews",
    Kind.ABOUT: "desks",
}

# What the program keeps for itself; telling it would be noise. A `position` is told as a place.
UNSPOKEN = frozenset(
    {
        "id",
        "uid",
        "desk_uid",
        "sort_name",
        "search_text",
        "folded",
        "position",
        "sha256",
        "created_at",
        "state_since",
        "is_oneself",
        "made_on",
        "number",
    }
)

_FIELDS = {
    "display_name": "name",
    "given": "first name",
    "family": "family name",
    "middle": "middle name",
    "prefix": "title before the name",
    "suffix": "letters after the name",
    "street": "street",
    "how_we_met": "how we met",
    "met_on": "met on",
    "came_from": "came from",
    "is_preferred": "preferred",
    "is_private": "private",
    "person_id": "person",
    "topic_id": "topic",
    "mentorship_id": "mentorship",
    "session_id": "session",
    "goal_id": "goal",
    "resource_id": "resource",
    "introduction_id": "introduction",
    "grew_from_id": "grew from",
    "need_state": "state of the need",
    "noted_on": "noted on",
    "cadence_days": "days from session to session",
    "started_on": "started on",
    "ended_on": "ended on",
    "starts_at": "when",
    "minutes": "minutes",
    "shared_notes": "shared notes",
    "private_notes": "private notes",
    "learned": "what I learned",
    "ask_next": "ask next time",
    "success_criteria": "success criteria",
    "target_on": "target day",
    "closed_on": "closed on",
    "due_on": "due on",
    "done_on": "done on",
    "on_day": "day",
    "by": "judged by",
    "introduced_on": "introduced on",
    "asked_on": "asked on",
    "answered_on": "answered on",
    "ask_draft": "draft of the question",
    "opt_in": "answer",
    "shared_on": "shared on",
    "in_short": "in short",
    "position": "place",
    "given_to": "given to",
    "issued_at": "issued at",
    "file_name": "file",
    "content": "picture",
}

# Words that stay on this desk whatever a review takes in, by column.
PRIVATE = frozenset(
    {
        "introductions.message",
        "introductions.remark",
        "mentorships.agreement",
        "parties.ask_draft",
        "parties.blurb",
        "people.how_we_met",
        "people.remark",
        "progress_updates.comment",
        "resources.remark",
        "sessions.agenda",
        "sessions.ask_next",
        "sessions.learned",
        "sessions.private_notes",
        "shares.remark",
    }
)


def field_name(column: str) -> str:
    """Return what a column is called on the screen."""
    return _FIELDS.get(column, column.replace("_", " "))
