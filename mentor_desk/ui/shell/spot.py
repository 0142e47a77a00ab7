"""Where on a page the mentor was: the keyboard, the cursors, and how far each part was scrolled."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

# Some parts find their size only once they have been painted, or read what they show meanwhile.
AGAIN_AFTER = (0, 50, 200, 500)

# Of which class, and the how-many-eth of it: no words, for these outlast a lock.
_Part: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """The part that had the keyboard, each cursor, and how far each part was scrolled.

    A cursor is the two ends of what was chosen in a text; parts are scrolled across and down.
    """

    focus: _Part | None
    cursors: tuple[tuple[_Part, int, int], ...]
    scrolled: tuple[tuple[_Part, int, int], ...]


def spot_on(page: QWidget) -> Spot:
    """Return where the mentor is on a page."""
    parts = _parts_of(page)
    focused = page.window().focusWidget()
    return Spot(
        next((part for part, widget in parts.items() if widget is focused), None),
        tuple((part, *_cursor_in(widget)) for part, widget in parts.items() if _is_text(widget)),
        tuple(
            (part, each.horizontalScrollBar().value(), each.verticalScrollBar().value())
            for part, each in parts.items()
            if isinstance(each, QAbstractScrollArea)
        ),
    )


def come_back_to(spot: Spot, page: QWidget) -> None:
    """Go to the same spot of a page that was made anew; what is not there any more is left."""
    parts = _parts_of(page)
    if spot.focus in parts:
        parts[spot.focus].setFocus(Qt.FocusReason.OtherFocusReason)
    for part, anchor, position in spot.cursors:
        if part in parts:
            _put_cursor(parts[part], anchor, position)
    for wait in AGAIN_AFTER:
        QTimer.singleShot(wait, page, partial(_scroll, page, spot))


def _scroll(page: QWidget, spot: Spot) -> None:
    parts = _parts_of(page)
    for part, across, down in spot.scrolled:
        area = parts.get(part)
        if isinstance(area, QAbstractScrollArea):
            area.horizontalScrollBar().setValue(across)
            area.verticalScrollBar().setValue(down)


def _parts_of(page: QWidget) -> dict[_Part, QWidget]:
    return dict(_counted(each for each in page.findChildren(QWidget) if each.isVisibleTo(page)))


def _counted(widgets: Iterable[QWidget]) -> Iterable[tuple[_Part, QWidget]]:
    seen: Counter[str] = Counter()
    for widget in widgets:
        kind = type(widget).__name__
        yield (kind, seen[kind]), widget
        seen[kind] += 1


def _is_text(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit)


def _cursor_in(widget: QWidget) -> tuple[int, int]:
    match widget:
        case QPlainTextEdit() | QTextEdit():
            cursor = widget.textCursor()
            return cursor.anchor(), cursor.position()
        case QLineEdit():
            return widget.cursorPosition(), widget.cursorPosition()
        case _:
            return 0, 0


def _put_cursor(widget: QWidget, anchor: int, position: int) -> None:
    match widget:
        case QPlainTextEdit() | QTextEdit():
            last = widget.document().characterCount() - 1
            cursor = widget.textCursor()
            cursor.setPosition(min(anchor, last))
            cursor.setPosition(min(position, last), QTextCursor.MoveMode.KeepAnchor)
            widget.setTextCursor(cursor)
        case QLineEdit():
            widget.setCursorPosition(position)
        case _:
            return
