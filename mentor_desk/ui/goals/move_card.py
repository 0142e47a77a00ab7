"""Move a goal: how far, whose judgement, and a word on it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from mentor_desk.models.kinds import GoalMeasure, Owner
from mentor_desk.services.goals.listing import GoalCard
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.goal_look import pace_tone
from mentor_desk.ui.common.goal_slider import GoalSlider
from mentor_desk.ui.common.text import empty, name, plain_label
from mentor_desk.ui.common.tokens import TextRole


class MoveCard(Card):
    """A slider with a comment. `noted` tells the value, or None, the comment and the voice."""

    noted = Signal(object, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Where does it stand?"))
        self._shown: tuple[int, int] | None = None
        self._measure = GoalMeasure.PERCENT
        self._slider: GoalSlider | None = None
        self._hint_label = plain_label(
            self.tr("Tick a milestone to move this goal; a word can be noted at any time."),
            TextRole.SMALL,
            wrap=True,
        )
        self._comment_edit = QLineEdit()
        self._comment_edit.setMaxLength(2000)
        self._comment_edit.setPlaceholderText(self.tr("A word on it"))
        name(self._comment_edit, self.tr("Comment on this goal"))
        self._voice_box = QComboBox()
        # A long name must not make the whole page wide.
        self._voice_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._voice_box.setMinimumContentsLength(20)
        name(self._voice_box, self.tr("Whose judgement this is"))
        self._note_button = button(self.tr("Note it"), Look.PRIMARY)
        self.add(self._hint_label)
        self.add(self._comment_edit)
        self.add_row(self._voice_box, QWidget(), self._note_button, stretch=1)
        self._note_button.clicked.connect(self._on_noted)
        self._comment_edit.returnPressed.connect(self._on_noted)
        self._comment_edit.textChanged.connect(lambda _text: self._offer())

    def show_goal(self, card: GoalCard) -> None:
        """Show this goal; a comment that is being written to it stays."""
        shown = (card.row.id, card.row.value)
        is_same_goal = self._shown is not None and self._shown[0] == card.row.id
        if not is_same_goal:
            empty(self._comment_edit)
            self._fill_voices(card.person_name)
        if shown != self._shown or card.row.measure is not self._measure:
            self._measure = card.row.measure
            self._replace_slider(card)
        self._shown = shown
        self._hint_label.setVisible(self._measure is GoalMeasure.MILESTONES)
        self.setVisible(card.row.is_open)
        self._offer()

    def take_typed(self) -> bool:
        """Note the word that is typed, as Enter does; return whether none is left there.

        A slider that was moved without a word stays a question.
        """
        if self._has_words():
            self._on_noted()
        return not self._has_words()

    def clear_entry(self) -> None:
        """Forget what was entered, once it is kept."""
        empty(self._comment_edit)
        self._offer()

    def _fill_voices(self, mentee_name: str) -> None:
        self._voice_box.clear()
        self._voice_box.addItem(self.tr("my judgement"), Owner.MENTOR.value)
        theirs = self.tr("{person}'s own judgement").format(person=mentee_name)
        self._voice_box.addItem(theirs, Owner.MENTEE.value)

    def _replace_slider(self, card: GoalCard) -> None:
        if self._slider is not None:
            self._slider.hide()
            self._slider.deleteLater()
            self._slider = None
        if self._measure is GoalMeasure.MILESTONES:
            return
        value = card.row.value
        self._slider = GoalSlider(
            self.tr("Progress"), value, was=value, tone=pace_tone(card.row.pace)
        )
        self._slider.moved.connect(lambda _value: self._offer())
        self.content.insertWidget(0, self._slider)

    def _offer(self) -> None:
        self._note_button.setEnabled(self._is_moved() or self._has_words())

    def _is_moved(self) -> bool:
        is_known = self._slider is not None and self._shown is not None
        return is_known and self._value() != (self._shown or (0, 0))[1]

    def _has_words(self) -> bool:
        return bool(self._comment_edit.text().strip())

    def _value(self) -> int | None:
        return self._slider.value() if self._slider is not None else None

    def _on_noted(self) -> None:
        if not (self._is_moved() or self._has_words()):
            return
        by = Owner(self._voice_box.currentData())
        self.noted.emit(self._value(), self._comment_edit.text(), by)
