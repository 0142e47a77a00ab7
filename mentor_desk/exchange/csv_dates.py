"""Read the days that contact files write, in many forms, without ever inventing a part of one."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import lru_cache

from mentor_desk.exchange.records import PartialDate

LEAP_YEAR = 2000
APPLES_YEAR_FOR_NONE = 1604


class DayOrder(Enum):
    """Whether the day or the month comes first in `4/5/2020`; unknown where nothing tells."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


_MONTH_STEMS = (
    "jan gen ene",
    "feb fev fév",
    "mar mär mrz maa mrt",
    "apr avr abr",
    "may mai mag maj mei",
    "jun juin giu",
    "jul juil lug",
    "aug aoû aou ago",
    "sep set",
    "oct okt ott out",
    "nov",
    "dec dez dic déc",
)

_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?")
_ISO_LOOSE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_YEAR = re.compile(r"(\d{4})")
_YEAR_AND_MONTH = re.compile(r"(\d{4})-(\d{2})")
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})")
_NO_YEAR_MONTH = re.compile(r"--(\d{2})")
_DOTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}))?")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:,? .*)?")
_DAY_AND_NAME = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th|º|er|:e)? (?:de |of )?([^\W\d]+)\.?(?:,? (?:de )?(\d{4}))?"
)
_NAME_AND_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")


def day_order(values: Iterable[str]) -> DayOrder:
    """Tell from a whole column whether days or months come first; one value can settle it."""
    found = [match for match in map(_SLASHES.fullmatch, values) if match]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    if day_first == month_first:
        return DayOrder.UNKNOWN
    return DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST


def read_birthday(value: str, order: DayOrder = DayOrder.UNKNOWN) -> PartialDate | None:
    """Return the day as far as it is known, or its words when they cannot be read safely.

    None for the several ways to write that there is none, such as Outlook's `0/0/00`.
    """
    text = value.strip()
    if not text.strip("0/-. :T"):
        return None
    return _read(text, order) or PartialDate(text=text)


def join_birthday(year: str, month: str, day: str) -> PartialDate | None:
    """Return the birthday that stands in three columns, each of which may be empty."""
    parts = [part.strip() for part in (year, month, day)]
    if not any(part.strip("0") for part in parts):
        return None
    numbers = [int(part) if part.isdecimal() and len(part) <= 4 else 0 for part in parts]
    if all(number > 0 or not part for number, part in zip(numbers, parts, strict=True)):
        joined = _partial(*numbers)
        if joined is not None:
            return joined
    return PartialDate(text="-".join(part for part in parts if part))


def read_day(value: str, order: DayOrder = DayOrder.UNKNOWN) -> date | None:
    """Return a whole day, or None when a part of it is missing or unclear.

    Years of two digits are taken as of this century, as in LinkedIn's older files.
    """
    text = value.strip()
    found = _SLASHES.fullmatch(text)
    if found and len(found[3]) == 2:
        text = f"{found[1]}/{found[2]}/20{found[3]}"
    read = _read(text, order)
    if read is None or None in {read.year, read.month, read.day}:
        return None
    return date(read.year or 1, read.month or 1, read.day or 1)


@lru_cache(maxsize=4096)
def _read(text: str, order: DayOrder) -> PartialDate | None:
    if found := (_ISO.fullmatch(text) or _ISO_LOOSE.fullmatch(text)):
        return _partial(int(found[1]), int(found[2]), int(found[3]))
    if found := _NO_YEAR.fullmatch(text):
        return _partial(0, int(found[1]), int(found[2]))
    if found := _DOTS.fullmatch(text):
        return _partial(int(found[3] or 0), int(found[2]), int(found[1]))
    if found := _SLASHES.fullmatch(text):
        return _read_slashes(int(found[1]), int(found[2]), found[3], order)
    return _read_short(text) or _read_named(text)


def _read_short(text: str) -> PartialDate | None:
    if found := _YEAR.fullmatch(text):
        return _partial(int(found[1]), 0, 0)
    if found := _YEAR_AND_MONTH.fullmatch(text):
        return _partial(int(found[1]), int(found[2]), 0)
    if found := _NO_YEAR_MONTH.fullmatch(text):
        return _partial(0, int(found[1]), 0)
    return None


def _read_slashes(first: int, second: int, year: str, order: DayOrder) -> PartialDate | None:
    if len(year) == 2:
        return None
    if first == second or first > 12 or order is DayOrder.DAY_FIRST:
        return _partial(int(year), second, first)
    if second > 12 or order is DayOrder.MONTH_FIRST:
        return _partial(int(year), first, second)
    return None


def _read_named(text: str) -> PartialDate | None:
    if found := _DAY_AND_NAME.fullmatch(text):
        day, name, year = found[1], found[2], found[3]
    elif found := _NAME_AND_DAY.fullmatch(text):
        day, name, year = found[2], found[1], found[3]
    else:
        return None
    month = _month_number(name)
    return _partial(int(year or 0), month, int(day)) if month else None


def _month_number(name: str) -> int:
    plain = unicodedata.normalize("NFC", name.casefold())
    for number, stems in enumerate(_MONTH_STEMS, start=1):
        if any(plain.startswith(stem) for stem in stems.split()):
            return number
    return 0


def _partial(year: int, month: int, day: int) -> PartialDate | None:
    if year == APPLES_YEAR_FOR_NONE and month and day:
        year = 0
    try:
        date(year or LEAP_YEAR, month or 1, day or 1)
    except ValueError:
        return None
    if not (year or month) or (day and not month):
        return None
    return PartialDate(year or None, month or None, day or None)
