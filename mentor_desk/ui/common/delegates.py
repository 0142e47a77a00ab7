"""Delegates that paint rows as the pictures have them."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.table import GROUP_ROLE, ROW_ROLE, Index
from mentor_desk.ui.common.theme import colour
from mentor_desk.ui.common.tokens import CONTROL_RADIUS, TextRole, Tone

_MARGIN = 8
_GAP = 10


@dataclass(frozen=True, slots=True)
class PersonLook:
    """What a person's row says in its two lines, and in the pill at its end."""

    name: str
    detail: str = ""
    detail_tone: Tone = Tone.PLAIN
    pill: str = ""
    pill_tone: Tone = Tone.PLAIN
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class CheckLook:
    """What a row with a box to tick says; `detail` follows the text in softer ink."""

    text: str
    detail: str = ""
    is_done: bool = False
    pill: str = ""
    pill_tone: Tone = Tone.PLAIN


def height_of(role: TextRole) -> int:
    """Return the height of one line of this kind of text."""
    return theme.line_height(role)


class RowDelegate(QStyledItemDelegate):
    """Paint the ground, choice and focus of a row; what stands on it is the subclass's part."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    @abstractmethod
    def paint_row(self, painter: QPainter, area: QRect, row: Any) -> None:
        """Paint one row in `area`, laid out from left to right."""

    @abstractmethod
    def row_height(self) -> int:
        """Return the height of a row at the text size of now."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.setClipRect(option.rect)
        if index.data(GROUP_ROLE):
            _paint_heading(painter, option.rect, str(index.data() or ""))
        elif (row := index.data(ROW_ROLE)) is not None:
            _paint_ground(painter, option)
            self.paint_row(painter, option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0), row)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(GROUP_ROLE):
            return QSize(80, height_of(TextRole.SMALL) + 20)
        return QSize(120, self.row_height())


