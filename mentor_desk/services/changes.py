"""Changes: what a verb touched, told to every page."""

from dataclasses import dataclass
from enum import IntFlag, auto


class Area(IntFlag):
    """The parts of a desk that a page can show."""

    PEOPLE = auto()
    TOPICS = auto()
    MENTORSHIPS = auto()
    SESSIONS = auto()
    ACTIONS = auto()
    GOALS = auto()
    INTRODUCTIONS = auto()
    SHARING = auto()
    REVIEWS = auto()


EVERYTHING = ~Area(0)


@dataclass(frozen=True, slots=True)
class Changes:
    """What was touched, the id of what was made, and what was done in words.

    `did` names the step in the history and the toast ("Deleted the goal “Speak up”"). `step` is
    the step it became, filled in by the desk once it is kept; None when nothing changed.
    `undoes` is the step that this one took back, if that is what it did. `is_autosave` marks what
    is saved while it is written, which nobody needs to be told. `mentorship_id` is the one
    mentorship that all of it is about, where that is known.
    """

    areas: Area
    made: int | None = None
    did: str = ""
    step: int | None = None
    undoes: int | None = None
    is_autosave: bool = False
    mentorship_id: int | None = None

    def and_then(self, later: "Changes") -> "Changes":
        """Return what both touched, for who reads it only now."""
        is_same = self.mentorship_id == later.mentorship_id
        return Changes(
            self.areas | later.areas, mentorship_id=self.mentorship_id if is_same else None
        )
