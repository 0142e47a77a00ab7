"""A long refusal is whole in any dialog: the dialog grows within the screen, then scrolls."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea

from mentor_desk.errors import DeskChangedError, InvalidEntryError
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.form_area import FormArea
from tests.visiting import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SENTENCE = (
    "The file of this desk, /home/somebody/documents/mentoring/this year/desk.db, was overwritten"
    " in part by another program while the desk was open. Nothing was saved over it. Save a copy"
    " of this desk elsewhere (in the menu), and go on there."
)


class TextsDialog(Dialog):
    def __init__(self, texts: int) -> None:
        super().__init__("Many texts", "Keep")
        for number in range(texts):
            edit = QPlainTextEdit()
            edit.setFixedHeight(60)
            edit.setMinimumWidth(420)
            self.form.add_field(
                f"t{number}", f"Text {number}", edit, hint="Stays on this desk. " * 6
            )

    def keep(self) -> None:
        raise DeskChangedError(SENTENCE)


def shown(qtbot, texts):
    dialog = TextsDialog(texts)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    settle()
    return dialog


def labels(dialog):
    return [each for each in dialog.form.findChildren(QLabel) if each.isVisible()]


def is_whole(label):
    return label.height() >= label.heightForWidth(label.width())


def place(widget, dialog):
    return QRect(widget.mapTo(dialog, QPoint()), widget.size())


def test_the_dialog_grows_until_every_word_is_in_sight(qtbot):
    dialog = shown(qtbot, 2)

    assert dialog.form.refusal_of().startswith(SENTENCE)
    for label in labels(dialog):
        assert is_whole(label)
        assert dialog.rect().contains(place(label, dialog))
    assert not dialog.findChild(FormArea).verticalScrollBar().isVisible()


def test_nothing_lies_over_anything_else(qtbot):
    dialog = shown(qtbot, 2)

    parts = [
        place(each, dialog) for each in [*labels(dialog), *dialog.findChildren(QPlainTextEdit)]
    ]
    overlaps = [(a, b) for a in parts for b in parts if a is not b and a.intersects(b)]
    assert overlaps == []


def test_where_the_screen_is_too_small_the_form_scrolls_and_begins_with_the_sentence(qtbot):
    dialog = shown(qtbot, 12)

    room = dialog.screen().availableGeometry()
    assert room.contains(dialog.frameGeometry())
    assert all(is_whole(label) for label in labels(dialog))
    area = dialog.findChild(FormArea)
    assert area.verticalScrollBar().isVisible()
    assert area.verticalScrollBar().value() == 0
    assert dialog.form.width() <= area.viewport().width()
    assert dialog.rect().contains(place(dialog.verb_button, dialog))


def test_a_refusal_of_a_field_far_down_comes_into_sight(qtbot):
    dialog = shown(qtbot, 12)

    dialog.form.show_refusal(InvalidEntryError("Too long.", field="t11"))
    settle()

    label = next(each for each in labels(dialog) if each.text() == "Too long.")
    viewport = dialog.findChild(FormArea).viewport()
    assert viewport.rect().contains(QRect(label.mapTo(viewport, QPoint()), label.size()))


def test_the_field_that_has_the_keyboard_keeps_it_as_the_dialog_comes(qtbot):
    dialog = TextsDialog(3)
    qtbot.addWidget(dialog)
    dialog.form.field("t1").setFocus()

    dialog.show()
    settle()

    assert dialog.focusWidget() is dialog.form.field("t1")


def test_a_changed_file_is_told_with_the_way_out_of_the_dialog(qtbot):
    dialog = shown(qtbot, 1)

    told = dialog.form.refusal_of()
    assert told == f"{SENTENCE} Copy what you typed here, then close this to reach the menu."


def test_a_form_whose_parts_scroll_already_scrolls_no_second_time(qtbot):
    dialog = TextsDialog(0)
    qtbot.addWidget(dialog)
    dialog.form.add_part(QScrollArea())

    dialog.show()

    assert dialog.findChildren(FormArea) == []
