"""What people wrote, made printable: unseen marks out, controls visible, places to break found."""

import re
import unicodedata
from collections.abc import Iterator

from mentor_desk.reports import words

LONGEST = 100_000

_CHUNK = re.compile("[ \t]+|\n|\u200b|[^ \t\n\u200b]+")
_NEW_LINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
# These have no glyph either, but say how letters join or read: left out once that is settled.
SILENT = str.maketrans("", "", "\u200c\u200d\u200e\u200f")
_BREAKS = str.maketrans("", "", "\t\n\u200b")
_CONTROLS = {code: chr(0x2400 + code) for code in range(32) if code not in (9, 10)} | {0x7F: "␡"}
# Writing without spaces: a line may break after each character, though not before a closing mark.
_UNSPACED = re.compile(
    "[\u2e80-\u312f\u3190-\u31ff\u3200-\u9fff\ua000-\ua4cf\uf900-\ufaff\uff00-\uff60"
    "\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U0001f300-\U0001faff]"
)
_NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝〉》」』】〕〗〙゛゜ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥,.!?)]}:;”’»"
)
_NOT_LAST = frozenset("（［｛〈《「『【〔〖〘“‘«([{")


def clean(text: str) -> str:
    """Return text as it is printed: composed, without unseen marks, controls made visible.

    A text beyond `LONGEST` characters is cut, and says so.
    """
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}\n{words.shortened(len(text))}"
    if text.isascii() and text.isprintable():
        return text
    text = _NEW_LINES.sub("\n", text)
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text
    return text.translate(_CONTROLS)


def inked(text: str) -> str:
    """Return the characters of a text that need a glyph."""
    return clean(text).translate(SILENT).translate(_BREAKS)


def one_line(text: str) -> str:
    """Return text clean and on a single line, as names and titles stand in furniture."""
    return " ".join(clean(text).split())


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Give the pieces of a text, each with whether a line may break before it.

    A single space stands for any number, and nothing at all for a mere opportunity to break.
    """
    for chunk in _CHUNK.findall(text):
        if chunk[0] in " \t":
            yield " ", True
        elif chunk == "\u200b":
            yield "", True
        elif chunk.isascii() or not _UNSPACED.search(chunk):
            yield chunk, False
        else:
            yield from _unspaced(chunk)


def _unspaced(chunk: str) -> Iterator[tuple[str, bool]]:
    piece = ""
    is_first = True
    for char in chunk:
        if piece and _may_part(piece[-1], char):
            yield piece, not is_first
            piece, is_first = char, False
        else:
            piece += char
    yield piece, not is_first


def _may_part(before: str, after: str) -> bool:
    if before in _NOT_LAST or after in _NOT_FIRST or unicodedata.category(after) in {"Mn", "Mc"}:
        return False
    return bool(_UNSPACED.match(after) or _UNSPACED.match(before))
