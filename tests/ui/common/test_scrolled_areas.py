"""What scrolls shows what has the keyboard, and the wheel over it changes nothing."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QScrollArea

from mentor_desk.models.kinds import WayKind
from mentor_desk.services.network.people import PersonEntry, WayRow, edit_person, person_card
from mentor_desk.settings import Settings
from mentor_desk.ui.network.dialog import PersonDialog
from mentor_desk.ui.preferences.dialog import SettingsDialog
from tests.visiting import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def person(qtbot, desk, add):
    person_id = add.person("Ada Okafor")
    ways = tuple(WayRow(WayKind.EMAIL, f"ada{number}@example.org") for number in range(6))
    desk.do(edit_person, person_id=person_id, entry=PersonEntry("Ada Okafor", ways=ways))
    dialog = PersonDialog(desk, desk.run(person_card, person_id=person_id))
    return shown(qtbot, dialog, 400)


@pytest.fixture
def settings(qtbot, desk, tmp_path):
    dialog = SettingsDialog(None, Settings(tmp_path / "settings.json"))
    return shown(qtbot, dialog, 260)


def shown(qtbot, dialog, height):
    qtbot.addWidget(dialog)
    dialog.resize(dialog.width(), height)
    dialog.show()
    dialog.activateWindow()
    settle()
    return dialog


def area_of(widget):
    above = widget
    while not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def is_in_sight(widget):
    viewport = area_of(widget).viewport()
    return viewport.rect().contains(QRect(widget.mapTo(viewport, QPoint()), widget.size()))


def turn_wheel_over(widget):
    window = widget.window()
    place = widget.mapTo(window, QPoint(6, 6))
    QTest.wheelEvent(window.windowHandle(), place, QPoint(0, -120))
    settle()


def test_going_back_from_the_buttons_of_a_person_shows_the_last_field(qtbot, person):
    buttons = (person.cancel_button, person.verb_button)
    first = min(buttons, key=lambda each: each.x())
    first.setFocus()
    assert not is_in_sight(person.form.field("remark"))

    qtbot.keyClick(first, Qt.Key.Key_Backtab)

    assert person.focusWidget() is person.form.field("remark")
    assert is_in_sight(person.form.field("remark"))


def test_a_field_that_gets_the_keyboard_is_shown(person):
    person.form.field("remark").setFocus()
    assert not is_in_sight(person.form.field("display_name"))

    person.form.field("display_name").setFocus()

    assert is_in_sight(person.form.field("display_name"))


def test_the_wheel_over_a_kind_of_way_scrolls_the_person(person):
    box = next(each for each in person.findChildren(QComboBox) if each.isVisible())
    area_of(box).ensureWidgetVisible(box)
    person.cancel_button.setFocus()
    before = area_of(box).verticalScrollBar().value()

    turn_wheel_over(box)

    assert box.currentData() == WayKind.EMAIL
    assert area_of(box).verticalScrollBar().value() > before


@pytest.mark.parametrize("section", ["appearance", "locking"])
def test_the_wheel_over_a_setting_changes_no_setting(settings, section):
    settings.show_section(section)
    settle()
    box = next(each for each in settings.findChildren(QComboBox) if each.isVisible())
    area_of(box).ensureWidgetVisible(box)
    box.clearFocus()
    box.setCurrentIndex(0)
    before = box.currentIndex()

    turn_wheel_over(box)

    assert box.currentIndex() == before
