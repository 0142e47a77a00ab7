"""Days, moments and amounts as they are read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from mentor_desk.ui.common import formatting

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


def test_a_day_is_read_in_words():
    assert formatting.day(date(2026, 2, 3)) == "3 February 2026"
    assert formatting.full_day(TODAY) == "Monday 23 November"
    assert formatting.since(date(2026, 2, 3)) == "since 3 February 2026"
    assert formatting.by_day(date(2026, 12, 18), TODAY) == "by Fri 18 Dec"


def test_a_short_day_has_its_year_only_when_needed():
    assert formatting.short_day(date(2026, 11, 26), TODAY) == "Thu 26 Nov"
    assert formatting.short_day(date(2027, 3, 1), TODAY) == "1 Mar 2027"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "2 days late"),
        (-1, "1 day late"),
        (0, "today"),
        (1, "tomorrow"),
        (3, "in 3 days"),
        (21, "in 3 weeks"),
        (120, "in 4 months"),
    ],
)
def test_a_due_day_says_how_it_stands(days: int, words: str):
    assert formatting.due(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (5, "5 days ago"),
        (21, "3 weeks ago"),
        (90, "3 months ago"),
        (1000, "2 years ago"),
    ],
)
def test_a_past_day_says_how_long_ago(days: int, words: str):
    assert formatting.ago(TODAY - timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(("minutes", "words"), [(55, "55 min"), (60, "1 h"), (90, "1 h 30 min")])
def test_a_length_is_short(minutes: int, words: str):
    assert formatting.length(minutes) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "every day"), (7, "every week"), (14, "every 2 weeks"), (10, "every 10 days")],
)
def test_a_cadence_is_read_in_weeks_where_it_can(days: int, words: str):
    assert formatting.every(days) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 day together"),
        (5, "5 days together"),
        (21, "3 weeks together"),
        (548, "18 months together"),
        (1100, "3 years together"),
    ],
)
def test_time_together_is_read_in_its_largest_part(days: int, words: str):
    assert formatting.together(days) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "Saved"), (2, "Saved 2 s ago"), (130, "Saved 2 min ago"), (8000, "Saved 2 h ago")],
)
def test_what_was_saved_says_when(seconds: float, words: str):
    assert formatting.saved_ago(seconds) == words


def test_moments_come_out_in_local_time():
    moment = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    local = moment.astimezone()

    assert formatting.clock(moment) == f"{local:%H:%M}"
    assert formatting.local_day(moment) == local.date()
    assert formatting.moment(moment) == f"{formatting.day(local.date())}, {local:%H:%M}"
    assert formatting.short_moment(moment, local.date()) == f"today, {local:%H:%M}"


def test_numbers_follow_the_language():
    assert formatting.percent(0.7) == "70%"
    assert formatting.count(10_000) == "10,000"

    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))

    assert formatting.count(10_000) == "10.000"
    assert formatting.day(date(2026, 2, 3)) == "3 Februar 2026"
