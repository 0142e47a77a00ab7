"""PageView: the pages of a PDF beside each other on their ground, straight from its bytes."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.theme import is_theme_change
from mentor_desk.ui.common.tokens import CARD_RADIUS
from mentor_desk.ui.reviews.page_rows import NO_ROWS, Spacing, arrange
from mentor_desk.ui.reviews.page_shadow import draw_shadow, with_shadow
from mentor_desk.ui.reviews.pdf_pages import PdfPages

_STEP = 1.15
_SMALLEST, _LARGEST = 0.2, 4.0
_EDGE, _GAP, _READABLE = 24, 18, 260


@dataclass(frozen=True, slots=True)
class _Place:
    """A spot of a page, in shares of its width and height, and where in the view it is seen.

    `from_start` is counted from the right in a mirrored window, where a scroll bar comes at left.
    """

    page: int
    across: float
    down: float
    from_start: int
    from_top: int


class PageView(QAbstractScrollArea):
    """Show whole pages side by side, or as large as one zooms; Ctrl and the wheel zoom too.

    `turned` tells the page in sight and how many there are.
    """

    turned = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = PdfPages(self)
        self._rows = NO_ROWS
        self._zoom: float | None = None
        self._told = (0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self._pages.drawn.connect(self._on_pages_drawn)

    @property
    def zoom(self) -> float:
        """How large the pages are shown; 1 is the size they are printed in."""
        return self._zoom if self._zoom is not None else self._rows.scale / self._true_scale()

    @property
    def is_fitted(self) -> bool:
        """Tell whether the pages follow the size of the view."""
        return self._zoom is None

    def show_bytes(self, pdf: bytes) -> None:
        """Show this document in place of the one before, at the same place."""
        if pdf != self._pages.pdf:
            place = self._place(self._start())
            self._pages.open(pdf)
            self._lay_out(place)

    def shown_bytes(self) -> bytes:
        """Return the very bytes that are shown."""
        return self._pages.pdf

    def zoom_in(self) -> None:
        """Show the pages larger."""
        self._zoom_by(_STEP, self._start())

    def zoom_out(self) -> None:
        """Show the pages smaller."""
        self._zoom_by(1 / _STEP, self._start())

    def fit(self) -> None:
        """Show whole pages, as large as the view has room for."""
        place = self._place(self._start())
        self._zoom = None
        self._lay_out(place)

    def page_area(self, page: int) -> QRect:
        """Return where a page lies in the view, counted from 0; it may lie out of sight."""
        return self._rows.areas[page].translated(-self._offset())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        pages = self._rows.within(QRect(self._offset(), self.viewport().size()))
        for page in pages:
            area = self.page_area(page)
            if event.rect().intersects(with_shadow(area)):
                draw_shadow(painter, area)
                self._draw_page(painter, page, area)
        if self.hasFocus():
            paint.draw_focus(painter, self.viewport().rect(), radius=CARD_RADIUS)
        # Whoever is painted is in sight: no page is drawn before it is looked at.
        self._pages.want({page: self._sharp_size(page) for page in pages})

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self._place(self._start()))

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._tell_page()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_PageDown:
            down.setValue(self._row_from(down.value(), 1))
        elif event.key() == Qt.Key.Key_PageUp:
            down.setValue(self._row_from(down.value(), -1))
        elif event.key() == Qt.Key.Key_Home:
            down.setValue(down.minimum())
        elif event.key() == Qt.Key.Key_End:
            down.setValue(down.maximum())
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._zoom_by(_STEP ** (event.angleDelta().y() / 120), event.position().toPoint())
        event.accept()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange or is_theme_change(event):
            self._lay_out(self._place(self._start()))

    def _true_scale(self) -> float:
        return self.logicalDpiX() / 72

    def _start(self) -> QPoint:
        if not self._rows.areas:
            return QPoint(0, 0)
        seen = self.page_area(self._page_in_sight() - 1).intersected(self.viewport().rect())
        return seen.topLeft() + QPoint(seen.width() if self.isRightToLeft() else 0, 0)

    def _offset(self) -> QPoint:
        bar = self.horizontalScrollBar()
        across = bar.maximum() - bar.value() if self.isRightToLeft() else bar.value()
        return QPoint(across, self.verticalScrollBar().value())

    def _from_start(self, x: int) -> int:
        return self._rows.room.width() - x if self.isRightToLeft() else x

    def _place(self, seen_at: QPoint) -> _Place | None:
        if not self._rows.areas:
            return None
        page = self._rows.nearest(seen_at + self._offset())
        area = self.page_area(page)
        # Only pages grow and shrink, what lies between them does not.
        x = min(max(seen_at.x(), area.x()), area.x() + area.width())
        y = min(max(seen_at.y(), area.y()), area.y() + area.height())
        across, down = (x - area.x()) / area.width(), (y - area.y()) / area.height()
        return _Place(page, across, down, self._from_start(x), y)

    def _go_to(self, place: _Place) -> None:
        area = self._rows.areas[min(place.page, len(self._rows.areas) - 1)]
        across = area.x() + round(place.across * area.width())
        across -= self._from_start(place.from_start)
        down = area.y() + round(place.down * area.height()) - place.from_top
        bar = self.horizontalScrollBar()
        bar.setValue(bar.maximum() - across if self.isRightToLeft() else across)
        self.verticalScrollBar().setValue(down)

    def _zoom_by(self, step: float, seen_at: QPoint) -> None:
        if not self._rows.areas or step == 1:
            return
        place = self._place(seen_at)
        self._zoom = min(max(self.zoom * step, _SMALLEST), _LARGEST)
        self._lay_out(place)

    def _lay_out(self, place: _Place | None) -> None:
        self._rows = arrange(
            self._pages.sheets,
            self.contentsRect().size(),
            self._spacing(),
            scale=self._zoom * self._true_scale() if self._zoom is not None else None,
            is_mirrored=self.isRightToLeft(),
        )
        self._set_bars()
        if place is not None and self._rows.areas:
            self._go_to(place)
        self.viewport().update()
        self._tell_page()

    def _spacing(self) -> Spacing:
        bar = self.verticalScrollBar().sizeHint().width()
        return Spacing(_EDGE, _GAP, bar, theme.scaled(_READABLE))

    def _set_bars(self) -> None:
        seen, over = self._rows.room, self._rows.ground - self._rows.room
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        # Said outright, for a bar that comes and goes by itself would lay the pages out anew.
        self.setVerticalScrollBarPolicy(_policy(is_on=over.height() > 0))
        self.setHorizontalScrollBarPolicy(_policy(is_on=over.width() > 0))
        for bar, hidden, step in (
            (down, over.height(), seen.height()),
            (across, over.width(), seen.width()),
        ):
            bar.setRange(0, max(hidden, 0))
            bar.setPageStep(step)
            bar.setSingleStep(theme.scaled(20))

    def _row_from(self, height: int, step: int) -> int:
        seen, pitch = self._rows.room.height(), max(self._rows.pitch, 1)
        if pitch > seen:
            return height + step * (seen - _GAP)
        return round((height + step * (seen // pitch) * pitch) / pitch) * pitch

    def _tell_page(self) -> None:
        told = (self._page_in_sight(), len(self._rows.areas))
        if told != self._told:
            self._told = told
            self.turned.emit(*told)

    def _page_in_sight(self) -> int:
        seen = QRect(self._offset(), self._rows.room)
        shares = [area.intersected(seen) for area in self._rows.areas]
        sizes = [max(share.width(), 0) * max(share.height(), 0) for share in shares]
        return sizes.index(max(sizes)) + 1 if sizes else 0

    def _sharp_size(self, page: int) -> QSize:
        return (self._rows.areas[page].size().toSizeF() * self.devicePixelRatioF()).toSize()

    def _draw_page(self, painter: QPainter, page: int, area: QRect) -> None:
        painter.fillRect(area, QColor("white"))
        picture = self._pages.picture(page)
        if picture is None:
            return
        if picture.size() == self._sharp_size(page):
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            painter.drawPixmap(area.topLeft(), picture)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(area, picture, QRect(QPoint(0, 0), picture.size()))

    def _on_pages_drawn(self, page: int) -> None:
        if page < len(self._rows.areas):
            self.viewport().update(self.page_area(page))


def _policy(*, is_on: bool) -> Qt.ScrollBarPolicy:
    policy = Qt.ScrollBarPolicy
    return policy.ScrollBarAlwaysOn if is_on else policy.ScrollBarAlwaysOff
