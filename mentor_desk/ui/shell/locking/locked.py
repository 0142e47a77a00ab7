"""The page of a locked desk that no passphrase protects: one click asks for its key again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.centred import CentredPage
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class LockedPage(CentredPage):
    """Say that the desk is locked; nothing is asked of the keyring before the click."""

    unlock_requested = Signal()
    open_requested = Signal()

    def __init__(self, where: str, *, is_sample: bool, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("Your desk is locked"))
        self.sentence_label.setText(
            self.tr("The sample desk is not protected: it opens without asking.")
            if is_sample
            else self.tr("The keyring of this computer keeps its key, and will be asked for it.")
        )
        self.unlock_button = button(self.tr("Unlock"), Look.PRIMARY)
        self.unlock_button.setDefault(True)
        other_button = button(self.tr("Open another desk…"), Look.QUIET)
        card = Card("")
        card.add_row(
            plain_label(where, TextRole.SMALL, elide=True), other_button, self.unlock_button
        )
        self.add_card(card)
        self.setFocusProxy(self.unlock_button)
        self.unlock_button.clicked.connect(self.unlock_requested)
        other_button.clicked.connect(self.open_requested)
