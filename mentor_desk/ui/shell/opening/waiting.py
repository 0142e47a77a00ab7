"""The page while a desk is being opened, with a way out of a wait that lasts."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.centred import CentredPage
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole

PATIENCE = 1500


class WaitingPage(CentredPage):
    """Say that the desk is being opened; the keyring may be asking its question meanwhile."""

    another_way_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("Opening your desk…"))

    def offer_another_way(self) -> None:
        """Once the keyring has taken its time, offer to open the desk without it."""
        QTimer.singleShot(PATIENCE, self, self.show_way_out)

    def show_way_out(self) -> None:
        """Say that the keyring has not answered, and offer to open the desk without it."""
        self.another_button = button(self.tr("Open it in another way…"))
        self.another_button.clicked.connect(self.another_way_requested)
        sentence = self.tr(
            "The keyring of this computer has not answered yet. Perhaps it asks for its own"
            " password in another window."
        )
        card = Card("")
        card.add(plain_label(sentence, TextRole.SOFT, wrap=True))
        card.add_row(plain_label(), self.another_button)
        self.add_card(card)
