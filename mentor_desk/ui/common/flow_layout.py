"""A layout that sets its items in lines, as words in a paragraph."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem, QWidget
from typing_extensions import override


class FlowLayout(QLayout):
    """Put items side by side and begin a new line when the width is used up.

    Begins on the right in right-to-left languages. No item is made wider than the line.
    """

    # Qt asks a layout for its items once more while it dies, after Python has emptied it.
    _items: list[QLayoutItem] = []  # noqa: RUF012

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items = []
        self.setContentsMargins(QMargins())
        self.setSpacing(spacing)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item that stands at `index` now."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._flow(QRect(0, 0, width, 0), is_placing=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._flow(rect, is_placing=True)

    @override
    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        height = max((size.height() for size in sizes), default=0)
        return self._with_margins(QSize(width, height))

    @override
    def minimumSize(self) -> QSize:
        least = QSize()
        for item in self._shown():
            least = least.expandedTo(item.minimumSize())
        return self._with_margins(least)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _flow(self, rect: QRect, *, is_placing: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        x, y = 0, 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(max(area.width(), 1), 1 << 20))
            if line and x + size.width() > area.width():
                y += _place(line, area, is_placing=is_placing) + self.spacing()
                x, line = 0, []
            line.append((item, QRect(area.topLeft() + QPoint(x, y), size)))
            x += size.width() + self.spacing()
        y += _place(line, area, is_placing=is_placing)
        margins = self.contentsMargins()
        return y + margins.top() + margins.bottom()


def _place(line: list[tuple[QLayoutItem, QRect]], area: QRect, *, is_placing: bool) -> int:
    height = max((place.height() for _, place in line), default=0)
    if is_placing:
        direction = QApplication.layoutDirection()
        for item, place in line:
            if (widget := item.widget()) is not None:
                direction = widget.layoutDirection()
            place.translate(0, (height - place.height()) // 2)
            item.setGeometry(_mirrored(direction, area, place))
    return height


def _mirrored(direction: Qt.LayoutDirection, area: QRect, place: QRect) -> QRect:
    if direction is Qt.LayoutDirection.LeftToRight:
        return place
    left = area.left() + area.right() - place.right()
    return QRect(QPoint(left, place.top()), place.size())
