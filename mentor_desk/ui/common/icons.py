"""The icons: Tabler outlines in the colours of the theme."""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from typing_extensions import override

from mentor_desk import paths
from mentor_desk.ui.common import theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer


class _ThemedIcon(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        del state
        role = "faint" if mode is QIcon.Mode.Disabled else self._role
        _drawing(self._name, _code_of(role)).render(painter, QRectF(rect))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        made = QPixmap(size * scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(), made.size()), mode, state)
        painter.end()
        made.setDevicePixelRatio(scale)
        return made

    @override
    def clone(self) -> QIconEngine:
        return _ThemedIcon(self._name, self._role)

    @override
    def key(self) -> str:
        return "mentor-desk"


def icon(name: str, role: str = "ink") -> QIcon:
    """Return the icon of this name, as listed in `resources/icons`.

    `role` is a colour of the tokens: `ink`, `soft`, `on_primary`, or a tone such as `warm`.
    The icon follows the theme by itself.
    """
    return QIcon(_ThemedIcon(name, role))


def draw_icon(painter: QPainter, area: QRect, name: str, role: str = "ink") -> None:
    """Paint an icon where a delegate or widget wants it."""
    _drawing(name, _code_of(role)).render(painter, QRectF(area))


def _code_of(role: str) -> str:
    value = getattr(theme.tokens(), role)
    return value if isinstance(value, str) else str(value.base)


@cache
def _drawing(name: str, code: str) -> "QSvgRenderer":
    # Imported when the first icon is painted: the frame is on screen by then.
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    text = paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", code).encode()))
