"""What is kept: entities and their own rules, nothing else.

The entities load with the first that is asked for: they bring the object mapper with them, which
the kinds and rules that the first page needs do without.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentor_desk.models.entities import (
        AboutDesk,
        Action,
        Base,
        Goal,
        Image,
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
        Step,
        Topic,
        Way,
    )

__all__ = [
    "AboutDesk",
    "Action",
    "Base",
    "Goal",
    "Image",
    "Introduction",
    "MentoringSession",
    "Mentorship",
    "Milestone",
    "Party",
    "Person",
    "PersonTopic",
    "Photo",
    "ProgressUpdate",
    "Resource",
    "Review",
    "SessionTopic",
    "Share",
    "Step",
    "Topic",
    "Way",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mentor_desk.models import entities  # noqa: PLC0415

    return getattr(entities, name)
