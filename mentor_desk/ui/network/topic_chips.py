"""TopicChips: the interests, expertise or needs of one person, typed and marked in place."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.models.kinds import NeedState, TopicKind, TopicLevel
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.topic_rows import PersonTopicRow
from mentor_desk.services.network.topics import levels_of, remove_topic, set_need_state, set_topic
from mentor_desk.ui.common.chip_edit import ChipEdit
from mentor_desk.ui.common.filters import plain_form
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.icons import icon
from mentor_desk.ui.common.marks import Chip
from mentor_desk.ui.common.text import name, set_tooltip
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.network.words import (
    kind_prompt,
    kind_title,
    kind_tone,
    level_word,
    need_word,
    topic_note,
)


class TopicChip(Chip):
    """A topic with its level or state after it; a click, Enter or Space opens its menu."""

    def __init__(self, topic: str, note: str, tone: Tone) -> None:
        self._topic = topic
        shown = f"{topic} · {note}" if note else topic
        super().__init__(shown, tone, is_door=True, is_removable=True)
        set_tooltip(self, shown if len(shown) > 40 else "")

    @property
    @override
    def text(self) -> str:
        return self._topic


class TopicChips(ChipEdit):
    """Chips that are kept as soon as they are made, marked or taken away.

    `changed` carries the changes of each; `refused` a sentence for what could not be kept, with
    the words put back where they were typed.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, desk: Desk, kind: TopicKind, parent: QWidget | None = None) -> None:
        self._rows: dict[str, PersonTopicRow] = {}
        self._desk = desk
        self._kind = kind
        self._person_id: int | None = None
        self._menu: QMenu | None = None
        super().__init__(kind_tone(kind), kind_prompt(kind), parent)
        name(self, kind_title(kind))
        self.added.connect(self._on_added)
        self.removed.connect(self._on_removed)

    def show_topics(self, person_id: int | None, rows: Sequence[PersonTopicRow]) -> None:
        """Show those of these topics that are of this kind, and keep the focus where it was."""
        if person_id != self._person_id:
            self.type_again("")
        self._person_id = person_id
        self.setEnabled(person_id is not None)
        self._rows = {plain_form(row.name): row for row in rows if row.kind is self._kind}
        focused = next((chip.text for chip in self._chips if chip.hasFocus()), None)
        self.set_chips([row.name for row in self._rows.values()])
        for chip in self._chips:
            if chip.text == focused:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_for(self, topic: str) -> QMenu:
        """Return everything that can be done with a topic."""
        menu = QMenu(self)
        name(menu, topic)
        row = self._rows.get(plain_form(topic))
        if row is None:
            return menu
        group = QActionGroup(menu)
        for words, is_now, act in self._choices(row):
            action = QAction(words, group, checkable=True, checked=is_now)
            action.triggered.connect(act)
            menu.addAction(action)
        menu.addSeparator()
        taken = menu.addAction(icon("trash"), self.tr("Take away"))
        taken.triggered.connect(lambda: self._do(remove_topic, person_topic_id=row.id))
        return menu

    @override
    def make_chip(self, word: str) -> Chip:
        row = self._rows.get(plain_form(word))
        is_over = row is not None and row.need_state in {NeedState.MET, NeedState.WITHDRAWN}
        tone = Tone.PLAIN if is_over else kind_tone(self._kind)
        chip = TopicChip(word, topic_note(row) if row else "", tone)
        chip.opened.connect(self._on_chip_opened)
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chip.customContextMenuRequested.connect(lambda: self._on_chip_opened(word))
        return chip

    def _choices(self, row: PersonTopicRow) -> Iterable[tuple[str, bool, Callable[[], object]]]:
        if self._kind is TopicKind.NEED:
            for state in NeedState:
                mark = partial(self._do, set_need_state, person_topic_id=row.id, state=state)
                yield need_word(state), row.need_state is state, mark
            return
        for level in (None, *levels_of(self._kind)):
            words = self.tr("no level") if level is None else level_word(level)
            yield words, row.level is level, partial(self._note, row.name, level)

    def _note(self, topic: str, level: TopicLevel | None) -> bool:
        return self._do(
            set_topic,
            person_id=self._person_id,
            kind=self._kind,
            name=topic,
            level=level,
            today=local_day(self._desk.now()),
        )

    def _do(self, verb: Callable[..., Changes], **values: object) -> bool:
        try:
            changes = self._desk.do(verb, **values)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            return False
        self.changed.emit(changes)
        return True

    def _on_added(self, topic: str) -> None:
        if not self._note(topic, None):
            self.set_chips([row.name for row in self._rows.values()])
            self.type_again(topic)

    def _on_removed(self, topic: str) -> None:
        row = self._rows.get(plain_form(topic))
        if row is not None:
            self._do(remove_topic, person_topic_id=row.id)

    def _on_chip_opened(self, topic: str) -> None:
        chip = next((chip for chip in self._chips if chip.text == topic), None)
        if chip is not None:
            if self._menu is not None:
                self._menu.deleteLater()
            # Held here: Python must not let go of an open menu.
            self._menu = self.menu_for(topic)
            self._menu.popup(chip.mapToGlobal(QPoint(0, chip.height())))
