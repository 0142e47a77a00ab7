"""Notes: styled while typed, plain in and out."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.notes_edit import LONGEST_STYLED, NotesEdit

# The screen that tests draw on says so whenever a window has a least size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


KEY = Qt.Key


@pytest.fixture
def notes(qtbot) -> NotesEdit:
    edit = NotesEdit("Notes you share")
    qtbot.addWidget(edit)
    edit.resize(400, 300)
    edit.show()
    return edit


def format_at(notes: NotesEdit, line: int, place: int):
    layout = notes.document().findBlockByNumber(line).layout()
    for span in layout.formats():
        if span.start <= place < span.start + span.length:
            return QTextCharFormat(span.format)
    return None


def test_headings_bold_and_code_look_like_it(notes):
    notes.set_text("# Board\nplain **bold** _soft_ `code`\n- item\n> said")

    assert format_at(notes, 0, 3).fontWeight() == QFont.Weight.Bold
    assert format_at(notes, 1, 9).fontWeight() == QFont.Weight.Bold
    assert format_at(notes, 1, 2) is None
    assert format_at(notes, 1, 17).fontItalic()
    assert format_at(notes, 2, 0) is not None


def test_words_in_a_code_block_are_left_alone(notes):
    notes.set_text("```\n**not bold**\n```\n**bold**")

    assert format_at(notes, 1, 4).fontWeight() != QFont.Weight.Bold
    assert format_at(notes, 3, 4).fontWeight() == QFont.Weight.Bold


def test_the_text_comes_out_as_it_went_in(notes, hard_text):
    notes.set_text(hard_text)

    assert notes.text() == hard_text.replace("\r\n", "\n").replace("\u2028", "\n")
    assert not notes.grab().isNull()


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("- one", "- one\n- "),
        ("3. one", "3. one\n4. "),
        ("- [x] one", "- [x] one\n- [ ] "),
        ("  * one", "  * one\n  * "),
        ("plain", "plain\n"),
        ("- ", ""),
    ],
)
def test_enter_goes_on_with_a_list_and_ends_it(qtbot, notes, typed, after):
    qtbot.keyClicks(notes, typed)

    qtbot.keyClick(notes, KEY.Key_Return)

    assert notes.text() == after


def test_an_empty_item_is_ended_without_touching_the_line_above(qtbot, notes):
    qtbot.keyClicks(notes, "- one")

    qtbot.keyClick(notes, KEY.Key_Return)
    qtbot.keyClick(notes, KEY.Key_Return)

    assert notes.text() == "- one\n"


@pytest.mark.parametrize(("key", "sign"), [(KEY.Key_B, "**"), (KEY.Key_I, "_")])
def test_a_key_makes_the_chosen_words_bold_and_plain_again(qtbot, notes, key, sign):
    notes.set_text("calm")
    notes.selectAll()

    qtbot.keyClick(notes, key, Qt.KeyboardModifier.ControlModifier)
    assert notes.text() == f"{sign}calm{sign}"
    qtbot.keyClick(notes, key, Qt.KeyboardModifier.ControlModifier)

    assert notes.text() == "calm"


def test_tab_moves_an_item_in_and_elsewhere_leaves_the_field(qtbot):
    window = QWidget()
    notes, after = NotesEdit(), QLineEdit()
    layout = QHBoxLayout(window)
    layout.addWidget(notes)
    layout.addWidget(after)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    notes.setFocus()
    notes.set_text("- one")

    qtbot.keyClick(notes, KEY.Key_Tab)
    assert notes.text() == "  - one"
    qtbot.keyClick(notes, KEY.Key_Backtab)
    assert notes.text() == "- one"
    notes.set_text("one")
    qtbot.keyClick(notes, KEY.Key_Tab)

    assert notes.text() == "one"
    assert window.focusWidget() is after


def test_only_letters_are_pasted(notes):
    pasted = QMimeData()
    pasted.setHtml('<b>bold</b><img src="file:///tmp/canary.png">')
    pasted.setText("bold")

    notes.insertFromMimeData(pasted)

    assert notes.text() == "bold"
    assert notes.document().findBlockByNumber(0).charFormat().fontWeight() != QFont.Weight.Bold


def test_only_what_is_typed_counts_as_edited(qtbot, light, notes, heard):
    told = heard(notes.edited)

    notes.set_text("**bold**")
    theme.apply(light, theme.Scheme.DARK)
    assert told == []
    qtbot.keyClicks(notes, "a")

    assert len(told) == 1


def test_ten_megabytes_do_not_hang(notes):
    long = "All about the **board** pitch, again.\n" * 280_000

    notes.set_text(long)
    notes.grab()

    assert len(long) > 10_000_000
    assert not notes.is_styled


def test_styling_stops_and_comes_back_with_the_length(notes):
    notes.set_text("x\n" * LONGEST_STYLED)
    assert not notes.is_styled

    notes.set_text("# short")

    assert notes.is_styled


def test_a_growing_field_grows_to_its_limit(qtbot):
    notes = NotesEdit(min_lines=2, max_lines=5)
    qtbot.addWidget(notes)
    low = notes.sizeHint().height()

    notes.set_text("a\n" * 3)
    middle = notes.sizeHint().height()
    notes.set_text("a\n" * 50)
    high = notes.sizeHint().height()

    assert low < middle < high < low + 5 * notes.fontMetrics().lineSpacing()


def test_a_text_is_shown_from_its_beginning_and_gone_on_with_at_its_end(qtbot, notes):
    notes.set_text("\n".join(f"line {number}" for number in range(100)))

    notes.setFocus(Qt.FocusReason.TabFocusReason)
    assert notes.verticalScrollBar().value() == 0
    qtbot.keyClicks(notes, "!")

    assert notes.text().endswith("line 99!")
    assert notes.verticalScrollBar().value() > 0
