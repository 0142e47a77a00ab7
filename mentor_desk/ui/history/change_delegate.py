"""ChangeDelegate: paint what a step changed, with what went struck and what came marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QListView, QStyleOptionViewItem
from typing_extensions import override

from mentor_desk.ui.common import discreet, paint, theme
from mentor_desk.ui.common.delegates import RowDelegate, height_of, split, split_end
from mentor_desk.ui.common.icons import draw_icon
from mentor_desk.ui.common.table import ROW_ROLE, Index
from mentor_desk.ui.common.theme import colour
from mentor_desk.ui.common.tokens import CONTROL_RADIUS, TextRole, Tone
from mentor_desk.ui.history.change_lines import (
    FieldLine,
    MoreLine,
    RecordLine,
    is_one_line,
    shown_parts,
)
from mentor_desk.ui.history.diff import Fate, Passage
from mentor_desk.ui.history.passages_view import passage_format

translate = QCoreApplication.translate

# More than this of one field is read in a window of its own.
MOST_LETTERS = 4_000
_LINE_END = "\u2028"
_BREAKS = str.maketrans(
    {"\n": _LINE_END, "\r": "", "\v": _LINE_END, "\f": _LINE_END, "\x85": _LINE_END}
)
_PADDING = 8
_MARGIN = 8
_ABOVE_RECORD = 10
_CAPTION = 130


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where the name of a field and its change stand, and how much room they take."""

    caption: QRect
    body: QTextLayout
    body_at: QPoint
    height: int


class ChangeDelegate(RowDelegate):
    """A record is a line in strong ink; a field has its name beside its change, or above it."""

    @override
    def row_height(self) -> int:
        return height_of(TextRole.STRONG) + 2 * _PADDING + _ABOVE_RECORD

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        if isinstance(row, FieldLine):
            placed = _placed(row, QRect(0, 0, width - 2 * _MARGIN, 0))
            return QSize(120, placed.height + 4)
        if isinstance(row, MoreLine):
            layout = laid_out((Passage(row.sentence, Fate.SAME),), width - 4 * _PADDING)
            return QSize(120, _height(layout) + 2 * _PADDING)
        return QSize(120, self.row_height())

    @override
    def paint_row(self, painter: QPainter, area: QRect, row: Any) -> None:
        match row:
            case RecordLine():
                _paint_record(painter, area.adjusted(0, _ABOVE_RECORD, 0, 0), row)
            case FieldLine():
                _paint_field(painter, area.adjusted(0, 2, 0, -2), row)
            case MoreLine():
                inner = area.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
                layout = laid_out((Passage(row.sentence, Fate.SAME),), inner.width())
                painter.setPen(colour(theme.tokens().soft))
                layout.draw(painter, QPointF(inner.topLeft()))


def laid_out(parts: Sequence[Passage], width: int) -> QTextLayout:
    """Return passages broken into lines of this width, with what went and came marked."""
    kept = _capped(parts)
    text = "".join(part.text for part in kept)
    layout = QTextLayout(text, theme.font(TextRole.BODY))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setAlignment(_line_start())
    layout.setTextOption(option)
    layout.setFormats(_formats(kept))
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _paint_record(painter: QPainter, area: QRect, row: RecordLine) -> None:
    size = paint.pill_size(row.word, widest=area.width() // 2)
    words, pill = split_end(painter, area, size.width(), gap=8)
    pill.setTop(area.top() + (area.height() - size.height()) // 2)
    pill.setHeight(size.height())
    tokens = theme.tokens()
    paint.draw_text(painter, words, row.title, font=theme.font(TextRole.STRONG), ink=tokens.ink)
    paint.draw_pill(painter, pill, row.word, row.tone)


def _paint_field(painter: QPainter, area: QRect, row: FieldLine) -> None:
    tokens = theme.tokens()
    if row.is_private:
        _paint_private_ground(painter, area)
    placed = _placed(row, area, painter)
    caption = placed.caption
    if row.is_private:
        sign, caption = split(painter, caption, caption.height(), gap=4)
        draw_icon(painter, sign.adjusted(1, 1, -1, -1), "lock", "warm")
    ink = tokens.warm.text if row.is_private else tokens.soft
    paint.draw_text(painter, caption, row.field, font=theme.font(TextRole.SMALL), ink=ink)
    painter.setPen(colour(tokens.ink))
    placed.body.draw(painter, QPointF(placed.body_at))


def _placed(row: FieldLine, area: QRect, painter: QPainter | None = None) -> _Placed:
    parts, small = _read_parts(row), height_of(TextRole.SMALL)
    beside = theme.scaled(_CAPTION)
    if area.width() >= 3 * beside and is_one_line(parts):
        inner = area.adjusted(_PADDING, _PADDING // 2, -_PADDING, -_PADDING // 2)
        caption, rest = inner, inner
        if painter is not None:
            caption, rest = split(painter, inner, beside, gap=_PADDING)
        body = laid_out(parts, inner.width() - beside - _PADDING)
        line = height_of(TextRole.BODY)
        # Smaller letters stand on the same line as those beside them.
        caption = QRect(
            caption.left(), inner.top() + (line - small + 1) // 2, caption.width(), small
        )
        return _Placed(caption, body, rest.topLeft(), max(line, _height(body)) + _PADDING)
    inner = area.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
    caption = QRect(inner.left(), inner.top(), inner.width(), small)
    body = laid_out(parts, inner.width())
    at = inner.topLeft() + QPoint(0, small + 2)
    return _Placed(caption, body, at, small + 2 + _height(body) + 2 * _PADDING)


def _read_parts(row: FieldLine) -> tuple[Passage, ...]:
    if row.is_private and discreet.is_on():
        return (Passage(translate("history", "Covered: press Enter to read"), Fate.SAME),)
    return shown_parts(row)


def _paint_private_ground(painter: QPainter, area: QRect) -> None:
    shade = theme.tokens().shade(Tone.WARM)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour(shade.line))
    painter.setBrush(colour(shade.wash))
    painter.drawRoundedRect(area, CONTROL_RADIUS, CONTROL_RADIUS)
    painter.restore()


def _capped(parts: Sequence[Passage]) -> list[Passage]:
    room, kept = MOST_LETTERS, []
    for part in parts:
        if room <= 0:
            kept.append(Passage(" …", Fate.SAME))
            break
        kept.append(Passage(part.text[:room].translate(_BREAKS), part.fate))
        room -= len(part.text)
    return kept


def _formats(parts: Sequence[Passage]) -> list[QTextLayout.FormatRange]:
    ranges, start = [], 0
    for part in parts:
        # Qt counts in halves of letters beyond the first plane.
        length = len(part.text.encode("utf-16-le", "surrogatepass")) // 2
        if part.fate is not Fate.SAME:
            held = QTextLayout.FormatRange()
            held.start, held.length, held.format = start, length, passage_format(part.fate)
            ranges.append(held)
        start += length
    return ranges


def _line_start() -> Qt.AlignmentFlag:
    is_mirrored = QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def _height(layout: QTextLayout) -> int:
    return round(layout.boundingRect().height())
