"""The open actions of a mentee, ticked where they stand."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from mentor_desk.models.kinds import Owner
from mentor_desk.services.actions.rows import ActionRow
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.check_line import CheckLine
from mentor_desk.ui.common.discreet import for_all
from mentor_desk.ui.common.formatting import by_day, due
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.text import one_line, plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.mentees.filling import empty


class ActionsCard(Card):
    """List what is still to be done; what is wished for leaves as a signal with the id."""

    tick_requested = Signal(int, bool)
    drop_requested = Signal(int)
    deletion_requested = Signal(int)
    session_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Open actions"))

    def show_rows(self, rows: Sequence[ActionRow], first_name: str, today: date) -> None:
        """Show these actions; `first_name` is the mentee's."""
        empty(self.content)
        for place, row in enumerate(rows):
            if place:
                self.add_line()
            self.add(self._line(row, first_name, today))
        if not rows:
            nothing = self.tr("Nothing is open. Actions are written down in a session.")
            self.add(plain_label(nothing, TextRole.SOFT, wrap=True))

    def _line(self, row: ActionRow, first_name: str, today: date) -> CheckLine:
        pill, tone = "", Tone.PLAIN
        if row.due_on is not None and row.due_on <= today:
            pill = due(row.due_on, today)
            tone = Tone.RED if row.days_late else Tone.GOLD
        detail = self._who_and_when(row, first_name, today)
        words = for_all(one_line(row.text), is_private=row.is_private)
        line = CheckLine(words, detail, pill=pill, pill_tone=tone)
        line.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        line.ticked.connect(lambda is_done: self.tick_requested.emit(row.id, is_done))
        line.customContextMenuRequested.connect(
            lambda place: self._show_menu(row, line.mapToGlobal(place))
        )
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), line)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(lambda: self.deletion_requested.emit(row.id))
        return line

    def _who_and_when(self, row: ActionRow, first_name: str, today: date) -> str:
        who = self.tr("you") if row.owner is Owner.MENTOR else first_name
        if row.due_on is None:
            return who
        return self.tr("{who}, {by_day}").format(who=who, by_day=by_day(row.due_on, today))

    def _show_menu(self, row: ActionRow, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Tick off"), lambda: self.tick_requested.emit(row.id, True))
        menu.addAction(self.tr("Drop it"), lambda: self.drop_requested.emit(row.id))
        if (session_id := row.session_id) is not None:
            menu.addAction(
                self.tr("Open the session"), lambda: self.session_opened.emit(session_id)
            )
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self.deletion_requested.emit(row.id))
        open_menu(menu, place)
