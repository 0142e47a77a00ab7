"""Find an introduction with its parties, and say whose it is."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import selectinload

from mentor_desk.errors import NotFoundError
from mentor_desk.models import Introduction, Party
from mentor_desk.models.kinds import IntroductionState, Side
from mentor_desk.services.introductions.words import both

OPEN = (
    IntroductionState.IDEA,
    IntroductionState.ASKING,
    IntroductionState.INTRODUCED,
    IntroductionState.MET,
)


def introduction_of(db: Db, introduction_id: int) -> Introduction:
    """Return an introduction with parties, people and topic. Raises NotFoundError."""
    query = (
        select(Introduction)
        .where(Introduction.id == introduction_id)
        .options(
            selectinload(Introduction.parties).selectinload(Party.person),
            selectinload(Introduction.topic),
        )
    )
    introduction = db.scalar(query)
    if introduction is None or len(introduction.parties) != len(Side):
        raise NotFoundError("This introduction is no longer on the desk.")
    return introduction


def party_of(introduction: Introduction, side: Side) -> Party:
    """Return the party on this side."""
    return next(party for party in introduction.parties if party.side is side)


def other_party(introduction: Introduction, side: Side) -> Party:
    """Return the party on the side across."""
    return next(party for party in introduction.parties if party.side is not side)


def names_of(introduction: Introduction) -> str:
    """Return both names: "Ada Okafor and Ravi Kapoor"."""
    first, second = (party_of(introduction, side).person for side in Side)
    return both(first.display_name, second.display_name)


def open_between(db: Db, person_ids: Iterable[int], *, but: int | None = None) -> int | None:
    """Return the id of an open introduction of these two people, other than `but`."""
    first, second = person_ids
    mine = select(Party.introduction_id).where(Party.person_id == first)
    theirs = select(Party.introduction_id).where(Party.person_id == second)
    query = select(Introduction.id).where(
        Introduction.id.in_(mine), Introduction.id.in_(theirs), Introduction.state.in_(OPEN)
    )
    if but is not None:
        query = query.where(Introduction.id != but)
    return db.scalar(query.order_by(Introduction.id).limit(1))
