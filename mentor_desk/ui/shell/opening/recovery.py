"""The page with the recovery key, which is shown before a desk is used; or why there is none."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from mentor_desk.errors import DeskError
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.centred import CentredPage
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.preferences.recovery_card import RecoveryCard


class RecoveryPage(CentredPage):
    """Show a recovery key, and wait until the mentor says that it is kept.

    For a desk that was made without one, `is_offer`, it can be put off to the next opening.
    """

    kept = Signal()
    put_off = Signal()
    sheet_requested = Signal()

    def __init__(
        self, recovery_key: str, *, is_offer: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("Your recovery key"))
        self.sentence_label.setText(
            _why_offered()
            if is_offer
            else self.tr(
                "If the passphrase is forgotten or the keyring of this computer is lost, only this"
                " key opens your desk. It is shown before the desk is made, so that you are never"
                " locked out."
            )
        )
        self._build(recovery_key, is_offer=is_offer)

    def say(self, sentence: str) -> None:
        """Say what was done with the key."""
        self._refusal_label.hide()
        self._card.say(sentence)

    def show_refusal(self, refusal: DeskError) -> None:
        """Say what could not be done."""
        self.set_busy(is_busy=False)
        self._refusal_label.setText(refusal.sentence)
        self._refusal_label.show()

    def set_busy(self, *, is_busy: bool) -> None:
        """Keep the page still while the desk is made."""
        self.setEnabled(not is_busy)

    def _build(self, recovery_key: str, *, is_offer: bool) -> None:
        self._card = RecoveryCard(recovery_key)
        self._card.sheet_requested.connect(self.sheet_requested)
        self.add_card(self._card)

        self._refusal_label = plain_label("", TextRole.ERROR, wrap=True)
        self._refusal_label.hide()
        self.kept_button = button(self.tr("I have kept it"), Look.PRIMARY)
        self.later_button = button(self.tr("Not now") if is_offer else self.tr("Back"), Look.QUIET)
        self.kept_button.setDefault(True)
        advice = Card("")
        advice.add(
            plain_label(
                self.tr(
                    "Write it down or print the sheet, and keep it away from this computer."
                    " Whoever has the key can open the desk."
                ),
                wrap=True,
            )
        )
        advice.add(self._refusal_label)
        advice.add_row(plain_label(), self.later_button, self.kept_button)
        self.add_card(advice)
        self.setFocusProxy(self.kept_button)
        self.kept_button.clicked.connect(self.kept)
        self.later_button.clicked.connect(self.put_off)


class NoKeyPage(CentredPage):
    """Say why a recovery key cannot be made now; it can be tried again, or put off."""

    again_requested = Signal()
    put_off = Signal()

    def __init__(self, trouble: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("No recovery key could be made"))
        self.sentence_label.setText(_why_offered())
        self.trouble_label = plain_label(trouble, TextRole.ERROR, wrap=True)
        self.again_button = button(self.tr("Try again"), Look.PRIMARY)
        self.later_button = button(self.tr("Not now"), Look.QUIET)
        self.again_button.setDefault(True)
        card = Card("")
        card.add(self.trouble_label)
        card.add_row(plain_label(), self.later_button, self.again_button)
        self.add_card(card)
        self.setFocusProxy(self.again_button)
        self.again_button.clicked.connect(self.again_requested)
        self.later_button.clicked.connect(self.put_off)


def _why_offered() -> str:
    return QCoreApplication.translate(
        "Recovery",
        "No recovery key of this desk is in use. If its passphrase is forgotten or the keyring of"
        " this computer is lost, only such a key opens it.",
    )
