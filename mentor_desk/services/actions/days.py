"""Days as they are typed: "by friday", "by 5 dec", "in 2 weeks", "by end of month"."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAY_NAMES = (
    *("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu"),
    *("friday fri", "saturday sat", "sunday sun"),
)
_MONTH_NAMES = (
    *("january jan", "february feb", "march mar", "april apr", "may", "june jun"),
    *("july jul", "august aug", "september sept sep", "october oct", "november nov"),
    "december dec",
)
WEEKDAYS = {name: n for n, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
MONTHS = {name: n for n, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
COUNTS = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        start=1,
    )
    for word in words.split()
}
# The longest time without a 29th of February is eight years.
_FURTHEST_YEARS = 8

# A piece stands alone: after a space or a bracket, before a space or the end of a clause.
STARTS_HERE = r"(?<![^\s(])"
ENDS_HERE = r"(?=[.,;:!?)]*(?:\s|$))"

_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_COUNT = "|".join((r"\d{1,3}", *COUNTS))


@dataclass(frozen=True, slots=True)
class DayPhrase:
    """Where a day is named in a line; `day` is None when there is no such day.

    One that is not `introduced` by the word "by" may be part of a sentence.
    """

    start: int
    end: int
    day: date | None
    introduced: bool


def find_days(line: str, today: date) -> list[DayPhrase]:
    """Return the days named in a line, in their order; none of them overlap."""
    found: list[DayPhrase] = []
    for pattern, day_of in _BY_PHRASES:
        found += _matches(pattern, day_of, line, today, introduced=True)
    for pattern, day_of in _BARE_PHRASES:
        found += _matches(pattern, day_of, line, today, introduced=False)
    return _without_overlap(found)


def _matches(
    pattern: re.Pattern[str], day_of: "DayOf", line: str, today: date, *, introduced: bool
) -> list[DayPhrase]:
    return [
        DayPhrase(match.start(), match.end(), day_of(match, today), introduced)
        for match in pattern.finditer(line)
    ]


def _without_overlap(found: list[DayPhrase]) -> list[DayPhrase]:
    kept: list[DayPhrase] = []
    for phrase in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _weekday(match: re.Match[str], today: date) -> date:
    ahead = (WEEKDAYS[match["weekday"].lower()] - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)


def _next_weekday(match: re.Match[str], today: date) -> date:
    monday = today + timedelta(days=7 - today.weekday())
    return monday + timedelta(days=WEEKDAYS[match["weekday"].lower()])


def _day_and_month(match: re.Match[str], today: date) -> date | None:
    month = MONTHS[match["month"].lower()]
    return _occurrence(int(match["day"]), month, match["year"], today)


def _dotted(match: re.Match[str], today: date) -> date | None:
    return _occurrence(int(match["day"]), int(match["month"]), match["year"], today)


def _iso(match: re.Match[str], today: date) -> date | None:
    return _occurrence(int(match["day"]), int(match["month"]), match["year"], today)


def _ambiguous(match: re.Match[str], today: date) -> None:
    del match, today


def _near(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=match["near"].lower() == "tomorrow")


def _in_time(match: re.Match[str], today: date) -> date:
    typed = match["count"].lower()
    count = COUNTS.get(typed) or int(typed if typed.isdigit() else 0)
    unit = match["unit"].lower()
    if unit == "day":
        return today + timedelta(days=count)
    if unit == "week":
        return today + timedelta(weeks=count)
    return _months_later(today, count)


def _end_of(match: re.Match[str], today: date) -> date:
    if match["span"].lower() == "year":
        return date(today.year, 12, 31)
    first = _months_later(today.replace(day=1), 1 if match["next"] else 0)
    return _last_day(first.year, first.month)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = _last_day(day.year + years, month + 1)
    return last.replace(day=min(day.day, last.day))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _occurrence(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _real_day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = range(today.year, today.year + _FURTHEST_YEARS + 1)
    days = (_real_day(each, month, day) for each in years)
    return next((each for each in days if each is not None and each >= today), None)


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _phrase(words: str) -> re.Pattern[str]:
    return re.compile(f"{STARTS_HERE}(?:{words}){ENDS_HERE}", re.IGNORECASE)


DayOf = Callable[[re.Match[str], date], date | None]

_YEAR = r"(?P<year>\d{4})"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_SPAN = r"(?:the\s+)?end\s+of\s+(?P<next>next\s+)?(?:the\s+|this\s+)?(?P<span>month|year)"
_DOTTED = r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>\d{4}|\d{2}))?"

_BARE: list[tuple[str, DayOf]] = [
    (r"(?P<near>today|tomorrow)", _near),
    (rf"next\s+(?P<weekday>{_WEEKDAY})", _next_weekday),
]
_BARE_PHRASES: list[tuple[re.Pattern[str], DayOf]] = [
    *((_phrase(words), day_of) for words, day_of in _BARE),
    (_phrase(rf"in\s+(?P<count>{_COUNT})\s+(?P<unit>day|week|month)s?"), _in_time),
]
_BY: list[tuple[str, DayOf]] = [
    *_BARE,
    (rf"(?:this\s+)?(?P<weekday>{_WEEKDAY})", _weekday),
    (rf"(?:the\s+)?{_NTH}\s+(?:of\s+)?(?P<month>{_MONTH})\.?(?:,?\s+{_YEAR})?", _day_and_month),
    (rf"(?P<month>{_MONTH})\.?\s+(?:the\s+)?{_NTH}(?:,?\s+{_YEAR})?", _day_and_month),
    (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _iso),
    (_DOTTED, _dotted),
    (r"\d{1,2}/\d{1,2}(?:/\d{2,4})?", _ambiguous),
    (_SPAN, _end_of),
]
_BY_PHRASES: list[tuple[re.Pattern[str], DayOf]] = [
    (_phrase(rf"by\s+(?:{words})"), day_of) for words, day_of in _BY
]
