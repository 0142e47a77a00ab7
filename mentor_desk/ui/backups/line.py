"""BackupLine: when the last backup was made, at the foot of the navigation."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from mentor_desk.services.keeping.standing import Standing
from mentor_desk.ui.backups.keeper import BackupKeeper
from mentor_desk.ui.backups.words import standing_words
from mentor_desk.ui.common.text import name, set_property, set_tooltip

REFRESHED_EVERY = 30_000


class BackupLine(QPushButton):
    """A few words, red when the last backup is too old or did not work; it opens the backups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper: BackupKeeper | None = None
        self.setProperty("look", "nav")
        self._clock = QTimer(self, interval=REFRESHED_EVERY)
        self._clock.timeout.connect(self._show)
        self.hide()

    def tell_of(self, keeper: BackupKeeper | None) -> None:
        """Speak of the backups of another desk, or of none."""
        self._keeper = keeper
        self.hide()
        if keeper is None:
            self._clock.stop()
            return
        keeper.changed.connect(self._show)
        self._clock.start()

    @property
    def is_alarming(self) -> bool:
        """Whether the mentor should do something."""
        keeper = self._keeper
        if keeper is None or keeper.desk.is_sample:
            return False
        return bool(keeper.problem) or keeper.state().standing in {
            Standing.TOO_OLD,
            Standing.NEVER,
        }

    def _show(self) -> None:
        keeper = self._keeper
        if keeper is None or not keeper.is_read:
            return
        if keeper.is_busy:
            words = self.tr("Backing up…")
        elif keeper.problem:
            words = self.tr("Backup failed") if keeper.has_failed else self.tr("No second copy")
        else:
            words = standing_words(keeper.state(), keeper.desk.now())
        is_red = self.is_alarming and not keeper.is_busy
        self.setText(words)
        set_property(self, "tone", "red" if is_red else "")
        set_tooltip(self, keeper.problem or self.tr("Show the backups of this desk"))
        name(self, words, keeper.problem or self.tr("Opens the list of backups"))
        self.show()
