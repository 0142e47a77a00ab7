"""Text on screen that is never anything but text, whatever people wrote."""

from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from mentor_desk.ui.common.tokens import TextRole

_BREAKS = str.maketrans(dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def one_line(text: str) -> str:
    """Return the text on one line, for whatever has room for just one."""
    return text.translate(_BREAKS).strip()


def without_mnemonic(text: str) -> str:
    """Return the text so that a button, tab or menu shows its `&` instead of underlining."""
    return text.replace("&", "&&")


def tooltip_html(text: str) -> str:
    """Return a tooltip that shows `text` literally; empty stays empty."""
    if not text:
        return ""
    return f"<qt>{escape(text).replace(chr(10), '<br/>')}</qt>"


def set_tooltip(target: QWidget | QAction, text: str) -> None:
    """Give a widget or action a tooltip that shows `text` literally."""
    target.setToolTip(tooltip_html(text))


def name(widget: QWidget, text: str, description: str = "") -> None:
    """Say what a widget is to those who hear the screen; `description` tells more on request."""
    widget.setAccessibleName(text)
    widget.setAccessibleDescription(description)


def empty(edit: QLineEdit) -> None:
    """Empty a line whose words are kept elsewhere: taking them back is no matter of the line."""
    # Unlike clear(), this is nothing that the line itself could undo.
    edit.setText("")


def set_property(widget: QWidget, key: str, value: object) -> None:
    """Set what the stylesheet looks at, and have the widget look at it again."""
    if widget.property(key) == value:
        return
    widget.setProperty(key, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class PlainLabel(QLabel):
    """Text shown literally, at the start of the page's direction whatever its own letters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._align()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        upright = self.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | upright)


class ElidedLabel(PlainLabel):
    """One line of plain text that gives way when room is short; the tooltip holds it whole."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(one_line(text))
        set_tooltip(self, text)

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(
            min(least.width(), self.fontMetrics().horizontalAdvance("…") * 3), least.height()
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        area = self.contentsRect()
        mode = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), mode, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        sides = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(sides | Qt.TextFlag.TextSingleLine), shown)


def plain_label(
    text: str = "",
    role: TextRole = TextRole.BODY,
    *,
    wrap: bool = False,
    elide: bool = False,
    selectable: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """Return a label that shows `text` literally: no markup, no shortcuts from `&`.

    `wrap` breaks long text into lines, `elide` ends it with an ellipsis instead.
    """
    label = ElidedLabel("", parent) if elide else PlainLabel(parent)
    label.setText(text)
    label.setWordWrap(wrap and not elide)
    if role is not TextRole.BODY:
        label.setProperty("role", role.value)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return label


def set_role(label: QLabel, role: TextRole) -> None:
    """Make a label another kind of text."""
    set_property(label, "role", role.value)
