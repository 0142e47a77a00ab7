"""FactsCard: when a session is, how long, how, and what it is about."""

from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mentor_desk.models.kinds import SessionFormat
from mentor_desk.services.sessions.card import SessionCard
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.chip_edit import ChipEdit
from mentor_desk.ui.common.formatting import length, short_moment
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.sessions.words import format_word


class FactsCard(Card):
    """One line of facts; each of them can be changed where it stands."""

    move_requested = Signal()
    format_chosen = Signal(object)
    topics_changed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._when_link = LinkLabel("", TextRole.BODY)
        self._length_link = LinkLabel("", TextRole.BODY)
        self._format_link = LinkLabel("", TextRole.BODY)
        self._topics_edit = ChipEdit(Tone.ACCENT, self.tr("Add a topic"))
        self._topics_edit.setProperty("look", "bare")
        if (lines := self._topics_edit.layout()) is not None:
            lines.setContentsMargins(0, 2, 0, 0)
        self._build_facts()
        self._connect()

    def show_facts(self, card: SessionCard, today: date) -> None:
        """Show the facts of a session; topics that are there already are left alone."""
        self._say(self._when_link, self.tr("When"), _sentence(short_moment(card.starts_at, today)))
        self._say(self._length_link, self.tr("Length"), length(card.minutes))
        self._say(self._format_link, self.tr("How"), format_word(card.format))
        if tuple(self._topics_edit.chips()) != card.topics:
            self._topics_edit.set_chips(card.topics)

    def offer_topics(self, names: list[str]) -> None:
        """Offer these topics while one is typed."""
        self._topics_edit.set_completions(names)

    def take_typed(self) -> None:
        """Make a topic of what is typed, as Enter does."""
        self._topics_edit.take_typed()

    def format_menu(self) -> QMenu:
        """Return the ways in which a session can take place."""
        menu = QMenu(self.tr("How"), self)
        for kind in SessionFormat:
            chosen = menu.addAction(format_word(kind))
            chosen.triggered.connect(
                lambda _checked=False, kind=kind: self.format_chosen.emit(kind)
            )
        return menu

    def _build_facts(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(20)
        for heading, widget in (
            (self.tr("When"), self._when_link),
            (self.tr("Length"), self._length_link),
            (self.tr("How"), self._format_link),
        ):
            row.addLayout(_fact(heading, widget))
        row.addLayout(_fact(self.tr("Topics"), self._topics_edit), 1)
        self.content.addLayout(row)

    def _connect(self) -> None:
        self._when_link.opened.connect(self.move_requested)
        self._length_link.opened.connect(self.move_requested)
        self._format_link.opened.connect(self._on_format_link_opened)
        self._topics_edit.added.connect(self._on_topics_changed)
        self._topics_edit.removed.connect(self._on_topics_changed)

    def _say(self, link: LinkLabel, heading: str, text: str) -> None:
        link.setText(text)
        spoken = self.tr("{heading}: {value}").format(heading=heading, value=text)
        name(link, spoken, self.tr("Enter changes it"))

    def _on_format_link_opened(self) -> None:
        menu = self.format_menu()
        open_menu(menu, self._format_link.mapToGlobal(QPoint(0, self._format_link.height())))

    def _on_topics_changed(self, topic: str) -> None:
        del topic
        self.topics_changed.emit(self._topics_edit.chips())


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _fact(heading: str, widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    label = plain_label(heading.upper(), TextRole.HEADING)
    label.setBuddy(widget)
    column.addWidget(label)
    column.addWidget(widget)
    column.addStretch(1)
    return column
