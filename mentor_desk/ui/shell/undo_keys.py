"""Ctrl+Z in a field: what was typed there is taken back first, and then the steps of the desk."""

from typing import TYPE_CHECKING, TypeAlias

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

from mentor_desk.errors import DeskError
from mentor_desk.ui.common.completed_words import CompletedWords

if TYPE_CHECKING:
    from mentor_desk.ui.shell.main_window import MainWindow

Field: TypeAlias = QLineEdit | QPlainTextEdit | QTextEdit

# What was undone last on the desk, when something was last taken back in a field.
_UNDONE_BEFORE = "undone_before"


class UndoKeys(QObject):
    """Let the keys of undo and redo pass a field that has nothing of its own to take back.

    Every field of Qt keeps them for itself, also when it is empty. What is undone on the desk
    after what was typed is done again before it.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
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
            field = _field_of(watched)
            if (undoes or redoes) and field is not None and not self._is_for(field, redoes=redoes):
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

    def _is_for(self, field: Field, *, redoes: bool) -> bool:
        document = field if isinstance(field, QLineEdit) else field.document()
        can_undo, can_redo = document.isUndoAvailable(), document.isRedoAvailable()
        if not redoes:
            if can_undo:
                field.setProperty(_UNDONE_BEFORE, self._latest_undone())
            return can_undo
        # A line is saved when it is left: its words are not mixed with a step done again. Notes
        # save themselves before one is, and none is left once they did.
        if can_undo and isinstance(field, QLineEdit):
            return True
        return can_redo and self._latest_undone() in {0, field.property(_UNDONE_BEFORE)}

    def _latest_undone(self) -> int:
        from mentor_desk.services.history.steps import next_redo  # noqa: PLC0415

        pages = self._window.pages
        try:
            step = pages.desk.run(next_redo) if pages is not None else None
        except DeskError:
            # The key itself says so, where it needs the desk.
            return 0
        return step.id if step is not None else 0


def _field_of(widget: QObject) -> Field | None:
    field = widget.lineEdit() if isinstance(widget, QAbstractSpinBox | QComboBox) else widget
    return field if isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit) else None
