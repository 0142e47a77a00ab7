"""A history with something in it, and the small things its tests ask for."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mentor_desk.services.network.people import PersonEntry, add_person, edit_person


@pytest.fixture
def show(qtbot: Any) -> Callable[[QWidget], Any]:
    """Show a widget as the front of a window that has the keyboard."""

    def show(widget: QWidget) -> Any:
        qtbot.addWidget(widget)
        widget.resize(1200, 800)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


@pytest.fixture
def texts() -> Callable[[QWidget], list[str]]:
    """Return what the labels say that can be seen."""

    def texts(widget: QWidget) -> list[str]:
        QApplication.processEvents()
        return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]

    return texts


@pytest.fixture
def add_someone(desk: Any, now: Any) -> Callable[..., Any]:
    """Add a person as a step of its own, and return the changes."""

    def add_someone(name: str = "Ada Okafor", **more: Any) -> Any:
        return desk.do(add_person, entry=PersonEntry(display_name=name, **more), now=now)

    return add_someone


@pytest.fixture
def rename(desk: Any) -> Callable[..., Any]:
    """Change what is known of a person as a step of its own, and return the changes."""

    def rename(person_id: int, name: str, **more: Any) -> Any:
        entry = PersonEntry(display_name=name, **more)
        return desk.do(edit_person, person_id=person_id, entry=entry)

    return rename
