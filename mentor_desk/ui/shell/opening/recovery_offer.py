"""A recovery key for a desk that was made before there were any, offered when it is opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mentor_desk.errors import DeskError
from mentor_desk.services.keeping.keys_backed_up import back_up_with_keys
from mentor_desk.services.opening.keys import take_recovery_key
from mentor_desk.services.opening.proposals import (
    Standing,
    has_waiting_key,
    offer_recovery_key,
    standing_of,
    withdraw_recovery_key,
)
from mentor_desk.services.opening.sheets import recovery_sheet
from mentor_desk.ui.preferences.sheet_saving import save_sheet
from mentor_desk.ui.shell.opening.recovery import NoKeyPage, RecoveryPage
from mentor_desk.ui.shell.opening.stage import see_through

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.common.jobs import Job
    from mentor_desk.ui.shell.opening.stage import Stage

# In seconds: as long as a lock waits for what is under way.
PATIENCE = 20.0


class RecoveryOffer(QObject):
    """Show a recovery key before the desk; `settled` carries the desk, and what is to be said.

    The key opens the desk from the moment on in which it is shown, for it may be written down
    then; while the disk refuses that, none is shown. After a lock or a kill it is the same that is
    shown again. Put off, it is taken back; one whose sheet was asked for, or that was shown before,
    stays, for it may be on paper.
    """

    settled = Signal(object, str)

    def __init__(self, desk: "Desk", stage: "Stage", parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stage = stage
        self._may_be_on_paper = False
        self._taking: Job | None = None

    def show(self) -> None:
        """Show the key, or what the disk has against it."""
        try:
            self._may_be_on_paper = has_waiting_key(self._desk)
            self._recovery_key = offer_recovery_key(self._desk)
        except DeskError as refusal:
            self._show_none(refusal)
        else:
            self._show_key()

    def leave(self) -> None:
        """Wait until a key that is being kept is in force, and in a backup: the desk is closed."""
        see_through(self._taking, patience=PATIENCE)

    def _show_key(self) -> None:
        self._page = RecoveryPage(self._recovery_key, is_offer=True)
        self._page.kept.connect(self._on_kept)
        self._page.put_off.connect(self._on_put_off)
        self._page.sheet_requested.connect(self._on_sheet_requested)
        self._stage.show(self._page, is_secret=True)
        if self._may_be_on_paper:
            self._page.say(
                self.tr(
                    "This key was shown before and opens the desk already; “Not now” leaves it so."
                )
            )

    def _show_none(self, refusal: DeskError) -> None:
        page = NoKeyPage(refusal.sentence)
        page.again_requested.connect(self.show)
        page.put_off.connect(lambda: self.settled.emit(self._desk, ""))
        self._stage.show(page, is_secret=True)

    def _on_kept(self) -> None:
        desk, recovery_key = self._desk, self._recovery_key
        self._page.set_busy(is_busy=True)

        def take() -> str:
            take_recovery_key(desk, recovery_key)
            return back_up_with_keys(desk)

        self._taking = self._stage.work(
            take,
            done=lambda remark: self.settled.emit(desk, remark),
            refused=self._page.show_refusal,
        )

    def _on_put_off(self) -> None:
        put_off = standing_of if self._may_be_on_paper else withdraw_recovery_key
        standing = put_off(self._desk, self._recovery_key)
        self.settled.emit(self._desk, self._told(standing))

    def _on_sheet_requested(self) -> None:
        desk, recovery_key = self._desk, self._recovery_key
        # It is written beside the window, so it may come after the mentor has put the key off.
        self._may_be_on_paper = True
        save_sheet(
            self._page,
            lambda: recovery_sheet(desk, recovery_key),
            said=self._page.say,
            refused=self._page.show_refusal,
        )

    def _told(self, standing: Standing) -> str:
        if standing is Standing.EARLIER:
            return self.tr(
                "The recovery key that was shown does not open this desk: throw away what was"
                " saved, printed or written down of it."
            )
        if standing is Standing.UNKNOWN:
            return self.tr(
                "It cannot be told now whether the recovery key that was shown opens this desk:"
                " keep what was saved, printed or written down of it."
            )
        return self.tr(
            "The recovery key that was shown opens this desk: keep what was saved, printed or"
            " written down of it. It is shown again when the desk is opened next."
        )
