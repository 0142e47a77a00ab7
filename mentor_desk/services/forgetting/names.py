"""What a person is called, and how a text is found to name them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from mentor_desk.models.words import fold
from mentor_desk.services.forgetting.longer_names import Longer, LongerNames
from mentor_desk.services.forgetting.spellings import (
    APOSTROPHES,
    any_word,
    has_letter,
    is_joined,
    is_unparted,
    keys_of,
    parts_sentences,
    pattern_of_name,
    plain_keys,
)
from mentor_desk.services.history.records import Image

# What stands where a name was cut out.
MARK = "[…]"
SHORTEST_NAME = 2
# A name without spaces is sure to be one from here on; of two signs, both may be words.
SURE_SIGNS = 3
LEAST_WORDS = 2

_TITLES = re.compile(
    "dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame|rev|hon|ing|dipl|mme|mlle|madame|monsieur|herr"
    "|frau|sra?|srta|señora?|dott|avv|docteur|د|أ|الدكتور|الدكتورة|السيد|السيدة|الأستاذ|الأستاذة"
)
_LETTERS_AFTER = re.compile("jr|sr|ii|iii|iv|phd|md|msc|bsc|mba|esq|obe|cbe|mbe")
_INITIAL = re.compile(r"\w\.?")
_ORNAMENT = re.compile(r"[^\w,]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text, from `start` to `end`; `is_sure` when it can be nobody and nothing else."""

    start: int
    end: int
    is_whole: bool
    is_sure: bool


@dataclass(frozen=True)
class Names:
    """What a person is or was called.

    `whole` names are sure to mean the person. Those `borne` may be of others: somebody is called
    the same, or they are short for a longer name. A `lone` word may mean anybody, or be any word.
    What stands in a `longer` name is of whoever is called so.
    """

    whole: frozenset[str]
    lone: frozenset[str]
    borne: frozenset[str] = frozenset()
    longer: frozenset[str] = frozenset()

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
        for match in self._pattern.finditer(text):
            place = match.lastindex or 1
            start, end = match.span(place)
            is_whole, is_sure = self._kinds[place - 1]
            written, name = text[start:end], self._ordered[place - 1][0]
            if is_sure and (is_joined(text, start, end) or _may_be_two(name, written)):
                is_sure = False
            if written.strip():
                yield Found(start, end, is_whole, is_sure)

    def may_be_in(self, text: str) -> bool:
        """Tell fast that a text does not name the person, or may; it can be one in JSON."""
        if text.isascii():
            small = text.lower()
            return any(key in small for key in self._plain_keys)
        return bool(self._near.search(text))

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
    def _kinds(self) -> list[tuple[bool, bool]]:
        # A comma may part two people: "With Mr Okafor, Ada Lovelace and others".
        return [
            (
                is_whole or name in self._joined,
                is_whole and name not in self.borne and "," not in _ASIDE.sub(" ", name),
            )
            for name, is_whole in self._ordered
        ]

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


def names_of(images: Iterable[Image]) -> Names:
    """Return what a person was called in each of these, by how they stood then."""
    whole: set[str] = set()
    lone: set[str] = set()
    short: set[str] = set()
    for image in images:
        whole |= set(_whole_names(image))
        lone |= set(_lone_names(image))
        short |= set(_short_names(image))
    single = {name for name in whole if not is_sure_name(name)}
    return Names(frozenset(whole - single), frozenset(lone | single), frozenset(short - whole))


def same_names(image: Image) -> set[str]:
    """Return by what two records of one person are known: their whole names, folded."""
    return {folded_name(name) for name in _whole_names(image)} - {""}


def full_names(image: Image) -> set[str]:
    """Return what a record is called, as it is written: its whole names, and a long nickname."""
    nickname = (image["nickname"] or "").strip()
    return {*_whole_names(image), *([nickname] if is_sure_name(nickname) else [])}


