"""The pages before a desk is open: its passphrase is asked for, or it cannot be opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.shell.centred import CentredPage


class UnlockPage(CentredPage):
    """Ask for the passphrase of a desk; the text is cleared as soon as it is handed on."""

    unlock_requested = Signal(str)
    open_requested = Signal()

    def __init__(self, where: str, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("Your desk is locked"))
        self.sentence_label.setText(why or self.tr("Give the passphrase that protects it."))
        self._build(where)

    def show_refusal(self, refusal: DeskError) -> None:
        """Say why it did not open, and let the mentor try again."""
        self.set_busy(is_busy=False)
        self._form.show_refusal(InvalidEntryError(refusal.sentence, field="passphrase"))

    def set_busy(self, *, is_busy: bool) -> None:
        """Keep still while the key is worked out."""
        self._edit.setEnabled(not is_busy)
        self._unlock_button.setEnabled(not is_busy)
        words = self.tr("Opening…") if is_busy else self.tr("Unlock")
        self._unlock_button.setText(words)

    def _build(self, where: str) -> None:
        self._edit = QLineEdit()
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._unlock_button = button(self.tr("Unlock"), Look.PRIMARY)
        self._other_button = button(self.tr("Open another desk…"), Look.QUIET)
        self._form = Form()
        self._form.add_field("passphrase", self.tr("Passphrase"), self._edit)
        card = Card("")
        card.add(self._form)
        card.add_row(
            plain_label(where, TextRole.SMALL, elide=True), self._other_button, self._unlock_button
        )
        self.add_card(card)
        self.setFocusProxy(self._edit)
        self._edit.returnPressed.connect(self._on_unlock)
        self._unlock_button.clicked.connect(self._on_unlock)
        self._other_button.clicked.connect(self.open_requested)

    def _on_unlock(self) -> None:
        passphrase = self._edit.text()
        if not passphrase:
            return
        self._form.clear_refusals()
        self._edit.clear()
        self.set_busy(is_busy=True)
        self.unlock_requested.emit(passphrase)


class TroublePage(CentredPage):
    """A desk that cannot be opened: what happened, that nothing was lost, and what to do."""

    again_requested = Signal()
    open_requested = Signal()
    welcome_requested = Signal()

    def __init__(self, sentence: str, where: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("This desk cannot be opened now"))
        self.sentence_label.setText(sentence)
        again = button(self.tr("Try again"), Look.PRIMARY)
        other = button(self.tr("Open another desk…"))
        start = button(self.tr("To the welcome page"), Look.QUIET)
        card = Card(self.tr("Nothing was changed"))
        card.add(plain_label(self.tr("The desk lies here:"), TextRole.SMALL))
        card.add(plain_label(where, wrap=True, selectable=True))
        card.add_row(plain_label(), start, other, again)
        self.add_card(card)
        self.setFocusProxy(again)
        again.clicked.connect(self.again_requested)
        other.clicked.connect(self.open_requested)
        start.clicked.connect(self.welcome_requested)
