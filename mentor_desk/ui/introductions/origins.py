"""Where an introduction came from and what it led to, each a door, with the private remark."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.services.introductions.cards import (
    IntroductionCard,
    IntroductionLink,
    SessionLink,
)
from mentor_desk.ui.common.discreet import PrivateCover
from mentor_desk.ui.common.formatting import day, local_day, short_day
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.introductions.words_edit import WordsEdit


class OriginsPart(QWidget):
    """The session or introduction it grew from, those that grew from it, and a remark."""

    introduction_opened = Signal(int)
    session_opened = Signal(int)
    remark_written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._links = QVBoxLayout()
        self._links.setSpacing(4)
        self._remark_edit = WordsEdit(
            self.tr("Private remark"), self.tr("Only for you; no review holds it"), lines=1
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(plain_label(self.tr("Where it came from"), TextRole.CARD, wrap=True))
        layout.addLayout(self._links)
        layout.addWidget(plain_label(self.tr("Private remark"), TextRole.SMALL))
        layout.addWidget(self._remark_edit)
        self._introduction_id: int | None = None
        self._cover = PrivateCover(self, self._remark_edit)
        self._remark_edit.settled.connect(self.remark_written)

    def show_card(self, card: IntroductionCard, today: date) -> None:
        """Show its origins and what grew from it."""
        while (item := self._links.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if card.session is not None:
            self._add_session(card.session, today)
        if card.grew_from is not None:
            self._add_link(self.tr("Grew from {names}"), card.grew_from)
        if card.session is None and card.grew_from is None:
            noted = self.tr("Noted on {day}").format(day=day(card.noted_on))
            self._links.addWidget(plain_label(noted, TextRole.SMALL, wrap=True))
        for link in card.led_to:
            self._add_link(self.tr("Led to {names}"), link)
        self._remark_edit.show_text(card.remark, card.row.id)
        if card.row.id != self._introduction_id:
            self._introduction_id = card.row.id
            self._cover.cover()

    def flush(self) -> None:
        """Tell what has been typed and not yet told."""
        self._remark_edit.flush()

    def _add_session(self, session: SessionLink, today: date) -> None:
        words = self.tr("Session {number} · {day} · {name}").format(
            number=session.number,
            name=session.mentee_name,
            day=short_day(local_day(session.starts_at), today),
        )
        link = LinkLabel(words, TextRole.SMALL)
        link.opened.connect(lambda: self.session_opened.emit(session.id))
        self._links.addWidget(link)

    def _add_link(self, pattern: str, origin: IntroductionLink) -> None:
        about = f"{origin.names} · {origin.topic}" if origin.topic else origin.names
        link = LinkLabel(pattern.replace("{names}", about), TextRole.SMALL)
        link.opened.connect(lambda: self.introduction_opened.emit(origin.id))
        self._links.addWidget(link)
