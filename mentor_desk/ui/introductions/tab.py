"""The introductions of one mentee, as a tab of the mentee's page."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.introductions.noting import list_introductions
from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.introductions.list_view import IntroductionList
from mentor_desk.ui.introductions.verbs import IntroductionVerbs
from mentor_desk.ui.introductions.wording import seen_from


class IntroductionsTab(QWidget):
    """Whom the mentee has met or is to meet; each line opens on the board."""

    SHOWS = Area.INTRODUCTIONS | Area.PEOPLE | Area.TOPICS

    changed = Signal(object)
    refused = Signal(str)
    person_opened = Signal(int)
    history_requested = Signal(str, int)
    versions_requested = Signal(str, int)
    introduction_opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person_id: int | None = None
        self._rows: Sequence[IntroductionRow] = ()
        self._verbs = IntroductionVerbs(desk, self)
        self._build()
        self._connect()

    def show_mentee(self, person_id: int, mentorship_id: int) -> None:
        """Show the introductions of this person."""
        del mentorship_id
        self._person_id = person_id
        self.reload()

    def count(self) -> int | None:
        """Return how many introductions there are, or None before anybody is shown."""
        return None if self._person_id is None else len(self._rows)

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show the introductions as they stand now."""
        if self._person_id is None:
            return
        today = local_day(self._desk.now())
        rows = self._desk.run(list_introductions, today=today, person_id=self._person_id)
        self._rows = [seen_from(row, self._person_id) for row in rows]
        self._list.set_rows(self._rows)
        self._stack.setCurrentWidget(self._page if self._rows else self._empty)

    def make_new(self) -> None:
        """Begin to introduce this person to somebody."""
        self._verbs.introduce(self._person_id)

    def _build(self) -> None:
        self._introduce_button = button(self.tr("Introduce to somebody"))
        self._list = IntroductionList()
        self._list.show_only_others()
        self._empty = EmptyState(
            "arrows-left-right",
            self.tr("Whom should they meet? Note the idea, and ask each first."),
            self.tr("Introduce to somebody"),
        )
        self._page = QWidget()
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(self._introduce_button)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._page)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        self._introduce_button.clicked.connect(self.make_new)
        self._empty.step_requested.connect(self.make_new)
        self._list.opened.connect(self.introduction_opened)
        self._list.deletion_requested.connect(self._verbs.delete)
        self._list.menu_requested.connect(self._on_list_menu_requested)
        self._verbs.changed.connect(self._on_verbs_changed)
        self._verbs.refused.connect(self.refused)
        self._verbs.person_opened.connect(self.person_opened)
        self._verbs.history_requested.connect(self.history_requested)
        self._verbs.versions_requested.connect(self.versions_requested)

    def _on_list_menu_requested(self, introduction_id: int, place: QPoint) -> None:
        row = next(row for row in self._rows if row.id == introduction_id)
        menu = self._verbs.menu_of(row, self)
        open_menu(menu, place)

    def _on_verbs_changed(self, changes: Changes) -> None:
        self.reload()
        self.changed.emit(changes)
