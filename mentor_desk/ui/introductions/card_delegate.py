"""A card of the board: two people, what it is about, and how it stands."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.delegates import split
from mentor_desk.ui.common.table import ROW_ROLE, Index
from mentor_desk.ui.common.text import one_line
from mentor_desk.ui.common.theme import colour
from mentor_desk.ui.common.tokens import CARD_RADIUS, TextRole, Tone
from mentor_desk.ui.introductions.wording import names_of, standing, topic_tone

_PADDING = 12
_GAP = 6
_BETWEEN_CARDS = 10
_DISC = 26
_CHIP_SIDE = 8
_CHIP_TOP = 2
_CHIP_RADIUS = 11
_MOST_NAME_LINES = 4
_MOST_TOPIC_LINES = 3
_MOST_STATUS_LINES = 3
_LONGEST = 700


@dataclass(frozen=True, slots=True)
class _Parts:
    """The pieces of a card, laid out for one width, from the top down."""

    names: QTextLayout
    topic: QTextLayout
    status: QTextLayout
    names_top: int
    topic_top: int
    status_top: int
    height: int


class CardDelegate(QStyledItemDelegate):
    """Paint an introduction as a card as wide as its lane and as high as its words need."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: IntroductionRow = index.data(ROW_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        return QSize(60, _parts(row, width - 2 * _PADDING).height + _BETWEEN_CARDS)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: IntroductionRow = index.data(ROW_ROLE)
        card = option.rect.adjusted(0, 0, 0, -_BETWEEN_CARDS)
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.setClipRect(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        paint.draw_card(painter, card, Tone.ACCENT if is_chosen else Tone.PLAIN)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.draw_focus(painter, card, radius=CARD_RADIUS)
        inner = card.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        _paint_parts(painter, inner, row, _parts(row, inner.width()))
        painter.restore()


def _parts(row: IntroductionRow, width: int) -> _Parts:
    small = theme.font(TextRole.SMALL)
    names = _names(row, width)
    topic = _laid_out(one_line(row.topic), small, width - 2 * _CHIP_SIDE, _MOST_TOPIC_LINES)
    status = _laid_out(one_line(standing(row)), small, width, _MOST_STATUS_LINES)
    names_top = theme.scaled(_DISC) + _GAP
    topic_top = names_top + _height(names) + _GAP
    chip = _height(topic) + 2 * _CHIP_TOP + _GAP if row.topic else 0
    status_top = topic_top + chip
    height = status_top + _height(status) + 2 * _PADDING
    return _Parts(names, topic, status, names_top, topic_top, status_top, height)


def _paint_parts(painter: QPainter, area: QRect, row: IntroductionRow, parts: _Parts) -> None:
    tokens = theme.tokens()
    _paint_heads(painter, QRect(area.topLeft(), QSize(area.width(), theme.scaled(_DISC))), row)
    painter.setPen(colour(tokens.ink))
    parts.names.draw(painter, QPointF(area.topLeft() + QPoint(0, parts.names_top)))
    if row.topic:
        below = area.adjusted(0, parts.topic_top, 0, 0)
        _paint_topic(painter, below, parts.topic, topic_tone(row.topic_kind))
    painter.setPen(colour(tokens.gold.text if row.is_stuck else tokens.soft))
    parts.status.draw(painter, QPointF(area.topLeft() + QPoint(0, parts.status_top)))


def _paint_topic(painter: QPainter, area: QRect, topic: QTextLayout, tone: Tone) -> None:
    lines = range(topic.lineCount())
    wide = max((topic.lineAt(line).naturalTextWidth() for line in lines), default=0.0)
    room = min(round(wide) + 2 * _CHIP_SIDE + 1, area.width())
    chip, _ = split(painter, area, room)
    chip.setHeight(_height(topic) + 2 * _CHIP_TOP)
    shade = theme.tokens().shade(tone)
    radius = min(chip.height() / 2, _CHIP_RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(shade.soft))
    painter.drawRoundedRect(chip, radius, radius)
    painter.setPen(colour(shade.text))
    # The lines are as wide as the card; in a mirrored one they end where the chip ends.
    at = QPoint(area.left() + _CHIP_SIDE, area.top() + _CHIP_TOP)
    topic.draw(painter, QPointF(at))


def _paint_heads(painter: QPainter, line: QRect, row: IntroductionRow) -> None:
    disc = line.height()
    first, rest = split(painter, line, disc)
    arrow, rest = split(painter, rest, theme.scaled(26))
    second, _ = split(painter, rest, disc)
    paint.draw_avatar(painter, first, row.first_name)
    paint.draw_avatar(painter, second, row.second_name)
    painter.setFont(theme.font(TextRole.BODY))
    painter.setPen(colour(theme.tokens().soft))
    painter.drawText(arrow, int(Qt.AlignmentFlag.AlignCenter), "↔")


def _names(row: IntroductionRow, width: int) -> QTextLayout:
    text = one_line(names_of(row))
    return _laid_out(
        text, theme.font(TextRole.BODY), width, _MOST_NAME_LINES, bold=_bold(text, row)
    )


def _bold(text: str, row: IntroductionRow) -> tuple[tuple[int, int], ...]:
    first, second = one_line(row.first_name), one_line(row.second_name)
    start = text.find(first)
    after = text.find(second, start + len(first))
    return ((start, len(first)), (after, len(second)))


def _laid_out(
    text: str, font: QFont, width: int, most: int, *, bold: tuple[tuple[int, int], ...] = ()
) -> QTextLayout:
    # Nothing beyond this many letters is ever seen, and Qt takes long over a line of a million.
    text = text[:_LONGEST]
    layout = _broken(text, font, width, bold)
    if layout.lineCount() <= most:
        return layout
    start = layout.lineAt(most - 1).textStart()
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold if bold else font.weight())
    # What Qt counts in is halves of letters beyond the first plane; people write those too.
    kept = text.encode("utf-16-le")[: 2 * start].decode("utf-16-le", "ignore")
    rest = text[len(kept) :]
    last = QFontMetrics(strong).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return _broken(kept + last, font, width, bold)


def _broken(text: str, font: QFont, width: int, bold: tuple[tuple[int, int], ...]) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    # Each text runs in its own direction, but all stand where a line of this program begins.
    option.setAlignment(_line_start())
    layout.setTextOption(option)
    layout.setFormats([_strong(text, start, length) for start, length in bold])
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _line_start() -> Qt.AlignmentFlag:
    is_mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def _strong(text: str, start: int, length: int) -> QTextLayout.FormatRange:
    held = QTextLayout.FormatRange()
    held.start = _units(text[:start])
    held.length = _units(text[start : start + length])
    strong = QTextCharFormat()
    strong.setFontWeight(QFont.Weight.DemiBold)
    held.format = strong
    return held


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _height(layout: QTextLayout) -> int:
    return round(layout.boundingRect().height())
