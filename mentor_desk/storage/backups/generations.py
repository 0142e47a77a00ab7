"""Which backups are kept: the newest ones, and one for each of the last days, weeks and months.

The order is that of an internal counter. What the clock says only sorts them into days, weeks and
months; nothing is dropped for being old, only for standing between two that are kept.
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

    `holds` is a count of records, `size` that of bytes.
    """

    counter: int
    made_at: datetime
    holds: int
    size: int


def to_drop(backups: Iterable[Kept]) -> list[Kept]:
    """Return which of these good backups of one desk need not be kept.

    Nothing is dropped while the clock looks wrong: when it went back since the backup before the
    newest, or leapt by more than a month. Backups much smaller than the ones before them are
    counted apart, so that they push out none of the bigger ones.
    """
    return [each for each, _ in superseded(backups)]


def superseded(backups: Iterable[Kept]) -> list[tuple[Kept, Kept]]:
    """Return the same in the order of their counters, each with the one that stays in its place.

    That is the next of its kind that is kept.
    """
    ordered = sorted(backups, key=lambda each: each.counter)
    if _clock_is_odd(ordered):
        return []
    pairs = [pair for part in _parted(ordered) for pair in _with_heirs(part)]
    return sorted(pairs, key=lambda pair: pair[0].counter)


def that_stay(backups: Iterable[Kept]) -> list[Kept]:
    """Return the good backups of one desk that no later one takes the place of.

    These are the bigger ones once the newest are much smaller.
    """
    whole, shrunken = _parted(sorted(backups, key=lambda each: each.counter))
    if not shrunken or whole[-1].counter > shrunken[-1].counter:
        return []
    return [each for each in whole if each in _generations(whole)]


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
    kept = {each.counter for each in _generations(ordered)}
    pairs: list[tuple[Kept, Kept]] = []
    heir: Kept | None = None
    for each in reversed(ordered):
        if each.counter in kept:
            heir = each
        elif heir is not None:
            pairs.append((each, heir))
    return pairs


def _generations(ordered: Sequence[Kept]) -> list[Kept]:
    newest_first = list(reversed(ordered))
    return [
        *newest_first[:NEWEST],
        *_one_each(newest_first, DAYS, lambda moment: moment.date()),
        *_one_each(newest_first, WEEKS, lambda moment: moment.isocalendar()[:2]),
        *_one_each(newest_first, MONTHS, lambda moment: (moment.year, moment.month)),
    ]


def _one_each(
    newest_first: Sequence[Kept], most: int, span_of: Callable[[datetime], object]
) -> list[Kept]:
    """Return the newest backup of each of the last spans that have one."""
    found: dict[object, Kept] = {}
    for each in newest_first:
        span = span_of(each.made_at)
        if span not in found and len(found) < most:
            found[span] = each
    return list(found.values())
