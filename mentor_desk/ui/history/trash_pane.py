"""TrashPane: what was deleted, by kind, and how it comes back with all that went with it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, NotFoundError
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.details import RecordChange, step_details
from mentor_desk.services.history.trash import KINDS_IN_TRASH, TrashRow, list_trash
from mentor_desk.services.history.words import Kind
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.icons import icon
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.history.line_delegate import LineDelegate
from mentor_desk.ui.history.list_pane import ListPane
from mentor_desk.ui.history.reversing import Reversing
from mentor_desk.ui.history.trash_detail import TrashDetail
from mentor_desk.ui.history.words import kind_title, trash_look, trash_spoken

MOST = 500


class TrashPane(ListPane):
    """Show what can be put back; `step_opened` asks for the step that deleted it."""

    changed = Signal(object)
    refused = Signal(str)
    step_opened = Signal(int)
    forgetting_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._held: Sequence[TrashRow] = ()
        self._is_behind = True
        self._build()
        self._connect()

    @override
    def reload(self) -> None:
        """Show what lies in the trash now; what is chosen stays chosen while it is there."""
        self._is_behind = False
        self._held = self._desk.run(list_trash, words=self._filter_edit.text(), limit=MOST)
        self._most_label.setVisible(len(self._held) >= MOST)
        self._fill()

    def chosen(self) -> TrashRow | None:
        """Return what is chosen."""
        row: TrashRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row

    def choose(self, kind: str, record_id: int) -> None:
        """Choose what was deleted, if it lies here and no words leave it out."""
        place = self._rows.index_where(
            lambda row: (row.kind.value, row.record_id) == (kind, record_id)
        )
        if place.isValid():
            self._view.setCurrentIndex(place)

    @override
    def menu(self) -> QMenu | None:
        """Return what can be done with what is chosen."""
        row = self.chosen()
        if row is None:
            return None
        menu = QMenu(self)
        self._put(menu, self.tr("Put back"), "arrow-back-up", lambda: self._put_back(row))
        opened = self.step_opened
        self._put(
            menu, self.tr("Show when it was deleted"), "history", lambda: opened.emit(row.step_id)
        )
        if row.kind is Kind.PERSON:
            forget = self.forgetting_requested
            menu.addSeparator()
            self._put(
                menu, self.tr("Forget for good…"), "trash", lambda: forget.emit(row.record_id)
            )
        return menu

    def _build(self) -> None:
        self._rows: GroupedRows[TrashRow] = GroupedRows(
            lambda row: row.name,
            spoken=lambda row: trash_spoken(row, self._today()),
            tooltip=lambda row: row.name,
            parent=self,
        )
        self._detail = TrashDetail()
        self._most_label = plain_label(
            self.tr("Only the latest %n are listed; words find the others.", "", MOST),
            TextRole.SMALL,
            wrap=True,
        )
        self._set_up(
            self._rows,
            LineDelegate(lambda row: trash_look(row, self._today())),
            self._detail,
            self._most_label,
            title=self.tr("Trash"),
            filter_title=self.tr("Filter the trash"),
            not_found=self.tr("Nothing in the trash has these words."),
            none=EmptyState(
                "trash",
                self.tr(
                    "The trash is empty. What you delete lies here for a while, with everything"
                    " that went with it, and can be put back."
                ),
            ),
        )

    def _connect(self) -> None:
        self._detail.put_back_requested.connect(self._put_back)
        self._detail.step_opened.connect(self.step_opened)

    @override
    def _narrow(self) -> None:
        self.reload()

    def _fill(self) -> None:
        self._timer.stop()
        chosen = self.chosen()
        self._rows.set_groups(
            [
                Group(kind_title(kind), [row for row in self._held if row.kind is kind])
                for kind in KINDS_IN_TRASH
            ]
        )
        # Whatever words are typed, something is held: else the field for them would be shut.
        self._show_front(is_any_held=bool(self._filter_edit.text().strip()))
        place = self._rows.index_where(lambda row: chosen is not None and _is_same(row, chosen))
        if not place.isValid():
            place = self._rows.index_where(lambda _row: True)
        self._view.setCurrentIndex(place)
        self._show_chosen()

    @override
    def _show_chosen(self) -> None:
        row = self.chosen()
        self._detail.show_row(row, self._held_by(row) if row else (), self._today())

    def _held_by(self, row: TrashRow) -> Sequence[RecordChange]:
        try:
            return self._desk.run(step_details, step_id=row.step_id).records
        except NotFoundError:
            return ()

    def _put_back(self, row: TrashRow) -> None:
        Reversing(self._desk, self, done=self._tell, refused=self._refuse).put_back(row)

    def _refuse(self, refusal: DeskError) -> None:
        self.reload()
        self.refused.emit(refusal.sentence)

    def _tell(self, changes: Changes) -> None:
        self._is_behind = True
        self.changed.emit(changes)
        # The page around it, if there is one, has it read again.
        if self._is_behind:
            self.reload()

    def _put(self, menu: QMenu, words: str, sign: str, act: Callable[[], object]) -> None:
        action = menu.addAction(icon(sign), words)
        action.triggered.connect(lambda *_: act())


def _is_same(one: TrashRow, other: TrashRow) -> bool:
    return (one.kind, one.record_id) == (other.kind, other.record_id)
