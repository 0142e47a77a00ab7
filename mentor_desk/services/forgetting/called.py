"""What a person is called: whole names, short ones, and single words."""

import re
from collections.abc import Iterable, Iterator

from mentor_desk.models.words import fold
from mentor_desk.services.forgetting.names import Names
from mentor_desk.services.forgetting.spellings import APOSTROPHES, ASIDE, has_letter, is_unparted
from mentor_desk.services.history.records import Image

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
    return Names(
        frozenset(whole - single),
        frozenset(lone | single),
        frozenset(short - whole),
        single=frozenset(single),
    )


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
    bare = " ".join(word for word in ASIDE.sub(" ", name).split() if not _ORNAMENT.fullmatch(word))
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
