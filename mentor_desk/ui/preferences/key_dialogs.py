"""What is asked before the ways into a desk change; the work is done beside the window."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.keys_backed_up import back_up_with_keys
from mentor_desk.services.opening.keys import (
    ask_every_time,
    change_passphrase,
    needs_recovery_key,
    take_recovery_key,
    was_kept_elsewhere,
)
from mentor_desk.services.opening.sheets import recovery_sheet
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.jobs import start_job
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.preferences.recovery_card import RecoveryCard
from mentor_desk.ui.preferences.sheet_saving import save_sheet


class PatientDialog(Dialog):
    """A dialog whose work takes a while: it keeps still meanwhile, and closes when it is done.

    A subclass writes `task`, which returns what is to be done beside the window, or raises the
    `DeskError` that says why nothing is. What that gave is in `result_of_task`. Work under way is
    not cancelled by closing the dialog, so it stays, unless the work `can_wait_forever`.
    """

    result_of_task: object = None
    can_wait_forever = False

    def task(self) -> Callable[[], object]:
        """Return the work, with everything it needs already read from the fields."""
        raise NotImplementedError

    @override
    def keep(self) -> None:
        """Nothing is left to be kept: the task has done it."""

    @override
    def accept(self) -> None:
        if not self.form.isEnabled():
            return
        try:
            task = self.task()
        except DeskError as refusal:
            self.form.show_refusal(refusal)
            return
        self._set_busy(is_busy=True)
        job = start_job(self, lambda _progress: task(), waits_for_others=True)
        job.done.connect(self._on_done)
        job.refused.connect(self._on_refused)
        job.failed.connect(self._on_failed)

    @override
    def reject(self) -> None:
        if self.form.isEnabled() or self.can_wait_forever:
            super().reject()

    def _set_busy(self, *, is_busy: bool) -> None:
        self.form.setEnabled(not is_busy)
        self.verb_button.setEnabled(not is_busy)
        self.cancel_button.setEnabled(not is_busy or self.can_wait_forever)

    def _on_done(self, result: object) -> None:
        self.result_of_task = result
        super().accept()

    def _on_refused(self, refusal: DeskError) -> None:
        self._set_busy(is_busy=False)
        self.form.show_refusal(refusal)

    def _on_failed(self, failure: Exception) -> None:
        self._set_busy(is_busy=False)
        raise failure


class SecretDialog(PatientDialog):
    """Ask for the passphrase or the recovery key of the open desk, and do something with it."""

    def __init__(
        self,
        title: str,
        sentence: str,
        verb: str,
        work: Callable[[str], object],
        parent: QWidget | None = None,
        *,
        has_passphrase: bool = True,
    ) -> None:
        super().__init__(title, verb, parent)
        self._work = work
        self.form.add_part(plain_label(sentence, TextRole.SOFT, wrap=True))
        label = self.tr("Passphrase or recovery key") if has_passphrase else self.tr("Recovery key")
        self.secret_edit = secret_edit()
        self.form.add_field("secret", label, self.secret_edit)
        self.secret_edit.setFocus()

    @override
    def task(self) -> Callable[[], object]:
        secret, work = self.secret_edit.text(), self._work
        return lambda: work(secret)


class AskEveryTimeDialog(SecretDialog):
    """Have the keyring let go of the key, so that the desk asks every time.

    Where the keyring was given it in another folder, the mentor may leave it there for the copy.
    """

    can_wait_forever = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        was_elsewhere = was_kept_elsewhere(desk)
        title = QCoreApplication.translate("keys", "Ask every time")
        sentence = _care_for_copies() if was_elsewhere else _what_letting_go_means()
        super().__init__(title, sentence, title, lambda _secret: None, parent)
        self._desk = desk
        self._leave_check = QCheckBox(self.tr("Leave the key in the keyring for that copy"))
        self._leave_check.setVisible(was_elsewhere)
        self.form.add_part(self._leave_check)

    @property
    def leaves_entry(self) -> bool:
        """Whether the key stays in the keyring for a copy in another folder."""
        return self._leave_check.isChecked()

    @override
    def task(self) -> Callable[[], object]:
        desk, secret, leaves_entry = self._desk, self.secret_edit.text(), self.leaves_entry

        def let_go() -> bool:
            ask_every_time(desk, secret=secret, leaves_entry=leaves_entry)
            return True

        return let_go


class PassphraseDialog(PatientDialog):
    """Set another passphrase, or the first one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, is_first: bool) -> None:
        super().__init__("", "", parent)
        self._desk = desk
        self._is_first = is_first
        self.set_words(
            self.tr("Add a passphrase") if is_first else self.tr("Change the passphrase"),
            self.tr("Add") if is_first else self.tr("Change"),
        )
        self.secret_edit, self.new_edit, self.again_edit = (secret_edit() for _ in range(3))
        if not is_first:
            self.form.add_field(
                "secret", self.tr("Present passphrase, or the recovery key"), self.secret_edit
            )
        self.form.add_field(
            "passphrase",
            self.tr("New passphrase"),
            self.new_edit,
            hint=self.tr("A few words that only you know."),
        )
        self.form.add_field("again", self.tr("The same again"), self.again_edit)
        if not is_first:
            self.form.add_part(plain_label(what_old_backups_take(), TextRole.SMALL, wrap=True))
        (self.new_edit if is_first else self.secret_edit).setFocus()

    @override
    def task(self) -> Callable[[], object]:
        if self.new_edit.text() != self.again_edit.text():
            raise InvalidEntryError(self.tr("The two passphrases are not the same."), field="again")
        desk, new, secret = self._desk, self.new_edit.text(), self.secret_edit.text()
        return lambda: change_passphrase(desk, new=new, secret=secret)


