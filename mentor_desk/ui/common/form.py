"""Forms: a label above each field, and a refusal beside the field it concerns."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.text import PlainLabel, name, plain_label, set_property
from mentor_desk.ui.common.tokens import TextRole


class Form(QWidget):
    """Fields under one another, each with its label, its hint and room for a refusal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        self._general_label = plain_label("", TextRole.ERROR, wrap=True)
        self._general_label.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._layout.addWidget(self._general_label)

    def add_field(self, field: str, label: str, widget: QWidget, *, hint: str = "") -> QWidget:
        """Put a field below the others and return it; `field` is its name in refusals.

        An `&` in `label` marks the key that goes to the field, as everywhere in Qt.
        """
        self._layout.addWidget(self._block(field, label, widget, hint))
        return widget

    def add_pair(self, *fields: tuple[str, str, QWidget]) -> None:
        """Put short fields side by side; each is (name, label, widget)."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for field, label, widget in fields:
            row.addWidget(self._block(field, label, widget, ""), 1)
        self._layout.addLayout(row)

    def add_part(self, widget: QWidget) -> None:
        """Put something that is no field below the others."""
        self._layout.addWidget(widget)

    def field(self, field: str) -> QWidget:
        """Return the widget of a field."""
        return self._fields[field]

    def show_refusal(self, refusal: DeskError) -> None:
        """Show the sentence beside its field and go there; above the form if it names none."""
        self.clear_refusals()
        field = refusal.field if isinstance(refusal, InvalidEntryError) else None
        label = self._errors.get(field or "", self._general_label)
        label.setText(refusal.sentence)
        label.show()
        if (widget := self._fields.get(field or "")) is not None:
            set_property(widget, "refused", True)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        _bring_into_sight(label)
        announce(self, refusal.sentence, is_urgent=True)

    def show_refusals(self, sentences: Mapping[str, str]) -> None:
        """Show several sentences at once, each beside the field it is for."""
        self.clear_refusals()
        for field, sentence in sentences.items():
            self._errors[field].setText(sentence)
            self._errors[field].show()
            set_property(self._fields[field], "refused", True)

    def clear_refusals(self) -> None:
        """Take every sentence away."""
        for label in (self._general_label, *self._errors.values()):
            label.clear()
            label.hide()
        for widget in self._fields.values():
            set_property(widget, "refused", False)

    def refusal_of(self, field: str = "") -> str:
        """Return the sentence shown beside a field, or above the form; empty when there is none."""
        return self._errors.get(field, self._general_label).text()

    def _block(self, field: str, text: str, widget: QWidget, hint: str) -> QWidget:
        # Labels of forms are our own words, so here `&` may mark a key.
        label = PlainLabel()
        label.setText(text)
        label.setProperty("role", TextRole.SMALL.value)
        label.setBuddy(widget)
        if not widget.accessibleName():
            name(widget, text.replace("&", ""), hint)
        error = plain_label("", TextRole.ERROR, wrap=True)
        error.hide()
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(widget)
        if hint:
            column.addWidget(plain_label(hint, TextRole.SMALL, wrap=True))
        column.addWidget(error)
        self._fields[field], self._errors[field] = widget, error
        return block


def _bring_into_sight(label: QLabel) -> None:
    above: QWidget | None = label
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        # Where it stands is known once the layout was made anew.
        QTimer.singleShot(0, label, lambda: above.ensureWidgetVisible(label))
