"""From a folder to an open desk, and what stands on the way: each in a room of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from mentor_desk import paths
from mentor_desk.errors import DeskError, DeskMissingError
from mentor_desk.settings import Settings
from mentor_desk.ui.shell.copies import LAST_DESK, desk_to_open
from mentor_desk.ui.shell.opening.attempts import (
    Opened,
    let_go,
    make_sample,
    read_secrets,
)
from mentor_desk.ui.shell.opening.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.shell.opening.recovery_offer import RecoveryOffer
    from mentor_desk.ui.shell.opening.restoring import Restoring
    from mentor_desk.ui.shell.opening.starting import Starting
    from mentor_desk.ui.shell.opening.troubles import Troubles
    from mentor_desk.ui.shell.opening.unlocking import Unlocking

# How long a page has to stand before the start counts as one that went well.
SETTLED = 1000


class Opener(QObject):
    """Show what has to be asked before a desk is open, and tell when it is.

    `opened` carries the desk, and `said` a sentence about it that comes after; `told` is one that
    goes by itself. `other_requested` asks for the folder of another one, `backups_requested` for
    the backups of the one that lies in this folder. `busy` tells of a folder whose desk another
    copy of the program has open, `key_shown` whether there is something to lock before a desk is
    shown, `held_back` that a desk on the way is not shown, for it was locked meanwhile.
    """

    opened = Signal(object)
    said = Signal(str)
    told = Signal(str)
    other_requested = Signal()
    backups_requested = Signal(object)
    busy = Signal(object)
    key_shown = Signal(bool)
    held_back = Signal()

    def __init__(self, stack: QStackedWidget, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = Stage(stack, self)
        self._stage.secret_shown.connect(self.key_shown)
        self._settings = settings
        self._desk: Desk | None = None
        self._folder = paths.default_desk()
        self._remark = ""
        self._is_loading = False
        self._starting: Starting | None = None
        self._offer: RecoveryOffer | None = None
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

        self._turn_to(folder)
        if not insists and is_stuck(folder):
            self._troubles().show_rescue(folder)
            return
        unlocking = self._look_at(folder)
        if unlocking is not None:
            unlocking.begin(passphrase=passphrase, recovery_key=recovery_key)

    def open_sample(self) -> None:
        """Open the sample desk; it is made first when it is not there."""
        from mentor_desk.services.keeping.rescue import holds_desk  # noqa: PLC0415
        from mentor_desk.ui.shell.opening.waiting import WaitingPage  # noqa: PLC0415

        folder = paths.sample_desk()
        if holds_desk(folder):
            self.open(folder)
            return
        self._turn_to(folder)
        self._stage.show(WaitingPage())
        self._stage.work(
            lambda: Opened(make_sample(folder)),
            done=self._on_opened,
            refused=self._show_trouble,
            too_late=let_go,
        )

    def restore(self, file: Path, folder: Path, key: bytes, *, was_open: bool = False) -> None:
        """Bring a backup back into a folder and open the desk as it was then.

        When the mentor stops it, the desk that `was_open` in this folder is opened again.
        """
        from mentor_desk.ui.shell.opening.restoring import Restoring  # noqa: PLC0415

        self._turn_to(folder)
        restoring = self._restoring = Restoring(self._stage, self)
        restoring.opened.connect(self._on_opened)
        restoring.said.connect(self.said)
        restoring.told.connect(self.told)
        restoring.held_back.connect(self._on_held_back)
        restoring.stopped.connect(lambda: self.open(folder))
        restoring.begin(file, folder, key, was_open=was_open)

    @property
    def folder(self) -> Path:
        """Where the desk lies that is open, or that was to be opened last."""
        return self._folder

    @property
    def is_on_the_way(self) -> bool:
        """Whether a desk that lies there is being opened or restored."""
        return self._starting is None and self._desk is None and self._stage.is_working

    def hold_back(self) -> None:
        """Keep the desk that is on the way locked; a restore comes to its end first."""
        if self._restoring is not None:
            self._restoring.hold_back()
            return
        self._stage.turn_away()
        self.held_back.emit()

    def show_locked(self) -> None:
        """Show how the desk that was open is opened again; nothing is asked before a click.

        Where a recovery key was shown and no desk is made yet, the key is covered.
        """
        if self._starting is not None and self._starting.has_key:
            self._starting.show_cover()
            return
        unlocking = self._look_at(self._folder)
        if unlocking is not None:
            unlocking.show_locked()

    def close(self, part: "Callable[[Desk], object]") -> None:
        """Have `part` close the desk that is open, and let one that is being opened go.

        A recovery key that is being kept is in force first, and in a backup.
        """
        self._stage.turn_away()
        self._leave_restoring()
        self._drop_offer()
        if self._stage.shows_secret:
            self._stage.clear()
        if self._desk is not None:
            if not self._is_loading:
                self._clear_starts()
            part(self._desk)
            self._desk = None
        self._is_loading = False

    def leave(self) -> None:
        """Take back what was got ready for a desk that is not made, for the program ends."""
        if self._starting is not None:
            self._stage.turn_away()
            self._starting.leave(is_end=True)
            self._starting = None

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

    def _leave_restoring(self) -> None:
        if self._restoring is not None:
            self._restoring.leave()
            self._restoring = None

    def _on_held_back(self, remark: str) -> None:
        self._leave_restoring()
        self.held_back.emit()
        if remark:
            self.said.emit(remark)

    def _turn_to(self, folder: Path) -> None:
        """Let go of what was on the way to another desk."""
        self._stage.turn_away()
        self._leave_restoring()
        self._folder, self._remark = folder, ""
        if self._starting is not None:
            self._starting.leave()
            self._starting = None

    def _look_at(self, folder: Path) -> "Unlocking | None":
        """Return the ways into the desk in a folder; what stands before them is shown."""
        from mentor_desk.services.opening.opening import look_at_desk  # noqa: PLC0415
        from mentor_desk.ui.shell.opening.unlocking import Unlocking  # noqa: PLC0415

        try:
            place = look_at_desk(folder)
        except DeskMissingError as missing:
            if folder == paths.default_desk() and not self._troubles().has_traces(folder):
                self._show_welcome()
            else:
                self._show_trouble(missing)
        except DeskError as trouble:
            self._show_trouble(trouble)
        else:
            self._remark = place.remark
            unlocking = Unlocking(place, self._stage, self)
            unlocking.opened.connect(self._on_opened)
            unlocking.troubled.connect(self._show_trouble)
            unlocking.again_requested.connect(lambda: self.open(folder))
            unlocking.other_requested.connect(self.other_requested)
            unlocking.backups_requested.connect(lambda: self.backups_requested.emit(folder))
            return unlocking
        return None

    def _show_welcome(self) -> None:
        from mentor_desk.ui.shell.opening.starting import Starting  # noqa: PLC0415

        self._turn_to(paths.default_desk())
        starting = self._starting = Starting(self._folder, self._stage, self)
        starting.made.connect(self._hand_over)
        starting.own_requested.connect(lambda: self.open(self._folder))
        starting.sample_requested.connect(self.open_sample)
        starting.open_requested.connect(self.other_requested)
        starting.backups_requested.connect(lambda: self.backups_requested.emit(self._folder))
        starting.show_welcome()

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

    def _on_opened(self, opened: Opened) -> None:
        from mentor_desk.services.opening.keys import needs_recovery_key  # noqa: PLC0415
        from mentor_desk.services.opening.proposals import remark_on_offer  # noqa: PLC0415

        if opened.desk.is_sample or not needs_recovery_key(opened.desk):
            remark = opened.remark or self._remark or remark_on_offer(opened.desk)
            self._hand_over(opened.desk, remark)
            return
        from mentor_desk.ui.shell.opening.recovery_offer import RecoveryOffer  # noqa: PLC0415

        self._desk = opened.desk
        offer = self._offer = RecoveryOffer(opened.desk, self._stage, self)
        before = opened.remark or self._remark
        offer.settled.connect(lambda desk, said: self._hand_over(desk, f"{before} {said}".strip()))
        offer.show()

    def _drop_offer(self) -> None:
        if self._offer is not None:
            self._offer.leave()
            self._offer.deleteLater()
            self._offer = None

    def _hand_over(self, desk: "Desk", remark: str = "") -> None:
        self._desk, self._starting = desk, None
        self._drop_offer()
        if not desk.is_sample:
            self._settings.remember({LAST_DESK: str(self._folder)})
        self._stage.clear()
        self._is_loading = True
        self.opened.emit(desk)
        if remark or self._remark:
            self.said.emit(remark or self._remark)
