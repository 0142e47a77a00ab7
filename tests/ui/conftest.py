"""The window is tested in the light theme; and the small things its tests ask for."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from mentor_desk.ui.common import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> QApplication:
    """Put on the light theme, whatever the test before has worn."""
    theme.apply(qapp, theme.Scheme.LIGHT)
    return qapp


@pytest.fixture
def heard() -> Callable[[Any], list[Any]]:
    """Return a list that fills with what a signal tells."""

    def listen(signal: Any) -> list[Any]:
        told: list[Any] = []
        signal.connect(lambda *what: told.append(what[0] if len(what) == 1 else what))
        return told

    return listen


@pytest.fixture
def nameless() -> Callable[[QWidget], list[QWidget]]:
    """Return what finds those who take the keyboard and have no name to be spoken."""

    def nameless(top: QWidget) -> list[QWidget]:
        return [
            each
            for each in top.findChildren(QWidget)
            if each.focusPolicy() != Qt.FocusPolicy.NoFocus
            and each.isVisible()
            and not each.accessibleName()
            and not (isinstance(each, QAbstractButton | QLabel) and each.text())
            and not each.objectName().startswith("qt_")
            and each.focusProxy() is None
        ]

    return nameless
