"""FormArea: a form that is whole where there is room for it, and scrolls where there is not."""

from PySide6.QtCore import QEvent, QObject, QSize
from typing_extensions import override

from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.theme import scaled

LEAST_HEIGHT = 120


class FormArea(ScrolledArea):
    """Ask for the room that the form needs at its width; little is enough to begin with."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        # The bar stands beside the form, never over it.
        self.verticalScrollBar().rangeChanged.connect(self.updateGeometry)

    def take(self) -> None:
        """Take the form in, once this stands where the form stood."""
        self._form.setProperty("page", True)
        self.setWidget(self._form)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        needed = self._form.heightForWidth(width)
        return needed if needed >= 0 else self._form.sizeHint().height()

    @override
    def sizeHint(self) -> QSize:
        return self._form.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        least = self._form.minimumSizeHint()
        bar = self.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.maximum() else 0
        return QSize(least.width() + beside, min(least.height(), scaled(LEAST_HEIGHT)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._form and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
