"""How a text became another: passages that stayed, went and came, as they are read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

# Comparing grows with the square of what differs; beyond this, lines are compared as wholes.
_MOST_WORDS = 1_500
_MOST_LINES = 3_000
# Single words that happen to be in both make a change harder to read, not easier.
_LEAST_KEPT = 0.3
_THIN_SPACE = "\u2009"
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


class Fate(Enum):
    """What became of a passage."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text and what became of it."""

    text: str
    fate: Fate


def passages(before: str, after: str) -> tuple[Passage, ...]:
    """Return how `before` became `after`, from the first letter to the last.

    Without what is NEW the passages are `before`; without what is GONE they are `after`.
    """
    if before == after:
        return _joined([Passage(before, Fate.SAME)])
    return _joined(_by_lines(_lines(before), _lines(after)))


def condensed(parts: Sequence[Passage], *, around: int = 60) -> tuple[Passage, ...]:
    """Return the same with long stretches that stayed cut down to their ends beside a change.

    What is left out shows as an ellipsis; a text that did not change at all stays whole.
    """
    if len(parts) < 2:
        return tuple(parts)
    last = len(parts) - 1
    return tuple(
        Passage(_cut(part.text, around, is_first=place == 0, is_last=place == last), Fate.SAME)
        if part.fate is Fate.SAME
        else part
        for place, part in enumerate(parts)
    )


def apart(parts: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the same to be shown: what went and what came in its place run not into one word."""
    shown: list[Passage] = []
    for part in parts:
        if shown and part.fate is Fate.NEW and shown[-1].fate is Fate.GONE:
            shown.append(Passage(_THIN_SPACE, Fate.SAME))
        shown.append(part)
    return tuple(shown)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _by_lines(before: list[str], after: list[str]) -> Iterator[Passage]:
    if max(len(before), len(after)) > _MOST_LINES:
        yield from _replaced(before, after)
        return
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Passage("".join(before[i:j]), Fate.SAME)
        else:
            yield from _by_words("".join(before[i:j]), "".join(after[k:m]))


def _by_words(before: str, after: str) -> Iterator[Passage]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if not old or not new or max(len(old), len(new)) > _MOST_WORDS:
        yield from _replaced([before], [after])
        return
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    kept = sum(_letters(old[i:j]) for kind, i, j, _, _ in steps if kind == "equal")
    if kept < _LEAST_KEPT * max(_letters(old), _letters(new)):
        yield from _replaced([before], [after])
        return
    for kind, i, j, k, m in steps:
        if kind == "equal":
            yield Passage("".join(old[i:j]), Fate.SAME)
        else:
            yield from _replaced(old[i:j], new[k:m])


def _letters(words: Sequence[str]) -> int:
    return sum(len(word) for word in words if not word.isspace())


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    gone, new = "".join(before), "".join(after)
    stays = ""
    if gone.rstrip() and new.rstrip() and gone[len(gone.rstrip()) :] == new[len(new.rstrip()) :]:
        # The end of a line belongs to neither; else both would be followed by an empty one.
        stays = gone[len(gone.rstrip()) :]
    yield Passage(gone.removesuffix(stays), Fate.GONE)
    yield Passage(new.removesuffix(stays), Fate.NEW)
    yield Passage(stays, Fate.SAME)


def _joined(parts: Iterator[Passage] | list[Passage]) -> tuple[Passage, ...]:
    joined: list[Passage] = []
    for part in parts:
        if not part.text:
            continue
        if joined and joined[-1].fate is part.fate:
            joined[-1] = Passage(joined[-1].text + part.text, part.fate)
        else:
            joined.append(part)
    return tuple(_spaces_taken_in(joined))


def _spaces_taken_in(parts: list[Passage]) -> Iterator[Passage]:
    """Let a single space between two changes go with them, so that words are not torn apart."""
    place = 0
    while place < len(parts):
        run: list[Passage] = []
        while place < len(parts) and (
            parts[place].fate is not Fate.SAME
            or (run and parts[place].text == " " and place + 1 < len(parts))
        ):
            run.append(parts[place])
            place += 1
        if run:
            gone = "".join(part.text for part in run if part.fate is not Fate.NEW)
            new = "".join(part.text for part in run if part.fate is not Fate.GONE)
            yield from (p for p in (Passage(gone, Fate.GONE), Passage(new, Fate.NEW)) if p.text)
        else:
            yield parts[place]
            place += 1


def _cut(text: str, around: int, *, is_first: bool, is_last: bool) -> str:
    head = 0 if is_first else around
    tail = 0 if is_last else around
    if len(text) <= head + tail + around:
        return text
    start = text[:head].rsplit(None, 1)[0] + " " if head else ""
    end = " " + text[-tail:].split(None, 1)[-1] if tail else ""
    return f"{start}…{end}"
