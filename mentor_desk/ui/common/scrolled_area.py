"""ScrolledArea: what is higher than its place, with the keyboard always in sight."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QScrollArea,
    QWidget,
)
from typing_extensions import override

_BESIDE = 8
_TURNED = (QComboBox, QAbstractSpinBox)


def is_idle_wheel(watched: QObject, event: QEvent) -> bool:
    """Tell whether the wheel turns over a field that it would change without the keyboard."""
    is_turned = event.type() == QEvent.Type.Wheel and isinstance(watched, _TURNED)
    return is_turned and isinstance(watched, QWidget) and not watched.hasFocus()


class ScrolledArea(QScrollArea):
    """An area without a frame that scrolls up and down, and is no stop of the keyboard itself.

    What gets the keyboard comes into sight, with its words. The wheel scrolls, and changes a
    field only once that has the keyboard.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    @override
    def setWidget(self, widget: QWidget) -> None:
        super().setWidget(widget)
        self._spare_from_wheel(widget)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_idle_wheel(watched, event):
            # Nobody took it: it goes on to the area.
            event.ignore()
            return True
        inside = self.widget()
        if inside is not None and watched is inside and event.type() == QEvent.Type.LayoutRequest:
            self._spare_from_wheel(inside)
        return super().eventFilter(watched, event)

    def _spare_from_wheel(self, inside: QWidget) -> None:
        for each in inside.findChildren(QAbstractScrollArea):
            _take_no_focus_from_wheel(each)
        for kind in _TURNED:
            for field in inside.findChildren(kind):
                _take_no_focus_from_wheel(field)
                field.installEventFilter(self)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        # While a window dies nobody gets the keyboard. What is pressed is in sight, and must not
        # slip away from under the pointer before the button is let go.
        if now is None or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        inside = self.widget()
        if inside is None or not inside.isAncestorOf(now):
            return
        shown = self._with_words(now, inside)
        # What is higher than its place moves only where nothing of it is seen.
        if shown.height() <= self.viewport().height() or shown.visibleRegion().isEmpty():
            self.ensureWidgetVisible(shown, 0, _BESIDE)

    def _with_words(self, field: QWidget, inside: QWidget) -> QWidget:
        shown, above = field, field.parentWidget()
        room = self.viewport().height()
        while above is not None and above is not inside and above.height() <= room:
            shown, above = above, above.parentWidget()
        return shown


def _take_no_focus_from_wheel(widget: QWidget) -> None:
    if widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
