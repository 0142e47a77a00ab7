"""CopyDialog: save a copy of the desk that is open, and go on there when its own file is gone."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.saving_copy import SavedCopy, free_folder_in, save_copy
from mentor_desk.ui.common.buttons import Look
from mentor_desk.ui.common.jobs import Progress
from mentor_desk.ui.recovery.desk_dialog import DeskDialog


class CopyDialog(DeskDialog):
    """`moved` carries the folder in which the desk goes on, when its own file was lost."""

    moved = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_words(
            self.tr("Save a copy of this desk"),
            self.tr(
                "The copy is a whole desk in a folder of its own and opens with the same keys. When"
                " the file of this desk was moved, replaced or removed, you go on in the copy, and"
                " what you were writing is saved there."
            ),
        )
        self._choose_button = self.add_button(self.tr("Choose a place…"), Look.PRIMARY)
        self._choose_button.setDefault(True)
        self._choose_button.clicked.connect(self._on_choose_button_clicked)

    def save_in(self, place: Path) -> None:
        """Save the copy in a new folder in `place`."""
        desk, folder = self.desk, free_folder_in(place, self.desk.now())

        def save(progress: Progress) -> SavedCopy:
            return save_copy(desk, folder, progress=progress)

        self.start(self.tr("Saving a copy…"), save, self._on_saved)

    @override
    def set_busy(self, *, is_busy: bool) -> None:
        self._choose_button.setEnabled(not is_busy)

    def _on_choose_button_clicked(self) -> None:
        title = self.tr("Choose where the copy goes")
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if chosen:
            self.save_in(Path(chosen))

    def _on_saved(self, saved: SavedCopy) -> None:
        sentence = (
            self.tr("The copy is saved, and your desk goes on there.")
            if saved.goes_on_there
            else self.tr("The copy is saved. Your desk stays where it is.")
        )
        self.outcome.say(sentence, [str(saved.folder)])
        if saved.goes_on_there:
            self.moved.emit(saved.folder)
