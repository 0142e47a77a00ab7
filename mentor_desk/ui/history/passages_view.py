"""PassagesView: a text that is only read, with what went struck and what came marked."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import colour
from mentor_desk.ui.history.diff import Fate, Passage


class PassagesView(QTextEdit):
    """Show passages one after the other; they are letters and nothing else, and can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setProperty("look", "bare")

    def show_passages(self, parts: Sequence[Passage]) -> None:
        """Show these passages from the first letter on."""
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for part in parts:
            cursor.insertText(part.text, passage_format(part.fate))
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)


def passage_format(fate: Fate) -> QTextCharFormat:
    """Return how a passage is written: what went is struck, what came is underlined."""
    made = QTextCharFormat()
    if fate is Fate.SAME:
        return made
    tokens = theme.tokens()
    shade = tokens.red if fate is Fate.GONE else tokens.accent
    made.setBackground(colour(shade.soft))
    made.setForeground(colour(shade.text))
    made.setFontStrikeOut(fate is Fate.GONE)
    made.setFontUnderline(fate is Fate.NEW)
    return made
