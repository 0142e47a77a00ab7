"""The head of a mentee's page: who it is, what was agreed, and the verbs of the whole page."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import MentorshipState, TopicKind
from mentor_desk.services.mentees.card import MenteeCard
from mentor_desk.services.network.topic_rows import PersonTopicRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.formatting import day, every, since
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Avatar, ChipRow, Pill
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.mentees.look import state_word

_STATE_TONES = {
    MentorshipState.PROSPECTIVE: Tone.BLUE,
    MentorshipState.PAUSED: Tone.GOLD,
}

_NARROW = 720


class MenteeHeader(QWidget):
    """Show one mentee in a few lines; the buttons are wishes."""

    person_requested = Signal()
    introduce_requested = Signal()
    review_requested = Signal()
    log_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build()
        self._connect()

    def show_card(self, card: MenteeCard, today: date) -> None:
        """Show this mentee."""
        self._avatar.show_person(card.name)
        self._name_link.setText(card.name)
        self._pronouns_label.setText(card.pronouns)
        self._pronouns_label.setVisible(bool(card.pronouns))
        is_active = card.state is MentorshipState.ACTIVE
        self._state_pill.setVisible(not is_active)
        self._state_pill.show_state(
            "" if is_active else state_word(card.state), _STATE_TONES.get(card.state, Tone.PLAIN)
        )
        self._line_label.setText(self._line(card, today))
        self._purpose_label.setText(card.purpose)
        self._purpose_label.setVisible(bool(card.purpose))
        chips = [_chip(topic, self) for topic in card.topics if _is_shown(topic)]
        self._chips.set_chips(chips)
        self._chips.setVisible(bool(chips))
        self._log_button.setVisible(card.is_ongoing)
        self._log_button.setText(self.tr("Log session {number}").format(number=card.next_number))

    def set_menu(self, menu: QMenu) -> None:
        """Put every verb of the mentee behind the button at the end."""
        self._more_button.setMenu(menu)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < theme.scaled(_NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._top.setDirection(down if is_narrow else across)

    def _line(self, card: MenteeCard, today: date) -> str:
        parts = [card.place_in_life]
        if card.ended_on is not None:
            parts.append(
                self.tr("with you from {start} to {end}").format(
                    start=day(card.started_on), end=day(card.ended_on)
                )
            )
        elif card.started_on > today:
            parts.append(self.tr("with you from {start}").format(start=day(card.started_on)))
        else:
            parts.append(self.tr("with you {since}").format(since=since(card.started_on)))
        if card.cadence_days and card.is_ongoing:
            parts.append(every(card.cadence_days))
        return " · ".join(part for part in parts if part)

    def _build(self) -> None:
        self._avatar = Avatar(size=52)
        self._name_link = LinkLabel("", TextRole.TITLE)
        self._pronouns_label = plain_label("", TextRole.SMALL)
        self._state_pill = Pill(parent=self)
        self._line_label = plain_label("", TextRole.SMALL, wrap=True)
        self._purpose_label = plain_label("", TextRole.SMALL, elide=True)
        self._chips = ChipRow()
        self._introduce_button = button(self.tr("Introduce…"))
        self._review_button = button(self.tr("Review…"))
        self._log_button = button("", Look.PRIMARY)
        self._more_button = button(self.tr("More"))
        name(self._more_button, self.tr("More about this mentee"))
        set_tooltip(self._more_button, self.tr("Everything that can be done here"))
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        for widget in (self._name_link, self._pronouns_label, self._state_pill):
            first.addWidget(widget)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addWidget(self._line_label)
        words.addWidget(self._purpose_label)
        who = QHBoxLayout()
        who.setSpacing(10)
        who.addWidget(self._avatar)
        who.addLayout(words, 1)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addStretch(1)
        for verb in (
            self._introduce_button,
            self._review_button,
            self._more_button,
            self._log_button,
        ):
            verbs.addWidget(verb)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(10)
        self._top.addLayout(who, 1)
        self._top.addLayout(verbs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._top)
        layout.addWidget(self._chips)

    def _connect(self) -> None:
        self._name_link.opened.connect(self.person_requested)
        self._introduce_button.clicked.connect(self._on_introduce_button_clicked)
        self._review_button.clicked.connect(self._on_review_button_clicked)
        self._log_button.clicked.connect(self._on_log_button_clicked)

    def _on_introduce_button_clicked(self) -> None:
        self.introduce_requested.emit()

    def _on_review_button_clicked(self) -> None:
        self.review_requested.emit()

    def _on_log_button_clicked(self) -> None:
        self.log_requested.emit()


def _is_shown(topic: PersonTopicRow) -> bool:
    return topic.kind is not TopicKind.NEED or topic.is_open_need


def _chip(topic: PersonTopicRow, header: MenteeHeader) -> tuple[str, Tone]:
    if topic.kind is TopicKind.NEED:
        return header.tr("needs: {topic}").format(topic=topic.name), Tone.WARM
    if topic.kind is TopicKind.EXPERTISE:
        return header.tr("offers: {topic}").format(topic=topic.name), Tone.BLUE
    return topic.name, Tone.ACCENT
