"""Files of people to bring in, and a dialog that has come to rest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentor_desk.ui.transfer.dialog import BringInDialog


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
