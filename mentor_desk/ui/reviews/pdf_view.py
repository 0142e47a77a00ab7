"""PdfView: the pages of a PDF one below the other, straight from its bytes."""

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMargins, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import colour, is_theme_change

_STEP = 1.15
_SMALLEST, _LARGEST = 0.2, 6.0


class PdfView(QPdfView):
    """Show a document as wide as the view; Ctrl and the wheel, or Ctrl with + and -, zoom.

    `turned` tells the page in sight and how many there are.
    """

    turned = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # A document among its own children would outlive what the view keeps of it.
        self._owner = parent
        self._buffer: QBuffer | None = None
        self._document: QPdfDocument | None = None
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setFrameShape(QFrame.Shape.NoFrame)
        side = theme.scaled(18)
        self.setPageSpacing(side)
        self.setDocumentMargins(QMargins(side, theme.scaled(4), side, side))
        self._wear()
        self._add_keys()
        self.pageNavigator().currentPageChanged.connect(self._tell_page)

    def show_bytes(self, pdf: bytes) -> None:
        """Show this document in place of the one before, at the same height."""
        height = self.verticalScrollBar().value()
        before = self._document
        self._document = QPdfDocument(self._owner)
        self._buffer = QBuffer(self._document)
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self.setDocument(self._document)
        self.verticalScrollBar().setValue(height)
        if before is not None:
            before.deleteLater()
        self._tell_page()

    def shown_bytes(self) -> bytes:
        """Return the very bytes that are shown."""
        return bytes(self._buffer.data().data()) if self._buffer is not None else b""

    def zoom_in(self) -> None:
        """Show the pages larger."""
        self._zoom(_STEP)

    def zoom_out(self) -> None:
        """Show the pages smaller."""
        self._zoom(1 / _STEP)

    def fit_width(self) -> None:
        """Show the pages as wide as the view."""
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turn = event.angleDelta().y()
            if turn:
                self._zoom(_STEP ** (turn / 120))
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_theme_change(event):
            self._wear()

    def _wear(self) -> None:
        ground = colour(theme.tokens().backdrop)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.Dark) != ground:
            palette.setColor(QPalette.ColorRole.Dark, ground)
            self.setPalette(palette)

    def _add_keys(self) -> None:
        keys = [
            (QKeySequence(QKeySequence.StandardKey.ZoomIn), self.zoom_in),
            (QKeySequence(QKeySequence.StandardKey.ZoomOut), self.zoom_out),
            (QKeySequence("Ctrl+0"), self.fit_width),
        ]
        for key, act in keys:
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _zoom(self, step: float) -> None:
        factor = min(max(self._factor() * step, _SMALLEST), _LARGEST)
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(factor)

    def _factor(self) -> float:
        if self.zoomMode() is not QPdfView.ZoomMode.FitToWidth or self._document is None:
            return self.zoomFactor()
        points = self._document.pagePointSize(0).width()
        margins = self.documentMargins()
        room = self.viewport().width() - margins.left() - margins.right()
        return room / (points * self.logicalDpiX() / 72) if points > 0 else 1.0

    def _tell_page(self) -> None:
        pages = self._document.pageCount() if self._document is not None else 0
        self.turned.emit(min(self.pageNavigator().currentPage() + 1, pages), pages)
