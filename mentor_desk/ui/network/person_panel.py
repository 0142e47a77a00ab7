"""PersonPanel: one person whole, beside the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mentor_desk.models.kinds import TopicKind
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.people import PersonCard
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.marks import Pill
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.network.about_card import AboutCard, PrivateCard
from mentor_desk.ui.network.face import Face
from mentor_desk.ui.network.topic_field import TopicField
from mentor_desk.ui.network.ways_card import WaysCard
from mentor_desk.ui.network.words import kind_title, mentee_tone, mentee_word


class PersonPanel(QWidget):
    """Who somebody is, how to reach them, what they care about, and what can be done.

    The wishes carry no id: they concern the person who is shown.
    """

    changed = Signal(object)
    edit_requested = Signal()
    introduce_requested = Signal()
    mentee_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = Face(size=56)
        self._name_label = plain_label("", TextRole.TITLE, wrap=True, selectable=True)
        self._pronouns_label = plain_label("", TextRole.SMALL, wrap=True)
        self._role_label = plain_label("", TextRole.SMALL, wrap=True)
        self._pill = Pill()
        self._edit_button = button(self.tr("Edit…"))
        self._introduce_button = button(self.tr("Introduce…"))
        self._mentee_button = button("", Look.PRIMARY)
        self._ways_card = WaysCard()
        self._fields = [TopicField(desk, kind, kind_title(kind)) for kind in TopicKind]
        self._about_card = AboutCard()
        self._private_card = PrivateCard()
        self._build()
        self._connect()

    def show_person(self, card: PersonCard, topics: Sequence[str]) -> None:
        """Show a person; `topics` are offered while typing."""
        self._face.show_person(card.name)
        self._face.show_photo(card.photo)
        self._name_label.setText(card.name)
        set_tooltip(self._name_label, card.name)
        entry = card.entry
        nickname = f"“{entry.nickname}”" if entry.nickname else ""
        self._say(self._pronouns_label, " · ".join(filter(None, (nickname, entry.pronouns))))
        work = (entry.role, entry.department, entry.organisation)
        self._say(self._role_label, ", ".join(part for part in work if part))
        state = card.mentorship_state
        self._pill.show_state(mentee_word(state) if state else "", mentee_tone(state))
        self._pill.setVisible(state is not None)
        is_mentee = card.mentorship_id is not None
        self._mentee_button.setText(
            self.tr("Open mentee") if is_mentee else self.tr("Take on as mentee…")
        )
        self._ways_card.show_ways(entry.ways)
        for field in self._fields:
            field.offer(topics)
            field.show_topics(card.id, card.topics)
        self._about_card.show_person(card)
        self._private_card.show_person(card)

    def take_typed(self) -> bool:
        """Keep the topics that are typed; return whether all is safe."""
        behind = [field for field in self._fields if not field.take_typed()]
        return not behind

    def _build(self) -> None:
        self._name_label.setMinimumWidth(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._name_label, self._pronouns_label, self._role_label):
            words.addWidget(label)
        words.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignLeading)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._face, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        verbs = FlowLayout(spacing=6)
        for verb in (self._mentee_button, self._introduce_button, self._edit_button):
            verbs.addWidget(verb)
        who = Card()
        who.content.addLayout(head)
        who.content.addLayout(verbs)
        topics = Card(self.tr("Topics"))
        for field in self._fields:
            topics.add(field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (who, self._ways_card, topics, self._about_card, self._private_card):
            layout.addWidget(part)
        name(self, self.tr("The person chosen"))

    def _connect(self) -> None:
        self._edit_button.clicked.connect(self.edit_requested)
        self._introduce_button.clicked.connect(self.introduce_requested)
        self._mentee_button.clicked.connect(self.mentee_requested)
        for field in self._fields:
            field.changed.connect(self.changed)

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))
