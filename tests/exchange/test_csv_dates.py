"""Days in many forms: read when they are clear, kept as words when they are not."""

from datetime import date

import pytest

from mentor_desk.exchange.csv_dates import (
    DayOrder,
    day_order,
    join_birthday,
    read_birthday,
    read_day,
)
from mentor_desk.exchange.records import PartialDate


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1972-01-31", PartialDate(1972, 1, 31)),
        ("19720131", PartialDate(1972, 1, 31)),
        ("1972/1/31", PartialDate(1972, 1, 31)),
        ("1973-09-28T00:00:00+01:00", PartialDate(1973, 9, 28)),
        ("--04-12", PartialDate(None, 4, 12)),
        ("--0412", PartialDate(None, 4, 12)),
        ("--02-29", PartialDate(None, 2, 29)),
        ("1604-04-12", PartialDate(None, 4, 12)),
        ("1985", PartialDate(1985)),
        ("1985-04", PartialDate(1985, 4)),
        ("31.1.1972", PartialDate(1972, 1, 31)),
        ("31. 1. 1972", PartialDate(1972, 1, 31)),
        ("12.4.", PartialDate(None, 4, 12)),
        ("20/1/1981", PartialDate(1981, 1, 20)),
        ("1/20/1981", PartialDate(1981, 1, 20)),
        ("5/5/1981", PartialDate(1981, 5, 5)),
        ("31 Jan 1972", PartialDate(1972, 1, 31)),
        ("January 31, 1972", PartialDate(1972, 1, 31)),
        ("April 12", PartialDate(None, 4, 12)),
        ("3. März 1972", PartialDate(1972, 3, 3)),
        ("14 août 1972", PartialDate(1972, 8, 14)),
        ("2 de enero de 1972", PartialDate(1972, 1, 2)),
        ("1 ottobre 1972", PartialDate(1972, 10, 1)),
        ("5 maart 1972", PartialDate(1972, 3, 5)),
        ("6 de fevereiro de 1972", PartialDate(1972, 2, 6)),
        ("7 maj 1972", PartialDate(1972, 5, 7)),
    ],
)
def test_a_clear_day_is_read_as_far_as_it_is_known(written, meant):
    assert read_birthday(written) == meant


@pytest.mark.parametrize(
    "written", ["4/5/1990", "1/20/81", "1977-02-31", "30.2.1980", "circa 1800", "31 Foo 1972", "?"]
)
def test_an_unclear_day_is_kept_as_its_words(written):
    assert read_birthday(written) == PartialDate(text=written)


@pytest.mark.parametrize("written", ["", "0/0/00", "0000-00-00", "--"])
def test_no_day_is_no_day(written):
    assert read_birthday(written) is None


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["4/5/1990", "25/12/1980"], DayOrder.DAY_FIRST),
        (["4/5/1990", "12/25/1980"], DayOrder.MONTH_FIRST),
        (["4/5/1990"], DayOrder.UNKNOWN),
        (["25/12/1980", "12/25/1980"], DayOrder.UNKNOWN),
        ([], DayOrder.UNKNOWN),
    ],
)
def test_one_value_settles_the_order_of_a_column(column, order):
    assert day_order(column) is order


def test_a_settled_order_reads_what_was_ambiguous():
    assert read_birthday("4/5/1990", DayOrder.DAY_FIRST) == PartialDate(1990, 5, 4)
    assert read_birthday("4/5/1990", DayOrder.MONTH_FIRST) == PartialDate(1990, 4, 5)


@pytest.mark.parametrize(
    ("parts", "meant"),
    [
        (("1972", "1", "31"), PartialDate(1972, 1, 31)),
        (("", "7", "14"), PartialDate(None, 7, 14)),
        (("1972", "", ""), PartialDate(1972)),
        (("1977", "2", "31"), PartialDate(text="1977-2-31")),
        (("1977", "May", "3"), PartialDate(text="1977-May-3")),
        (("", "", ""), None),
    ],
)
def test_a_birthday_in_three_columns_is_joined(parts, meant):
    assert join_birthday(*parts) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("30 Apr 2026", date(2026, 4, 30)),
        ("2026-04-30", date(2026, 4, 30)),
        ("4/30/16, 10:12 PM", date(2016, 4, 30)),
        ("Apr 2026", None),
        ("4/5/16", None),
        ("long ago", None),
    ],
)
def test_a_whole_day_is_read_or_nothing(written, meant):
    assert read_day(written) == meant