class PersonDelegate(RowDelegate):
    """Two lines beside the initials: who, and how it stands."""

    def __init__(self, look: Callable[[Any], PersonLook], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def row_height(self) -> int:
        return height_of(TextRole.STRONG) + height_of(TextRole.SMALL) + 18

    @override
    def paint_row(self, painter: QPainter, area: QRect, row: Any) -> None:
        look = self._look(row)
        side = min(area.height() - 16, round(height_of(TextRole.BODY) * 1.8))
        disc, words = split(painter, area, side, gap=_GAP)
        disc.moveTop(area.top() + (area.height() - side) // 2)
        disc.setHeight(side)
        paint.draw_avatar(painter, disc, look.name, tone=Tone.PLAIN if look.is_quiet else None)
        words = _paint_trailing_pill(painter, words, look.pill, look.pill_tone)
        _paint_two_lines(painter, words, look)


class CheckDelegate(RowDelegate):
    """A box to tick, a line of text, and a pill at its end; Space or a click on the box ticks."""

    ticked = Signal(object, bool)

    def __init__(self, look: Callable[[Any], CheckLook], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def row_height(self) -> int:
        return height_of(TextRole.BODY) + 20

    @override
    def paint_row(self, painter: QPainter, area: QRect, row: Any) -> None:
        look = self._look(row)
        box, words = split(painter, area, box_side(), gap=_GAP)
        draw_box(painter, box, is_done=look.is_done)
        words = _paint_trailing_pill(painter, words, look.pill, look.pill_tone)
        draw_line(painter, words, look.text, look.detail, is_done=look.is_done)

    @override
    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | Any,
    ) -> bool:
        row = index.data(ROW_ROLE)
        if row is None or not (_is_space(event) or self._is_on_box(event, option)):
            return super().editorEvent(event, model, option, index)
        self.ticked.emit(row, not self._look(row).is_done)
        return True

    def _is_on_box(self, event: QEvent, option: QStyleOptionViewItem) -> bool:
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        reach = box_side() + _MARGIN + _GAP
        area = QRect(option.rect)
        if option.direction is Qt.LayoutDirection.RightToLeft:
            area.setLeft(area.right() - reach)
        else:
            area.setWidth(reach)
        return area.contains(event.position().toPoint())


def split(painter: QPainter, area: QRect, width: int, *, gap: int = 0) -> tuple[QRect, QRect]:
    """Cut `width` off the start of an area; return that part and the rest, mirrored if need be."""
    first, rest = QRect(area), QRect(area)
    if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        first.setLeft(area.right() - width + 1)
        rest.setRight(area.right() - width - gap)
    else:
        first.setWidth(width)
        rest.setLeft(area.left() + width + gap)
    return first, rest


def split_end(painter: QPainter, area: QRect, width: int, *, gap: int = 0) -> tuple[QRect, QRect]:
    """Cut `width` off the end of an area; return the rest and that part, mirrored if need be."""
    return split(painter, area, max(area.width() - width - gap, 0), gap=gap)


def box_side() -> int:
    """Return the side of a box to tick."""
    return round(height_of(TextRole.BODY) * 0.8)


def draw_box(painter: QPainter, area: QRect, *, is_done: bool) -> None:
    """Paint a box to tick, ticked or not, in the middle of `area`'s height."""
    tokens = theme.tokens()
    side = box_side()
    box = QRect(area.left(), area.top() + (area.height() - side) // 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour(tokens.primary if is_done else tokens.faint))
    painter.setBrush(colour(tokens.primary if is_done else tokens.field))
    painter.drawRoundedRect(box, 4, 4)
    if is_done:
        painter.setPen(colour(tokens.on_primary))
        painter.setFont(theme.font(TextRole.SMALL))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "✓")
    painter.restore()


def draw_line(
    painter: QPainter, area: QRect, text: str, detail: str = "", *, is_done: bool = False
) -> None:
    """Write a line and, after it, its softer detail; what is done is struck through."""
    tokens = theme.tokens()
    font = theme.font(TextRole.BODY)
    font.setStrikeOut(is_done)
    shown = paint.elided(font, text, area.width())
    paint.draw_text(painter, area, text, font=font, ink=tokens.soft if is_done else tokens.ink)
    if not detail:
        return
    used = QFontMetrics(font).horizontalAdvance(shown)
    _, rest = split(painter, area, used, gap=6)
    if rest.width() > 30:
        plain = theme.font(TextRole.BODY)
        paint.draw_text(painter, rest, f"— {detail}", font=plain, ink=tokens.soft)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    tokens = theme.tokens()
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    is_under_mouse = bool(option.state & QStyle.StateFlag.State_MouseOver)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if is_chosen or is_under_mouse:
        painter.setPen(colour(tokens.line) if is_chosen else Qt.PenStyle.NoPen)
        painter.setBrush(colour(tokens.button if is_chosen else tokens.hover))
        inner = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inner, CONTROL_RADIUS, CONTROL_RADIUS)
    if is_chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(tokens.accent.base))
        mark, _ = split(painter, option.rect, 3)
        painter.drawRoundedRect(mark.adjusted(0, 8, 0, -8), 1.5, 1.5)
    painter.restore()
    if option.state & QStyle.StateFlag.State_HasFocus:
        paint.draw_focus(painter, option.rect, radius=CONTROL_RADIUS)


def _paint_heading(painter: QPainter, area: QRect, text: str) -> None:
    room = area.adjusted(_MARGIN, 8, -_MARGIN, 0)
    small = theme.font(TextRole.HEADING)
    paint.draw_text(painter, room, text.upper(), font=small, ink=theme.tokens().soft)


def _paint_trailing_pill(painter: QPainter, area: QRect, text: str, tone: Tone) -> QRect:
    if not text:
        return area
    size = paint.pill_size(text, widest=area.width() // 2)
    rest, place = split_end(painter, area, size.width(), gap=_GAP)
    place.setTop(area.top() + (area.height() - size.height()) // 2)
    place.setHeight(size.height())
    paint.draw_pill(painter, place, text, tone)
    return rest


def _paint_two_lines(painter: QPainter, area: QRect, look: PersonLook) -> None:
    tokens = theme.tokens()
    upper, lower = height_of(TextRole.STRONG), height_of(TextRole.SMALL)
    both = upper + lower + 1 if look.detail else upper
    top = area.top() + (area.height() - both) // 2
    name_ink = tokens.soft if look.is_quiet else tokens.ink
    detail_ink = tokens.shade(look.detail_tone).text
    first = QRect(area.left(), top, area.width(), upper)
    second = QRect(area.left(), top + upper + 1, area.width(), lower)
    strong, small = theme.font(TextRole.STRONG), theme.font(TextRole.SMALL)
    paint.draw_text(painter, first, look.name, font=strong, ink=name_ink)
    paint.draw_text(painter, second, look.detail, font=small, ink=detail_ink)


def _is_space(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_Space
    )
