"""A recovery key for a desk that was made before there were any, offered when it is opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mentor_desk.services.opening.keys import (
    propose_recovery_key,
    recovery_sheet,
    take_recovery_key,
)
from mentor_desk.services.opening.proposals import proposal_in, seal_proposal
from mentor_desk.ui.preferences.sheet_saving import save_sheet
from mentor_desk.ui.shell.opening.recovery import RecoveryPage

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.shell.opening.stage import Stage


class RecoveryOffer(QObject):
    """Show a recovery key before the desk; `settled` carries the desk, with the key or without.

    It is the key that was `sealed` when the desk was locked over it, for it may be written down
    already; else a new one.
    """

    settled = Signal(object)

    def __init__(
        self, desk: "Desk", stage: "Stage", parent: QObject, *, sealed: bytes = b""
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stage = stage
        self._recovery_key = proposal_in(desk, sealed) or propose_recovery_key()

    def show(self) -> None:
        """Show the key; it opens nothing until the mentor has kept it."""
        self._page = RecoveryPage(self._recovery_key, is_offer=True)
        self._page.kept.connect(self._on_kept)
        self._page.put_off.connect(lambda: self.settled.emit(self._desk))
        self._page.sheet_requested.connect(self._on_sheet_requested)
        self._stage.show(self._page, is_secret=True)

    def sealed(self) -> bytes:
        """Return the key so that only this desk opens it again."""
        return seal_proposal(self._desk, self._recovery_key)

    def _on_kept(self) -> None:
        desk, recovery_key = self._desk, self._recovery_key
        self._page.set_busy(is_busy=True)
        self._stage.work(
            lambda: take_recovery_key(desk, recovery_key),
            done=lambda _: self.settled.emit(desk),
            refused=self._page.show_refusal,
        )

    def _on_sheet_requested(self) -> None:
        desk, recovery_key = self._desk, self._recovery_key
        save_sheet(
            self._page,
            lambda: recovery_sheet(desk, recovery_key),
            said=self._page.say,
            refused=self._page.show_refusal,
        )
