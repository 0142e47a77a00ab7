"""Count what the desk holds."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base, Introduction, Mentorship, Person, Review
from mentor_desk.models.kinds import IntroductionState, MentorshipState, ReviewState

OPEN_INTRODUCTIONS = (
    IntroductionState.IDEA,
    IntroductionState.ASKING,
    IntroductionState.INTRODUCED,
)
ONGOING = (MentorshipState.PROSPECTIVE, MentorshipState.ACTIVE, MentorshipState.PAUSED)


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """The counts beside the pages of the navigation; the mentor is not among the people."""

    mentees: int
    open_introductions: int
    people: int
    reviews: int


def count_desk(db: Db) -> DeskCounts:
    """Return how many mentees, open introductions, people and issued reviews there are."""
    return DeskCounts(
        mentees=_count(db, Mentorship, Mentorship.state.in_(ONGOING)),
        open_introductions=_count(db, Introduction, Introduction.state.in_(OPEN_INTRODUCTIONS)),
        people=_count(db, Person, ~Person.is_oneself),
        reviews=_count(db, Review, Review.state == ReviewState.ISSUED),
    )


def count_tables(db: Db) -> dict[str, int]:
    """Return the number of rows of every table, by its name."""
    return {
        table.name: db.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def _count(db: Db, entity: type[Base], rule: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count()).select_from(entity).where(rule)) or 0
