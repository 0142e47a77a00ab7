"""In a form that scrolls, the keyboard is always in sight, and the wheel only scrolls."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateEdit, QPlainTextEdit, QSpinBox

from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.form_area import FormArea
from tests.visiting import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class LongDialog(Dialog):
    def __init__(self) -> None:
        super().__init__("Many fields", "Keep")
        self.box = self._add(QComboBox(), "box")
        self.box.addItems(["One", "Two", "Three"])
        self.number_edit = self._add(QSpinBox(), "number")
        self.day_edit = self._add(QDateEdit(), "day")
        for number in range(12):
            edit = self._add(QPlainTextEdit(), f"t{number}")
            edit.setFixedHeight(80)

    def add_late(self) -> QComboBox:
        box = QComboBox()
        box.addItems(["One", "Two", "Three"])
        self.form.layout().insertWidget(0, box)
        settle()
        return box

    def _add(self, field, called):
        return self.form.add_field(called, f"Field {called}", field, hint="Stays on this desk.")


@pytest.fixture
def dialog(qtbot) -> LongDialog:
    made = LongDialog()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    settle()
    assert bar(made).maximum() > 0
    return made


def bar(dialog):
    return dialog.findChild(FormArea).verticalScrollBar()


def is_in_sight(widget, dialog):
    viewport = dialog.findChild(FormArea).viewport()
    return viewport.rect().contains(QRect(widget.mapTo(viewport, QPoint()), widget.size()))


def turn_wheel_over(widget):
    window = widget.window()
    place = widget.mapTo(window, QPoint(6, 6))
    QTest.wheelEvent(window.windowHandle(), place, QPoint(0, -120))
    settle()


def first_button(dialog):
    return min(dialog.cancel_button, dialog.verb_button, key=lambda each: each.x())


def last_button(dialog):
    return max(dialog.cancel_button, dialog.verb_button, key=lambda each: each.x())


def test_going_back_from_the_buttons_shows_the_last_field_with_its_words(qtbot, dialog):
    first_button(dialog).setFocus()
    bar(dialog).setValue(0)

    qtbot.keyClick(first_button(dialog), Qt.Key.Key_Backtab)

    last = dialog.form.field("t11")
    assert dialog.focusWidget() is last
    assert is_in_sight(last.parentWidget(), dialog)


def test_going_on_from_the_buttons_shows_the_first_field_with_its_words(qtbot, dialog):
    last_button(dialog).setFocus()
    bar(dialog).setValue(bar(dialog).maximum())

    qtbot.keyClick(last_button(dialog), Qt.Key.Key_Tab)

    assert dialog.focusWidget() is dialog.box
    assert is_in_sight(dialog.box.parentWidget(), dialog)


def test_the_key_of_a_label_shows_its_field(dialog):
    bar(dialog).setValue(0)

    dialog.form.field("t10").setFocus(Qt.FocusReason.ShortcutFocusReason)

    assert is_in_sight(dialog.form.field("t10").parentWidget(), dialog)


def test_what_is_pressed_stays_under_the_pointer(qtbot, dialog):
    pressed = dialog.form.field("t5")
    dialog.cancel_button.setFocus()
    at = pressed.mapTo(dialog.form, QPoint()).y() + 20
    bar(dialog).setValue(at)

    qtbot.mouseClick(pressed.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 50))

    assert dialog.focusWidget() is pressed
    assert bar(dialog).value() == at


@pytest.mark.parametrize("which", ["box", "number", "day"])
def test_the_wheel_over_a_field_scrolls_the_form(dialog, which):
    field = dialog.form.field(which)
    dialog.cancel_button.setFocus()
    bar(dialog).setValue(0)
    before = words_of(field)

    turn_wheel_over(field)

    assert words_of(field) == before
    assert dialog.focusWidget() is dialog.cancel_button
    assert bar(dialog).value() > 0


def test_the_wheel_over_a_field_that_came_later_scrolls_the_form(dialog):
    box = dialog.add_late()
    dialog.cancel_button.setFocus()
    bar(dialog).setValue(0)

    turn_wheel_over(box)

    assert box.currentText() == "One"
    assert bar(dialog).value() > 0


@pytest.mark.parametrize("which", ["box", "number", "day"])
def test_the_wheel_changes_the_field_that_has_the_keyboard(dialog, which):
    field = dialog.form.field(which)
    field.setFocus()
    if which != "box":
        field.stepUp()
    before = words_of(field)

    turn_wheel_over(field)

    assert words_of(field) != before


def words_of(field):
    return field.currentText() if isinstance(field, QComboBox) else field.text()


def test_a_window_that_goes_with_the_keyboard_in_its_form_goes_quietly(qtbot, dialog):
    other = LongDialog()
    other.show()
    other.activateWindow()
    other.form.field("t5").setFocus()
    settle()

    with qtbot.waitSignal(other.destroyed):
        other.deleteLater()
    dialog.activateWindow()
    dialog.form.field("t11").setFocus()
    settle()

    assert is_in_sight(dialog.form.field("t11"), dialog)
