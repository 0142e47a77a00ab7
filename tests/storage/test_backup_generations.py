"""Generations: which backups are kept, whatever the clock says."""

from datetime import UTC, datetime, timedelta

import pytest

from mentor_desk.storage.backups.generations import (
    NEWEST,
    Kept,
    superseded,
    that_stay,
    to_drop,
)

START = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)


def day_by_day(days, holds=100, start=START):
    return [Kept(n, start + timedelta(days=n), holds, holds * 1000) for n in range(1, days + 1)]


def left_of(backups):
    dropped = to_drop(backups)
    return [each for each in backups if each not in dropped]


def grown(backups, kept=()):
    """Rotate after each backup, as it happens; return what is left at the end."""
    left = list(kept)
    for each in backups:
        left.append(each)
        left = left_of(left)
    return left


def test_b3_a_year_of_days_keeps_days_weeks_and_months():
    left = grown(day_by_day(365))

    days = [each.made_at.date() for each in left]
    months = {(day.year, day.month) for day in days}
    assert days[-NEWEST:] == [(START + timedelta(days=n)).date() for n in range(356, 366)]
    assert len(months) == 12
    assert len({day.isocalendar()[:2] for day in days[-14:]}) >= 4
    assert len(left) < 30


def test_b3_the_newest_good_ones_are_never_dropped():
    same_moment = [Kept(n, START, 100, 1000) for n in range(1, 101)]

    left = grown(same_moment)

    assert [each.counter for each in left] == list(range(91, 101))


@pytest.mark.parametrize(
    "odd", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2038, 1, 19, tzinfo=UTC), START]
)
def test_b3_a_clock_that_leapt_or_went_back_drops_nothing(odd):
    before = grown(day_by_day(60))

    left = left_of([*before, Kept(61, odd, 100, 100_000)])

    assert left == [*before, Kept(61, odd, 100, 100_000)]


def test_b3_a_hundred_starts_of_a_wild_clock_drop_nothing():
    before = grown(day_by_day(60))
    wild = [
        Kept(60 + n, START + timedelta(days=(-1) ** n * 400 * n), 100, 100_000)
        for n in range(1, 101)
    ]

    assert set(before) <= set(grown(wild, before))


def test_b3_order_is_that_of_the_counter_and_not_of_the_clock():
    backups = day_by_day(40)
    late = Kept(41, backups[-1].made_at, 100, 100_000)

    left = left_of([late, *reversed(backups)])

    assert late in left
    assert backups[-1] in left


@pytest.mark.parametrize(("holds", "size"), [(3, 100_000), (100, 4096), (0, 4096)])
def test_b3_backups_much_smaller_push_out_none_of_the_bigger(holds, size):
    before = grown(day_by_day(60))
    small = [Kept(60 + n, START + timedelta(days=60 + n), holds, size) for n in range(1, 401)]

    left = grown(small, before)

    assert set(before) <= set(left)
    assert small[-1] in left
    assert len(left) < 2 * 35


def test_b3_the_bigger_ones_that_nothing_will_replace_are_told_until_the_desk_grows_again():
    large = day_by_day(3)
    small = [Kept(n, START + timedelta(days=n), 10, 10_000) for n in (4, 5)]
    again = Kept(6, START + timedelta(days=6), 90, 90_000)

    assert that_stay(large) == []
    assert that_stay([*large, *small]) == large
    assert that_stay([*large, *small, again]) == []


def test_b3_an_empty_desk_that_grows_gives_way_like_any_other():
    left = grown([Kept(n, START + timedelta(days=n), n, 4096 * n) for n in range(100)])

    assert len(left) < 30


def test_b4_a_sick_row_that_travels_leaves_a_good_generation():
    healthy = grown(day_by_day(60))
    sick = [Kept(60 + n, START + timedelta(days=60 + n), 100, 100_000) for n in range(1, 91)]

    left = grown(sick, healthy)

    assert [each for each in left if each.counter <= 60]


def test_b3_one_backup_alone_stays():
    assert to_drop([Kept(1, START, 0, 0)]) == []
    assert to_drop([]) == []


def on_a_day(counters, holds):
    """Backups of one day, a minute apart."""
    return [Kept(n, START + timedelta(minutes=n), holds, 100_000) for n in counters]


def test_b3_smaller_backups_of_one_day_never_push_out_the_fullest_of_it():
    full = on_a_day(range(1, 5), 55)
    fewer = on_a_day(range(5, 40), 30)

    left = grown([*full, *fewer])

    assert full[-1] in left
    assert fewer[-1] in left
    assert len(left) == NEWEST + 1


def test_b3_the_fullest_stays_for_its_days_weeks_and_months():
    full = on_a_day([1], 55)
    days = [Kept(n, START + timedelta(days=n), 30, 100_000) for n in range(2, 300)]

    left = grown([*full, *days])

    assert full[0] in left
    assert len(left) < 35


def test_b3_a_desk_that_shrinks_every_hour_keeps_a_bounded_number():
    shrinking = [
        Kept(n, START + timedelta(hours=6 * n), 10_000 - n, 100_000) for n in range(1, 1600)
    ]

    left = grown(shrinking)

    assert len(left) <= NEWEST + 2 * (7 + 4 + 12)


def test_b3_what_holds_more_than_the_next_is_not_dropped_for_it_but_for_one_as_full():
    full, fewer = on_a_day([1, 2], 55), on_a_day(range(3, 20), 30)

    pairs = superseded([*full, *fewer])

    assert (full[0], full[1]) in pairs
    assert all(heir.holds >= gone.holds for gone, heir in pairs)


def test_b3_two_of_one_number_are_two():
    one = Kept(5, START, 10, 1000, "a")
    other = Kept(5, START, 10, 1000, "b")
    after = [Kept(n, START + timedelta(minutes=n), 10, 1000) for n in range(6, 15)]

    assert to_drop([one, other, *after[:8]]) == []
    assert to_drop([other, one, *after]) == [one]
