"""Parting CSV text into rows: whatever the quoting, nothing shifted and nothing swallowed."""

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_desk.exchange.csv_rows import (
    LONGEST_CELL,
    MOST_COLUMNS,
    NEVER_CLOSED,
    TOO_LONG,
    TOO_WIDE,
    split_rows,
)

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=5), max_size=8)

# Older versions of the module quote only those line breaks that end its own lines.
WAYS_TO_WRITE = [
    ("\n", csv.QUOTE_ALL),
    ("\r", csv.QUOTE_ALL),
    ("\r\n", csv.QUOTE_ALL),
    ("\r\n", csv.QUOTE_MINIMAL),
]


def cells_of(text, delimiter=","):
    return [row.cells for row in split_rows(text, delimiter)]


@given(
    ROWS,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(WAYS_TO_WRITE),
)
def test_what_the_csv_module_writes_is_read_back_the_same(rows, delimiter, way):
    ending, quoting = way
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)

    assert cells_of(out.getvalue(), delimiter) == [tuple(row) for row in rows]


@given(st.text(st.sampled_from('a", \r\n'), max_size=60))
def test_any_text_ends_with_rows_in_the_order_of_their_lines(text):
    rows = list(split_rows(text, ","))

    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 <= row.line <= row.last_line <= lines for row in rows)
    assert all(before.last_line < after.line for before, after in pairwise(rows))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_rows_know_the_lines_they_stand_on(ending):
    text = ending.join(["a,b", "", '"one', "", 'two",d', "", "", "e,f"])

    rows = list(split_rows(text, ","))

    assert [(row.line, row.last_line) for row in rows] == [(1, 1), (3, 5), (8, 8)]
    assert rows[1].cells == (f"one{ending}{ending}two", "d")


def test_blank_lines_are_no_rows_but_lines_of_empty_cells_are():
    assert cells_of("a,b\n\n   \n,\n") == [("a", "b"), ("", "")]


def test_quotation_marks_inside_a_cell_are_plain_characters():
    assert cells_of('5" pipe,a"b\n') == [('5" pipe', 'a"b')]
    assert cells_of('"Ann "Nan" Lee",x\n') == [('Ann Nan" Lee"', "x")]


def test_blanks_around_quotation_marks_are_not_part_of_the_cell():
    assert cells_of('a, "b, c" ,d\n') == [("a", "b, c", "d")]


def test_an_unclosed_quotation_mark_ends_with_its_line_and_is_told():
    rows = list(split_rows('a,b\n"Ada,Lovelace\nBob,Lee\n', ","))

    assert [row.cells for row in rows] == [("a", "b"), ('"Ada', "Lovelace"), ("Bob", "Lee")]
    assert [row.fault for row in rows] == ["", NEVER_CLOSED, ""]


def test_an_unclosed_quotation_mark_does_not_run_into_the_next_quoted_cell():
    rows = list(split_rows('"Ada,Lovelace\n"Bob","Lee"\nCy,Day\n', ","))

    assert rows[0].fault == NEVER_CLOSED
    assert [row.cells for row in rows[1:]] == [("Bob", "Lee"), ("Cy", "Day")]


def test_a_cell_that_is_far_too_long_is_cut_and_told():
    text = f'a,"{"x" * (LONGEST_CELL + 1)}"\nb,c\n'

    rows = list(split_rows(text, ","))

    assert (len(rows[0].cells[1]), rows[0].fault) == (LONGEST_CELL, TOO_LONG)
    assert (rows[1].cells, rows[1].fault) == (("b", "c"), "")


@pytest.mark.parametrize("cell", ["x", '"x"'])
def test_a_row_that_is_far_too_wide_is_cut_and_told(cell):
    text = ",".join([cell] * (MOST_COLUMNS + 5)) + "\nb,c\n"

    rows = list(split_rows(text, ","))

    assert (len(rows[0].cells), rows[0].fault) == (MOST_COLUMNS, TOO_WIDE)
    assert rows[1].cells == ("b", "c")


@pytest.mark.parametrize(
    "text",
    [
        '"abc,def\n' * 100_000,
        '"' + '""' * 2_000_000,
        'a,"\n' + ',""\n' * 100_000,
        " " * 4_000_000 + '"',
        "\n" * 4_000_000,
    ],
    ids=["unclosed in each row", "doubled for ever", "all pairs", "blanks", "empty lines"],
)
@pytest.mark.timeout(20)
def test_hostile_text_is_walked_in_bounded_time(text):
    rows = list(split_rows(text, ","))

    assert len(rows) <= text.count("\n") + 1


def test_the_limit_of_the_csv_module_is_left_alone():
    before = csv.field_size_limit()

    list(split_rows(f'"{"x" * (before + 10)}",b', ","))

    assert csv.field_size_limit() == before
