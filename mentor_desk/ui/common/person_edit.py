"""PersonEdit: a person chosen by typing any part of who they are."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget
from typing_extensions import override

from mentor_desk.services.desk import Desk
from mentor_desk.services.network.listing import PersonRow, find_people, people_named, people_rows
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.table import ROW_ROLE, Column, RowTable
from mentor_desk.ui.common.text import name, one_line

MOST_OFFERED = 20
_NAME_ROLE = ROW_ROLE + 10
_NOT_LEFT = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class PersonEdit(QLineEdit):
    """Type a name, an organisation or a place; those who match are offered below.

    Enter and leaving the field choose the one who is called just so, or who alone matches. Two
    of the same name are told apart by what they do and where.
    """

    chosen = Signal(int)

    def __init__(self, desk: Desk, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person_id: int | None = None
        self._left_out: set[int] = set()
        self._offered = _OfferedPeople(self)
        self._build(placeholder)
        self._connect()

    def person_id(self) -> int | None:
        """Return the id of the person chosen, or None while nobody is."""
        return self._person_id

    def set_person(self, person_id: int | None) -> None:
        """Show this person, or nobody, without telling anyone."""
        rows = [] if person_id is None else self._desk.run(people_rows, ids=[person_id])
        self._person_id = rows[0].id if rows else None
        self.setText(self._called(rows[0]) if rows else "")

    def leave_out(self, *person_ids: int) -> None:
        """Never offer these people, as one who is chosen elsewhere already."""
        self._left_out = set(person_ids)

    def settle(self) -> bool:
        """Choose the one who is called just as typed, or who alone matches.

        Return whether anybody is chosen now.
        """
        if self._person_id is None and self.text().strip():
            named = self._desk.run(people_named, self.text())
            rows = [row for row in named if row.id not in self._left_out]
            if len(rows) == 1:
                self._choose(rows[0])
        return self._person_id is not None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self._person_id is None and self.settle():
            return
        if event.key() == Qt.Key.Key_Down:
            self._offer(self.text() if self._person_id is None else "")
            self.completer().complete()
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A window that goes away, with its desk perhaps, is not somebody leaving the field.
        if event.reason() not in _NOT_LEFT and self.isVisible():
            self.settle()

    def _build(self, placeholder: str) -> None:
        self.setMaxLength(1000)
        self.setPlaceholderText(placeholder or self.tr("Type a name"))
        name(self, placeholder or self.tr("Person"), self.tr("Arrow down shows who matches"))
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(_NAME_ROLE)
        completer.setMaxVisibleItems(10)
        self.setCompleter(completer)

    def _connect(self) -> None:
        self.textEdited.connect(self._on_text_edited)
        # The completer writes into the line after it has told of the choice, so come later.
        queued = Qt.ConnectionType.QueuedConnection
        activated = self.completer().activated[QModelIndex]  # type: ignore[index]
        activated.connect(self._on_completer_activated, queued)

    def _offer(self, words: str) -> None:
        found = self._desk.run(find_people, words, MOST_OFFERED + len(self._left_out))
        self._offered.set_rows([row for row in found if row.id not in self._left_out])

    def _choose(self, row: PersonRow) -> None:
        self._person_id = row.id
        self.setText(self._called(row))
        announce(self, self.text())
        self.chosen.emit(row.id)

    def _called(self, row: PersonRow) -> str:
        same = [each for each in self._desk.run(people_named, row.name) if each.name == row.name]
        return told_apart(row) if len(same) > 1 else one_line(row.name)

    def _on_text_edited(self, text: str) -> None:
        self._person_id = None
        self._offer(text)

    def _on_completer_activated(self, index: QModelIndex) -> None:
        row = self.completer().completionModel().data(index, ROW_ROLE)
        if row is not None:
            self._choose(row)


def told_apart(row: PersonRow) -> str:
    """Return a name with what tells it from another of the same spelling."""
    where = row.place_in_life or row.city
    return one_line(f"{row.name} ({where})" if where else row.name)


class _OfferedPeople(RowTable[PersonRow]):
    @override
    def columns(self) -> Sequence[Column[PersonRow]]:
        return [Column("", told_apart)]

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        # What stands in the line while the list is walked is the name alone.
        if role == _NAME_ROLE and index.isValid():
            return one_line(self.row_at(index).name)
        return super().data(index, role)
