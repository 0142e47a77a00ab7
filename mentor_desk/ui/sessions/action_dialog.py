"""Changing an action."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import Owner
from mentor_desk.services.actions.noting import ActionEntry, edit_action
from mentor_desk.services.actions.rows import ActionRow
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.ui.common.date_edit import DateEdit
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.text import one_line


class ActionDialog(Dialog):
    """Ask what was promised, by whom, and until when."""

    def __init__(
        self, desk: Desk, row: ActionRow, mentee_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Change the action"), "", parent)
        self.verb_button.setText(self.tr("Keep the change"))
        self._desk = desk
        self._action_id = row.id
        self.changes: Changes | None = None
        self._text_edit = QLineEdit(row.text)
        self._owner_box = QComboBox()
        self._owner_box.addItem(one_line(mentee_name), Owner.MENTEE)
        self._owner_box.addItem(self.tr("You"), Owner.MENTOR)
        self._owner_box.setCurrentIndex(self._owner_box.findData(row.owner))
        self._due_edit = DateEdit(row.due_on, self.tr("no day set"))
        self._private_box = QCheckBox(self.tr("&Private: never in a review"))
        self._private_box.setChecked(row.is_private)
        self.form.add_field("text", self.tr("&What"), self._text_edit)
        self.form.add_pair(
            ("owner", self.tr("Wh&o"), self._owner_box),
            ("due_on", self.tr("&Until"), self._due_edit),
        )
        self.form.add_part(self._private_box)

    @override
    def keep(self) -> None:
        entry = ActionEntry(
            text=self._text_edit.text(),
            owner=Owner(self._owner_box.currentData()),
            due_on=self._due_edit.value(),
            is_private=self._private_box.isChecked(),
        )
        self.changes = self._desk.do(edit_action, action_id=self._action_id, entry=entry)
