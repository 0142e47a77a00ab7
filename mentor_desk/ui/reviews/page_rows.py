"""Rows of pages on their ground: how large the pages are, and where each of them lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, QSizeF


@dataclass(frozen=True, slots=True)
class Spacing:
    """Lengths in pixels: around all pages, between two, a scroll bar, a page still readable."""

    edge: int
    gap: int
    bar: int
    readable: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Where each page lies, in pixels from the ground's corner.

    `scale` is in pixels per point, `room` what scroll bars leave of the view, `pitch` the way
    from the top of one row to the top of the next.
    """

    scale: float
    columns: int
    areas: tuple[QRect, ...]
    ground: QSize
    room: QSize
    pitch: int

    def nearest(self, point: QPoint) -> int:
        """Return the page at a point of the ground, or the one closest to it."""
        return min(range(len(self.areas)), key=lambda page: _distance(self.areas[page], point))

    def within(self, part: QRect) -> list[int]:
        """Return the pages of which anything lies in this part of the ground, in order."""
        return [page for page, area in enumerate(self.areas) if area.intersects(part)]


NO_ROWS = Rows(1.0, 1, (), QSize(), QSize(), 0)


def arrange(
    sheets: Sequence[QSizeF],
    whole: QSize,
    spacing: Spacing,
    *,
    scale: float | None,
    is_mirrored: bool,
) -> Rows:
    """Lay pages out in a view, as many side by side as there is room.

    The sheets are in points. Without a scale the pages are fitted, each of them whole; two lie
    side by side as long as they can be read. Mirrored, the first page lies at the right.
    """
    if not sheets:
        return NO_ROWS
    has_bars = QSize(0, 0)
    while True:
        room = whole - has_bars
        rows = _rows(sheets, room, spacing, scale or fitting_scale(sheets, room, spacing))
        # A bar that was needed once stays, or the view would waver between two states.
        needed = QSize(
            spacing.bar if rows.ground.height() > room.height() else has_bars.width(),
            spacing.bar if rows.ground.width() > room.width() else has_bars.height(),
        )
        if needed == has_bars:
            return _mirrored(rows) if is_mirrored else rows
        has_bars = needed


def fitting_scale(sheets: Sequence[QSizeF], room: QSize, spacing: Spacing) -> float:
    """Return the scale at which every page is seen whole, two beside each other if readable."""
    widest = max(sheet.width() for sheet in sheets)
    high = (room.height() - 2 * spacing.edge) / max(sheet.height() for sheet in sheets)
    alone = (room.width() - 2 * spacing.edge) / widest
    pair = (room.width() - 2 * spacing.edge - spacing.gap) / 2 / widest
    if len(sheets) > 1 and min(high, pair) * widest >= spacing.readable:
        return min(high, pair)
    return max(min(high, alone), spacing.readable / 4 / widest)


def _rows(sheets: Sequence[QSizeF], room: QSize, spacing: Spacing, scale: float) -> Rows:
    sizes = [
        QSize(max(1, int(sheet.width() * scale)), max(1, int(sheet.height() * scale)))
        for sheet in sheets
    ]
    cell = QSize(max(size.width() for size in sizes), max(size.height() for size in sizes))
    across, down = cell.width() + spacing.gap, cell.height() + spacing.gap
    columns = (room.width() - 2 * spacing.edge + spacing.gap) // across
    columns = min(max(columns, 1), len(sizes))
    width = columns * across - spacing.gap
    left = max(spacing.edge, (room.width() - width) // 2)
    areas = tuple(
        QRect(QPoint(left + place % columns * across, spacing.edge + place // columns * down), size)
        for place, size in enumerate(sizes)
    )
    height = -(-len(sizes) // columns) * down - spacing.gap + 2 * spacing.edge
    ground = QSize(max(room.width(), width + 2 * spacing.edge), height)
    return Rows(scale, columns, areas, ground, room, down)


def _mirrored(rows: Rows) -> Rows:
    width = rows.ground.width()
    areas = tuple(
        QRect(QPoint(width - area.x() - area.width(), area.y()), area.size()) for area in rows.areas
    )
    return Rows(rows.scale, rows.columns, areas, rows.ground, rows.room, rows.pitch)


def _distance(area: QRect, point: QPoint) -> int:
    across = max(area.left() - point.x(), 0, point.x() - area.right())
    down = max(area.top() - point.y(), 0, point.y() - area.bottom())
    return across * across + down * down