class NewRecoveryKeyDialog(PatientDialog):
    """Show a recovery key that is offered; the earlier one does not open once this one is kept.

    `is_cancelled` tells that the mentor wants to stay with the earlier one; a lock says nothing.
    """

    def __init__(self, desk: Desk, recovery_key: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.is_cancelled = False
        self._desk = desk
        self._recovery_key = recovery_key
        self.set_words(self.tr("Your new recovery key"), self.tr("I have kept it"))
        self.card = RecoveryCard(recovery_key)
        sentence = self.tr(
            "Write it down or print the sheet. It opens the desk beside an earlier recovery key;"
            " when you say that you have kept it, the desk no longer takes the earlier one. Cancel"
            " takes it back."
        )
        self.form.add_part(plain_label(sentence, TextRole.SOFT, wrap=True))
        self.form.add_part(self.card)
        if not needs_recovery_key(desk):
            self.form.add_part(plain_label(what_old_backups_take(), TextRole.SMALL, wrap=True))
        self.card.sheet_requested.connect(self._on_sheet_requested)

    @override
    def task(self) -> Callable[[], object]:
        desk, recovery_key = self._desk, self._recovery_key

        def take() -> str:
            take_recovery_key(desk, recovery_key)
            return back_up_with_keys(desk)

        return take

    @override
    def reject(self) -> None:
        self.is_cancelled = self.form.isEnabled()
        super().reject()

    def _on_sheet_requested(self) -> None:
        desk, recovery_key = self._desk, self._recovery_key
        save_sheet(
            self,
            lambda: recovery_sheet(desk, recovery_key),
            said=self.card.say,
            refused=self.form.show_refusal,
        )


def what_old_backups_take() -> str:
    """Say what an earlier passphrase or recovery key still opens, and what to do about it."""
    return QCoreApplication.translate(
        "keys",
        "Backups made before still take the earlier one. Whoever has such a backup and the earlier"
        " one can read what it holds, and open the file of this desk with it. If somebody else may"
        " have both: make a new backup, and delete those from before.",
    )


def _what_letting_go_means() -> str:
    return QCoreApplication.translate(
        "keys",
        "The key is taken out of the keyring, also for any copy of this desk on this computer. Show"
        " first that you can open the desk without it.",
    )


def _care_for_copies() -> str:
    return QCoreApplication.translate(
        "keys",
        "This desk was kept unlocked when it lay in another folder. If a copy still lies there, it"
        " opens by the same key in the keyring: once that is taken out, only its passphrase or its"
        " recovery key opens that copy. Show first that you can open this one without the keyring.",
    )


def secret_edit() -> QLineEdit:
    """Return a field whose text is not shown."""
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit
