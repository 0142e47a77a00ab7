"""What counts as typed: words the mentor put into a field, and never a secret."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from mentor_desk.services.opening.typed_words import TypedWords
from mentor_desk.ui.common.date_edit import DateEdit
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.text import name
from mentor_desk.ui.shell.locking.typed import typed_in


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.setLayout(QVBoxLayout())
    qtbot.addWidget(window)
    return window


def put(window, widget, called):
    name(widget, called)
    window.layout().addWidget(widget)
    return widget


def test_typed_words_carry_the_name_of_their_field(qtbot, window):
    qtbot.keyClicks(put(window, QLineEdit(), "Name"), "Halina")
    qtbot.keyClicks(put(window, NotesEdit(""), "Remark"), "new here")

    assert typed_in(window, "Add a mentee") == [
        TypedWords("Add a mentee", "Name", "Halina"),
        TypedWords("Add a mentee", "Remark", "new here"),
    ]


def test_what_the_program_put_there_was_not_typed(window):
    put(window, QLineEdit("Ada Okafor"), "Name")
    put(window, NotesEdit(""), "Remark").set_text("kept for long")

    assert typed_in(window, "") == []


def test_u4_a_passphrase_is_never_taken_for_words(qtbot, window):
    edit = put(window, QLineEdit(), "Passphrase")
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    qtbot.keyClicks(edit, "correct horse battery")

    assert typed_in(window, "") == []


def test_blanks_and_what_can_only_be_read_are_no_words(qtbot, window):
    qtbot.keyClicks(put(window, QLineEdit(), "Name"), "   ")
    text = put(window, QPlainTextEdit("A recovery key"), "Recovery key")
    text.document().setModified(True)
    text.setReadOnly(True)

    assert typed_in(window, "") == []


def test_a_field_within_a_box_is_called_as_the_box_is(qtbot, window):
    box = put(window, DateEdit(None, "no day"), "Due")
    inner = box.findChild(QLineEdit)
    inner.setText("12 Nov")
    inner.setModified(True)
    inner.setAccessibleName("")

    assert [each.field for each in typed_in(window, "")] == ["Due"]
