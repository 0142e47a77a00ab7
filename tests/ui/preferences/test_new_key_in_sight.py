"""A new recovery key is in sight as far as the screen has room, with large words too."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QScrollArea

from mentor_desk.services.opening.opening import open_desk
from mentor_desk.ui.common import theme
from mentor_desk.ui.preferences.key_dialogs import NewRecoveryKeyDialog
from tests.own_desk import SECRET
from tests.visiting import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def large_words(qapp):
    theme.apply(qapp, theme.Scheme.LIGHT, bundled_font=True, text_scale=1.5)
    yield
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def dialog(qtbot, own_folder, recovery_key, large_words):
    desk = open_desk(own_folder, passphrase=SECRET)
    made = NewRecoveryKeyDialog(desk, recovery_key)
    qtbot.addWidget(made)
    made.show()
    settle()
    yield made
    desk.close()


def test_every_group_of_the_key_is_in_sight_at_once(dialog, recovery_key):
    viewport = dialog.findChild(QScrollArea).viewport()

    groups = [
        each for each in dialog.card.findChildren(QLabel) if each.text() in recovery_key.split("-")
    ]

    assert len(groups) == len(recovery_key.split("-"))
    for group in groups:
        assert viewport.rect().contains(QRect(group.mapTo(viewport, QPoint()), group.size()))


def test_the_dialog_stays_on_the_screen_with_its_buttons(dialog):
    room = dialog.screen().availableGeometry()

    assert room.contains(dialog.frameGeometry())
    for each in (dialog.verb_button, dialog.cancel_button):
        assert dialog.rect().contains(QRect(each.mapTo(dialog, QPoint()), each.size()))
