"""StepDetail: one step whole: what it was, whether it can be undone, and what it changed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentor_desk.services.history.details import StepDetails
from mentor_desk.services.history.steps import StepRow, StepState
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card, Divider
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Pill
from mentor_desk.ui.common.text import plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.history.change_lines import ChangeLine, MoreLine, change_lines
from mentor_desk.ui.history.changes_view import ChangesView
from mentor_desk.ui.history.words import state_word, step_tone, when_words


class StepDetail(Card):
    """Show one step; what is wished for it leaves as a signal with its id."""

    undo_requested = Signal(int)
    redo_requested = Signal(int)
    step_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._details: StepDetails | None = None
        self._build_parts()
        self._verb_button.clicked.connect(self._on_verb_button_clicked)
        self.show_step(None, date.min)

    @property
    def step(self) -> StepRow | None:
        """The step that is shown."""
        return self._details.step if self._details else None

    @property
    def can_reverse(self) -> bool:
        """Whether the step that is shown can be undone, or done again, by itself."""
        return self._verb_button.isEnabled() and not self._verb_button.isHidden()

    def go_in(self) -> None:
        """Bring the keyboard to what changed."""
        self._changes.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_step(self, details: StepDetails | None, today: date) -> None:
        """Show a step, or what this place is for."""
        self._details = details
        self._nothing_label.setVisible(details is None)
        self._parts.setVisible(details is not None)
        if details is None:
            self._changes.set_lines([])
            return
        step = details.step
        self._title_label.setText(step.did)
        set_tooltip(self._title_label, step.did)
        self._when_label.setText(when_words(step, today))
        self._state_pill.show_state(state_word(step.state), step_tone(step.state))
        self._show_verb(step, details.in_the_way)
        self._show_in_the_way(details.in_the_way, details.more_in_the_way)
        self._changes.set_lines(self._lines(details))

    def _build_parts(self) -> None:
        self._nothing_label = plain_label(
            self.tr("Choose a step to see what changed by it, and to take it back."),
            TextRole.SOFT,
            wrap=True,
        )
        self._title_label = plain_label("", TextRole.CARD, wrap=True)
        # A word of 300 letters must not make the window as wide as itself.
        self._title_label.setMinimumWidth(1)
        self._when_label = plain_label("", TextRole.SMALL, wrap=True)
        self._state_pill = Pill(parent=self)
        self._verb_button = button("", icon_name="arrow-back-up")
        self._reason_label = plain_label("", TextRole.SOFT, wrap=True)
        self._way = QVBoxLayout()
        self._way.setSpacing(2)
        self._changes = ChangesView()
        self._parts = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title_label)
        words.addWidget(self._when_label)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addLayout(words, 1)
        head.addWidget(self._state_pill, 0, top)
        head.addWidget(self._verb_button, 0, top)
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._reason_label)
        column.addLayout(self._way)
        column.addWidget(Divider())
        column.addWidget(self._changes, 1)
        self.add(self._nothing_label)
        self.content.addWidget(self._parts, 1)
        self.content.addStretch(0)

    def _show_verb(self, step: StepRow, in_the_way: Sequence[StepRow]) -> None:
        is_undone = step.state is StepState.UNDONE
        self._verb_button.setText(self.tr("Do this again") if is_undone else self.tr("Undo this"))
        self._verb_button.setVisible(step.state is not StepState.FINAL)
        self._verb_button.setEnabled(not in_the_way)
        reason = self._reason(step, in_the_way)
        self._reason_label.setText(reason)
        self._reason_label.setVisible(bool(reason))
        set_tooltip(self._verb_button, reason)
        self._verb_button.setAccessibleDescription(reason)

    def _reason(self, step: StepRow, in_the_way: Sequence[StepRow]) -> str:
        if step.state is StepState.FINAL:
            return self.tr("This was done for good and cannot be undone.")
        if not in_the_way:
            return ""
        if step.state is StepState.UNDONE:
            return self.tr("This cannot be done again by itself, for later steps build on it:")
        if len(in_the_way) == 1:
            return self.tr("A later step builds on this one. Undo that first:")
        return self.tr("Later steps build on this one. Undo these first, from the top:")

    def _lines(self, details: StepDetails) -> list[ChangeLine]:
        lines = change_lines(details.records, details.more)
        if not lines and details.step.counts:
            return [MoreLine(self.tr("Nothing that is shown here changed by it."))]
        return lines

    def _show_in_the_way(self, steps: Sequence[StepRow], rest: int) -> None:
        while (item := self._way.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for step in steps:
            link = LinkLabel(step.did, TextRole.BODY)
            link.opened.connect(lambda step_id=step.id: self.step_opened.emit(step_id))
            self._way.addWidget(link)
        if rest > 0:
            words = self.tr("and 1 more") if rest == 1 else self.tr("and %n more", "", rest)
            self._way.addWidget(plain_label(words, TextRole.SMALL))

    def _on_verb_button_clicked(self) -> None:
        step = self.step
        if step is None:
            return
        if step.state is StepState.UNDONE:
            self.redo_requested.emit(step.id)
        else:
            self.undo_requested.emit(step.id)
