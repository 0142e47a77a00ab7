"""InterestsTab: what a mentee cares about, can give and is looking for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentor_desk.models.kinds import TopicKind
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.topic_rows import PersonTopicRow, topics_of
from mentor_desk.services.network.topics import list_topics
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.network.helpers_card import NeedsCard
from mentor_desk.ui.network.topic_field import TopicField
from mentor_desk.ui.network.words import kind_hint, kind_title


class InterestsTab(QWidget):
    """Three cards, each typed in place; below them who can help with the open needs."""

    SHOWS = Area.TOPICS | Area.PEOPLE

    changed = Signal(object)
    person_opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person_id: int | None = None
        self._rows: list[PersonTopicRow] = []
        self._fields = [TopicField(desk, kind) for kind in TopicKind]
        self._cards = [Card(kind_title(kind)) for kind in TopicKind]
        self._needs_card = NeedsCard(desk)
        self._build()
        self._connect()

    def show_mentee(self, person_id: int, mentorship_id: int) -> None:
        """Show the topics of this mentee."""
        del mentorship_id
        if person_id != self._person_id:
            self.take_typed()
        self._person_id = person_id
        self.reload()

    def count(self) -> int | None:
        """Return how many topics there are in all, or None before a mentee is shown."""
        return len(self._rows) if self._person_id is not None else None

    def take_typed(self) -> bool:
        """Keep the topics that are typed; return whether all is safe."""
        behind = [field for field in self._fields if not field.take_typed()]
        return not behind

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show the topics as they stand now."""
        if self._person_id is None:
            return
        self._rows = self._desk.look(topics_of, person_id=self._person_id)
        topics = self._desk.run(list_topics)
        for field, card in zip(self._fields, self._cards, strict=True):
            field.offer(topics)
            field.show_topics(self._person_id, self._rows)
            held = sum(row.kind is field.kind for row in self._rows)
            card.set_title(kind_title(field.kind), count=held or None)
        self._needs_card.show_needs(self._person_id, self._rows)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        for field, card in zip(self._fields, self._cards, strict=True):
            card.add(plain_label(kind_hint(field.kind), TextRole.SMALL, wrap=True))
            card.add(field)
            row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        inner.setProperty("page", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(16)
        column.addLayout(row)
        column.addWidget(self._needs_card)
        column.addStretch(1)
        area = ScrolledArea()
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _connect(self) -> None:
        for field in self._fields:
            field.changed.connect(self._on_field_changed)
        self._needs_card.person_opened.connect(self.person_opened)

    def _on_field_changed(self, changes: Changes) -> None:
        self.reload()
        self.changed.emit(changes)
