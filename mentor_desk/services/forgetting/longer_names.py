"""Longer names: those of other people that hold the name of somebody within them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, product

from mentor_desk.services.forgetting.spellings import (
    APOSTROPHES,
    QUOTES,
    Sign,
    is_joined,
    may_begin,
    may_end,
    parts_sentences,
    signs_of,
)

# A name is written longer than it is kept, with spaces between its parts.
_SLACK = 20
# What may be left away where a name is written; of more than a few, all or none.
_OPTIONAL = re.compile(f"[{QUOTES}{APOSTROPHES}.]")
_FEW = 5


@dataclass(frozen=True, slots=True)
class Longer:
    """A longer name around a part of it: what it has before and after.

    It `is_close` when all of it is written as one name, on one line and in these words.
    """

    before: str
    after: str
    is_close: bool

    @property
    def is_apart(self) -> bool:
        """Whether that tells of whoever has the part for a name, as in "Ada Okafor's husband"."""
        sides = [_parts_before(self.before)] if self.before.strip() else []
        sides += [_parts_after(self.after)] if self.after.strip() else []
        return all(sides)


class LongerNames:
    """Names of others, found in a text however they are written, and however many they are."""

    def __init__(self, names: Collection[str]) -> None:
        self._close = {way for name in names for way in _ways_of(name)}
        # Without the spaces between its words every name has its one place to be looked up.
        self._joined = {way.replace(" ", "") for way in self._close} - {""}
        self._lengths = {len(each) for each in self._joined}
        self._reach = _SLACK + 2 * max(self._lengths, default=0)
        # One text stands in many versions.
        self._known: dict[tuple[str, int, int], list[Longer]] = {}

    def around(self, text: str, start: int, end: int) -> list[Longer]:
        """Return the longer names of which a part stands there."""
        at = max(start - self._reach, 0)
        place = text[at : end + self._reach], start - at, end - at
        if place not in self._known:
            self._known[place] = self._around(*place)
        return self._known[place]

    def _around(self, text: str, start: int, end: int) -> list[Longer]:
        near = list(signs_of(text))
        firsts = [
            place
            for place, sign in enumerate(near)
            if sign.start <= start and sign.plain and may_begin(text, sign.start)
        ]
        lasts = [
            place
            for place, sign in enumerate(near)
            if sign.end >= end and sign.plain and may_end(text, sign.end, sign.start)
        ]
        found: dict[tuple[int, int], bool] = {}
        for ways in dict.fromkeys((_plain(near), _spelled(near))):
            for first, last in self._in(ways, firsts, lasts):
                span = near[first].start, near[last].end
                if span[1] - span[0] > end - start:
                    is_close = _in_words(ways[first : last + 1]) in self._close
                    found[span] = is_close or found.get(span, False)
        return [
            Longer(
                text[first:start],
                text[end:after],
                is_close and not parts_sentences(text[first:after]),
            )
            for (first, after), is_close in found.items()
        ]

    def _in(
        self, ways: tuple[str, ...], firsts: list[int], lasts: list[int]
    ) -> Iterator[tuple[int, int]]:
        joined = "".join(ways)
        before = [0, *accumulate(map(len, ways))]
        for first, last in product(firsts, lasts):
            start, end = before[first], before[last + 1]
            if end - start in self._lengths and joined[start:end] in self._joined:
                yield first, last


def _plain(signs: list[Sign]) -> tuple[str, ...]:
    return tuple(sign.plain for sign in signs)


def _spelled(signs: list[Sign]) -> tuple[str, ...]:
    return tuple(sign.spelled for sign in signs)


def _in_words(ways: tuple[str, ...]) -> str:
    return " ".join("".join(way or " " for way in ways).split())


def _ways_of(name: str) -> Iterator[str]:
    """Yield how a name may be written, in plain letters: with one hyphen, Jo-Ann, or as JoAnn."""
    pieces = _OPTIONAL.split(name)
    optional = _OPTIONAL.findall(name)
    kept = [(sign, "") for sign in optional] if len(optional) <= _FEW else []
    for left in product(*kept) if kept else (optional, [""] * len(optional)):
        bare = "".join(chain.from_iterable(zip(pieces, (*left, ""), strict=True)))
        signs = list(signs_of(bare))
        for ways in {_plain(signs), _spelled(signs)}:
            yield _in_words(ways)
            joined = [
                way or (" " if bare[sign.start].isspace() else "")
                for way, sign in zip(ways, signs, strict=True)
            ]
            yield " ".join("".join(joined).split())


def _parts_before(before: str) -> bool:
    """Tell whether it ends in a bracket or another sign, or in a small word: "husband of"."""
    before = before.replace("_", " ")
    if not before[-1:].isspace() and is_joined(f"{before}a", len(before), len(before)):
        return False
    word = before.rsplit(maxsplit=1)[-1]
    return not (word[-1].isalnum() or word[-1] == ".") or _is_small(word)


def _parts_after(after: str) -> bool:
    """Tell whether it begins with a sign, as in "’s husband" and "& Ben", or with a small word."""
    after = after.replace("_", " ")
    if is_joined(f"a{after}", 1, 1):
        return False
    word = after.split(maxsplit=1)[0]
    return not word[0].isalnum() or _is_small(word)


def _is_small(word: str) -> bool:
    # Where letters have no capitals, nobody can tell a name from another word.
    return word.lower() == word and any(map(str.isalpha, word))
