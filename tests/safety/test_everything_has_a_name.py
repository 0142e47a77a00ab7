"""Whoever hears the screen instead of seeing it is told what each thing is."""

import itertools
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSlider,
    QWidget,
)

from tests.safety.filled_desk import FilledDesk
from tests.safety.walking import walk


class Unnamed:
    """The places and kinds of widgets that a reader of screens would pass over in silence."""

    def __init__(self) -> None:
        self.faults: set[str] = set()
        self.heard: set[str] = set()

    def look(self, place: str, root: QWidget) -> None:
        if isinstance(root, QMenu):
            self._look_at_menu(place, root)
        for widget in [root, *root.findChildren(QWidget)]:
            if not wants_name(widget):
                continue
            spoken = spoken_name(widget)
            self.heard.add(spoken)
            if not spoken.strip():
                self.faults.add(f"{place}: {whereabouts(widget)}")

    def _look_at_menu(self, place: str, menu: QMenu) -> None:
        for action in menu.actions():
            if not action.isSeparator() and not action.text().strip():
                self.faults.add(f"{place}: an entry without words")


def wants_name(widget: QWidget) -> bool:
    if not widget.isVisible() or not widget.isEnabled() or isinstance(widget, QMenu):
        return False
    is_popup = widget.windowType() == Qt.WindowType.Popup
    if isinstance(widget, QAbstractItemView):
        # The headings are read as part of their table.
        return not is_popup and not isinstance(widget, QHeaderView)
    takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return takes_focus and widget.focusProxy() is None and not is_popup


def spoken_name(widget: QWidget) -> str:
    spoken = QAccessible.queryAccessibleInterface(widget)
    return spoken.text(QAccessible.Text.Name) if spoken is not None else ""


def whereabouts(widget: QWidget) -> str:
    line: list[str] = []
    each: QWidget | None = widget
    while each is not None:
        line.append(type(each).__name__)
        each = each.parentWidget()
    return " in ".join(line[:5])


def test_everything_that_takes_the_keyboard_has_a_name_on_every_page_and_dialog(on_disk, open_on):
    count = itertools.count(1)
    FilledDesk(on_disk.desk, lambda *_: f"Word {next(count)}", datetime.now(UTC))
    unnamed = Unnamed()

    walk(*open_on(on_disk), unnamed.look)

    assert "\n".join(sorted(unnamed.faults)) == ""
    assert len(unnamed.heard) > 100


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QListView, QSlider])
def test_the_walk_would_find_what_has_no_name(qtbot, kind):
    page = QDialog()
    qtbot.addWidget(page)
    kind(page)
    page.show()
    unnamed = Unnamed()

    unnamed.look("here", page)

    assert len(unnamed.faults) == 1
