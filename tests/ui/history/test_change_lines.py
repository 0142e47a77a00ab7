"""What a step changed, as it is listed, spoken and painted."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from mentor_desk.services.history.details import Deed, FieldChange, RecordChange
from mentor_desk.services.history.words import Kind
from mentor_desk.settings import Settings
from mentor_desk.ui.common import discreet
from mentor_desk.ui.history.change_delegate import ChangeDelegate
from mentor_desk.ui.history.change_lines import (
    ChangeTable,
    FieldLine,
    MoreLine,
    RecordLine,
    change_lines,
    shown_parts,
    spoken,
    value_words,
)
from mentor_desk.ui.history.changes_view import ChangesView
from mentor_desk.ui.history.diff import Fate, passages

LONG = "A line of words that goes on for a while, and then for a while longer.\n" * 6


def change(field, before, after, *, is_private=False):
    return FieldChange(field, before, after, is_private=is_private)


def record(deed, *fields, name="Ada Okafor"):
    return RecordChange(Kind.PERSON, 1, name, deed, fields, is_private=False)


def field(before, after, *, is_private=False):
    return FieldLine("Remark", before, after, passages(before, after), is_private=is_private)


def painted(line, width=600):
    table = ChangeTable()
    table.set_rows([line])
    view = QListView()
    view.setModel(table)
    delegate = ChangeDelegate(view)
    view.setItemDelegate(delegate)
    view.resize(width, 400)
    view.show()
    option = QStyleOptionViewItem()
    option.widget = view
    option.rect = QRect(0, 0, width, 100)
    size = delegate.sizeHint(option, table.index(0, 0))
    view.grab()
    return size


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (60, "60"),
        (date(2026, 2, 3), "3 February 2026"),
        (datetime(2026, 2, 3, 12, 0, tzinfo=UTC), None),
        ("as written", "as written"),
    ],
)
def test_a_value_is_read_as_one_says_it(qapp, value, words):
    said = value_words(value)

    assert said == words if words is not None else said.startswith("3 February 2026, ")


def test_each_record_is_followed_by_its_fields(qapp):
    changed = record(Deed.CHANGED, change("city", "Leeds", "York"), change("role", None, "Chair"))

    lines = change_lines([changed], more=1)

    assert isinstance(lines[0], RecordLine)
    assert [lines[0].title, lines[0].word] == ["Ada Okafor", "changed"]
    assert [line.field for line in lines[1:3]] == ["City", "Role"]
    assert lines[3] == MoreLine("1 more entry is not listed here.")


def test_what_the_name_of_a_record_says_already_is_not_said_again(qapp):
    made = record(
        Deed.MADE,
        change("topic", None, "statistics"),
        change("session", None, "Session 3 with Ada"),
        change("level", None, "high"),
        name="statistics, Session 3 with Ada",
    )

    lines = change_lines([made])

    assert [line.field for line in lines[1:]] == ["Level"]


def test_what_was_made_or_deleted_is_read_without_marks(qapp):
    lines = change_lines(
        [
            record(Deed.MADE, change("city", None, "Leeds")),
            record(Deed.DELETED, change("city", "Leeds", None)),
        ]
    )

    marks = [part.fate for line in lines if isinstance(line, FieldLine) for part in line.parts]
    assert marks == [Fate.SAME, Fate.SAME]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (field("a", "b"), "Remark: was a, became b"),
        (field("a", ""), "Remark: was a, is empty now"),
        (field("", "b"), "Remark: b"),
        (field("a", "b", is_private=True), "Remark, private: was a, became b"),
        (RecordLine("Ada", "added"), "Ada, added"),
    ],
)
def test_a_line_is_spoken_whole(qapp, line, said):
    assert spoken(line) == said


@pytest.mark.parametrize(
    ("before", "after", "arrow"), [("old", "new", " → "), ("قديم", "جديد", " ← ")]
)
def test_the_arrow_points_on_in_the_direction_of_the_letters(qapp, before, after, arrow):
    assert [part.text for part in shown_parts(field(before, after))] == [before, arrow, after]


def test_a_short_change_takes_one_line_and_a_long_one_as_many_as_it_needs(qapp):
    short, long = painted(field("a", "b")), painted(field(LONG, LONG + "The end."))

    assert long.height() > 3 * short.height()
    assert painted(field(LONG, LONG + "The end."), width=300).height() > long.height()


def test_a_text_of_a_million_letters_is_painted_as_far_as_anybody_reads(qapp):
    size = painted(field("", "word " * 200_000))

    assert size.height() < 3_000


@pytest.mark.parametrize("text", ["\u2028\u2029\x85\v\f", "🦊" * 300, "\ufeff\u202e", "\ud7ff"])
def test_odd_letters_are_painted_too(qapp, text):
    assert painted(field(text, text + "x")) != QSize()


def test_what_is_private_is_covered_while_the_program_is_discreet(qapp, show, tmp_path):
    settings = Settings(tmp_path / "settings.json")
    private, open_one = field("", LONG, is_private=True), field("", LONG)
    view = show(ChangesView())
    view.set_lines([private, open_one])
    rects = lambda row: view._view.visualRect(view._table.index(row, 0))  # noqa: E731
    before = rects(0).height()

    discreet.turn(settings, is_on=True)
    qapp.processEvents()

    try:
        assert rects(0).height() < before
        assert rects(1).height() == before
    finally:
        discreet.turn(settings, is_on=False)
    qapp.processEvents()
    assert rects(0).height() == before


def test_a_view_keeps_its_place_when_the_same_is_shown_again(qapp, show):
    view = show(ChangesView())
    lines = [field(str(number), LONG) for number in range(30)]
    view.set_lines(lines)
    qapp.processEvents()
    view._view.verticalScrollBar().setValue(200)

    view.set_lines(list(lines))

    assert view._view.verticalScrollBar().value() == 200
