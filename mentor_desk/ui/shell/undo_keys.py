"""Ctrl+Z in a field: what was typed there is taken back first, and then the steps of the desk."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from mentor_desk.ui.common.completed_words import CompletedWords


class UndoKeys(QObject):
    """Let the keys of undo and redo pass a field that has nothing of its own to take back.

    Every field of Qt keeps them for itself, also when it is empty.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
            self._on_focus_changed(None, app.focusWidget())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes = event.matches(QKeySequence.StandardKey.Undo)
            redoes = event.matches(QKeySequence.StandardKey.Redo)
            if (undoes or redoes) and _has_nothing(watched, redoes=redoes):
                event.ignore()
                return True
        return False

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now
        if now is not None:
            now.installEventFilter(self)
        if isinstance(now, QLineEdit):
            CompletedWords.see_to(now)


def _has_nothing(widget: QObject, *, redoes: bool) -> bool:
    field: QObject | None = widget
    if isinstance(widget, QAbstractSpinBox | QComboBox):
        field = widget.lineEdit()
    match field:
        case QLineEdit():
            can_undo, can_redo = field.isUndoAvailable(), field.isRedoAvailable()
            # A line is saved when it is left: its words are not mixed with a step done again.
            can_redo = can_redo or can_undo
        case QPlainTextEdit() | QTextEdit():
            document = field.document()
            # Notes save themselves before a step is done again, and none is left once they did.
            can_undo, can_redo = document.isUndoAvailable(), document.isRedoAvailable()
        case _:
            return False
    return not (can_redo if redoes else can_undo)
