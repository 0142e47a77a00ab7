"""Files of people to bring in, and a dialog that has come to rest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from mentor_desk.ui.common import theme
from mentor_desk.ui.transfer.dialog import BringInDialog


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def card() -> Callable[..., str]:
    def card(name: str, *lines: str) -> str:
        return "\n".join(("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", ""))

    return card


@pytest.fixture
def rest(qtbot: Any) -> Callable[[BringInDialog], None]:
    """Return what waits until no job of a dialog is under way."""

    def rest(dialog: BringInDialog) -> None:
        qtbot.waitUntil(lambda: not dialog.is_busy(), timeout=20_000)

    return rest


@pytest.fixture
def open_dialog(qtbot: Any, desk: Any, rest: Any) -> Callable[..., BringInDialog]:
    """Return what opens a dialog over files and waits until they are read."""

    def open_dialog(*paths: Path) -> BringInDialog:
        dialog = BringInDialog(desk, paths)
        qtbot.addWidget(dialog)
        dialog.show()
        rest(dialog)
        return dialog

    return open_dialog


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
