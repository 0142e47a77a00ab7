"""Settings: where backups go, when the last one was made, and how many are kept."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import SECOND_FOLDER, name_second_folder, word_on_second
from mentor_desk.services.keeping.standing import backup_state
from mentor_desk.settings import Settings
from mentor_desk.ui.backups.keeper import Shelf
from mentor_desk.ui.backups.words import size_words, standing_words
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.formatting import count
from mentor_desk.ui.common.jobs import Progress, raise_failure, start_job
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.preferences.section import Section


class BackupsSection(Section):
    """The second folder, such as a USB stick, and how it stands with the backups there are."""

    def __init__(self, desk: Desk, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._sentence_label.setText(
            self.tr(
                "A backup is one encrypted file with everything on this desk. One is made each day"
                " when the program starts, and before anything that changes much at once. It is"
                " opened and checked before it counts."
            )
        )
        self._sentence_label.show()
        self._desk, self._settings = desk, settings
        self._shelf = Shelf(desk.folder, settings, self) if desk.folder else None
        self._build()
        self._connect()
        self._show_folder()
        if self._shelf is not None:
            self._shelf.read()

    def title(self) -> str:
        """Return the title in the list of sections."""
        return self.tr("Backups")

    def _build(self) -> None:
        self._folder_label = plain_label("", wrap=True, selectable=True)
        self._word_label = plain_label("", TextRole.SOFT, wrap=True)
        self._word_label.hide()
        self._choose_button = button(self.tr("Choose a folder…"))
        self._forget_button = button(self.tr("Use none"))
        second = Card(self.tr("A second folder"))
        second.add(
            plain_label(
                self.tr(
                    "Name a folder on a USB stick or one that is synced, and each backup is copied"
                    " there too. Then a broken disk does not take the desk and its backups"
                    " together. Your recovery key opens it on any computer; keep that elsewhere."
                ),
                TextRole.SMALL,
                wrap=True,
            )
        )
        second.add(self._folder_label)
        second.add(self._word_label)
        second.add_row(plain_label(), self._forget_button, self._choose_button)
        self._last_label = plain_label(self.tr("Looking…"), wrap=True)
        self._kept_label = plain_label("", TextRole.SMALL, wrap=True)
        now = Card(self.tr("The backups now"))
        now.add(self._last_label)
        now.add(self._kept_label)
        self.column.addWidget(second)
        self.column.addWidget(now)

    def _connect(self) -> None:
        self._choose_button.clicked.connect(self._on_choose_button_clicked)
        self._forget_button.clicked.connect(lambda: self._name(None))
        if self._shelf is not None:
            self._shelf.changed.connect(self._show_backups)

    def _show_folder(self) -> None:
        named = self._settings.text(SECOND_FOLDER)
        self._folder_label.setText(named or self.tr("None is named."))
        self._forget_button.setEnabled(bool(named))
        # Beside the window, for a folder on another computer may take its time.
        job = start_job(self, partial(_asked, self._settings))
        job.done.connect(lambda word: self._show_word(named, word))
        job.failed.connect(raise_failure)

    def _show_word(self, named: str, word: str) -> None:
        if named == self._settings.text(SECOND_FOLDER):
            self._word_label.setText(word)
            self._word_label.setVisible(bool(word))

    def _show_backups(self) -> None:
        rows = self._shelf.rows if self._shelf else ()
        now = self._desk.now()
        good = [row for row in rows if row.is_good]
        self._last_label.setText(f"{standing_words(backup_state(rows, now=now), now)}.")
        words = (
            self.tr("1 backup, {size}.")
            if len(good) == 1
            else self.tr("{number} backups, {size} together.")
        ).format(number=count(len(good)), size=size_words(sum(row.size for row in good)))
        rule = self.tr(
            "The newest ten stay, and one for each of the last seven days, four weeks and twelve"
            " months that have one."
        )
        self._kept_label.setText(f"{words} {rule}")

    def _on_choose_button_clicked(self) -> None:
        title = self.tr("Choose a folder for the second copy")
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if chosen:
            self._name(Path(chosen))

    def _name(self, folder: Path | None) -> None:
        if self._desk.folder is None:
            return
        try:
            name_second_folder(self._settings, folder, self._desk.folder)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        self._show_folder()
        if self._shelf is not None:
            self._shelf.read()


def _asked(settings: Settings, _progress: Progress) -> str:
    return word_on_second(settings)
