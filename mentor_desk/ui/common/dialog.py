"""Dialog: one form, one verb, and refusals shown where they belong."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QStyle, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskChangedError, DeskError
from mentor_desk.ui.common import discreet
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.form_area import FormArea
from mentor_desk.ui.common.text import name, one_line, plain_label
from mentor_desk.ui.common.tokens import TextRole


class Dialog(QDialog):
    """Ask for something to be kept; Enter keeps, Escape leaves things as they were.

    A subclass fills `form` and writes `keep`, which raises a `DeskError` when what was
    entered cannot be kept: the sentence is then shown and the dialog stays open. What it shows
    is whole: the dialog grows within the screen, and beyond that its form scrolls.
    """

    def __init__(
        self,
        title: str,
        verb: str,
        parent: QWidget | None = None,
        *,
        look: Look = Look.PRIMARY,
    ) -> None:
        super().__init__(parent)
        self._form_area: FormArea | None = None
        self._needed = 0
        self._name_window(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        name(self, title)
        self.form = Form()
        self.cancel_button = button(self.tr("Cancel"))
        self.verb_button = button(verb, look)
        self.verb_button.setDefault(True)
        self._build(title)
        self.verb_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)

    def set_words(self, title: str, verb: str) -> None:
        """Give the dialog its title and its verb, when they are known only later."""
        self._name_window(title)
        self._title_label.setText(title)
        self._title_label.setVisible(bool(title))
        self.verb_button.setText(verb)
        name(self, title)

    def keep(self) -> None:
        """Keep what was entered, or raise the `DeskError` that says why not."""
        raise NotImplementedError

    @override
    def accept(self) -> None:
        try:
            self.keep()
        except DeskError as refusal:
            self.form.show_refusal(self._with_way(refusal))
            return
        super().accept()

    @override
    def setVisible(self, visible: bool) -> None:
        if visible and self._form_area is None:
            self._let_form_scroll()
        super().setVisible(visible)

    @override
    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._form_area is not None:
            self._grow()
        return is_done

    def _with_way(self, refusal: DeskError) -> DeskError:
        if not isinstance(refusal, DeskChangedError):
            return refusal
        # The menu, which the sentence sends to, is out of reach behind this dialog.
        first = self.tr("Copy what you typed here, then close this to reach the menu.")
        return DeskChangedError(f"{refusal.sentence} {first}")

    def _let_form_scroll(self) -> None:
        layout = self.layout()
        is_asked = layout is not None and layout.indexOf(self.form) >= 0
        # Who chose a size, or has parts that scroll by themselves, has room enough in them.
        is_seen_to = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        is_seen_to = is_seen_to or bool(self.form.findChildren(QScrollArea))
        if layout is None or not is_asked or is_seen_to:
            return
        focused = self.focusWidget()
        self._form_area = FormArea(self.form)
        layout.replaceWidget(self.form, self._form_area)
        self._form_area.take()
        if focused is not None:
            focused.setFocus()
        self.adjustSize()
        self._grow()

    def _grow(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        width = max(self.width(), layout.totalMinimumSize().width())
        needed = layout.totalHeightForWidth(width)
        if (width, needed) == (self.width(), self._needed):
            return
        self._needed = needed
        room = self.screen().availableGeometry()
        # The system tells how high its frame is only after it has drawn it.
        title_bar = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        frame = max(self.frameGeometry().height() - self.height(), title_bar)
        self.resize(width, max(self.height(), min(needed, room.height() - frame)))
        below = self.frameGeometry().bottom() - room.bottom()
        if below > 0:
            self.move(self.x(), max(room.top(), self.y() - below))

    def _name_window(self, title: str) -> None:
        # The system shows the titles of windows in places of its own, where nobody can cover them.
        self.setWindowTitle("" if discreet.is_on() else one_line(title))

    def _build(self, title: str) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.verb_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        self._title_label = plain_label(title, TextRole.CARD, wrap=True)
        layout.addWidget(self._title_label)
        layout.addWidget(self.form, 1)
        layout.addLayout(buttons)
        self.setMinimumWidth(380)
