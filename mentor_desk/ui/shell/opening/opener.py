"""From a folder to an open desk: unlock, trouble, recovery, and the slow work between."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from mentor_desk import paths
from mentor_desk.errors import (
    DeskError,
    DeskMissingError,
    InvalidEntryError,
    KeyringError,
    LockedError,
)
from mentor_desk.settings import Settings
from mentor_desk.ui.shell.copies import LAST_DESK, desk_to_open
from mentor_desk.ui.shell.opening.attempts import (
    Opened,
    is_desk,
    let_go,
    make_sample,
    open_and_count,
    opened_and_kept,
    read_secrets,
)
from mentor_desk.ui.shell.opening.stage import Stage

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.services.opening.opening import DeskPlace
    from mentor_desk.ui.shell.opening.restoring import Restoring
    from mentor_desk.ui.shell.opening.troubles import Troubles

# How long a page has to stand before the start counts as one that went well.
SETTLED = 1000


class Opener(QObject):
    """Show what has to be asked before a desk is open, and tell when it is.

    `opened` carries the desk, and `said` a sentence about it that comes after; `told` is one that
    goes by itself. `other_requested`
    asks for the folder of another one, `backups_requested` for the backups of the one that lies
    in this folder. `busy` tells of a folder whose desk another copy of the program has open.
    """

    opened = Signal(object)
    said = Signal(str)
    told = Signal(str)
    other_requested = Signal()
    backups_requested = Signal(object)
    busy = Signal(object)

    def __init__(self, stack: QStackedWidget, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = Stage(stack, self)
        self._settings = settings
        self._desk: Desk | None = None
        self._place: DeskPlace | None = None
        self._folder = paths.default_desk()
        self._is_loading = False
        self._restoring: Restoring | None = None

    def begin(
        self,
        folder: Path | None,
        *,
        passphrase_file: str | None = None,
        recovery_key_file: str | None = None,
    ) -> None:
        """Open the desk that was named, or the one opened last, or the mentor's own."""
        chosen = desk_to_open(self._settings, folder)
        try:
            passphrase, recovery_key = read_secrets(passphrase_file, recovery_key_file)
        except DeskError as trouble:
            self._folder = chosen
            self._show_trouble(trouble)
            return
        self.open(chosen, passphrase=passphrase, recovery_key=recovery_key)

    def open(
        self,
        folder: Path,
        *,
        passphrase: str | None = None,
        recovery_key: str | None = None,
        insists: bool = False,
    ) -> None:
        """Open the desk in a folder; what stands in the way is shown with a way on.

        After starts that failed, nothing of it is read unless the mentor `insists`.
        """
        from mentor_desk.services.opening.starts import is_stuck  # noqa: PLC0415

        if not insists and is_stuck(folder):
            self._folder, self._place = folder, None
            self._troubles().show_rescue(folder)
            return
        place = self._look_at(folder)
        if place is None:
            return
        if place.is_sample:
            self._take(lambda: open_and_count(folder))
        elif passphrase is not None or recovery_key is not None or place.has_keyring:
            asks_keyring = passphrase is None and recovery_key is None
            self._show_waiting(asks_keyring=asks_keyring)
            self._work(
                lambda: open_and_count(folder, passphrase=passphrase, recovery_key=recovery_key)
            )
        else:
            self._show_unlock()

    def open_sample(self) -> None:
        """Open the sample desk; it is made first when it is not there."""
        folder = paths.sample_desk()
        if is_desk(folder):
            self.open(folder)
            return
        self._folder = folder
        self._show_waiting()
        self._work(lambda: make_sample(folder))

    def restore(self, file: Path, folder: Path, key: bytes, *, was_open: bool = False) -> None:
        """Bring a backup back into a folder and open the desk as it was then.

        When the mentor stops it, the desk that `was_open` in this folder is opened again.
        """
        from mentor_desk.ui.shell.opening.restoring import Restoring  # noqa: PLC0415

        self._folder, self._place = folder, None
        restoring = self._restoring = Restoring(self._stage, self)
        restoring.opened.connect(self._on_opened)
        restoring.said.connect(self.said)
        restoring.told.connect(self.told)
        restoring.stopped.connect(lambda: self.open(folder))
        restoring.begin(file, folder, key, was_open=was_open)

    def show_locked(self) -> None:
        """Show how the desk that was open is opened again; nothing is asked before a click."""
        place = self._look_at(self._folder)
        if place is None:
            return
        if place.has_passphrase:
            self._show_unlock()
        else:
            self._show_locked(is_sample=place.is_sample)

    def close(self) -> None:
        """Close the desk that is open, and let one that is being opened go."""
        self._stage.turn_away()
        if self._restoring is not None:
            self._restoring.leave()
            self._restoring = None
        if self._desk is not None:
            if not self._is_loading:
                self._clear_starts()
            self._desk.close()
            self._desk = None
        self._is_loading = False

    def note_move(self, folder: Path) -> None:
        """Note that the open desk lies in another folder from now on."""
        self._folder = folder
        self._settings.remember({LAST_DESK: str(folder)})

    def note_arrival(self) -> None:
        """Note that the first page stands; a start that comes so far, and a while on, went well."""
        self._is_loading = False
        QTimer.singleShot(SETTLED, self, self._clear_starts)

    def _clear_starts(self) -> None:
        from mentor_desk.services.opening.starts import clear_starts  # noqa: PLC0415

        if self._desk is not None and self._desk.folder is not None and not self._is_loading:
            clear_starts(self._desk.folder)

    def _look_at(self, folder: Path) -> "DeskPlace | None":
        from mentor_desk.services.opening.opening import look_at_desk  # noqa: PLC0415

        self._folder, self._place = folder, None
        try:
            self._place = look_at_desk(folder)
        except DeskMissingError as missing:
            if folder == paths.default_desk() and not self._troubles().has_traces(folder):
                self._show_welcome()
            else:
                self._show_trouble(missing)
        except DeskError as trouble:
            self._show_trouble(trouble)
        return self._place

    def _show_welcome(self) -> None:
        from mentor_desk.ui.shell.opening.starting import Starting  # noqa: PLC0415

        self._folder = paths.default_desk()
        starting = Starting(self._folder, self._stage, self)
        starting.made.connect(self._hand_over)
        starting.refused.connect(self._show_trouble)
        starting.sample_requested.connect(self.open_sample)
        starting.open_requested.connect(self.other_requested)
        starting.show_welcome()

    def _show_unlock(self, why: str = "") -> None:
        from mentor_desk.ui.shell.opening.unlock import UnlockPage  # noqa: PLC0415

        place = self._place
        page = UnlockPage(str(self._folder), why)
        if place is not None:
            page.offer(
                passphrase=place.has_passphrase,
                recovery=place.has_recovery_key,
                keyring=place.has_keyring,
                is_lost=place.has_keyring and bool(why),
            )
        page.unlock_requested.connect(self._on_unlock_requested)
        page.recovery_requested.connect(self._on_recovery_requested)
        page.keyring_requested.connect(lambda: self.open(self._folder))
        page.backups_requested.connect(lambda: self.backups_requested.emit(self._folder))
        page.open_requested.connect(self.other_requested)
        self._stage.show(page)

    def _show_locked(self, *, is_sample: bool) -> None:
        from mentor_desk.ui.shell.locking.locked import LockedPage  # noqa: PLC0415

        page = LockedPage(str(self._folder), is_sample=is_sample)
        page.unlock_requested.connect(lambda: self.open(self._folder))
        page.open_requested.connect(self.other_requested)
        self._stage.show(page)

    def _show_trouble(self, trouble: DeskError) -> None:
        self._troubles().show(trouble, self._folder)

    def _troubles(self) -> "Troubles":
        from mentor_desk.ui.shell.opening.troubles import Troubles  # noqa: PLC0415

        troubles = Troubles(self._stage, self._settings, self)
        troubles.open_requested.connect(self.open)
        troubles.insisted.connect(lambda folder: self.open(folder, insists=True))
        troubles.other_requested.connect(self.other_requested)
        troubles.backups_requested.connect(self.backups_requested)
        troubles.welcome_requested.connect(self._show_welcome)
        troubles.busy.connect(self.busy)
        return troubles

    def _show_waiting(self, *, asks_keyring: bool = False) -> None:
        from mentor_desk.ui.shell.opening.waiting import WaitingPage  # noqa: PLC0415

        page = WaitingPage()
        if asks_keyring:
            page.offer_another_way()
            page.another_way_requested.connect(self._on_another_way_requested)
        self._stage.show(page)

    def _take(self, open_it: "Callable[[], Desk]") -> None:
        try:
            desk = open_it()
        except DeskError as trouble:
            self._show_trouble(trouble)
        else:
            self._on_opened(Opened(desk))

    def _work(self, open_it: "Callable[[], Desk]", *, keeps: bool = False) -> None:
        self._stage.work(
            lambda: opened_and_kept(open_it, keeps=keeps),
            done=self._on_opened,
            refused=self._on_refused,
            too_late=let_go,
        )

    def _on_opened(self, opened: Opened) -> None:
        from mentor_desk.services.opening.keys import needs_recovery_key  # noqa: PLC0415

        if opened.desk.is_sample or not needs_recovery_key(opened.desk):
            self._hand_over(opened.desk, opened.remark)
            return
        from mentor_desk.ui.shell.opening.recovery_offer import RecoveryOffer  # noqa: PLC0415

        self._desk = opened.desk
        offer = RecoveryOffer(opened.desk, self._stage, self)
        offer.settled.connect(lambda desk: self._hand_over(desk, opened.remark))
        offer.show()

    def _hand_over(self, desk: "Desk", remark: str = "") -> None:
        self._desk = desk
        if not desk.is_sample:
            self._settings.remember({LAST_DESK: str(self._folder)})
        self._stage.clear()
        self._is_loading = True
        self.opened.emit(desk)
        said = remark or (self._place.remark if self._place else "")
        if said:
            self.said.emit(said)

    def _on_refused(self, trouble: DeskError) -> None:
        from mentor_desk.ui.shell.opening.unlock import UnlockPage  # noqa: PLC0415

        page, place = self._stage.page, self._place
        is_about_a_key = isinstance(trouble, LockedError | KeyringError | InvalidEntryError)
        has_another_way = place is not None and (place.has_passphrase or place.has_recovery_key)
        if isinstance(page, UnlockPage) and is_about_a_key:
            page.show_refusal(trouble)
        elif is_about_a_key and has_another_way:
            self._show_unlock(trouble.sentence)
        else:
            self._show_trouble(trouble)

    def _on_another_way_requested(self) -> None:
        self._stage.turn_away()
        self._show_unlock(self.tr("The keyring of this computer has not answered yet."))

    def _on_unlock_requested(self, passphrase: str, keeps: bool) -> None:
        folder = self._folder
        self._work(lambda: open_and_count(folder, passphrase=passphrase), keeps=keeps)

    def _on_recovery_requested(self, recovery_key: str, keeps: bool) -> None:
        folder = self._folder
        self._work(lambda: open_and_count(folder, recovery_key=recovery_key), keeps=keeps)
