"""FormArea: a form that is whole where there is room for it, and scrolls where there is not."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QScrollArea,
    QWidget,
)
from typing_extensions import override

from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.theme import scaled

LEAST_HEIGHT = 120
_BESIDE = 8


class FormArea(QScrollArea):
    """Ask for the room that the form needs at its width; little is enough to begin with.

    What gets the keyboard comes into sight. The wheel scrolls the form, and changes a field only
    once that has the keyboard.
    """

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The bar stands beside the form, never over it.
        self.verticalScrollBar().rangeChanged.connect(self.updateGeometry)

    def take(self) -> None:
        """Take the form in, once this stands where the form stood."""
        self._form.setProperty("page", True)
        self.setWidget(self._form)
        self._form.installEventFilter(self)
        self._spare_from_wheel()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

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
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox | QAbstractSpinBox):
            if not watched.hasFocus():
                # Nobody took it: it goes on to the form.
                event.ignore()
                return True
        elif watched is self._form and event.type() == QEvent.Type.LayoutRequest:
            self._spare_from_wheel()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _spare_from_wheel(self) -> None:
        for each in self._form.findChildren(QWidget):
            if each.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                each.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            if isinstance(each, QComboBox | QAbstractSpinBox):
                each.installEventFilter(self)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        # While a window dies nobody gets the keyboard. What is pressed is in sight, and must not
        # slip away from under the pointer before the button is let go.
        if now is None or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        if self._form.isAncestorOf(now):
            self.ensureWidgetVisible(self._with_words(now), 0, _BESIDE)

    def _with_words(self, field: QWidget) -> QWidget:
        shown, above = field, field.parentWidget()
        room = self.viewport().height()
        while above is not None and above is not self._form and above.height() <= room:
            shown, above = above, above.parentWidget()
        return shown
