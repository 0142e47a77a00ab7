"""Whoever hears the screen instead of seeing it is told what each thing is."""

import pytest
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QPushButton,
    QSlider,
)

from tests.safety.looks import Unnamed


def test_everything_that_takes_the_keyboard_has_a_name_on_every_page_and_dialog(walked):
    assert "\n".join(sorted(walked.unnamed.faults)) == ""
    assert len(walked.unnamed.heard) > 100


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QListView, QSlider])
def test_the_walk_would_find_what_has_no_name(qtbot, kind):
    page = QDialog()
    qtbot.addWidget(page)
    kind(page)
    page.show()
    unnamed = Unnamed()

    unnamed.look("here", page)

    assert len(unnamed.faults) == 1
