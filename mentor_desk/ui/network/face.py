"""Face: the photo of a person in a disc, or their initials."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from typing_extensions import override

from mentor_desk.ui.common.marks import Avatar


class Face(Avatar):
    """An avatar that shows a photo where there is one."""

    _photo: QPixmap | None = None

    def show_photo(self, content: bytes | None) -> None:
        """Show this picture; what is none leaves the initials."""
        photo = QPixmap()
        is_picture = bool(content) and photo.loadFromData(content or b"", "JPEG")
        self._photo = photo if is_picture else None
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._photo is None:
            super().paintEvent(event)
            return
        side = min(self.width(), self.height())
        disc = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        path = QPainterPath()
        path.addEllipse(disc)
        painter.setClipPath(path)
        shorter = min(self._photo.width(), self._photo.height())
        middle = QRectF(0, 0, shorter, shorter)
        middle.moveCenter(QRectF(self._photo.rect()).center())
        painter.drawPixmap(disc, self._photo, middle)
