"""Understand an action as it is typed in one line: whose it is, until when, and for whom."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from mentor_desk.models.kinds import Owner
from mentor_desk.models.words import fold
from mentor_desk.services.actions.days import ENDS_HERE, STARTS_HERE, DayPhrase, find_days
from mentor_desk.services.actions.noting import ActionEntry

T = TypeVar("T")

_MARK = re.compile(rf"{STARTS_HERE}(?P<sign>[@!])(?P<word>[^\s@!]+?){ENDS_HERE}")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")
_ESCAPE = re.compile(r"(?<!\S)\\(?=[@!]|(?:by|in|next|today|tomorrow)\b)", re.IGNORECASE)
_CLAUSE_ENDS = " \t,;:."
_FILLING = " \t.,;:!?()"
_MENTOR = {"me", "mentor"}


@dataclass(frozen=True, slots=True)
class UnderstoodAction:
    """What a typed line means.

    `pieces` are the parts that were taken out of the line because they were understood,
    `not_understood` those that look like a day and are none; they stay in the text.
    """

    text: str
    owner: Owner
    due_on: date | None
    is_private: bool
    pieces: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()

    @property
    def entry(self) -> ActionEntry:
        """What can be kept of it."""
        return ActionEntry(self.text, self.owner, self.due_on, self.is_private)


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int


def understand(line: str, *, today: date, mentee_name: str) -> UnderstoodAction:
    """Return what the line means, in English.

    Understood are `@me` or `@mentor`, `@mentee` or a name of the mentee, `!private`, and a day
    after "by" wherever it stands ("by friday", "by 5 dec", "by 2026-12-05", "by 5.12.", "by end
    of month"). "today", "tomorrow", "in 2 weeks" and "next monday" also count without it, at the
    beginning or the end of the line. Of two of a kind the last one counts and the other stays
    text. What stands in quotation marks or after a backslash stays text too.
    """
    quoted = [_Piece(*match.span()) for match in _QUOTED.finditer(line)]
    marks = [match for match in _MARK.finditer(line) if _is_free(match.start(), quoted)]
    owner_mark = _last(match for match in marks if _owner(match, mentee_name))
    private_marks = [m for m in marks if m["sign"] == "!" and m["word"].lower() == "private"]
    taken = [_piece(line, *match.span()) for match in (owner_mark, *private_marks) if match]
    phrases = [day for day in find_days(line, today) if _is_free(day.start, quoted)]
    due = _last(day for day in phrases if day.day and _counts(day, line, taken))
    if due is not None:
        taken.append(_piece(line, due.start, due.end))
    taken.sort(key=lambda piece: piece.start)
    owner = _owner(owner_mark, mentee_name) if owner_mark else None
    return UnderstoodAction(
        text=_ESCAPE.sub("", _without(line, taken)),
        owner=owner or Owner.MENTEE,
        due_on=due.day if due else None,
        is_private=bool(private_marks),
        pieces=tuple(line[piece.start : piece.end].strip("()") for piece in taken),
        not_understood=tuple(line[day.start : day.end] for day in phrases if day.day is None),
    )


def _owner(match: re.Match[str], mentee_name: str) -> Owner | None:
    if match["sign"] != "@":
        return None
    word = fold(match["word"])
    if word in _MENTOR:
        return Owner.MENTOR
    return Owner.MENTEE if word in {"mentee", *fold(mentee_name).split()} else None


def _counts(phrase: DayPhrase, line: str, taken: Sequence[_Piece]) -> bool:
    if phrase.introduced:
        return True
    before = _without(line[: phrase.start], [p for p in taken if p.end <= phrase.start])
    blank = " " * phrase.end + line[phrase.end :]
    after = _without(blank, [p for p in taken if p.start >= phrase.end])
    return not before.strip(_FILLING) or not after.strip(_FILLING)


def _piece(line: str, start: int, end: int) -> _Piece:
    if line[:start].endswith("(") and line[end:].startswith(")"):
        return _Piece(start - 1, end + 1)
    return _Piece(start, end)


def _is_free(start: int, quoted: Sequence[_Piece]) -> bool:
    return not any(piece.start <= start < piece.end for piece in quoted)


def _without(line: str, taken: Sequence[_Piece]) -> str:
    kept, at = "", 0
    for piece in taken:
        kept += line[at : piece.start].rstrip()
        at = piece.end
    rest = line[at:] if kept or not at else line[at:].lstrip(_CLAUSE_ENDS)
    return (kept + rest).strip()


def _last(found: Iterable[T]) -> T | None:
    return next(reversed(list(found)), None)
