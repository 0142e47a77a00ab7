"""Which backups are kept: the newest ones, and some of each of the last days, weeks and months.

The order is that of an internal counter. What the clock says only sorts them into days, weeks and
months; nothing is dropped for being old, only for standing between two that are kept. Of each day,
week and month the newest is kept, and the fullest where that holds more: what was deleted in
between is not lost by the next few backups.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NEWEST = 10
DAYS, WEEKS, MONTHS = 7, 4, 12
MUCH_SMALLER = 0.5
LONGEST_SILENCE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Kept:
    """What decides about a backup: its place in the order, its moment, and how much it holds.

    `holds` is a count of records, `size` that of bytes. The `name` tells two apart that bear the
    same number, as when a desk was restored twice and went on both ways.
    """

    counter: int
    made_at: datetime
    holds: int
    size: int
    name: str = ""


def to_drop(backups: Iterable[Kept]) -> list[Kept]:
    """Return which of these good backups of one desk need not be kept.

    Nothing is dropped while the clock looks wrong: when it went back since the backup before the
    newest, or leapt by more than a month. Backups much smaller than the ones before them are
    counted apart, so that they push out none of the bigger ones.
    """
    return [each for each, _ in superseded(backups)]


def superseded(backups: Iterable[Kept]) -> list[tuple[Kept, Kept]]:
    """Return the same in the order of their counters, each with the one that stays in its place.

    That is the next of its kind that is kept and holds no less.
    """
    ordered = _in_order(backups)
    if _clock_is_odd(ordered):
        return []
    pairs = [pair for part in _parted(ordered) for pair in _with_heirs(part)]
    return sorted(pairs, key=lambda pair: _place(pair[0]))


def that_stay(backups: Iterable[Kept]) -> list[Kept]:
    """Return the good backups of one desk that no later one takes the place of.

    These are the bigger ones once the newest are much smaller.
    """
    whole, shrunken = _parted(_in_order(backups))
    if not shrunken or _place(whole[-1]) > _place(shrunken[-1]):
        return []
    return [each for each in whole if each in _generations(whole)]


def _in_order(backups: Iterable[Kept]) -> list[Kept]:
    return sorted(backups, key=_place)


def _place(backup: Kept) -> tuple[int, datetime, str]:
    return backup.counter, backup.made_at, backup.name


def _clock_is_odd(ordered: Sequence[Kept]) -> bool:
    if len(ordered) < 2:
        return False
    passed = ordered[-1].made_at - ordered[-2].made_at
    return not timedelta(0) <= passed <= LONGEST_SILENCE


def _parted(ordered: Sequence[Kept]) -> tuple[list[Kept], list[Kept]]:
    whole: list[Kept] = []
    shrunken: list[Kept] = []
    for each in ordered:
        is_small = bool(whole) and _is_much_smaller(each, whole[-1])
        (shrunken if is_small else whole).append(each)
    return whole, shrunken


def _is_much_smaller(backup: Kept, before: Kept) -> bool:
    return backup.holds < before.holds * MUCH_SMALLER or backup.size < before.size * MUCH_SMALLER


def _with_heirs(ordered: Sequence[Kept]) -> list[tuple[Kept, Kept]]:
    kept = set(_generations(ordered))
    return [
        (each, _heir(each, [one for one in ordered if one in kept]))
        for each in ordered
        if each not in kept
    ]


def _heir(backup: Kept, kept: Sequence[Kept]) -> Kept:
    """Return the next one that is kept and holds no less, else the one before, else the next."""
    later = [each for each in kept if _place(each) > _place(backup)]
    before = [each for each in reversed(kept) if each not in later]
    fuller = [each for each in (*later, *before) if each.holds >= backup.holds]
    return (fuller or later)[0]


def _generations(ordered: Sequence[Kept]) -> list[Kept]:
    newest_first = list(reversed(ordered))
    return [
        *newest_first[:NEWEST],
        *_some_each(newest_first, DAYS, lambda moment: moment.date()),
        *_some_each(newest_first, WEEKS, lambda moment: moment.isocalendar()[:2]),
        *_some_each(newest_first, MONTHS, lambda moment: (moment.year, moment.month)),
    ]


def _some_each(
    newest_first: Sequence[Kept], most: int, span_of: Callable[[datetime], object]
) -> list[Kept]:
    """Return the newest backup of each of the last spans that have one, and the fullest."""
    newest: dict[object, Kept] = {}
    fullest: dict[object, Kept] = {}
    for each in newest_first:
        span = span_of(each.made_at)
        if span not in newest and len(newest) == most:
            continue
        newest.setdefault(span, each)
        if each.holds > fullest.setdefault(span, each).holds:
            fullest[span] = each
    return [*newest.values(), *fullest.values()]
