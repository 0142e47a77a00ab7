"""NotesEdit: notes in Markdown, styled while they are typed."""

import re

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from mentor_desk.ui.common.markdown_style import MarkdownStyle
from mentor_desk.ui.common.theme import is_theme_change

LONGEST_STYLED = 200_000
_LONGEST_WRAPPED_LINE = 50_000

_ITEM = re.compile(r"^(\s*)([-*+]|(\d{1,9})([.)]))(\s+)(\[[ xX]\]\s+)?")
_INDENT = "  "
# The mouse says itself where to go on, and who comes back goes on where they were.
_WHERE_IT_WAS = {
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class NotesEdit(QPlainTextEdit):
    """Plain text that looks like what it means; nothing but letters is ever pasted.

    Enter goes on with a list and ends it on an empty item; Tab and Shift+Tab move a list item
    in and out and elsewhere leave the field; Ctrl+B and Ctrl+I make bold and italic. Beyond
    200,000 letters nothing is styled any more, so that typing stays quick. With `max_lines`
    the field grows with its text up to that many lines.
    """

    edited = Signal()

    def __init__(
        self,
        placeholder: str = "",
        *,
        min_lines: int = 4,
        max_lines: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._min_lines, self._max_lines = min_lines, max_lines
        self._style: MarkdownStyle | None = None
        self._known = ""
        self._is_new = True
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        vertical = QSizePolicy.Policy.Fixed if max_lines else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self._style_if_short(0)
        self.textChanged.connect(self._on_text_changed)

    @property
    def is_styled(self) -> bool:
        """Tell whether the text is short enough to be styled."""
        return self._style is not None

    def text(self) -> str:
        """Return the text as typed, with plain line feeds."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text, without telling anyone; what was typed before cannot be undone to.

        It is shown from its beginning; the keyboard, when it comes, goes on at its end.
        """
        self.blockSignals(True)
        self._make_room(len(text), text)
        self.setPlainText(text)
        self._known = self.toPlainText() if self.is_styled else ""
        self.blockSignals(False)
        self._is_new = not self.hasFocus()
        if not self._is_new:
            self._go_on_at_end()
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        lines = self._min_lines
        if self._max_lines:
            # The layout of plain text counts its height in lines.
            needed = round(self.document().documentLayout().documentSize().height())
            lines = min(max(needed, self._min_lines), self._max_lines)
        margins = self.contentsMargins()
        frame = margins.top() + margins.bottom() + round(2 * self.document().documentMargin())
        return QSize(240, lines * self.fontMetrics().lineSpacing() + frame + 12)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, min(self.sizeHint().height(), self.fontMetrics().lineSpacing() * 3))

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        self._make_room(self.document().characterCount() + len(text), text)
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        copied = QMimeData()
        copied.setText(self.textCursor().selection().toPlainText())
        return copied

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.isReadOnly() and self._is_used(event):
            return
        super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return self._move_item(is_in=next) or super().focusNextPrevChild(next)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._is_new and event.reason() not in _WHERE_IT_WAS:
            self._go_on_at_end()
        self._is_new = False

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._style is None:
            self._style_if_short(self.document().characterCount())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_theme_change(event) and getattr(self, "_style", None) is not None:
            assert self._style is not None
            self._style.read_theme()
            self._style.rehighlight()

    def _is_used(self, event: QKeyEvent) -> bool:
        control = Qt.KeyboardModifier.ControlModifier
        none = Qt.KeyboardModifier.NoModifier
        keypad = Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() == control and event.key() == Qt.Key.Key_B:
            self._wrap("**")
        elif event.modifiers() == control and event.key() == Qt.Key.Key_I:
            self._wrap("_")
        elif event.key() in _ENTER and event.modifiers() in {none, keypad}:
            return self._go_on_with_list()
        else:
            return False
        return True

    def _wrap(self, sign: str) -> None:
        cursor = self.textCursor()
        chosen = cursor.selectedText()
        is_wrapped = (
            len(chosen) > 2 * len(sign) and chosen.startswith(sign) and chosen.endswith(sign)
        )
        start = cursor.selectionStart()
        if is_wrapped:
            inner = chosen[len(sign) : -len(sign)]
            cursor.insertText(inner)
            self._choose(start, len(inner))
            return
        cursor.insertText(f"{sign}{chosen}{sign}")
        if chosen:
            self._choose(start, len(chosen) + 2 * len(sign))
        else:
            cursor.setPosition(start + len(sign))
            self.setTextCursor(cursor)

    def _choose(self, start: int, length: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _go_on_with_list(self) -> bool:
        cursor = self.textCursor()
        line = cursor.block().text()
        item = _ITEM.match(line)
        if item is None or cursor.hasSelection() or cursor.positionInBlock() < item.end():
            return False
        if line[item.end() :].strip():
            cursor.insertText("\n" + _next_marker(item))
        else:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.removeSelectedText()
        self.ensureCursorVisible()
        return True

    def _move_item(self, *, is_in: bool) -> bool:
        cursor = self.textCursor()
        line = cursor.block().text()
        if self.isReadOnly() or _ITEM.match(line) is None:
            return False
        if not is_in and not line.startswith(_INDENT):
            return False
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        if is_in:
            cursor.insertText(_INDENT)
            return True
        for _ in _INDENT:
            cursor.deleteChar()
        return True

    def _go_on_at_end(self) -> None:
        self.moveCursor(QTextCursor.MoveOperation.End)
        # Who only wants to read begins at the top; the first key goes to the cursor.
        self.verticalScrollBar().setValue(0)

    def _make_room(self, letters: int, text: str) -> None:
        if letters > LONGEST_STYLED and self._style is not None:
            self._style.setDocument(None)
            self._style.deleteLater()
            self._style = None
        longest = max((len(line) for line in text.split("\n")), default=0)
        if longest > _LONGEST_WRAPPED_LINE:
            self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        if letters <= LONGEST_STYLED:
            self._style_if_short(letters)

    def _style_if_short(self, letters: int) -> None:
        if self._style is None and letters <= LONGEST_STYLED:
            self._style = MarkdownStyle(self.document())

    def _on_text_changed(self) -> None:
        # Styling reports itself as a change of the text, but leaves its letters alone.
        if self._style is not None:
            text = self.toPlainText()
            if text == self._known:
                return
            self._known = text
        if self._max_lines:
            self.updateGeometry()
        self.edited.emit()


def _next_marker(item: re.Match[str]) -> str:
    indent, marker, number, stop, space, box = item.groups()
    if number is not None:
        marker = f"{int(number) + 1}{stop}"
    return f"{indent}{marker}{space}{'[ ] ' if box else ''}"
