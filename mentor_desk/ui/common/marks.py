"""Small marks: a person's initials, a state in a pill, a topic in a chip."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.text import name, set_tooltip
from mentor_desk.ui.common.tokens import TextRole, Tone

_OPENING_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_WIDEST = 320


class Avatar(QWidget):
    """A person's initials in the person's colour."""

    def __init__(
        self,
        person_name: str = "",
        *,
        size: int = 34,
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_person(person_name, tone=tone)

    def show_person(self, person_name: str, *, tone: Tone | None = None) -> None:
        """Stand for this person; a `tone` given overrides the person's own colour."""
        self._name, self._tone = person_name, tone
        name(self, person_name)
        set_tooltip(self, person_name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = theme.scaled(self._size)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        side = min(self.width(), self.height())
        disc = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        paint.draw_avatar(QPainter(self), disc, self._name, tone=self._tone)


class Pill(QWidget):
    """A state in one or two words on the ground of its tone."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: Tone) -> None:
        """Show other words or another tone; no words, no pill."""
        self._text, self._tone = text, tone
        name(self, text)
        set_tooltip(self, text if len(text) > 40 else "")
        if not text:
            self.hide()
        elif self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and self.parent():
            self.show()
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return paint.pill_size(self._text, widest=theme.scaled(_WIDEST))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 40), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        paint.draw_pill(QPainter(self), self.rect(), self._text, self._tone)


class Chip(Pill):
    """A topic on its ground; `opened` on click, Enter or Space, `removal_requested` on Delete.

    A chip that can do neither cannot be reached with the keyboard and is only read.
    """

    opened = Signal(str)
    removal_requested = Signal(str)

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.ACCENT,
        *,
        is_door: bool = False,
        is_removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._is_removable = is_removable
        self._is_door = is_door
        super().__init__(text, tone, parent)
        if is_door or is_removable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if is_door:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def text(self) -> str:
        """The words on the chip."""
        return self._text

    @override
    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return size + QSize(self._cross_width() if self._is_removable else 0, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if not self._is_removable:
            paint.draw_pill(painter, self.rect(), self._text, self._tone)
        else:
            self._paint_with_cross(painter)
        if self.hasFocus():
            paint.draw_focus(painter, self.rect(), radius=self.height() / 2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_door and event.key() in _OPENING_KEYS:
            self.opened.emit(self.text)
        elif self._is_removable and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removal_requested.emit(self.text)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton or not self.rect().contains(place):
            return
        if self._is_removable and self._cross().contains(place):
            self.removal_requested.emit(self.text)
        elif self._is_door:
            self.opened.emit(self.text)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        del event
        self.update()

    def _cross_width(self) -> int:
        return self.fontMetrics().height()

    def _cross(self) -> QRect:
        at_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = 0 if at_left else self.width() - self._cross_width() - 4
        return QRect(left, 0, self._cross_width() + 4, self.height())

    def _paint_with_cross(self, painter: QPainter) -> None:
        paint.draw_pill(painter, self.rect(), " ", self._tone)
        room = self.rect().adjusted(self.height() // 3, 0, -self._cross_width() - 2, 0)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            room = self.rect().adjusted(self._cross_width() + 2, 0, -self.height() // 3, 0)
        ink = theme.tokens().shade(self._tone).text
        small = theme.font(TextRole.SMALL)
        paint.draw_text(painter, room, self._text, font=small, ink=ink)
        painter.drawText(self._cross(), int(Qt.AlignmentFlag.AlignCenter), "×")


class ChipRow(QWidget):
    """Chips in lines, as many as the width asks for."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, are_doors: bool = False) -> None:
        super().__init__(parent)
        self._are_doors = are_doors
        self._flow = FlowLayout(self, spacing=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, chips: list[tuple[str, Tone]]) -> None:
        """Show these chips, in this order."""
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for text, tone in chips:
            chip = Chip(text, tone, is_door=self._are_doors)
            chip.opened.connect(self.opened)
            self._flow.addWidget(chip)
            chip.setVisible(bool(text))
        self.updateGeometry()
