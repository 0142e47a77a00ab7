"""TopicField: chips of one kind, with room below them for a refusal."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.models.kinds import TopicKind
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.topic_rows import PersonTopicRow
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.network.topic_chips import TopicChips


class TopicField(QWidget):
    """The topics of one kind; what cannot be kept is said below them."""

    changed = Signal(object)

    def __init__(
        self, desk: Desk, kind: TopicKind, heading: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._chips = TopicChips(desk, kind)
        self._error_label = plain_label("", TextRole.ERROR, wrap=True)
        self._build(heading)
        self._chips.changed.connect(self._on_chips_changed)
        self._chips.refused.connect(self._on_chips_refused)

    @property
    def chips(self) -> TopicChips:
        """The chips themselves."""
        return self._chips

    def show_topics(self, person_id: int | None, rows: Sequence[PersonTopicRow]) -> None:
        """Show those of these topics that are of this kind."""
        self._error_label.hide()
        self._chips.show_topics(person_id, rows)

    def take_typed(self) -> bool:
        """Keep the topic that is typed; return whether no word is left there."""
        return self._chips.take_typed()

    def offer(self, topics: Sequence[str]) -> None:
        """Offer these topics while typing."""
        self._chips.set_completions(topics)

    def _build(self, heading: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if heading:
            layout.addWidget(plain_label(heading, TextRole.SMALL))
        layout.addWidget(self._chips)
        layout.addWidget(self._error_label)
        self._error_label.hide()
        self.setFocusProxy(self._chips)

    def _on_chips_changed(self, changes: object) -> None:
        self._error_label.hide()
        self.changed.emit(changes)

    def _on_chips_refused(self, sentence: str) -> None:
        self._error_label.setText(sentence)
        self._error_label.show()
        announce(self, sentence, is_urgent=True)
