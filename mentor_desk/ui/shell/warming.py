"""Load at leisure what the first page did without: as soon as somebody is there."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from typing_extensions import override

from mentor_desk.services.desk import Desk

_SOMEBODY = {
    QEvent.Type.MouseMove,
    QEvent.Type.HoverMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Warming(QObject):
    """Wait for the first sign of the mentor, and load the rest beside the window, once.

    So a click finds it loaded, and a window that nobody has touched holds little memory.
    """

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SOMEBODY:
            self._begin()
        return False

    def _begin(self) -> None:
        from mentor_desk.services.warming import warm_up  # noqa: PLC0415
        from mentor_desk.ui.common.jobs import start_job  # noqa: PLC0415

        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        # Not by way of this object, which must not be let go on the other thread.
        desk = self._desk
        start_job(self, lambda _progress: warm_up(desk))
