"""Where the mentor is, and how they came there: ids only, none of anybody's words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where the mentor is: a page, and what is shown on it; None for nothing in particular."""

    page: str
    thing: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The place of now, and those on the way there."""

    here: Place
    trail: tuple[Place, ...] = ()
