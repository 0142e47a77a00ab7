"""The pages of a desk that does not open: what happened, that nothing was lost, and ways on."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mentor_desk import paths
from mentor_desk.errors import (
    DeskBusyError,
    DeskDamagedError,
    DeskEmptyError,
    DeskError,
    DeskMissingError,
)
from mentor_desk.settings import Settings
from mentor_desk.ui.shell.copies import LAST_DESK
from mentor_desk.ui.shell.opening.stage import Stage


class Troubles(QObject):
    """Show why a desk does not open; what the mentor wants instead leaves as a signal.

    `open_requested` and `insisted` carry a folder, the latter although starts of it failed;
    `backups_requested` carries the folder whose backups are wanted, `busy` the one that another
    copy of the program has open.
    """

    open_requested = Signal(object)
    insisted = Signal(object)
    other_requested = Signal()
    backups_requested = Signal(object)
    welcome_requested = Signal()
    busy = Signal(object)

    def __init__(self, stage: Stage, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._settings = settings

    def has_traces(self, folder: Path) -> bool:
        """Tell whether a desk lies or lay in a folder, so that nobody takes it for a new one."""
        from mentor_desk.services.keeping.rescue import has_traces  # noqa: PLC0415

        return has_traces(folder, last_desk=self._settings.text(LAST_DESK), settings=self._settings)

    def show(self, trouble: DeskError, folder: Path) -> None:
        """Show a trouble; where data was lost, with what is left of it."""
        is_lost = isinstance(trouble, DeskDamagedError | DeskEmptyError | DeskMissingError)
        if is_lost and self.has_traces(folder):
            self.show_rescue(folder, trouble.sentence)
            return
        from mentor_desk.services.keeping.rescue import holds_desk  # noqa: PLC0415
        from mentor_desk.ui.shell.opening.unlock import TroublePage  # noqa: PLC0415

        if isinstance(trouble, DeskBusyError):
            self.busy.emit(folder)
        page = TroublePage(trouble.sentence, str(folder), is_there=holds_desk(folder))
        page.backups_requested.connect(lambda: self.backups_requested.emit(folder))
        page.again_requested.connect(lambda: self.open_requested.emit(folder))
        page.open_requested.connect(self.other_requested)
        page.welcome_requested.connect(self.welcome_requested)
        self._stage.show(page)

    def show_rescue(self, folder: Path, why: str = "") -> None:
        """Show what is left of a desk and how it comes back, without reading any of it."""
        from mentor_desk.services.keeping.rescue import holds_desk, what_remains  # noqa: PLC0415
        from mentor_desk.ui.recovery.page import RescuePage  # noqa: PLC0415

        own = paths.default_desk()
        page = RescuePage(
            what_remains(folder, self._settings),
            why=why,
            can_begin=folder == own and not holds_desk(folder),
            has_own=folder != own,
        )
        page.restore_requested.connect(lambda: self.backups_requested.emit(folder))
        page.again_requested.connect(lambda: self.insisted.emit(folder))
        page.open_requested.connect(self.other_requested)
        page.welcome_requested.connect(self.welcome_requested)
        page.own_requested.connect(lambda: self.open_requested.emit(own))
        page.salvaged.connect(self.open_requested)
        self._stage.show(page)
