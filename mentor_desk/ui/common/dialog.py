"""Dialog: one form, one verb, and refusals shown where they belong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.ui.common import discreet
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.text import name, one_line, plain_label
from mentor_desk.ui.common.tokens import TextRole


class Dialog(QDialog):
    """Ask for something to be kept; Enter keeps, Escape leaves things as they were.

    A subclass fills `form` and writes `keep`, which raises a `DeskError` when what was
    entered cannot be kept: the sentence is then shown and the dialog stays open.
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
            self.form.show_refusal(refusal)
            return
        super().accept()

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
