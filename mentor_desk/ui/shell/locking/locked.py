"""What is shown in place of what nobody may see who comes by: one click brings it back."""

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


class CoveredPage(CentredPage):
    """Stand before a recovery key whose desk is not made yet, so that nothing could be unlocked."""

    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("Your recovery key is covered"))
        self.sentence_label.setText(
            self.tr(
                "It is off the screen and off the clipboard. Your desk is not made yet, so there is"
                " nothing to unlock: the same key comes back when you ask for it."
            )
        )
        self.back_button = button(self.tr("Show the key again"), Look.PRIMARY)
        self.back_button.setDefault(True)
        card = Card("")
        card.add_row(plain_label(), self.back_button)
        self.add_card(card)
        self.setFocusProxy(self.back_button)
        self.back_button.clicked.connect(self.back_requested)
