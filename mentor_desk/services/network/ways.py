"""Keep the ways to reach a person, each as the record it is."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Way

_TOLD = ("kind", "value", "label", "is_preferred", "position")


def keep_ways(db: Db, *, person_id: int, ways: Sequence[Way]) -> None:
    """Let a person be reached in just these ways, in their order.

    A way that is known stays the record it was, and one that was written anew is the old one
    changed; so the history tells no more than what the mentor did.
    """
    wanted = list(enumerate(ways))
    held = list(
        db.scalars(select(Way).where(Way.person_id == person_id).order_by(Way.position, Way.id))
    )
    for told in (("kind", "value", "label"), ("kind", "value"), ("kind",)):
        wanted = [each for each in wanted if not _taken_up(held, *each, told)]
    for way in held:
        db.delete(way)
    for place, way in wanted:
        way.person_id, way.position = person_id, place
        db.add(way)


def _taken_up(held: list[Way], place: int, way: Way, told: Sequence[str]) -> bool:
    known = next(
        (each for each in held if all(getattr(each, it) == getattr(way, it) for it in told)), None
    )
    if known is None:
        return False
    held.remove(known)
    way.position = place
    for name in _TOLD:
        setattr(known, name, getattr(way, name))
    return True
