"""Spellings: one name in every way in which people write it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from mentor_desk.models.words import fold

# Letters that stand close together: words are not parted, so a name has no edge.
UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
APOSTROPHES = "'`´ʹʻʼʽ\u2018\u2019\u201b\u2032\uff07"
# What parts words without a space; file names are written with the low line.
HYPHENS = "_\\-\u2010\u2011\u2012\u2013\u2014\u2212\u05be"
QUOTES = '"\u00ab\u00bb\u201a\u201c\u201d\u201e\u2039\u203a'
# What stands beside a name, in brackets or between quotes.
ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»")

# What makes one name of two: none of the longer strokes that part sentences, nor the low line.
_JOINING = "[\\-\u2010\u2011\u2012\u2013\u05be]"
_JOINED_BEFORE, _JOINED_AFTER = re.compile(rf"\w{_JOINING}"), re.compile(rf"{_JOINING}\w")

_WORD = rf"[^\W_{UNPARTED}]"
_FRONT, _BACK = rf"(?<!{_WORD})", rf"(?!{_WORD})"
_LETTERS_BEFORE = re.compile(rf"{_WORD}+\Z")
_OWNED_BACK = re.compile(rf"s?{_BACK}")
_BEFORE_LETTER = rf"(?<!{_WORD}.)"
_FIRST_LETTER = re.compile(r"\[\w+]")
# Accents that stand by themselves, and what is not seen at all.
_MARKS = (
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad"
    "\u200b-\u200f\u2060]*"
)
_MARK = re.compile(_MARKS.removesuffix("*"))
# A letter with all that belongs to it; one of Korean may be in pieces.
_SIGN = re.compile(rf"[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|.{_MARKS}", re.DOTALL)
_SPACE = re.compile(rf"[\s\u200b{HYPHENS}]")
_STROKES = HYPHENS.removeprefix("_")
# The end of a line or of a column, a longer stroke, and any that has a space beside it.
_BETWEEN_SENTENCES = re.compile(
    "[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029\u2014\u2212]"
    rf"|\s[{_STROKES}]|[{_STROKES}]\s"
)
# A space of no width parts words too.
_BETWEEN_WORDS = rf"(?:\s*[{HYPHENS}]\s*|[\s\u200b]+)"
_BETWEEN_PARTS = rf"[\s\u200b{HYPHENS}]{{0,3}}"
# Small words of Arabic and Hebrew are written as one with the word that follows.
_ATTACHED = (
    ("\u0600", "\u06ff", "[وف]?(?:[بلكس]|[بك]?ال|لل)?"),
    ("\u0590", "\u05ff", "[והבכלמש]{0,3}"),
)
_LONGEST_ATTACHED = 4
# As the letters are written where a keyboard lacks them.
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
# One letter to the eye, with a mark of its own in each language.
_SAME = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})
_LETTERS = ((0x41, 0x6FF), (0x750, 0x77F), (0x1C80, 0x1CBF), (0x1E00, 0x1FFF), (0x2C60, 0x2C7F))
_FORMS = ((0xA720, 0xA7FF), (0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0xFF21, 0xFF5A))


class Sign(NamedTuple):
    """A letter or another sign in a text, with its place, as it is compared.

    It is `plain` without accents, and `spelled` as where a keyboard lacks them; a space or a
    hyphen is neither.
    """

    start: int
    end: int
    plain: str
    spelled: str


def pattern_of_name(name: str, *, owns: bool = False) -> str:
    """Return the pattern of a name, its own words in a group, with its edges outside.

    Accents, hyphens, apostrophes and the width of spaces do not count. A comma in the name is
    one in the text. When it `owns`, an s may follow. What has no letter is found as it is.
    """
    if not has_letter(name):
        return f"({re.escape(name.strip()) or '(?!)'})"
    if is_unparted(name):
        return "(" + r"\s?".join(map(pattern_of_word, name.replace(" ", ""))) + ")"
    halves = [half.split() for half in name.split(",")]
    words = [_BETWEEN_WORDS.join(map(pattern_of_word, half)) for half in halves if half]
    back = f"(?=s?{_BACK})" if owns else _BACK
    inside = r"\s*(?:,\s*)+".join(words)
    if _edge(name) == _FRONT and (first := _FIRST_LETTER.match(inside)):
        # Looked back from the first letter: in a long text that takes a third of the time.
        inside = f"{first[0]}{_BEFORE_LETTER}{inside[first.end() :]}"
        return f"({inside}){_end(name, back)}"
    return f"{_edge(name)}({inside}){_end(name, back)}"


def pattern_of_word(word: str) -> str:
    """Return the pattern of one word, whatever stands before and after it."""
    letters = unicodedata.normalize("NFC", word.strip())
    found: list[str] = []
    place = 0
    while place < len(letters):
        both = _plain(letters[place : place + 2])
        if len(both) == 2 and both.isalpha() and both in _twins():
            single = "".join(_letter(each) for each in letters[place : place + 2])
            found.append(f"(?:[{_twins()[both]}]{_MARKS}|{single})")
            place += 2
        else:
            found.append(_letter(letters[place]))
            place += 1
    pattern = "".join(found)
    if unicodedata.is_normalized("NFC", word):
        return pattern
    # Some signs are others once they are normal: that of Kelvin is a K.
    return f"(?:{pattern}|{re.escape(word.strip())})"


def any_word(words: Iterable[str]) -> str:
    """Return the pattern of any of these words, in the form that is looked for fastest."""
    patterns = [pattern_of_word(word) for word in sorted(words)]
    firsts = [_FIRST_LETTER.match(pattern) for pattern in patterns]
    if not all(firsts):
        return "|".join(patterns)
    letters = "".join(first[0][1:-1] for first in firsts if first)
    rests = (f"(?<={first[0]}){first.string[first.end() :]}" for first in firsts if first)
    return f"[{letters}](?:{'|'.join(rests)})"


def keys_of(name: str) -> set[str]:
    """Return for the longest word of a name what it is found by in a text without accents."""
    return {max(parts_of(name) or [name], key=len)} if name.strip() else set()


def parts_of(name: str) -> list[str]:
    """Return the words of a name, without the signs that may be written otherwise."""
    between = rf"[\s,.()\[\]\\{HYPHENS}{APOSTROPHES}{QUOTES}]+"
    return [part for part in re.split(between, name) if part]


def forms_of(words: str) -> tuple[str, ...]:
    """Return the one or two forms in which words are compared, of which one is the same."""
    if words.isascii():
        return (words.lower(),)
    bare = _MARK.sub("", unicodedata.normalize("NFC", words))
    spelled = "".join(_SPELLED_OUT.get(each, each) for each in bare.lower())
    return tuple(dict.fromkeys((_plain(bare).lower(), _plain(spelled).lower())))


def signs_of(text: str) -> Iterator[Sign]:
    """Yield the signs of a text."""
    for match in _SIGN.finditer(text):
        yield Sign(*match.span(), *_compared(match[0]))


def may_begin(text: str, place: int) -> bool:
    """Tell whether a name may begin there: no other letter of its word stands before it."""
    if not text[max(place - 1, 0) : place].isalnum():
        return True
    if text[place - 1 : place + 1].isascii():
        return False
    before = _LETTERS_BEFORE.search(text, max(place - _LONGEST_ATTACHED - 1, 0), place)
    if before is None or is_unparted(text[place]):
        return True
    return any(
        first <= text[place] <= last and re.fullmatch(attached, before[0])
        for first, last, attached in _ATTACHED
    )


def may_end(text: str, place: int, last: int) -> bool:
    """Tell whether a name whose last letter is at `last` may end there; an s may follow."""
    return _OWNED_BACK.match(text, place) is not None or is_unparted(text[last])


def parts_sentences(text: str) -> bool:
    """Tell whether there is a line end in it, or a stroke that makes no name of two words."""
    return bool(_BETWEEN_SENTENCES.search(text))


def plain_keys(word: str) -> set[str]:
    """Return a word in plain letters, as it is looked for in plain text."""
    spelled = "".join(_SPELLED_OUT.get(each, each) for each in word.lower())
    return {key.lower() for key in (fold(word), fold(spelled)) if key.isascii() and key}


def has_letter(name: str) -> bool:
    """Tell whether there is a letter or a digit in a name at all."""
    return bool(re.search(r"[^\W_]", name))


def is_joined(text: str, start: int, end: int) -> bool:
    """Tell whether a hyphen joins what stands there to another word, as in Anne-Marie."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return bool(_JOINED_BEFORE.fullmatch(before) or _JOINED_AFTER.fullmatch(after))


