"""Backups in the window: the line at the foot, the dialog, and the way back to one."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from mentor_desk.ui.backups.keeper import BackupKeeper, Shelf
    from mentor_desk.ui.backups.line import BackupLine
    from mentor_desk.ui.shell.main_window import MainWindow

AT_LEISURE = 4000


class BackingUp(QObject):
    """Keeps the backups of whatever desk is open, once the window has come to rest."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._line: BackupLine | None = None
        self.keeper: BackupKeeper | None = None
        window.desk_shown.connect(lambda: QTimer.singleShot(AT_LEISURE, self, self.begin))

    def begin(self) -> None:
        """Look after the backups of the desk that is open: show how it stands, make one if due."""
        keeper = self._keeper_of_desk()
        if keeper is not None:
            keeper.look_after()

    def leave(self) -> None:
        """Let the desk go that is about to be closed; a backup under way stops."""
        if self.keeper is not None:
            self.keeper.leave()
            self.keeper.deleteLater()
            self.keeper = None
        if self._line is not None:
            self._line.tell_of(None)

    def show(self, folder: Path | None = None) -> None:
        """Show the backups of the open desk, or those of a desk that does not open."""
        from mentor_desk.ui.backups.keeper import Shelf  # noqa: PLC0415

        keeper = self._keeper_of_desk()
        if keeper is not None:
            self._exec(keeper)
        elif folder is not None:
            shelf = Shelf(folder, self._window.settings, self)
            self._exec(shelf)
            shelf.deleteLater()

    def _keeper_of_desk(self) -> "BackupKeeper | None":
        from mentor_desk.ui.backups.keeper import BackupKeeper  # noqa: PLC0415

        pages = self._window.pages
        if self.keeper is None and pages is not None and pages.desk.folder is not None:
            self.keeper = BackupKeeper(pages.desk, self._window.settings, self)
            self._make_line().tell_of(self.keeper)
        return self.keeper

    def _make_line(self) -> "BackupLine":
        from mentor_desk.ui.backups.line import BackupLine  # noqa: PLC0415

        if self._line is None:
            self._line = BackupLine()
            self._line.clicked.connect(self._on_line_clicked)
            self._window.frame.sidebar.foot.addWidget(self._line)
        return self._line

    def _on_line_clicked(self) -> None:
        self.show()

    def _exec(self, shelf: "Shelf") -> None:
        from mentor_desk.ui.backups.dialog import BackupsDialog  # noqa: PLC0415

        dialog = BackupsDialog(shelf, self._window)
        dialog.restore_requested.connect(self._window.restore)
        dialog.exec()
        dialog.deleteLater()
