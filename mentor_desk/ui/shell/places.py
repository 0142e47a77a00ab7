"""Where things stand in the window, kept from one start to the next: splitters and columns."""

import base64
from collections.abc import Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QHeaderView, QSplitter, QTableView, QWidget

from mentor_desk.settings import Settings

_Part = TypeVar("_Part", bound=QWidget)


def remember_places(
    page: QWidget, key: str, settings: Settings, *, but: Iterable[QWidget] = ()
) -> None:
    """Keep the splitters, columns and sort order of a page under its key.

    Those within one of `but` are left out: they have places of their own.
    """
    parts = _parts(page, f"place {key}", list(but))
    settings.remember({name: _as_text(part.saveState()) for name, part in parts})


def restore_places(page: QWidget, key: str, settings: Settings) -> None:
    """Put splitters, columns and sort order back to where they were, as far as known."""
    for name, part in _parts(page, f"place {key}"):
        kept = settings.text(name)
        if kept:
            part.restoreState(QByteArray(base64.b64decode(kept, validate=False)))


def _parts(
    page: QWidget, key: str, but: Sequence[QWidget] = ()
) -> Iterable[tuple[str, QSplitter | QHeaderView]]:
    def own(found: Iterable[_Part]) -> list[_Part]:
        return [part for part in found if not any(each.isAncestorOf(part) for each in but)]

    for number, splitter in enumerate(own(page.findChildren(QSplitter))):
        yield f"{key} splitter {number} of {splitter.count()}", splitter
    for number, view in enumerate(own(page.findChildren(QTableView))):
        header = view.horizontalHeader()
        yield f"{key} columns {number} of {header.count()}", header


def _as_text(state: QByteArray) -> str:
    return base64.b64encode(state.data()).decode()
