"""Settings: the ways into this desk, and how each is changed."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QWidget

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.opening.keys import (
    LockInfo,
    Way,
    keep_unlocked,
    lock_info,
    prove,
    reveal_recovery_key,
)
from mentor_desk.services.opening.proposals import (
    offer_recovery_key,
    withdraw_recovery_key,
)
from mentor_desk.services.opening.sheets import recovery_sheet
from mentor_desk.settings import Settings
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.jobs import raise_failure, start_job
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.preferences.key_dialogs import (
    AskEveryTimeDialog,
    NewRecoveryKeyDialog,
    PassphraseDialog,
    SecretDialog,
)
from mentor_desk.ui.preferences.section import Section
from mentor_desk.ui.preferences.sheet_saving import save_sheet
from mentor_desk.ui.preferences.ways_told import (
    told_of_keyring,
    told_of_letting_go,
    told_of_way,
    told_of_withdrawal,
)


class KeysSection(Section):
    """How this desk is opened: passphrase, keyring, recovery key, each with its date."""

    def __init__(
        self, desk: Desk | None, settings: Settings, parent: QWidget | None = None
    ) -> None:
        del settings
        super().__init__("", parent)
        self._desk = desk
        self._build()
        self._connect()
        self.reload()

    def title(self) -> str:
        """Return the title in the list of sections."""
        return self.tr("Keys")

    def reload(self) -> None:
        """Show the ways in as they stand now."""
        found = self._look()
        for card in (self._passphrase_card, self._keyring_card, self._recovery_card):
            card.setVisible(found is not None)
        if found is not None:
            self._show(found)

    def _build(self) -> None:
        self._passphrase_card = Card(self.tr("Passphrase"))
        self._passphrase_label = plain_label("", TextRole.SOFT, wrap=True)
        self.passphrase_button = button("")
        _fill(self._passphrase_card, self._passphrase_label, self.passphrase_button)

        self._keyring_card = Card(self.tr("This computer"))
        self.keyring_check = QCheckBox(self.tr("Keep unlocked on this computer"))
        self._keyring_label = plain_label("", TextRole.SMALL, wrap=True)
        self._keyring_card.add(self.keyring_check)
        self._keyring_card.add(self._keyring_label)

        self._recovery_card = Card(self.tr("Recovery key"))
        self._recovery_label = plain_label("", TextRole.SOFT, wrap=True)
        self._told_label = plain_label("", TextRole.SMALL, wrap=True)
        self._told_label.hide()
        self.sheet_button = button(self.tr("Save the recovery sheet…"), icon_name="printer")
        self.new_key_button = button(self.tr("New recovery key…"))
        _fill(self._recovery_card, self._recovery_label, self.new_key_button, self.sheet_button)
        self._recovery_card.add(self._told_label)
        for card in (self._passphrase_card, self._keyring_card, self._recovery_card):
            self.column.addWidget(card)

    def _connect(self) -> None:
        self.passphrase_button.clicked.connect(self._on_passphrase_button_clicked)
        self.keyring_check.clicked.connect(self._on_keyring_check_clicked)
        self.sheet_button.clicked.connect(self._on_sheet_button_clicked)
        self.new_key_button.clicked.connect(self._on_new_key_button_clicked)

    def _look(self) -> LockInfo | None:
        """Return the ways in, or say why there are none to be changed."""
        desk = self._desk
        sentence = ""
        found = None
        if desk is None or desk.folder is None or desk.is_sample:
            sentence = self.tr("The sample desk opens by itself, so it has no keys to change.")
        else:
            try:
                found = lock_info(desk.folder)
            except DeskError as trouble:
                sentence = trouble.sentence
        self._sentence_label.setText(
            sentence or self.tr("Each of these opens the desk; only you know or hold them.")
        )
        self._sentence_label.show()
        return found

    def _show(self, found: LockInfo) -> None:
        has_passphrase = found.has(Way.PASSPHRASE)
        self._passphrase_label.setText(
            told_of_way(found, Way.PASSPHRASE) if has_passphrase else self.tr("None is set.")
        )
        self.passphrase_button.setText(
            self.tr("Change passphrase…") if has_passphrase else self.tr("Add a passphrase…")
        )
        self.keyring_check.setChecked(found.has(Way.KEYRING))
        self._keyring_label.setText(told_of_keyring(found))
        has_recovery_key = found.has(Way.RECOVERY)
        self._recovery_label.setText(
            told_of_way(found, Way.RECOVERY) if has_recovery_key else self.tr("None was made yet.")
        )
        self.sheet_button.setEnabled(has_recovery_key)

    def _has_passphrase(self) -> bool:
        found = self._look()
        return found is not None and found.has(Way.PASSPHRASE)

    def _on_passphrase_button_clicked(self) -> None:
        if self._desk is not None:
            is_first = not self._has_passphrase()
            _answer(PassphraseDialog(self._desk, self, is_first=is_first))
            self.reload()

    def _on_keyring_check_clicked(self, is_wanted: bool) -> None:
        if not is_wanted:
            self._ask_every_time()
        elif (desk := self._desk) is not None:
            self.keyring_check.setEnabled(False)
            job = start_job(self, lambda _progress: keep_unlocked(desk), waits_for_others=True)
            job.done.connect(self._on_keyring_settled)
            job.refused.connect(self._on_keyring_refused)
            job.failed.connect(raise_failure)

    def _on_keyring_settled(self) -> None:
        self.keyring_check.setEnabled(True)
        self.reload()

    def _on_keyring_refused(self, refusal: DeskError) -> None:
        self._on_keyring_settled()
        self.refused.emit(refusal.sentence)

    def _ask_every_time(self) -> None:
        desk = self._desk
        if desk is None:
            return
        if not self._has_passphrase():
            self.reload()
            self.refused.emit(
                self.tr(
                    "Add a passphrase first; otherwise only the recovery key would open this desk."
                )
            )
            return
        dialog = AskEveryTimeDialog(desk, self)
        is_out, leaves_entry = _answer(dialog) is not None, dialog.leaves_entry
        self.reload()
        if is_out:
            self._keyring_label.setText(told_of_letting_go(leaves_entry=leaves_entry))

    def _on_sheet_button_clicked(self) -> None:
        desk = self._desk
        if desk is None:
            return
        recovery_key = self._ask_secret(
            self.tr("Save the recovery sheet"),
            self.tr("The sheet opens the desk to whoever holds it, so please say that it is you."),
            self.tr("Go on"),
            lambda secret: reveal_recovery_key(desk, secret=secret),
        )
        if recovery_key is not None:
            save_sheet(
                self,
                lambda: recovery_sheet(desk, str(recovery_key)),
                said=self._tell,
                refused=lambda refusal: self.refused.emit(refusal.sentence),
            )

    def _on_new_key_button_clicked(self) -> None:
        desk = self._desk
        if desk is None:
            return

        def propose(secret: str) -> str:
            prove(desk, secret=secret)
            return offer_recovery_key(desk)

        if self._has_passphrase():
            recovery_key = self._ask_secret(
                self.tr("New recovery key"),
                self.tr(
                    "This desk will no longer take the present recovery key. Backups made before"
                    " still do."
                ),
                self.tr("Go on"),
                propose,
            )
        else:
            recovery_key = self._offered(desk)
        if recovery_key is not None:
            self._show_new_key(desk, str(recovery_key))
            self.reload()

    def _offered(self, desk: Desk) -> str | None:
        try:
            return offer_recovery_key(desk)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            return None

    def _show_new_key(self, desk: Desk, recovery_key: str) -> None:
        dialog = NewRecoveryKeyDialog(desk, recovery_key, self)
        is_kept = dialog.exec() == QDialog.DialogCode.Accepted.value
        # A lock leaves the key offered, for it may be on paper; it is shown again on demand.
        if dialog.is_cancelled:
            self._tell(told_of_withdrawal(withdraw_recovery_key(desk, recovery_key)))
        elif is_kept and dialog.result_of_task:
            self._tell(str(dialog.result_of_task))
        dialog.deleteLater()

    def _ask_secret(
        self, title: str, sentence: str, verb: str, work: Callable[[str], object]
    ) -> object:
        has_passphrase = self._has_passphrase()
        dialog = SecretDialog(title, sentence, verb, work, self, has_passphrase=has_passphrase)
        return _answer(dialog)

    def _tell(self, sentence: str) -> None:
        self._told_label.setText(sentence)
        self._told_label.show()


def _answer(dialog: PassphraseDialog | SecretDialog) -> object:
    answered = dialog.exec() == QDialog.DialogCode.Accepted.value
    result = dialog.result_of_task
    dialog.deleteLater()
    return result if answered else None


def _fill(card: Card, label: QWidget, *buttons: QPushButton) -> None:
    card.add(label)
    card.add_row(plain_label(), *buttons)
