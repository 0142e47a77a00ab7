"""Settings: sections at the left, and what is changed counts at once and is remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentor_desk.settings import Settings
from mentor_desk.ui.common import appearance, discreet, theme
from mentor_desk.ui.common.lock_settings import (
    LOCK_AFTER,
    NEVER,
    idle_limit,
    locks_with_system,
    minutes_of,
)
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.preferences.appearance import AppearanceSection
from mentor_desk.ui.preferences.dialog import SettingsDialog
from mentor_desk.ui.preferences.locking import LockingSection


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


@pytest.fixture(autouse=True)
def as_before():
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)
    yield
    discreet.discretion().set_on(is_on=False)
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)


def titles(dialog):
    return [button.text() for button in dialog._group.buttons()]


def test_without_a_desk_only_the_settings_of_this_machine_are_there(qtbot, settings):
    dialog = SettingsDialog(None, settings)
    qtbot.addWidget(dialog)

    assert titles(dialog) == ["Appearance", "Locking"]


def test_a_section_is_brought_to_the_front_by_its_name_or_a_click(qtbot, settings):
    dialog = SettingsDialog(None, settings)
    qtbot.addWidget(dialog)
    dialog.show()

    dialog.show_section("locking")
    assert dialog.findChild(LockingSection).isVisible()
    qtbot.mouseClick(dialog._group.button(0), Qt.MouseButton.LeftButton)

    assert dialog.findChild(AppearanceSection).isVisible()
    assert not dialog.findChild(LockingSection).isVisible()


def test_escape_closes_the_settings(qtbot, settings):
    dialog = SettingsDialog(None, settings)
    qtbot.addWidget(dialog)
    dialog.show()

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_colours_change_at_once_and_are_remembered(qtbot, settings, tmp_path):
    section = AppearanceSection(None, settings)
    qtbot.addWidget(section)

    section._choices[Scheme.DARK].click()

    assert theme.tokens().is_dark
    assert appearance.scheme_of(Settings(tmp_path / "settings.json")) is Scheme.DARK


def test_the_size_of_words_changes_at_once_and_is_remembered(qtbot, settings, tmp_path):
    section = AppearanceSection(None, settings)
    qtbot.addWidget(section)
    before = QApplication.font().pointSizeF()

    section._size_combo.setCurrentIndex(section._size_combo.findData(150))
    section._size_combo.activated.emit(section._size_combo.currentIndex())

    assert QApplication.font().pointSizeF() > before * 1.4
    assert appearance.text_size_of(Settings(tmp_path / "settings.json")) == 150


@pytest.mark.parametrize("kept", [7, 10_000, -1])
def test_a_size_nobody_offered_counts_as_the_usual_one(settings, kept):
    settings.remember({appearance.TEXT_SIZE: kept})

    assert appearance.text_size_of(settings) == appearance.USUAL_SIZE


def test_u4_the_desk_locks_after_a_quarter_of_an_hour_unless_it_is_set(qtbot, settings, tmp_path):
    assert idle_limit(settings) == 15 * 60
    section = LockingSection(None, settings)
    qtbot.addWidget(section)

    section._after_combo.setCurrentIndex(section._after_combo.findData(5))
    section._after_combo.activated.emit(section._after_combo.currentIndex())

    assert idle_limit(Settings(tmp_path / "settings.json")) == 5 * 60


def test_u4_a_time_nobody_offered_counts_as_the_usual_one(settings):
    settings.remember({LOCK_AFTER: 10**9})

    assert minutes_of(settings) == 15


def test_every_time_is_said_in_words(qtbot, settings):
    settings.remember({LOCK_AFTER: NEVER})
    section = LockingSection(None, settings)
    qtbot.addWidget(section)

    words = [section._after_combo.itemText(at) for at in range(section._after_combo.count())]

    assert words[:3] == ["1 minute", "2 minutes", "5 minutes"]
    assert words[-3:] == ["1 hour", "2 hours", "never: lock by hand"]
    assert section._after_combo.currentText() == words[-1]


def test_u4_locking_with_the_system_can_be_left(qtbot, settings):
    section = LockingSection(None, settings)
    qtbot.addWidget(section)
    assert locks_with_system(settings)

    section._system_check.click()

    assert not locks_with_system(settings)


def test_u5_discreet_is_switched_here_too_and_remembered(qtbot, settings, tmp_path):
    section = LockingSection(None, settings)
    qtbot.addWidget(section)

    section._discreet_check.click()

    assert discreet.is_on()
    discreet.discretion().set_on(is_on=False)
    discreet.begin(Settings(tmp_path / "settings.json"))
    assert discreet.is_on()
