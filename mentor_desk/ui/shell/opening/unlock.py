"""The pages before a desk is open: its passphrase or recovery key is asked for, or it is stuck."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.centred import CentredPage
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class UnlockPage(CentredPage):
    """Ask for the passphrase of a desk, or for its recovery key.

    The text is cleared as soon as it is handed on. The wishes carry it, and whether the keyring
    is to keep the key again. `keyring_requested` asks the keyring once more. `secret_shown` tells
    whether anything of a recovery key stands there to be read.
    """

    unlock_requested = Signal(str, bool)
    recovery_requested = Signal(str, bool)
    keyring_requested = Signal()
    backups_requested = Signal()
    open_requested = Signal()
    secret_shown = Signal(bool)

    def __init__(self, where: str, why: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("Your desk is locked"))
        self._why = why
        self._build(where)
        self._connect()
        self.offer(passphrase=True, recovery=True)

    def offer(
        self, *, passphrase: bool, recovery: bool, keyring: bool = False, is_lost: bool = False
    ) -> None:
        """Offer the ways into this desk; without a passphrase the recovery key is asked for.

        What `is_lost` to the keyring can be given to it again.
        """
        self._is_recovery = not passphrase
        self._way_button.setVisible(passphrase and recovery)
        self._keyring_button.setVisible(keyring)
        self._keep_check.setVisible(is_lost)
        self._keep_check.setChecked(is_lost)
        self._show_way()

    def show_refusal(self, refusal: DeskError) -> None:
        """Say why it did not open, and let the mentor try again."""
        self.set_busy(is_busy=False)
        self._form.show_refusal(InvalidEntryError(refusal.sentence, field=self._field()))

    def set_busy(self, *, is_busy: bool) -> None:
        """Keep still while the key is worked out."""
        for widget in (
            *(self._edit, self._recovery_edit, self._keep_check),
            *(self._unlock_button, self._way_button, self._keyring_button),
        ):
            widget.setEnabled(not is_busy)
        words = self.tr("Opening…") if is_busy else self.tr("Unlock")
        self._unlock_button.setText(words)

    def _build(self, where: str) -> None:
        self._edit = QLineEdit()
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._recovery_edit = QLineEdit()
        self._recovery_edit.setPlaceholderText("MD1-…")
        self._keep_check = QCheckBox(self.tr("Store it in the keyring again"))
        self._unlock_button = button(self.tr("Unlock"), Look.PRIMARY)
        self._way_button = button("", Look.QUIET, icon_name="key")
        self._keyring_button = button(self.tr("Ask the keyring again"), Look.QUIET)
        self._backups_button = button(self.tr("Restore from a backup…"), Look.QUIET)
        self._other_button = button(self.tr("Open another desk…"), Look.QUIET)
        self._form = Form()
        self._form.add_field("passphrase", self.tr("Passphrase"), self._edit)
        self._form.add_field(
            "recovery",
            self.tr("Recovery key"),
            self._recovery_edit,
            hint=self.tr("It stands on your recovery sheet. Capitals and hyphens do not matter."),
        )
        self._form.add_part(self._keep_check)
        card = Card("")
        card.add(self._form)
        card.add_row(plain_label(where, TextRole.SMALL, elide=True), self._unlock_button)
        card.add_line()
        ways = QWidget()
        self.ways_out = FlowLayout(ways, spacing=4)
        for each in (
            *(self._way_button, self._keyring_button),
            *(self._backups_button, self._other_button),
        ):
            self.ways_out.addWidget(each)
        card.add(ways)
        self.add_card(card)

    def _connect(self) -> None:
        self._edit.returnPressed.connect(self._on_unlock)
        self._recovery_edit.returnPressed.connect(self._on_unlock)
        self._recovery_edit.textChanged.connect(lambda text: self.secret_shown.emit(bool(text)))
        self._unlock_button.clicked.connect(self._on_unlock)
        self._way_button.clicked.connect(self._on_way_button_clicked)
        self._keyring_button.clicked.connect(self.keyring_requested)
        self._backups_button.clicked.connect(self.backups_requested)
        self._other_button.clicked.connect(self.open_requested)

    def _show_way(self) -> None:
        self._form.clear_refusals()
        for edit, is_shown in (
            (self._edit, not self._is_recovery),
            (self._recovery_edit, self._is_recovery),
        ):
            edit.clear()
            block = edit.parentWidget()
            if block is not None:
                block.setVisible(is_shown)
        usual = (
            self.tr("Give its recovery key, which stands on the recovery sheet.")
            if self._is_recovery
            else self.tr("Give the passphrase that protects it.")
        )
        self.sentence_label.setText(f"{self._why} {usual}" if self._why else usual)
        self._way_button.setText(
            self.tr("Use the passphrase…")
            if self._is_recovery
            else self.tr("Use the recovery key…")
        )
        self.setFocusProxy(self._entry())

    def _field(self) -> str:
        return "recovery" if self._is_recovery else "passphrase"

    def _entry(self) -> QLineEdit:
        return self._recovery_edit if self._is_recovery else self._edit

    def _on_way_button_clicked(self) -> None:
        self._is_recovery = not self._is_recovery
        self._show_way()
        self._entry().setFocus()

    def _on_unlock(self) -> None:
        secret = self._entry().text()
        if not secret:
            return
        self._form.clear_refusals()
        # A recovery key that was mistyped in one place is not typed a second time.
        if not self._is_recovery:
            self._edit.clear()
        self.set_busy(is_busy=True)
        wish = self.recovery_requested if self._is_recovery else self.unlock_requested
        wish.emit(secret, not self._keep_check.isHidden() and self._keep_check.isChecked())


class TroublePage(CentredPage):
    """A desk that cannot be opened: what happened, that nothing was lost, and what to do.

    Where none lies, `is_there` is False: nobody is told of a desk that there is not.
    """

    again_requested = Signal()
    backups_requested = Signal()
    open_requested = Signal()
    welcome_requested = Signal()

    def __init__(
        self, sentence: str, where: str, *, is_there: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        cannot = self.tr("This desk cannot be opened now")
        self.title_label.setText(cannot if is_there else self.tr("No desk lies here"))
        self.sentence_label.setText(sentence)
        again = button(self.tr("Try again"), Look.PRIMARY)
        other = button(self.tr("Open another desk…"), Look.QUIET)
        start = button(self.tr("To the welcome page"), Look.QUIET)
        backups = button(self.tr("Restore from a backup…"))
        card = Card(self.tr("Nothing was changed"))
        place = (
            self.tr("The desk lies here:")
            if is_there
            else self.tr("The folder that was looked at:")
        )
        card.add(plain_label(place, TextRole.SMALL))
        card.add(plain_label(where, wrap=True, selectable=True))
        card.add_row(plain_label(), backups, again)
        card.add_line()
        ways = QWidget()
        ways_out = FlowLayout(ways, spacing=4)
        for each in (other, start):
            ways_out.addWidget(each)
        card.add(ways)
        self.add_card(card)
        self.setFocusProxy(again)
        again.clicked.connect(self.again_requested)
        backups.clicked.connect(self.backups_requested)
        other.clicked.connect(self.open_requested)
        start.clicked.connect(self.welcome_requested)
