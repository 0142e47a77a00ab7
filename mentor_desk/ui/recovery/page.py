"""RescuePage: a desk that does not open, and everything that can help, without opening it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from mentor_desk.errors import DeskError, InvalidEntryError, LockedError
from mentor_desk.services.keeping.checking import CheckReport
from mentor_desk.services.keeping.repairing import RepairReport
from mentor_desk.services.keeping.rescue import Aside, Remains
from mentor_desk.services.keeping.salvaging import SalvageReport
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.centred import CentredPage
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.jobs import Job, Progress, start_job
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.recovery import words
from mentor_desk.ui.recovery.outcome import Outcome


class RescuePage(CentredPage):
    """Copy aside, check, repair, salvage, restore, or open all the same.

    `why` is the sentence of what was refused; without it, the last starts failed. `can_begin` and
    `has_own` tell whether the welcome page or the mentor's own desk is another way on.
    `restore_requested` asks for the backups, `again_requested` to open the desk whatever comes of
    it, `salvaged` carries the folder of a new desk to be opened.
    """

    restore_requested = Signal()
    again_requested = Signal()
    open_requested = Signal()
    welcome_requested = Signal()
    own_requested = Signal()
    salvaged = Signal(object)

    def __init__(
        self,
        remains: Remains,
        *,
        why: str = "",
        can_begin: bool = False,
        has_own: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "", parent)
        self._remains = remains
        self._key: bytes | None = None
        self._job: Job | None = None
        self.title_label.setText(
            self.tr("This desk cannot be opened now")
            if why
            else self.tr("Your desk did not open the last two times")
        )
        self.sentence_label.setText(why or words.stuck_sentence())
        self._build()
        self._add_ways_out(is_stuck=not why)
        self._welcome_button.setVisible(can_begin)
        self._own_button.setVisible(has_own)
        self._connect()

    def _build(self) -> None:
        self._restore_button = button(
            self.tr("Restore a backup…"), Look.PRIMARY, icon_name="history"
        )
        backups = Card(self.tr("Go back to a backup"))
        backups.add(plain_label(words.backups_sentence(self._remains), wrap=True))
        backups.add_row(plain_label(), self._restore_button)
        self.add_card(backups)

        self._secret_edit = QLineEdit()
        self._secret_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._form = Form()
        self._form.add_field(
            "secret",
            self.tr("Passphrase or recovery key"),
            self._secret_edit,
            hint=self.tr("Needed to look into the file. The desk itself stays closed."),
        )
        self._form.setVisible(self._remains.asks_secret)
        self._aside_button = button(self.tr("Copy the files aside"))
        self._elsewhere_button = button(self.tr("Copy them elsewhere…"))
        self._check_button = button(self.tr("Check"))
        self._salvage_button = button(self.tr("Salvage what can be read"))
        self._enable_ways()
        self._outcome = Outcome()
        self._help = Card(self.tr("Look at what is there"))
        self._help.add(self._form)
        ways = QWidget()
        flow = FlowLayout(ways, spacing=8)
        for each in self._ways():
            flow.addWidget(each)
        self._help.add(ways)
        self._help.add(self._outcome)
        self.add_card(self._help)
        self.setFocusProxy(self._restore_button)

    def _add_ways_out(self, *, is_stuck: bool) -> None:
        again = self.tr("Open it all the same") if is_stuck else self.tr("Try again")
        self._again_button = button(again)
        self._other_button = button(self.tr("Open another desk…"), Look.QUIET)
        self._own_button = button(self.tr("Open my own desk"), Look.QUIET)
        self._welcome_button = button(self.tr("Start a new desk…"), Look.QUIET)
        card = Card("")
        card.add(plain_label(self.tr("The desk lies here:"), TextRole.SMALL))
        card.add(plain_label(str(self._remains.folder), wrap=True, selectable=True))
        ways = QWidget()
        flow = FlowLayout(ways, spacing=8)
        for each in self._ways_out():
            flow.addWidget(each)
        card.add(ways)
        self.add_card(card)

    def _ways(self) -> tuple[QPushButton, ...]:
        copies = self._aside_button, self._elsewhere_button
        return *copies, self._check_button, self._salvage_button

    def _enable_ways(self) -> None:
        remains = self._remains
        for each in (self._check_button, self._salvage_button):
            each.setEnabled(remains.has_data)
        for each in (self._aside_button, self._elsewhere_button):
            each.setEnabled(remains.has_data or remains.has_keys)

    def _ways_out(self) -> tuple[QPushButton, ...]:
        return self._again_button, self._other_button, self._own_button, self._welcome_button

    def _connect(self) -> None:
        self._restore_button.clicked.connect(self.restore_requested)
        self._again_button.clicked.connect(self.again_requested)
        self._other_button.clicked.connect(self.open_requested)
        self._own_button.clicked.connect(self.own_requested)
        self._welcome_button.clicked.connect(self.welcome_requested)
        self._aside_button.clicked.connect(self._on_aside_button_clicked)
        self._elsewhere_button.clicked.connect(self._on_elsewhere_button_clicked)
        self._check_button.clicked.connect(self._on_check_button_clicked)
        self._salvage_button.clicked.connect(self._on_salvage_button_clicked)
        self._secret_edit.returnPressed.connect(self._on_check_button_clicked)
        self._outcome.repair_requested.connect(self._on_repair_requested)
        self._outcome.salvaged_opened.connect(self.salvaged)
        self._outcome.stop_requested.connect(self._on_stop_requested)

    def copy_to(self, place: Path | None) -> None:
        """Copy the files as they lie: to a new folder in `place`, or aside."""
        from mentor_desk.services.keeping.rescue import copy_aside  # noqa: PLC0415

        folder = self._remains.folder

        def copy(_progress: Progress) -> Aside:
            return copy_aside(folder, place, now=datetime.now(UTC))

        self._start(self.tr("Copying the files…"), copy, self._outcome.show_copy)

    def _on_aside_button_clicked(self) -> None:
        self.copy_to(None)

    def _on_elsewhere_button_clicked(self) -> None:
        title = self.tr("Choose where the copy goes")
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if chosen:
            self.copy_to(Path(chosen))

    def _on_check_button_clicked(self) -> None:
        from mentor_desk.services.keeping.checking import check_folder  # noqa: PLC0415

        folder = self._remains.folder

        def check(key: bytes, progress: Progress) -> CheckReport:
            return check_folder(folder, key, is_full=True, progress=progress)

        self._start_with_key(self.tr("Checking…"), check, self._outcome.show_check)

    def _on_repair_requested(self) -> None:
        from mentor_desk.services.keeping.rescue import repair_folder  # noqa: PLC0415

        folder = self._remains.folder

        def repair(key: bytes, progress: Progress) -> RepairReport:
            return repair_folder(folder, key, progress=progress)

        self._start_with_key(self.tr("Repairing…"), repair, self._outcome.show_repair)

    def _on_salvage_button_clicked(self) -> None:
        from mentor_desk.services.keeping.salvaging import (  # noqa: PLC0415
            free_folder_beside,
            salvage_desk,
        )

        folder = self._remains.folder

        def salvage(key: bytes, progress: Progress) -> SalvageReport:
            return salvage_desk(folder, key, free_folder_beside(folder), progress=progress)

        self._start_with_key(self.tr("Salvaging…"), salvage, self._outcome.show_salvage)

    def _start_with_key(
        self,
        sentence: str,
        work: Callable[[bytes, Progress], object],
        done: Callable[[Any], None],
    ) -> None:
        from mentor_desk.services.keeping.rescue import key_of_desk  # noqa: PLC0415

        folder, known = self._remains.folder, self._key
        secret = self._secret_edit.text()
        if known is None and self._remains.asks_secret and not secret:
            self._form.show_refusal(
                InvalidEntryError(
                    self.tr("Please give your passphrase or recovery key."), field="secret"
                )
            )
            return
        self._form.clear_refusals()

        def with_key(progress: Progress) -> tuple[bytes, object]:
            key = known or key_of_desk(folder, secret=secret)
            return key, work(key, progress)

        def on_done(result: tuple[bytes, object]) -> None:
            self._key = result[0]
            self._secret_edit.clear()
            self._form.hide()
            done(result[1])

        self._start(sentence, with_key, on_done)

    def _start(
        self, sentence: str, work: Callable[[Progress], object], done: Callable[[Any], None]
    ) -> None:
        if self._job is not None:
            return
        self._set_busy(is_busy=True)
        self._outcome.show_work(sentence)
        job = start_job(self, work)
        self._job = job
        job.progressed.connect(self._outcome.show_progress)
        job.done.connect(lambda result: self._end(lambda: done(result)))
        job.refused.connect(lambda refusal: self._end(lambda: self._show_refusal(refusal)))
        job.cancelled.connect(lambda: self._end(self._outcome.show_stopped))
        job.failed.connect(self._on_job_failed)

    def _end(self, show: Callable[[], None]) -> None:
        self._job = None
        self._set_busy(is_busy=False)
        show()
        announce(self, self._outcome.sentence)

    def _show_refusal(self, refusal: DeskError) -> None:
        self._outcome.clear()
        is_about_secret = isinstance(refusal, LockedError | InvalidEntryError)
        if is_about_secret and not self._form.isHidden():
            self._form.show_refusal(InvalidEntryError(refusal.sentence, field="secret"))
            return
        if isinstance(refusal, LockedError):
            # The keyring had nothing; then the mentor is asked.
            self._form.show()
        self._outcome.say(refusal.sentence)

    def _on_job_failed(self, failure: Exception) -> None:
        self._end(self._outcome.clear)
        raise failure

    def _on_stop_requested(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _set_busy(self, *, is_busy: bool) -> None:
        for each in (
            *self._ways(),
            *(self._restore_button, self._secret_edit, *self._ways_out()),
        ):
            each.setEnabled(not is_busy)
        if not is_busy:
            self._enable_ways()
