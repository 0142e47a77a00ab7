"""PdfPages: the pages of a PDF as pictures, drawn one at a time between the window's own work."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, QSizeF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtPdf import QPdfDocument

MOST_PIXELS = 12_000_000
MOST_BYTES = 128 << 20
PAUSE_MS = 60


@dataclass(frozen=True, slots=True)
class _Picture:
    pixmap: QPixmap
    edition: int


class PdfPages(QObject):
    """Keep pictures of the pages that are looked at, and of as many others as memory allows.

    Drawing a page takes some hundredths of a second and cannot be put aside, so that each turn
    of the event loop draws one. `drawn` tells the page that has a new picture.
    """

    drawn = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        # A child of the document, which reads from it as long as it lives.
        self._buffer = QBuffer(self._document)
        self._pdf = b""
        self._edition = 0
        self._sheets: tuple[QSizeF, ...] = ()
        self._wanted: dict[int, QSize] = {}
        self._pictures: dict[int, _Picture] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw_next)

    @property
    def pdf(self) -> bytes:
        """The very bytes that were opened last."""
        return self._pdf

    @property
    def sheets(self) -> tuple[QSizeF, ...]:
        """The size of every page, in points."""
        return self._sheets

    def open(self, pdf: bytes) -> None:
        """Take these pages in place of those before.

        The old pictures of pages that are looked at stay until there are new ones.
        """
        self._timer.stop()
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._pdf = pdf
        self._edition += 1
        pages = range(self._document.pageCount())
        self._sheets = tuple(self._document.pagePointSize(page) for page in pages)
        self._pictures = {
            page: picture
            for page, picture in self._pictures.items()
            if page in self._wanted and page in pages
        }
        self._wanted.clear()

    def want(self, wanted: Mapping[int, QSize]) -> None:
        """Have these pages drawn in these sizes, in device pixels, and no others.

        A page that is only too small or too large waits until the zoom has come to rest.
        """
        affordable = {page: _affordable(size) for page, size in wanted.items()}
        if affordable == self._wanted and self._timer.isActive():
            return
        self._wanted = affordable
        missing = [page for page in self._wanted if not self._is_sharp(page)]
        if not missing:
            self._timer.stop()
        elif any(self._is_outdated(page) for page in missing):
            self._timer.start(0)
        else:
            self._timer.start(PAUSE_MS)

    def picture(self, page: int) -> QPixmap | None:
        """Return the latest picture of a page, which may be of another size or edition."""
        picture = self._pictures.get(page)
        return picture.pixmap if picture else None

    def used_bytes(self) -> int:
        """Return how much memory all pictures take."""
        return sum(_bytes_of(picture.pixmap) for picture in self._pictures.values())

    def _is_outdated(self, page: int) -> bool:
        picture = self._pictures.get(page)
        return picture is None or picture.edition != self._edition

    def _is_sharp(self, page: int) -> bool:
        if self._is_outdated(page):
            return False
        return self._pictures[page].pixmap.size() == self._wanted[page]

    def _draw_next(self) -> None:
        missing = [page for page in self._wanted if not self._is_sharp(page)]
        if not missing:
            return
        page = min(missing, key=lambda page: not self._is_outdated(page))
        # Taken out first, so that the pages looked at last are the last in the row.
        self._pictures.pop(page, None)
        self._pictures[page] = _Picture(self._draw(page), self._edition)
        self._make_room()
        if len(missing) > 1:
            self._timer.start(0)
        self.drawn.emit(page)

    def _draw(self, page: int) -> QPixmap:
        size = self._wanted[page]
        pixmap = QPixmap(size)
        pixmap.fill(QColor("white"))
        painter = QPainter(pixmap)
        painter.drawImage(0, 0, self._document.render(page, size))
        painter.end()
        return pixmap

    def _make_room(self) -> None:
        used = self.used_bytes()
        for page in [page for page in self._pictures if page not in self._wanted]:
            if used <= MOST_BYTES:
                return
            used -= _bytes_of(self._pictures.pop(page).pixmap)


def _affordable(size: QSize) -> QSize:
    pixels = size.width() * size.height()
    if pixels <= MOST_PIXELS:
        return size
    share = sqrt(MOST_PIXELS / pixels)
    return QSize(int(size.width() * share), int(size.height() * share))


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
