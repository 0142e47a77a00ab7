"""RestoreDialog: what going back to a backup means, and the secret that opens it."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_keys import key_by_secret
from mentor_desk.services.keeping.free_place import refuse_taken
from mentor_desk.services.keeping.restoring import Outlook, compare, look_ahead, place_for
from mentor_desk.ui.backups.words import (
    holds_words,
    keys_words,
    loss_words,
    made_words,
    newest_note_words,
    size_words,
)
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.jobs import Job, Progress, start_job
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class RestoreDialog(Dialog):
    """Say plainly what is brought back and what is put aside; `key` is what opens the backup.

    A passphrase is worked out beside the window; the dialog stays until it is found right. When
    it then turns out that the backup holds less than the desk does now, or that the desk would take
    other secrets than now, that is said first.
    """

    def __init__(self, outlook: Outlook, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.key = outlook.key
        self._outlook = outlook
        self._job: Job | None = None
        self.set_words(self.tr("Restore this backup?"), self.tr("Restore"))
        self._build_form()

    @override
    def keep(self) -> None:
        """Nothing is kept here; the answer is whether the dialog was accepted, and its key."""

    @override
    def accept(self) -> None:
        if self.key is not None:
            super().accept()
            return
        secret = self._secret_edit.text()
        if not secret or self._job is not None:
            return
        self.form.clear_refusals()
        self._set_busy(is_busy=True)
        job = self._job = start_job(self, partial(_find_key, self._outlook, secret))
        job.done.connect(self._on_found)
        job.refused.connect(self._on_refused)
        job.failed.connect(self._on_failed)

    def _build_form(self) -> None:
        outlook, row = self._outlook, self._outlook.backup
        lines = [
            (self.tr("Made"), made_words(row)),
            (self.tr("It holds"), holds_words(row)),
            (self.tr("Newest note"), newest_note_words(row)),
            (self.tr("Size, version"), f"{size_words(row.size)} · {row.version}"),
        ]
        for title, words in lines:
            self.form.add_part(_line(title, words))
        self._loss_label = plain_label(_words(outlook), TextRole.STRONG, wrap=True)
        self.form.add_part(self._loss_label)
        aside = (
            self.tr(
                "The desk as it is now is put aside in the folder “set-aside”, so nothing is lost."
                " The desk closes for a moment and opens again as it was then."
            )
            if outlook.has_desk
            else self.tr("The desk is made in {folder} and opens as it was then.").format(
                folder=outlook.folder
            )
        )
        self.form.add_part(plain_label(aside, wrap=True))
        self._secret_edit = QLineEdit()
        self._secret_edit.setEchoMode(QLineEdit.EchoMode.Password)
        if self.key is None:
            self.form.add_field(
                "secret", self.tr("Passphrase or recovery key of this backup"), self._secret_edit
            )
            self._secret_edit.setFocus()
        else:
            self.cancel_button.setFocus()
        self.setMinimumWidth(460)

    def _set_busy(self, *, is_busy: bool) -> None:
        self._secret_edit.setEnabled(not is_busy)
        self.verb_button.setEnabled(not is_busy)
        self.verb_button.setText(self.tr("Opening…") if is_busy else self.tr("Restore"))

    def _on_found(self, outlook: Outlook) -> None:
        self._job = None
        self.key = outlook.key
        self._secret_edit.clear()
        is_lost_told = not outlook.is_less or self._outlook.is_less
        if is_lost_told and not outlook.is_with_keys:
            # What is lost, if anything, is read already.
            super().accept()
            return
        words = _words(outlook)
        self._loss_label.setText(words)
        self._set_busy(is_busy=False)
        self._secret_edit.setEnabled(False)
        self.cancel_button.setFocus()
        announce(self, words)

    def _on_refused(self, refusal: DeskError) -> None:
        self._job = None
        self._set_busy(is_busy=False)
        self.form.show_refusal(InvalidEntryError(refusal.sentence, field="secret"))
        self._secret_edit.setFocus()

    def _on_failed(self, failure: Exception) -> None:
        self.reject()
        raise failure


def looked_ahead(
    file: Path, folder: Path, desk: Desk | None, _progress: Progress
) -> Outlook | None:
    """Return what restoring a backup would do that is chosen beside an open desk, or beside none.

    None when there is no place for it that goes without saying.
    """
    place = place_for(file, folder, is_sample=desk is not None and desk.is_sample)
    return (
        None if place is None else look_ahead(file, place, desk=desk if place == folder else None)
    )


def looked_elsewhere(file: Path, folder: Path, _progress: Progress) -> Outlook:
    """Return the same for a folder that must be free of everything else."""
    refuse_taken(folder)
    return look_ahead(file, folder)


def _words(outlook: Outlook) -> str:
    return " ".join(filter(None, (loss_words(outlook), keys_words(outlook))))


def _line(title: str, words: str) -> QWidget:
    return plain_label(f"{title}: {words}", wrap=True)


def _find_key(outlook: Outlook, secret: str, _progress: Progress) -> Outlook:
    return compare(outlook, key_by_secret(outlook.backup.path, outlook.folder, secret))
