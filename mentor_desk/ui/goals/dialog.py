"""Set a goal or change it; correct an update; change a milestone."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import GoalMeasure, GoalState, Owner
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.goals.listing import MilestoneRow, UpdateRow
from mentor_desk.services.goals.milestones import edit_milestone
from mentor_desk.services.goals.progress import edit_update
from mentor_desk.services.goals.setting import GoalEntry, add_goal, edit_goal, goal_entry
from mentor_desk.ui.common.date_edit import DateEdit
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.number_edit import NumberEdit
from mentor_desk.ui.goals.words import measure_words

translate = QCoreApplication.translate


class GoalDialog(Dialog):
    """Ask for a goal: a new one of `mentorship_id`, or `goal_id` to be changed."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        mentorship_id: int = 0,
        goal_id: int | None = None,
    ) -> None:
        super().__init__(*(_set_words() if goal_id is None else _change_words()), parent)
        self._desk = desk
        self._mentorship_id, self._goal_id = mentorship_id, goal_id
        self._today = local_day(desk.now())
        self.changes: Changes | None = None
        entry = GoalEntry(title="", started_on=self._today)
        if goal_id is not None:
            entry = desk.run(goal_entry, goal_id=goal_id)
        self._build_fields(entry)

    @override
    def keep(self) -> None:
        if self._goal_id is not None:
            self.changes = self._desk.do(
                edit_goal, goal_id=self._goal_id, entry=self._entry(), today=self._today
            )
            return
        state = GoalState.DRAFT if self._draft_check.isChecked() else GoalState.ACTIVE
        self.changes = self._desk.do(
            add_goal, mentorship_id=self._mentorship_id, entry=self._entry(), state=state
        )

    def _entry(self) -> GoalEntry:
        return GoalEntry(
            title=self._title_edit.text(),
            started_on=self._start_edit.value() or self._today,
            why=self._why_edit.toPlainText(),
            success_criteria=self._success_edit.toPlainText(),
            measure=GoalMeasure(self._measure_box.currentData()),
            target_on=self._target_edit.value(),
            is_private=self._private_check.isChecked(),
        )

    def _build_fields(self, entry: GoalEntry) -> None:
        self._title_edit = QLineEdit(entry.title)
        self._title_edit.setMaxLength(1000)
        self._why_edit = _text(entry.why)
        self._success_edit = _text(entry.success_criteria)
        self._start_edit = DateEdit(entry.started_on, self.tr("today"))
        self._target_edit = DateEdit(entry.target_on, self.tr("no target date"))
        self._measure_box = QComboBox()
        for measure in GoalMeasure:
            self._measure_box.addItem(measure_words(measure), measure.value)
        self._measure_box.setCurrentIndex(self._measure_box.findData(entry.measure.value))
        self._private_check = QCheckBox(self.tr("P&rivate: stays on this desk, in no review"))
        self._private_check.setChecked(entry.is_private)
        self._draft_check = QCheckBox(self.tr("Only a &draft for now"))
        self._draft_check.setVisible(self._goal_id is None)
        form = self.form
        form.add_field("title", self.tr("&Goal"), self._title_edit)
        form.add_field("why", self.tr("&Why it matters"), self._why_edit)
        form.add_field(
            "success_criteria", self.tr("How you will &know it is reached"), self._success_edit
        )
        form.add_pair(
            ("started_on", self.tr("&Since"), self._start_edit),
            ("target_on", self.tr("&Until"), self._target_edit),
        )
        form.add_field("measure", self.tr("&Measured"), self._measure_box)
        form.add_part(self._private_check)
        form.add_part(self._draft_check)
        self._title_edit.setFocus()


class UpdateDialog(Dialog):
    """Ask for a progress update to be corrected."""

    def __init__(
        self,
        desk: Desk,
        update: UpdateRow,
        mentee_name: str,
        parent: QWidget | None = None,
        *,
        is_counted: bool = False,
    ) -> None:
        title = translate("UpdateDialog", "Correct this update")
        super().__init__(title, translate("UpdateDialog", "Keep"), parent)
        self._desk = desk
        self._update_row = update
        self.changes: Changes | None = None
        self._day_edit = DateEdit(update.on_day, self.tr("today"))
        self._value_edit = NumberEdit(update.value, maximum=100, suffix=" %")
        # What the milestones gave is no one's opinion.
        self._value_edit.setEnabled(not is_counted)
        self._voice_box = QComboBox()
        self._voice_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._voice_box.addItem(self.tr("mine"), Owner.MENTOR.value)
        self._voice_box.addItem(mentee_name, Owner.MENTEE.value)
        self._voice_box.setCurrentIndex(self._voice_box.findData(update.by.value))
        self._comment_edit = _text(update.comment)
        self.form.add_pair(
            ("on_day", self.tr("&Day"), self._day_edit),
            ("value", self.tr("&Progress"), self._value_edit),
        )
        self.form.add_field("by", self.tr("&Whose judgement"), self._voice_box)
        self.form.add_field("comment", self.tr("&Comment"), self._comment_edit)

    @override
    def keep(self) -> None:
        today = local_day(self._desk.now())
        self.changes = self._desk.do(
            edit_update,
            update_id=self._update_row.id,
            value=self._value_edit.value(),
            comment=self._comment_edit.toPlainText(),
            by=Owner(self._voice_box.currentData()),
            on_day=self._day_edit.value() or today,
            today=today,
        )


class MilestoneDialog(Dialog):
    """Ask for the words and the weight of a milestone."""

    def __init__(self, desk: Desk, step: MilestoneRow, parent: QWidget | None = None) -> None:
        title = translate("MilestoneDialog", "Change this milestone")
        super().__init__(title, translate("MilestoneDialog", "Keep"), parent)
        self._desk = desk
        self._step = step
        self.changes: Changes | None = None
        self._title_edit = QLineEdit(step.title)
        self._title_edit.setMaxLength(1000)
        self._weight_edit = NumberEdit(step.weight, minimum=1, maximum=100)
        self.form.add_field("title", self.tr("&Milestone"), self._title_edit)
        self.form.add_field(
            "weight",
            self.tr("&Weight"),
            self._weight_edit,
            hint=self.tr("How much of the goal it is, beside the other milestones."),
        )

    @override
    def keep(self) -> None:
        self.changes = self._desk.do(
            edit_milestone,
            milestone_id=self._step.id,
            title=self._title_edit.text(),
            weight=self._weight_edit.value(),
            today=local_day(self._desk.now()),
        )


def _text(text: str) -> QPlainTextEdit:
    edit = QPlainTextEdit(text)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(edit.fontMetrics().lineSpacing() * 3 + 16)
    return edit


def _set_words() -> tuple[str, str]:
    return translate("GoalDialog", "Set a goal"), translate("GoalDialog", "Set")


def _change_words() -> tuple[str, str]:
    return translate("GoalDialog", "Change this goal"), translate("GoalDialog", "Keep")
