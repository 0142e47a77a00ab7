"""The first start: four ways to a desk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.centred import CentredPage
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class WelcomePage(CentredPage):
    """Start my desk, open the sample desk, open a desk that exists, or bring one back.

    `start_requested` carries the mentor's name and the passphrase; None for the passphrase means
    that the keyring of the computer keeps the key. `own_requested` wishes to open the desk that
    lies already where a new one was to be.
    """

    start_requested = Signal(str, object)
    own_requested = Signal()
    sample_requested = Signal()
    open_requested = Signal()
    backups_requested = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("Welcome"))
        self.sentence_label.setText(
            self.tr(
                "Your desk keeps what the people you mentor care about, need and can give, with"
                " your sessions, goals and introductions. It is one encrypted folder on this"
                " computer; nothing is ever sent anywhere."
            )
        )
        self._build()
        self._name_edit.setText(name)
        self._connect()

    def offer_keyring(self, name: str) -> None:
        """Offer the keyring called `name`, or only a passphrase when it is empty."""
        self._keyring_choice.setVisible(bool(name))
        self._passphrase_choice.setVisible(bool(name))
        if name:
            self._keyring_hint.setText(
                self.tr("The desk opens by itself while you are logged in to this computer.")
            )
            self._keyring_choice.setChecked(True)
        else:
            self._keyring_hint.setText(
                self.tr(
                    "This computer has no keyring that can be trusted with a key,"
                    " so a passphrase protects your desk."
                )
            )
            self._passphrase_choice.setChecked(True)
        self._on_choice_toggled()

    def show_refusal(self, refusal: DeskError, *, has_desk: bool = False) -> None:
        """Say what could not be done, beside the entry it concerns.

        When the place `has_desk` already, that one can be opened.
        """
        self._form.show_refusal(refusal)
        self._own_row.setVisible(has_desk)
        if has_desk:
            self._own_button.setFocus()

    def set_busy(self, *, is_busy: bool) -> None:
        """Keep the page still while a desk is made."""
        self.setEnabled(not is_busy)

    def _build(self) -> None:
        self._name_edit = QLineEdit()
        self._keyring_choice = QRadioButton(self.tr("Keep the key in this computer's keyring"))
        self._passphrase_choice = QRadioButton(self.tr("Ask me for a passphrase every time"))
        self._keyring_hint = plain_label("", TextRole.SMALL, wrap=True)
        self._passphrase_edit = _secret_edit()
        self._again_edit = _secret_edit()
        self._start_button = button(self.tr("Start my desk"), Look.PRIMARY)

        protection = QWidget()
        choices = QVBoxLayout(protection)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(4)
        for widget in (self._keyring_choice, self._passphrase_choice, self._keyring_hint):
            choices.addWidget(widget)
        self._form = Form()
        self._form.add_part(self._own())
        self._form.add_field("name", self.tr("Your name"), self._name_edit)
        self._form.add_part(protection)
        self._form.add_field(
            "passphrase",
            self.tr("Passphrase"),
            self._passphrase_edit,
            hint=self.tr("A few words that only you know. A recovery key is shown next."),
        )
        self._form.add_field("again", self.tr("The same passphrase again"), self._again_edit)
        start = Card(self.tr("Start my desk"))
        start.add(self._form)
        start.add_row(plain_label(), self._start_button)
        self.add_card(start)

        self._sample_button = button(self.tr("Open the sample desk"))
        sample = Card(self.tr("Look around first"), trailing=self._sample_button)
        sample.add(
            plain_label(
                self.tr("Ten invented mentees and two years of sessions, goals and introductions."),
                TextRole.SOFT,
                wrap=True,
            )
        )
        self.add_card(sample)

        self._open_button = button(self.tr("Open a desk…"))
        existing = Card(self.tr("You have a desk"), trailing=self._open_button)
        existing.add(
            plain_label(
                self.tr("Choose the folder that holds it: a file named desk.db lies in it."),
                TextRole.SOFT,
                wrap=True,
            )
        )
        self.add_card(existing)

        self._backups_button = button(self.tr("Restore from a backup…"))
        backup = Card(self.tr("You have a backup"), trailing=self._backups_button)
        backup.add(
            plain_label(
                self.tr(
                    "A backup and its recovery key, or its passphrase, bring everything back, also"
                    " on a computer that has never seen the desk."
                ),
                TextRole.SOFT,
                wrap=True,
            )
        )
        self.add_card(backup)
        self.offer_keyring("")
        self.setFocusProxy(self._name_edit)

    def _own(self) -> QWidget:
        self._own_button = button(self.tr("Open that desk"))
        self._own_row = QWidget()
        row = QHBoxLayout(self._own_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._own_button)
        row.addStretch(1)
        self._own_row.hide()
        return self._own_row

    def _connect(self) -> None:
        self._own_button.clicked.connect(self.own_requested)
        self._passphrase_choice.toggled.connect(self._on_choice_toggled)
        self._start_button.clicked.connect(self._on_start_button_clicked)
        self._again_edit.returnPressed.connect(self._on_start_button_clicked)
        self._name_edit.returnPressed.connect(self._start_button.setFocus)
        self._sample_button.clicked.connect(self.sample_requested)
        self._open_button.clicked.connect(self.open_requested)
        self._backups_button.clicked.connect(self.backups_requested)

    def _on_choice_toggled(self) -> None:
        wants = self._passphrase_choice.isChecked()
        for edit in (self._passphrase_edit, self._again_edit):
            block = edit.parentWidget()
            if block is not None:
                block.setVisible(wants)

    def _on_start_button_clicked(self) -> None:
        self._form.clear_refusals()
        self._own_row.hide()
        name = self._name_edit.text().strip()
        if not name:
            self._form.show_refusal(
                InvalidEntryError(self.tr("Please give your name."), field="name")
            )
            return
        if not self._passphrase_choice.isChecked():
            self.start_requested.emit(name, None)
            return
        if self._passphrase_edit.text() != self._again_edit.text():
            self._form.show_refusal(
                InvalidEntryError(self.tr("The two passphrases are not the same."), field="again")
            )
            return
        self.start_requested.emit(name, self._passphrase_edit.text())


def _secret_edit() -> QLineEdit:
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit
