"""How a text is found to name a person."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from mentor_desk.services.forgetting.longer_names import Longer, LongerNames
from mentor_desk.services.forgetting.reach import Reaches
from mentor_desk.services.forgetting.spellings import (
    ASIDE,
    any_word,
    is_joined,
    is_unparted,
    keys_of,
    parts_sentences,
    pattern_of_name,
    plain_keys,
)

# What stands where a name was cut out.
MARK = "[…]"


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text, from `start` to `end`; `is_sure` when it can be nobody and nothing else.

    It `is_whole` when it is all that the person is called, be that a single word.
    """

    start: int
    end: int
    is_whole: bool
    is_sure: bool


@dataclass(frozen=True)
class Names:
    """What a person is or was called.

    `whole` names are sure to mean the person. Those `borne` may be of others: somebody is called
    the same, or they are short for a longer name. A `lone` word may mean anybody, or be any word;
    of these the `single` ones are whole names. What stands in a `longer` name is of whoever is
    called so. By `reaches` a person is known as by a whole name.
    """

    whole: frozenset[str]
    lone: frozenset[str]
    borne: frozenset[str] = frozenset()
    longer: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    reaches: Reaches = field(default_factory=Reaches)

    def in_text(self, text: str) -> Iterator[Found]:
        """Yield where a text names the person, from its beginning on."""
        for found in self.anywhere_in(text):
            around = self._longer_around(text, found)
            # "Mother of Ada Okafor" may be asked about; "Mary Ada Okafor" is somebody else.
            if not any(each.is_close and not (found.is_whole and each.is_apart) for each in around):
                yield replace(found, is_sure=False) if around else found

    def is_of_others(self, text: str) -> bool:
        """Tell whether a whole name stands within a longer one of somebody else, or may."""
        wholes = (found for found in self.anywhere_in(text) if found.is_whole)
        return any(self._longer_around(text, found) for found in wholes)

    def anywhere_in(self, text: str) -> Iterator[Found]:
        """Yield where these words stand in a text, those within the name of another included."""
        if not self.may_be_in(text):
            return
        place = 0
        # First what is sure: in "Bob Lee, Ann Lee" no name turned round may hide it.
        for found in self._fixed_in(text):
            yield from self._rest_in(text, place, found.start)
            yield found
            place = found.end
        yield from self._rest_in(text, place, len(text))

    def may_be_in(self, text: str) -> bool:
        """Tell fast that a text does not name the person, or may; it can be one in JSON."""
        if text.isascii():
            small = text.lower()
            is_named = any(key in small for key in self._plain_keys)
        else:
            is_named = bool(self._near.search(text))
        return is_named or self.reaches.may_be_in(text)

    def _fixed_in(self, text: str) -> list[Found]:
        """Return what is sure, and beside it addresses that are not; what overlaps is one."""
        sure = _united([*self._sure_ones(text), *self.reaches.in_text(text, sure=True)])
        maybe = _united(self.reaches.in_text(text, sure=False))
        beside = [one for one in maybe if all(one[1] <= a or b <= one[0] for a, b in sure)]
        found = [Found(*one, is_whole=True, is_sure=True) for one in sure]
        found += [Found(*one, is_whole=True, is_sure=False) for one in beside]
        return sorted(found, key=lambda one: one.start)

    def _sure_ones(self, text: str) -> Iterator[tuple[int, int]]:
        for name, pattern in self._sure:
            match = pattern.search(text)
            while match:
                start, end = match.span(1)
                if _is_one(text, start, end, name):
                    yield start, end
                match = pattern.search(text, start + 1)

    def _rest_in(self, text: str, begin: int, stop: int) -> Iterator[Found]:
        for match in self._pattern.finditer(text, begin, stop):
            place = match.lastindex or 1
            start, end = match.span(place)
            if text[start:end].strip():
                yield Found(start, end, self._ordered[place - 1][0] in self._full, is_sure=False)

    def _longer_around(self, text: str, found: Found) -> list[Longer]:
        return self._around.around(text, found.start, found.end) if self.longer else []

    @cached_property
    def _around(self) -> LongerNames:
        return LongerNames(self.longer)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ways = (pattern_of_name(name, owns=not is_whole) for name, is_whole in self._ordered)
        return re.compile("|".join(ways) or "(?!)", re.DOTALL)

    @cached_property
    def _sure(self) -> list[tuple[str, re.Pattern[str]]]:
        # A comma may part two people: "With Mr Okafor, Ada Lovelace and others".
        return [
            (name, re.compile(pattern_of_name(name), re.DOTALL))
            for name in sorted(self.whole - self.borne)
            if "," not in ASIDE.sub(" ", name)
        ]

    @cached_property
    def _full(self) -> set[str]:
        return {*self.whole, *self.borne, *self.single, *self._joined}

    @cached_property
    def _ordered(self) -> list[tuple[str, bool]]:
        # The longest first, so that a name is found before a part of it.
        whole = sorted(self.whole | self.borne, key=lambda name: (-len(name), name))
        lone = sorted((self.lone | self._joined) - self.whole, key=lambda name: (-len(name), name))
        return [*((name, True) for name in whole), *((name, False) for name in lone)]

    @cached_property
    def _joined(self) -> set[str]:
        # As files and accounts are named: adaokafor.
        return {"".join(name.split()) for name in self.whole if _is_plain(name)}

    @cached_property
    def _keys(self) -> set[str]:
        return {key for name in self.whole | self.borne | self.lone for key in keys_of(name)}

    @cached_property
    def _plain_keys(self) -> set[str]:
        return {plain for key in self._keys for plain in plain_keys(key)}

    @cached_property
    def _near(self) -> re.Pattern[str]:
        return re.compile(any_word(self._keys) if self._keys else "(?!)")


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for one in sorted(spans):
        is_beside = not united or united[-1][1] <= one[0]
        start, end = one if is_beside else united.pop()
        united.append((start, max(end, one[1])))
    return united


def _is_one(text: str, start: int, end: int, name: str) -> bool:
    # A line may end within a name; of "Ann - Lee", or with more between, nobody can be sure.
    on_one_line = text[start:end].replace("\r\n", "\n").replace("\n", " ", 1)
    is_parted = parts_sentences(on_one_line) and not parts_sentences(name)
    return not (is_parted or is_joined(text, start, end))


def _is_plain(name: str) -> bool:
    return " " in name and not is_unparted(name) and not re.search(r"[^\w\s.’'-]", name)
