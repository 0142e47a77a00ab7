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

_BETWEEN = "[ \u00a0\u202f().\\-/\u2010-\u2013]{0,3}"
# As they are written by chance, over the end of a line too, which in JSON is a letter.
_BETWEEN_LOOSE = "(?:[\\s().\\-/_*,\u2010-\u2015]|\\\\[nrt]){0,4}"
# Another number of the same house follows, of which this is the beginning.
_NO_EXTENSION = r"(?!\s?(?:[-/]\s?\d|ext|x\s?\d))"
_APART = re.compile(r"[;,]|\s/\s|[^\W\d_]+")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach somebody; `is_sure` when it can be nobody else's.

    A number is of digits alone, and is found in looser forms where it is not sure.
    """

    kind: str
    value: str
    is_sure: bool

    @property
    def key(self) -> str:
        """What a text in small letters holds wherever this stands; of a number nothing is."""
        return "" if self.kind == WayKind.PHONE else self.value.lower()

    @property
    def pattern(self) -> str:
        """The pattern of it, with its edges outside."""
        if self.kind == WayKind.PHONE:
            return _pattern_of_number(self.value, is_loose=not self.is_sure)
        if self.kind == WayKind.EMAIL:
            return rf"(?<![\w.+%'-]){re.escape(self.value)}(?![\w-])(?!\.\w)"
        return rf"(?<![\w.@/-]){_SCHEME.pattern}{re.escape(self.value)}(?![\w-])/?"


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
        numbers = {way.value for way in self.ways if way.kind == WayKind.PHONE}
        return _any_of(_core(number, is_loose=True) for number in numbers)

    @cached_property
    def _patterns(self) -> dict[bool, re.Pattern[str] | None]:
        return {
            sure: _any_of(way.pattern for way in self.ways if way.is_sure == sure)
            for sure in (True, False)
        }


def reaches_of(db: Db, people: Collection[int]) -> Reaches:
    """Return how these people are or were reached, and whether others may be too."""
    ways = list(all_ways(db))
    theirs = {fold(value) for owner, _, value in ways if owner not in people}
    numbers = {_digits_of(each) for each in theirs}
    found: set[Reach] = set()
    for owner, kind, value in ways:
        if owner not in people:
            continue
        if kind == WayKind.PHONE:
            for number in _numbers_in(value):
                # Whoever has the number of the house with an extension has it too.
                is_own = len(number) >= _DIGITS and not any(
                    number[-_DIGITS:] in each for each in numbers
                )
                found |= {Reach(kind, number, is_own), Reach(kind, number, is_sure=False)}
        elif bare := compared(kind, value):
            is_own = kind == WayKind.EMAIL and not any(bare in each for each in theirs)
            found.add(Reach(kind, _as_written(kind, value), is_own))
    return Reaches(frozenset(found))


def all_ways(db: Db) -> Iterator[tuple[int | None, str, str]]:
    """Yield whose, of which kind and what every way to reach anybody is or was."""
    db.flush()
    for query in (_WAYS_NOW, _WAYS_BEFORE):
        yield from bare_in(db).execute(query)


def compared(kind: str, value: str) -> str:
    """Return a way to reach somebody as it is compared; nothing where it tells of nobody."""
    if kind == WayKind.PHONE:
        return next(iter(_numbers_in(value)), "")[-_DIGITS:]
    bare = fold(_as_written(kind, value))
    if kind == WayKind.EMAIL:
        return bare if re.fullmatch(r"\S+@\S+", bare) else ""
    return bare if len(bare) >= _SHORTEST and re.search(r"[\d@./_#]", bare) else ""


def _as_written(kind: str, value: str) -> str:
    """Return an address without spaces around, and a link without what goes without saying."""
    bare = value.strip()
    return bare if kind == WayKind.EMAIL else _SCHEME.sub("", bare, count=1).rstrip("/")


def _numbers_in(value: str) -> list[str]:
    """Return the numbers in what was noted as one, without an extension or a word."""
    digits = (_digits_of(part) for part in _APART.split(value))
    return [each for each in digits if len(each) >= _FEWEST_DIGITS]


def _digits_of(value: str) -> str:
    return "".join(str(int(sign)) for sign in value if sign.isdecimal())


def _core(number: str, *, is_loose: bool) -> str:
    """Return the pattern of the digits that tell a number from others."""
    between = _BETWEEN_LOOSE if is_loose else _BETWEEN
    end = "" if is_loose else _NO_EXTENSION
    return between.join(map(_digit, number[-_DIGITS:])) + rf"(?!\d){end}"


def _pattern_of_number(number: str, *, is_loose: bool) -> str:
    between = _BETWEEN_LOOSE if is_loose else _BETWEEN
    abroad = rf"(?:(?:\+|00)(?:{between}\d){{1,3}}{between})?"
    zero = _digit("0")
    at_home = rf"(?:(?:\({zero}\)|{zero}){between})?"
    # Of what stands before these digits, as much as a text repeats, from the nearest one on.
    before = ""
    for digit in number[:-_DIGITS].lstrip("0"):
        before = f"(?:{before}{_digit(digit)}{between})?"
    core = _core(number, is_loose=is_loose)
    return rf"(?<!\d)(?:\((?=\+?\d{{1,5}}\)))?{abroad}{at_home}{before}{core}"


def _digit(digit: str) -> str:
    # Of Arabic, Persian and Latin, which are used side by side.
    return f"[{digit}{chr(0x660 + int(digit))}{chr(0x6F0 + int(digit))}]"


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    # The longest first, so that a link is found before the host in it.
    ways = sorted(set(patterns), key=lambda way: (-len(way), way))
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None


_WAYS_NOW = "SELECT person_id, kind, value FROM ways"
_WAYS_BEFORE = (
    "SELECT before ->> 'person_id', before ->> 'kind', before ->> 'value' FROM images"
    " WHERE table_name = 'ways' AND before IS NOT NULL"
)
