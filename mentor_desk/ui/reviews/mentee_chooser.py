"""MenteeChooser: whose review it is, chosen from a list or by typing."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import MentorshipState
from mentor_desk.services.mentees.listing import MenteeRow
from mentor_desk.ui.common.table import Column, Index, RowTable
from mentor_desk.ui.common.text import name, one_line, tooltip_html
from mentor_desk.ui.reviews.wording import mentorship_word


class MenteeNames(RowTable[MenteeRow]):
    """The mentees by name, with the state of those who are not active."""

    @override
    def columns(self) -> Sequence[Column[MenteeRow]]:
        return [Column(self.tr("Mentee"), _called)]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # A list that can be typed into asks for what would be edited.
        is_edit = role == Qt.ItemDataRole.EditRole
        return super().data(index, Qt.ItemDataRole.DisplayRole if is_edit else role)


class MenteeChooser(QComboBox):
    """Every mentee, active ones first; any part of a name finds one. `chosen(mentorship_id)`."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = MenteeNames(self)
        self._mentorship_id: int | None = None
        self._line = QLineEdit()
        self._build()
        self.activated.connect(self._on_activated)
        self._line.editingFinished.connect(self._on_editing_finished)

    def set_mentees(self, rows: Sequence[MenteeRow]) -> None:
        """Offer these mentees; who was shown stays shown."""
        self.blockSignals(True)
        self._names.set_rows(rows)
        self.blockSignals(False)
        self.show_mentee(self._mentorship_id)

    def show_mentee(self, mentorship_id: int | None) -> None:
        """Show a mentee without telling anyone."""
        self._mentorship_id = mentorship_id
        ids = [self._row(place).mentorship_id for place in range(self._names.rowCount())]
        self.blockSignals(True)
        self.setCurrentIndex(ids.index(mentorship_id) if mentorship_id in ids else -1)
        self.blockSignals(False)
        self.setToolTip(tooltip_html(self.currentText()))

    def ask(self) -> None:
        """Go there, ready to type another name."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _build(self) -> None:
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setModel(self._names)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(22)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        view = QListView()
        view.setUniformItemSizes(True)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setView(view)
        name(self, self.tr("Mentee"), self.tr("Type any part of a name"))
        name(self._line, self.tr("Mentee"), self.tr("Type any part of a name"))
        name(view, self.tr("Mentees"))

    def _row(self, place: int) -> MenteeRow:
        return self._names.row_at(self._names.index(place, 0))

    def _on_activated(self, place: int) -> None:
        mentorship_id = self._row(place).mentorship_id
        if mentorship_id != self._mentorship_id:
            self.chosen.emit(mentorship_id)

    def _on_editing_finished(self) -> None:
        # Half a name is nobody: go back to who is shown.
        if self.findText(self.currentText(), Qt.MatchFlag.MatchExactly) < 0:
            self.show_mentee(self._mentorship_id)


def _called(row: MenteeRow) -> str:
    if row.state is MentorshipState.ACTIVE:
        return one_line(row.name)
    return one_line(f"{row.name} · {mentorship_word(row.state)}")
