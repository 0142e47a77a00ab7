"""How a person is reached: addresses, numbers and links, found in a text however written."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session as Db

from mentor_desk.models.kinds import WayKind
from mentor_desk.models.words import fold
from mentor_desk.storage.engine import bare_in

# So many of the last digits tell a number from others, with or without what is dialled before.
_DIGITS = 9
_FEWEST_DIGITS = 7
# A shorter word may be any word.
_SHORTEST = 5

_BETWEEN_DIGITS = "[ \u00a0\u202f().\\-/\u2010-\u2013]{0,3}"
_ABROAD = rf"(?:(?:\+|00)(?:{_BETWEEN_DIGITS}\d){{1,3}}{_BETWEEN_DIGITS})?"
_AT_HOME = rf"(?:\(?0\)?{_BETWEEN_DIGITS})?"
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach somebody, as it is kept; `is_sure` when it can be nobody else's."""

    kind: str
    value: str
    is_sure: bool

    @property
    def key(self) -> str:
        """What a text in small letters holds wherever this stands; of a number nothing is."""
        return "" if self.kind == WayKind.PHONE else _bare(self.value).lower()

    @property
    def pattern(self) -> str:
        """The pattern of it, with its edges outside."""
        if self.kind == WayKind.PHONE:
            return _pattern_of_number(self.value)
        if self.kind == WayKind.EMAIL:
            return rf"(?<![\w.+%'-]){re.escape(self.value.strip())}(?![\w-])(?!\.\w)"
        return rf"(?<![\w.@/-]){_SCHEME.pattern}{re.escape(_bare(self.value))}(?![\w-])/?"


@dataclass(frozen=True)
class Reaches:
    """All ways to reach a person, those that they no longer have among them."""

    ways: frozenset[Reach] = frozenset()

    def in_text(self, text: str, *, sure: bool) -> Iterator[tuple[int, int]]:
        """Yield where one that is sure, or one that is not, stands in a text."""
        pattern = self._patterns[sure]
        if pattern is not None:
            yield from (match.span() for match in pattern.finditer(text))

    def may_be_in(self, text: str) -> bool:
        """Tell fast that none of them stands in a text, or may; it can be one in JSON."""
        small = text.lower() if self._keys else ""
        if any(key in small for key in self._keys):
            return True
        return self._numbers is not None and bool(self._numbers.search(text))

    @cached_property
    def _keys(self) -> set[str]:
        return {way.key for way in self.ways} - {""}

    @cached_property
    def _numbers(self) -> re.Pattern[str] | None:
        return _any_of(_core(way.value) for way in self.ways if way.kind == WayKind.PHONE)

    @cached_property
    def _patterns(self) -> dict[bool, re.Pattern[str] | None]:
        return {
            sure: _any_of(way.pattern for way in self.ways if way.is_sure == sure)
            for sure in (True, False)
        }


def reaches_of(db: Db, people: Collection[int]) -> Reaches:
    """Return how these people are or were reached, and whether others are too."""
    ways = list(all_ways(db))
    theirs = {(kind, compared(kind, value)) for owner, kind, value in ways if owner not in people}
    return Reaches(
        frozenset(
            Reach(kind, value, _is_sure(kind, value) and (kind, known) not in theirs)
            for owner, kind, value in ways
            if owner in people and (known := compared(kind, value))
        )
    )


def all_ways(db: Db) -> Iterator[tuple[int | None, str, str]]:
    """Yield whose, of which kind and what every way to reach anybody is or was."""
    db.flush()
    for query in (_WAYS_NOW, _WAYS_BEFORE):
        yield from bare_in(db).execute(query)


def compared(kind: str, value: str) -> str:
    """Return a way to reach somebody as it is compared; nothing where it tells of nobody."""
    if kind == WayKind.PHONE:
        digits = re.sub(r"\D", "", value)
        return digits[-_DIGITS:] if len(digits) >= _FEWEST_DIGITS else ""
    bare = fold(value if kind == WayKind.EMAIL else _bare(value)).strip()
    if kind == WayKind.EMAIL:
        return bare if re.fullmatch(r"\S+@\S+", bare) else ""
    return bare if len(bare) >= _SHORTEST and re.search(r"[\d@./_#]", bare) else ""


def _is_sure(kind: str, value: str) -> bool:
    # A short number may be another one without what is dialled before; a link may be anybody's.
    return kind == WayKind.EMAIL or (
        kind == WayKind.PHONE and len(compared(kind, value)) == _DIGITS
    )


def _bare(link: str) -> str:
    return link[_SCHEME.match(link.strip()).end() :].strip().rstrip("/")  # type: ignore[union-attr]


def _core(number: str) -> str:
    """Return the pattern of the digits that tell a number from others."""
    return _BETWEEN_DIGITS.join(compared(WayKind.PHONE, number)) + r"(?!\d)"


def _pattern_of_number(number: str) -> str:
    # Of what stands before these digits, as much as a text repeats, from the nearest one on.
    before = ""
    for digit in re.sub(r"\D", "", number)[:-_DIGITS].lstrip("0"):
        before = f"(?:{before}{digit}{_BETWEEN_DIGITS})?"
    return rf"(?<!\d)\(?{_ABROAD}{_AT_HOME}{before}{_core(number)}"


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    # The longest first, so that a link is found before the host in it.
    ways = sorted(set(patterns), key=lambda way: (-len(way), way))
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None


_WAYS_NOW = "SELECT person_id, kind, value FROM ways"
_WAYS_BEFORE = (
    "SELECT before ->> 'person_id', before ->> 'kind', before ->> 'value' FROM images"
    " WHERE table_name = 'ways' AND before IS NOT NULL"
)
