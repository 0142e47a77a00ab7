"""The ways into a desk that lies there: by itself, by the keyring, or by a secret asked for."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mentor_desk.errors import DeskError, InvalidEntryError, KeyringError, LockedError
from mentor_desk.ui.shell.opening.attempts import (
    Opened,
    let_go,
    open_and_count,
    opened_and_kept,
)
from mentor_desk.ui.shell.opening.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentor_desk.services.desk import Desk
    from mentor_desk.services.opening.opening import DeskPlace


class Unlocking(QObject):
    """Get one desk open, asking for what it takes.

    `opened` carries it, `troubled` what no other key can mend. `again_requested` wishes that it be
    opened as ever.
    """

    opened = Signal(object)
    troubled = Signal(object)
    again_requested = Signal()
    other_requested = Signal()
    backups_requested = Signal()

    def __init__(self, place: "DeskPlace", stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._stage = stage

    def begin(self, *, passphrase: str | None = None, recovery_key: str | None = None) -> None:
        """Open the desk by what is given, or without asking; else ask."""
        is_given = passphrase is not None or recovery_key is not None
        if self._place.is_sample:
            self._open_at_once()
        elif is_given or self._place.has_keyring:
            self._show_waiting(asks_keyring=not is_given)
            self._work(passphrase=passphrase, recovery_key=recovery_key)
        else:
            self.ask()

    def ask(self, why: str = "") -> None:
        """Ask for the passphrase or the recovery key, and say why when there is a reason."""
        from mentor_desk.ui.shell.opening.unlock import UnlockPage  # noqa: PLC0415

        place = self._place
        page = UnlockPage(str(place.folder), why)
        page.offer(
            passphrase=place.has_passphrase,
            recovery=place.has_recovery_key,
            keyring=place.has_keyring,
            is_lost=place.has_keyring and bool(why),
        )
        page.unlock_requested.connect(
            lambda secret, keeps: self._work(passphrase=secret, keeps=keeps)
        )
        page.recovery_requested.connect(
            lambda secret, keeps: self._work(recovery_key=secret, keeps=keeps)
        )
        page.keyring_requested.connect(self.again_requested)
        page.backups_requested.connect(self.backups_requested)
        page.open_requested.connect(self.other_requested)
        page.secret_shown.connect(self._stage.note_secret)
        self._stage.show(page)

    def show_locked(self) -> None:
        """Show how the desk is opened again; nothing is asked of a keyring before a click."""
        if self._place.has_passphrase:
            self.ask()
            return
        from mentor_desk.ui.shell.locking.locked import LockedPage  # noqa: PLC0415

        page = LockedPage(str(self._place.folder), is_sample=self._place.is_sample)
        page.unlock_requested.connect(self.again_requested)
        page.open_requested.connect(self.other_requested)
        self._stage.show(page)

    def _open_at_once(self) -> None:
        try:
            desk = open_and_count(self._place.folder)
        except DeskError as trouble:
            self.troubled.emit(trouble)
        else:
            self.opened.emit(Opened(desk, desk.file.remark))

    def _show_waiting(self, *, asks_keyring: bool) -> None:
        from mentor_desk.ui.shell.opening.waiting import WaitingPage  # noqa: PLC0415

        page = WaitingPage()
        if asks_keyring:
            page.offer_another_way()
            page.another_way_requested.connect(self._on_another_way_requested)
        self._stage.show(page)

    def _work(
        self,
        *,
        passphrase: str | None = None,
        recovery_key: str | None = None,
        keeps: bool = False,
    ) -> None:
        open_it: Callable[[], Desk] = partial(
            open_and_count, self._place.folder, passphrase=passphrase, recovery_key=recovery_key
        )
        self._stage.work(
            lambda: opened_and_kept(open_it, keeps=keeps),
            done=self.opened.emit,
            refused=self._on_refused,
            too_late=let_go,
        )

    def _on_refused(self, trouble: DeskError) -> None:
        from mentor_desk.ui.shell.opening.unlock import UnlockPage  # noqa: PLC0415

        page, place = self._stage.page, self._place
        is_about_a_key = isinstance(trouble, LockedError | KeyringError | InvalidEntryError)
        if isinstance(page, UnlockPage) and is_about_a_key:
            page.show_refusal(trouble)
        elif is_about_a_key and (place.has_passphrase or place.has_recovery_key):
            self.ask(trouble.sentence)
        else:
            self.troubled.emit(trouble)

    def _on_another_way_requested(self) -> None:
        self._stage.turn_away()
        self.ask(self.tr("The keyring of this computer has not answered yet."))
