"""A lasting sign of what is held in memory because no disk took it, with the ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.tokens import Tone


class HeldSign(Banner):
    """Stand across the top, and cannot be closed, while a desk or typed words are held.

    `folder_chosen` carries the folder in which a held desk is to be kept; `acted` wishes that it
    be tried again where it belongs. It names nobody, so it stands in the discreet mode too.
    """

    folder_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(closable=False, parent=parent)
        self.elsewhere_button = button(self.tr("Save it to…"))
        self.elsewhere_button.clicked.connect(self._on_elsewhere_button_clicked)
        self.add_button(self.elsewhere_button)

    def show_held(self, *, is_desk: bool, are_words: bool) -> None:
        """Say what is held; nothing stands there when nothing is."""
        self.elsewhere_button.setVisible(is_desk)
        held = []
        if is_desk:
            held.append(
                self.tr(
                    "A desk whose file is gone is held open, out of sight, for no place took a"
                    " backup of it yet. Make room and try again, or save it elsewhere."
                )
            )
        if are_words:
            held.append(
                self.tr(
                    "What you were typing is held in memory, for no disk took it yet. Make room and"
                    " try again; it is also shown when its desk is opened again."
                )
            )
        if not held:
            self.hide()
            return
        before = self.tr("Please do not end the program before.")
        self.say(" ".join([*held, before]), Tone.RED, action=self.tr("Try again"))

    def _on_elsewhere_button_clicked(self) -> None:
        title = self.tr("Choose a folder for the backup of the desk that is held")
        chosen = QFileDialog.getExistingDirectory(self.window(), title)
        if chosen:
            self.folder_chosen.emit(chosen)
