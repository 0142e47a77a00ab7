"""BackupsDialog: the backups of a desk, making one now, and going back to one."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import SUFFIX, BackupRow, delete_backup
from mentor_desk.services.keeping.restoring import Outlook
from mentor_desk.ui.backups.keeper import BackupKeeper, Shelf
from mentor_desk.ui.backups.restore_dialog import RestoreDialog, looked_ahead, looked_elsewhere
from mentor_desk.ui.backups.table import PLACE_COLUMN, BackupTable, fit_columns
from mentor_desk.ui.backups.words import made_words, place_words, standing_words
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.feedback import ask_irreversible
from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.jobs import Job, Progress, start_job
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.common.views import row_table

SIZE = (1060, 520)


class BackupsDialog(QDialog):
    """What copies of a desk there are; with a keeper of an open desk, more can be made.

    `restore_requested` carries the file, the folder it is to go to and the key that opens it: who
    hears it closes the desk first.
    """

    restore_requested = Signal(object, object, object)

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._keeper = shelf if isinstance(shelf, BackupKeeper) else None
        self._job: Job | None = None
        self._file, self._trouble = Path(), ""
        self.setWindowTitle(self.tr("Backups"))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        name(self, self.tr("Backups"))
        self._build()
        self._connect()
        self._show()
        shelf.read()

    @property
    def _desk(self) -> Desk | None:
        return self._keeper.desk if self._keeper else None

    def row(self) -> BackupRow | None:
        """Return the backup that is chosen."""
        index = self._view.currentIndex()
        row: BackupRow | None = index.data(ROW_ROLE) if index.isValid() else None
        return row

    def restore(self, file: Path) -> None:
        """Say what going back to a backup means, and go when that is wanted.

        One of somebody's own desk never takes the place of the sample: where nothing else is free,
        the mentor is asked for a folder.
        """
        self._file = file
        self._look_ahead(partial(looked_ahead, file, self._shelf.desk_folder, self._desk))

    def _look_ahead(self, work: Callable[[Progress], Outlook | None]) -> None:
        self._banner.hide()
        job = self._job = start_job(self, work)
        job.done.connect(self._on_looked_ahead)
        job.refused.connect(self._on_refused)
        job.failed.connect(self._on_failed)
        self._show_state()

    def _build(self) -> None:
        self._banner = Banner(closable=True)
        self._banner.hide()
        self._state_label = plain_label("", TextRole.SOFT, wrap=True)
        self._table = BackupTable(self._place_of, self._today, self)
        self._rows = SortedRows(self._table, self)
        self._view = row_table(self._rows, self.tr("Backups"), stretch=PLACE_COLUMN)
        self._view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty = EmptyState(
            "archive",
            self.tr(
                "There is no backup yet. A backup is one encrypted file with everything on this"
                " desk; the program makes one each day, and you can make one now."
            )
            if self._keeper
            else self.tr(
                "No backup lies here. Choose the file if you have one, as on a USB stick."
            ),
            self.tr("Back up now") if self._keeper else self.tr("Choose a file…"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        name(self._bar, self.tr("How far the backup is"))
        self._stop_button = button(self.tr("Stop"))
        self._file_button = button(self.tr("From a file…"))
        self._restore_button = button(self.tr("Restore…"))
        self._now_button = button(self.tr("Back up now"), Look.PRIMARY)
        self._close_button = button(self.tr("Close"))
        self._lay_out()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._file_button)
        foot.addWidget(self._bar, 1)
        foot.addWidget(self._stop_button)
        foot.addStretch(1)
        foot.addWidget(self._close_button)
        foot.addWidget(self._restore_button)
        foot.addWidget(self._now_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(plain_label(self.tr("Backups"), TextRole.CARD))
        layout.addWidget(self._state_label)
        layout.addWidget(self._banner)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        room = self.screen().availableSize()
        width, height = (theme.scaled(each) for each in SIZE)
        self.resize(min(width, room.width()), min(height, room.height()))

    def _connect(self) -> None:
        self._shelf.changed.connect(self._show)
        self._view.selectionModel().currentChanged.connect(self._show_state)
        self._view.activated.connect(self._on_restore)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        self._restore_button.clicked.connect(self._on_restore)
        self._file_button.clicked.connect(self._on_file_button_clicked)
        self._close_button.clicked.connect(self.reject)
        deleting = QShortcut(QKeySequence.StandardKey.Delete, self._view)
        deleting.setContext(Qt.ShortcutContext.WidgetShortcut)
        deleting.activated.connect(self._on_delete)
        if self._keeper is None:
            self._empty.step_requested.connect(self._on_file_button_clicked)
            return
        self._empty.step_requested.connect(self._on_now_button_clicked)
        self._now_button.clicked.connect(self._on_now_button_clicked)
        self._stop_button.clicked.connect(self._keeper.stop)
        self._keeper.progressed.connect(self._on_progressed)

    def _show(self) -> None:
        chosen = self.row()
        self._table.set_rows(self._shelf.rows)
        fit_columns(self._view, self._table)
        self._stack.setCurrentWidget(self._view if self._shelf.rows else self._empty)
        if self._shelf.rows and (chosen is None or self.row() is None):
            self._view.setCurrentIndex(self._rows.index(0, 0))
        self._show_trouble(self._shelf.problem or self._shelf.trouble)
        self._show_state()

    def _show_trouble(self, trouble: str) -> None:
        if trouble:
            self._banner.say(trouble, Tone.RED)
        elif self._trouble:
            self._banner.hide()
        self._trouble = trouble

    def _show_state(self) -> None:
        keeper, row = self._keeper, self.row()
        is_busy = keeper is not None and keeper.is_busy
        if not is_busy:
            self._bar.setRange(0, 0)
        self._bar.setVisible(is_busy)
        self._stop_button.setVisible(is_busy)
        self._now_button.setVisible(keeper is not None)
        # Where nothing lies, the step in the middle asks for a file already.
        self._file_button.setVisible(keeper is not None or bool(self._shelf.rows))
        self._now_button.setEnabled(not is_busy)
        self._restore_button.setEnabled(row is not None and not row.trouble and not self._job)
        self._file_button.setEnabled(self._job is None)
        words = standing_words(keeper.state(), keeper.desk.now()) if keeper else ""
        # Of a desk whose file was lost, backups lie in a folder of their own.
        among = (row.folder for row in self._shelf.rows)
        lies = place_words([*self._shelf.folders, *among])
        self._state_label.setText(f"{words}. {lies}" if words else lies)

    def _today(self) -> date:
        return local_day(self._keeper.desk.now() if self._keeper else datetime.now(UTC))

    def _place_of(self, row: BackupRow) -> str:
        if row.folder == self._shelf.folders[0]:
            return self.tr("beside the desk")
        return str(row.folder)

    def _on_menu_requested(self, place: QPoint) -> None:
        row = self.row()
        if row is None:
            return
        menu = QMenu(self)
        restore = menu.addAction(self.tr("Restore…"), self._on_restore)
        restore.setEnabled(self._restore_button.isEnabled())
        menu.addAction(self.tr("Delete this backup…"), self._on_delete)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.viewport().mapToGlobal(place))

    def _on_now_button_clicked(self) -> None:
        if self._keeper is not None:
            self._banner.hide()
            self._keeper.back_up()

    def _on_progressed(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _on_restore(self) -> None:
        row = self.row()
        if row is not None and self._restore_button.isEnabled():
            self.restore(row.path)

    def _on_file_button_clicked(self) -> None:
        kinds = self.tr("Backups (*{suffix})").format(suffix=SUFFIX)
        title = self.tr("Choose a backup")
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()), kinds)
        if chosen:
            self.restore(Path(chosen))

    def _on_delete(self) -> None:
        row = self.row()
        if row is None:
            return
        title = self.tr("Delete this backup?")
        sentence = self.tr("The backup of {made} goes for good. This cannot be undone.")
        verb = self.tr("Delete it")
        if not ask_irreversible(self, title, sentence.format(made=made_words(row)), verb):
            return
        try:
            delete_backup(row)
        except DeskError as refusal:
            self._banner.say(refusal.sentence, Tone.RED)
        self._shelf.read()

    def _on_looked_ahead(self, outlook: Outlook | None) -> None:
        self._job = None
        self._show_state()
        if outlook is None:
            self._ask_where()
        else:
            self._ask(outlook)

    def _ask_where(self) -> None:
        title = self.tr("Choose an empty folder for the desk of this backup")
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if chosen:
            self._look_ahead(partial(looked_elsewhere, self._file, Path(chosen)))

    def _ask(self, outlook: Outlook) -> None:
        dialog = RestoreDialog(outlook, self)
        is_wanted = dialog.exec() == QDialog.DialogCode.Accepted.value
        key = dialog.key
        dialog.deleteLater()
        if is_wanted and key is not None:
            self.accept()
            self.restore_requested.emit(outlook.backup.path, outlook.folder, key)

    def _on_refused(self, refusal: DeskError) -> None:
        self._job = None
        self._banner.say(refusal.sentence, Tone.RED)
        self._show_state()

    def _on_failed(self, failure: Exception) -> None:
        self.reject()
        raise failure