def is_unparted(name: str) -> bool:
    """Tell whether a name is of letters that stand without spaces, such as 王小明."""
    return bool(name) and bool(re.fullmatch(rf"[{UNPARTED}\s·]+", name))


@lru_cache(maxsize=10_000)
def _compared(sign: str) -> tuple[str, str]:
    if _SPACE.fullmatch(sign[:1]):
        return "", ""
    if sign[0] in APOSTROPHES or sign[0] in QUOTES:
        return ("'", "'") if sign[0] in APOSTROPHES else ('"', '"')
    forms = [form.replace(" ", "") for form in forms_of(sign)]
    return forms[0], forms[-1]


def _edge(name: str) -> str:
    if is_unparted(name[:1]):
        return ""
    for first, last, attached in _ATTACHED:
        if first <= name[:1] <= last:
            return f"{_FRONT}(?:{attached})"
    return _FRONT


def _end(name: str, back: str) -> str:
    return "" if is_unparted(name[-1:]) else back


def _letter(letter: str) -> str:
    if letter in APOSTROPHES:
        return rf"[{APOSTROPHES}]?\s?"
    if letter in QUOTES:
        return rf"[{QUOTES}]?"
    if re.fullmatch(f"[{HYPHENS}]", letter):
        return _BETWEEN_PARTS
    if letter == ".":
        return r"\.?"
    plain = _plain(letter)
    same = _twins().get(plain, "")
    ways = [f"[{same if letter in same else same + re.escape(letter)}]"]
    if len(plain) > 1 and plain.isascii():
        ways.append("".join(f"[{_same_as(each)}]{_MARKS}" for each in plain))
    if letter.lower() in _SPELLED_OUT:
        ways.append("".join(f"[{_twins()[each]}]" for each in _SPELLED_OUT[letter.lower()]))
    apart = unicodedata.normalize("NFD", letter)
    if len(apart) > 1 and plain not in _twins():
        ways.append(re.escape(apart))
    return (ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})") + _MARKS


def _same_as(sign: str) -> str:
    return _twins().get(sign.lower()) or re.escape(sign)


def _plain(letters: str) -> str:
    return fold(letters).translate(_SAME)


@cache
def _twins() -> dict[str, str]:
    """Return the letters that are the same once they are folded, by what they are then."""
    twins: dict[str, set[str]] = {}
    for first, last in (*_LETTERS, *_FORMS):
        for letter in map(chr, range(first, last + 1)):
            plain = _plain(letter)
            if letter.isalpha() and plain.isalpha() and len(plain) <= 2:
                twins.setdefault(plain, set()).add(letter)
    for letter, spelled in _SPELLED_OUT.items():
        twins.setdefault(spelled, set()).update({letter, letter.upper()})
    return {plain: "".join(sorted(letters)) for plain, letters in twins.items()}
