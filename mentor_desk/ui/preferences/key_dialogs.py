"""What is asked before the ways into a desk change; the work is done beside the window."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.keys_backed_up import back_up_with_keys
from mentor_desk.services.opening.keys import (
    change_passphrase,
    needs_recovery_key,
    recovery_sheet,
    take_recovery_key,
)
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.jobs import start_job
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.preferences.recovery_card import RecoveryCard
from mentor_desk.ui.preferences.sheet_saving import save_sheet


class PatientDialog(Dialog):
    """A dialog whose work takes a while: it keeps still meanwhile, and closes when it is done.

    A subclass writes `task`, which returns what is to be done beside the window, or raises the
    `DeskError` that says why nothing is. What that gave is in `result_of_task`.
    """

    result_of_task: object = None

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

    def _set_busy(self, *, is_busy: bool) -> None:
        self.form.setEnabled(not is_busy)
        self.verb_button.setEnabled(not is_busy)

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
    """Show a new recovery key; it counts, and the earlier one does not, once it is kept.

    `has_sheet` tells whether a sheet with it was saved, which is void until then.
    """

    def __init__(self, desk: Desk, recovery_key: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.has_sheet = False
        self._desk = desk
        self._recovery_key = recovery_key
        self.set_words(self.tr("Your new recovery key"), self.tr("I have kept it"))
        self.card = RecoveryCard(recovery_key)
        sentence = self.tr(
            "Write it down or print the sheet. When you say that you have kept it, it opens the"
            " desk, and the desk no longer takes an earlier recovery key."
        )
        self.form.add_part(plain_label(sentence, TextRole.SOFT, wrap=True))
        if not needs_recovery_key(desk):
            self.form.add_part(plain_label(what_old_backups_take(), TextRole.SMALL, wrap=True))
        # On a small screen with large words the key scrolls; it is never cut off.
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.card)
        area.setMinimumWidth(self.card.minimumSizeHint().width())
        self.form.add_part(area)
        self.card.sheet_requested.connect(self._on_sheet_requested)

    @override
    def task(self) -> Callable[[], object]:
        desk, recovery_key = self._desk, self._recovery_key

        def take() -> str:
            take_recovery_key(desk, recovery_key)
            return back_up_with_keys(desk)

        return take

    def _on_sheet_requested(self) -> None:
        desk, recovery_key = self._desk, self._recovery_key
        save_sheet(
            self,
            lambda: recovery_sheet(desk, recovery_key),
            said=self._on_sheet_saved,
            refused=self.form.show_refusal,
        )

    def _on_sheet_saved(self, sentence: str) -> None:
        self.has_sheet = True
        self.card.say(sentence)


def what_old_backups_take() -> str:
    """Say what an earlier passphrase or recovery key still opens, and what to do about it."""
    return QCoreApplication.translate(
        "keys",
        "Backups made before still take the earlier one. Whoever has such a backup and the earlier"
        " one can read what it holds, and open the file of this desk with it. If somebody else may"
        " have both: make a new backup, and delete those from before.",
    )


def secret_edit() -> QLineEdit:
    """Return a field whose text is not shown."""
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit
