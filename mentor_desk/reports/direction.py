"""Right-to-left writing: joined letters, and the order in which a line is drawn.

After the Unicode Bidirectional Algorithm (UAX #9). Invisible direction marks in a text are left
out before, so a text cannot turn another one round. Brackets around words of the other direction
stand where the plain rules put them: rule N0 is not kept.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ARABIC = re.compile("[\u0600-\u06ff]")
_KINDS = frozenset(["L", "R", "AL", "EN", "ES", "ET", "AN", "CS", "NSM", "S", "WS", "ON"])
_JOINERS = str.maketrans("", "", "\u200c\u200d")
T = TypeVar("T")


def joined(text: str) -> str:
    """Give Arabic letters the shapes they take beside each other, unless a mark parts them."""
    shaped = _reshape()(text) if _ARABIC.search(text) else text
    return shaped.translate(_JOINERS)


def reads_from_right(text: str) -> bool:
    """Tell whether the first letter with a direction reads from the right (rules P2 and P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def levels(text: str, *, from_left: bool = False) -> tuple[list[int], int]:
    """Return the embedding level of each character, and that of the paragraph.

    The paragraph has the direction of its first letter, unless it is made to read `from_left`.
    """
    # Imported by the first text that needs it.
    from bidi import algorithm as bidi  # noqa: PLC0415

    storage = bidi.get_empty_storage()
    base = int(not from_left and reads_from_right(text))
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    bidi.get_embedding_levels(_weighable(text), storage)
    for rule in (
        bidi.explicit_embed_and_overrides,
        bidi.resolve_weak_types,
        bidi.resolve_neutral_types,
        bidi.resolve_implicit_levels,
    ):
        rule(storage, False)
    return [int(char["level"]) for char in storage["chars"]], base


def _weighable(text: str) -> str:
    """Put a plain neutral for what the rules drop or do not know, so that no place is lost."""
    known = (char if unicodedata.bidirectional(char) in _KINDS else "\u2022" for char in text)
    return "".join(known)


def in_drawing_order(runs: Sequence[T], level_of: Callable[[T], int]) -> list[T]:
    """Order the runs of a line from left to right (rule L2); each run has one level."""
    ordered = list(runs)
    all_levels = [level_of(run) for run in ordered]
    odd = [level for level in all_levels if level % 2]
    for threshold in range(max(all_levels, default=0), min(odd, default=1) - 1, -1):
        at = 0
        while at < len(ordered):
            end = at
            while end < len(ordered) and level_of(ordered[end]) >= threshold:
                end += 1
            if end > at:
                ordered[at:end] = reversed(ordered[at:end])
            at = end + 1
    return ordered


def turned(text: str) -> str:
    """Return a right-to-left run as it is drawn, marks behind their letters, brackets mirrored."""
    clusters: list[str] = []
    for char in text:
        if clusters and unicodedata.combining(char):
            clusters[-1] += char
        else:
            clusters.append(_mirror().get(char, char))
    return "".join(reversed(clusters))


@cache
def _mirror() -> dict[str, str]:
    from bidi.mirror import MIRRORED  # noqa: PLC0415

    return dict(MIRRORED)


@cache
def _reshape() -> Callable[[str], str]:
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415

    reshaper = ArabicReshaper(configuration={"delete_harakat": False, "support_zwj": True})
    reshape: Callable[[str], str] = reshaper.reshape
    return reshape
