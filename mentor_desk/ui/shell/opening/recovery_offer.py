"""A recovery key for a desk that was made before there were any, offered when it is opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mentor_desk.errors import DeskError
from mentor_desk.services.opening.keys import (
    propose_recovery_key,
    take_recovery_key,
)
from mentor_desk.services.opening.proposals import offer_recovery_key, withdraw_recovery_key
from mentor_desk.services.opening.sheets import recovery_sheet
from mentor_desk.ui.preferences.sheet_saving import save_sheet
from mentor_desk.ui.shell.opening.recovery import RecoveryPage

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.shell.opening.stage import Stage


class RecoveryOffer(QObject):
    """Show a recovery key before the desk; `settled` carries the desk, with the key or without.

    The key opens the desk from the moment on in which it is shown, for it may be written down
    then. After a lock or a kill it is the same that is shown again; put off, it is taken back,
    unless a sheet was saved.
    """

    settled = Signal(object)

    def __init__(self, desk: "Desk", stage: "Stage", parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stage = stage
        self._has_sheet = False

    def show(self) -> None:
        """Show the key, and what the disk has against it."""
        trouble: DeskError | None = None
        try:
            self._recovery_key = offer_recovery_key(self._desk)
        except DeskError as refusal:
            self._recovery_key, trouble = propose_recovery_key(), refusal
        self._page = RecoveryPage(self._recovery_key, is_offer=True)
        self._page.kept.connect(self._on_kept)
        self._page.put_off.connect(self._on_put_off)
        self._page.sheet_requested.connect(self._on_sheet_requested)
        self._stage.show(self._page, is_secret=True)
        if trouble is not None:
            self._page.show_refusal(trouble)

    def _on_kept(self) -> None:
        desk, recovery_key = self._desk, self._recovery_key
        self._page.set_busy(is_busy=True)
        self._stage.work(
            lambda: take_recovery_key(desk, recovery_key),
            done=lambda _: self.settled.emit(desk),
            refused=self._page.show_refusal,
        )

    def _on_put_off(self) -> None:
        if not self._has_sheet:
            withdraw_recovery_key(self._desk, self._recovery_key)
        self.settled.emit(self._desk)

    def _on_sheet_requested(self) -> None:
        desk, recovery_key = self._desk, self._recovery_key
        save_sheet(
            self._page,
            lambda: recovery_sheet(desk, recovery_key),
            said=self._on_sheet_saved,
            refused=self._page.show_refusal,
        )

    def _on_sheet_saved(self, sentence: str) -> None:
        self._has_sheet = True
        self._page.say(sentence)