def folded_name(name: str) -> str:
    """Return a name as it is compared with another: its words in no order."""
    bare = fold(re.sub(f"[{APOSTROPHES}]", "", name))
    return " ".join(sorted(re.findall(r"\w+", bare)))


def plain_name(name: str) -> str:
    """Return a name without titles, letters after it, ornaments, and what stands in brackets."""
    bare = " ".join(word for word in _ASIDE.sub(" ", name).split() if not _ORNAMENT.fullmatch(word))
    return _untitled(bare) or name.strip()


def is_sure_name(name: str) -> bool:
    """Tell whether a name is more than a single word, which might be any word."""
    if not has_letter(name):
        return False
    if is_unparted(name):
        return len(name.replace(" ", "")) >= SURE_SIGNS
    return sum(map(has_letter, name.replace(",", " ").split())) > 1


def _whole_names(image: Image) -> Iterator[str]:
    shown = plain_name(image["display_name"])
    # As it is written too: William "Bill" Gates.
    if as_written := _untitled(image["display_name"]):
        yield as_written
    given, middle, family = (
        plain_name(image[part] or "").replace(",", " ") for part in ("given", "middle", "family")
    )
    if shown:
        yield shown
        yield from _turned(*shown.split(",", 1)) if "," in shown else ()
    if not (given and family):
        if shown and "," not in shown and " " in shown and not is_unparted(shown):
            first, last = shown.rsplit(None, 1)
            yield f"{last}, {first}"
            given, *between = first.split()
            if between and all(_INITIAL.fullmatch(each) for each in between):
                yield f"{given} {last}"
        return
    if is_unparted(family + given):
        yield family + given
        return
    yield f"{given} {family}"
    yield f"{family}, {given}"
    if middle:
        yield f"{given} {middle} {family}"
        yield f"{given} {middle[0]}. {family}"
        yield f"{family}, {given} {middle}"


def _short_names(image: Image) -> Iterator[str]:
    """Yield the first and the last word of a name of three and more that nobody has parted."""
    words = plain_name(image["display_name"]).split()
    is_parted = bool(image["given"] and image["family"]) or any("," in word for word in words)
    if len(words) > LEAST_WORDS and not is_parted and not is_unparted(words[0]):
        yield f"{words[0]} {words[-1]}"


def _turned(last: str, first: str) -> Iterator[str]:
    yield f"{first.strip()} {last.strip()}"


def _lone_names(image: Image) -> Iterator[str]:
    shown = plain_name(image["display_name"])
    words = shown.replace(",", " ").split()
    ends = (words[0], words[-1]) if words else ()
    parts = (*(image[part] or "" for part in ("given", "family", "nickname")), *ends)
    for part in parts:
        bare = plain_name(part).replace(",", " ").strip()
        if not bare:
            continue
        # The first of several given names is how they are called; a family name is one as a whole.
        for name in {bare, bare.split()[0]} if part == image["given"] else {bare}:
            if len(name) >= SHORTEST_NAME:
                yield name
    if is_unparted(shown) and len(shown) == SURE_SIGNS:
        yield shown[1:]


def _may_be_two(name: str, written: str) -> bool:
    # A line may end within a name; of "Ann - Lee", or with more between, nobody can be sure.
    on_one_line = written.replace("\r\n", "\n").replace("\n", " ", 1)
    return parts_sentences(on_one_line) and not parts_sentences(name)


def _is_plain(name: str) -> bool:
    return " " in name and not is_unparted(name) and not re.search(r"[^\w\s.’'-]", name)


def _untitled(name: str) -> str:
    halves = [_without_titles(half.split()) for half in name.split(",")]
    return ", ".join(" ".join(half) for half in halves if half)


def _without_titles(words: list[str]) -> list[str]:
    while words and _TITLES.fullmatch(_bare(words[0])):
        words = words[1:]
    while words and _LETTERS_AFTER.fullmatch(_bare(words[-1])):
        words = words[:-1]
    return words


def _bare(word: str) -> str:
    return word.rstrip(".,").replace(".", "").lower()
