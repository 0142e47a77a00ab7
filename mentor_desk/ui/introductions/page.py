"""The introductions page: a board or a list, and the one that is chosen whole beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.introductions.noting import list_introductions
from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import PageHeader
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.introductions.lanes import OVER, Board
from mentor_desk.ui.introductions.list_view import IntroductionList
from mentor_desk.ui.introductions.panel import IntroductionPanel
from mentor_desk.ui.introductions.verbs import IntroductionVerbs


class IntroductionsPage(QWidget):
    """Introductions by state; they move by drag and by keyboard, never past a consent."""

    SHOWS = Area.INTRODUCTIONS | Area.PEOPLE | Area.TOPICS | Area.SESSIONS

    changed = Signal(object)
    refused = Signal(str)
    person_opened = Signal(int)
    session_opened = Signal(int)
    history_requested = Signal(str, int)
    versions_requested = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: Sequence[IntroductionRow] = ()
        self._verbs = IntroductionVerbs(desk, self)
        self._build()
        self._connect()
        self.reload()

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show the introductions as they stand now."""
        today = local_day(self._desk.now())
        self._rows = self._desk.run(list_introductions, today=today)
        self._board.set_rows(self._rows)
        self._list.set_rows(self._rows)
        are_over = any(row.state in OVER for row in self._rows)
        self._over_check.setVisible(are_over and self._board_button.isChecked())
        self._show_view()
        self._panel.show_introduction(self._still_there(self._panel.introduction_id()))

    def shown(self) -> int | None:
        """Return which one is shown, to come back to it."""
        return self._panel.introduction_id()

    def view(self) -> str:
        """Return which of the views is in front, to come back to it; nothing for the board."""
        return "list" if self._list_button.isChecked() else ""

    def show_view(self, view: str) -> None:
        """Bring a view to the front."""
        made = self._list_button if view == "list" else self._board_button
        if not made.isChecked():
            made.click()

    def flush(self) -> bool:
        """Save what is being written; return whether all is safe."""
        return self._panel.flush()

    def make_new(self) -> None:
        """Begin to introduce two people."""
        self._verbs.introduce()

    def introduce(self, person_id: int) -> None:
        """Begin to introduce this person to somebody."""
        self._verbs.introduce(person_id)

    def go_find(self) -> None:
        """Go to the list and the line that narrows it."""
        self._list_button.click()
        self._list.go_find()

    def focus_introduction(self, introduction_id: int) -> None:
        """Show one introduction, on the board or in the list wherever it is to be seen."""
        row = self._row(introduction_id)
        if row is None:
            return
        if row.state in OVER:
            self._over_check.setChecked(True)
        self._board.choose(introduction_id, with_focus=True)
        self._list.choose(introduction_id)
        self._panel.show_introduction(introduction_id)

    def _build(self) -> None:
        self._board_button = button(self.tr("Board"), Look.SEGMENT)
        self._list_button = button(self.tr("List"), Look.SEGMENT)
        self._board_button.setChecked(True)
        self._group = QButtonGroup(self)
        for made in (self._board_button, self._list_button):
            self._group.addButton(made)
        self._introduce_button = button(self.tr("Introduce two people"), Look.PRIMARY)
        self._banner = Banner()
        self._banner.hide()
        self._over_check = QCheckBox(self.tr("Show declined and withdrawn"))
        self._board = Board()
        self._list = IntroductionList()
        self._empty = EmptyState(
            "arrows-left-right",
            self.tr(
                "Two people you know may have something to give each other."
                " Note the idea here, ask each first, and see what comes of it."
            ),
            self.tr("Introduce two people"),
        )
        self._stack = QStackedWidget()
        for view in (self._board, self._list, self._empty):
            self._stack.addWidget(view)
        self._panel = IntroductionPanel(self._desk)
        self._lay_out()

    def _lay_out(self) -> None:
        header = PageHeader(
            self.tr("Introductions"),
            "",
            self._board_button,
            self._list_button,
            self._introduce_button,
        )
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(28, 16, 28, 24)
        column.setSpacing(14)
        column.addWidget(header)
        column.addWidget(self._banner)
        column.addWidget(self._over_check)
        column.addWidget(self._stack, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(main)
        self._splitter.addWidget(self._panel)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([940, 300])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _connect(self) -> None:
        self._introduce_button.clicked.connect(self.make_new)
        self._empty.step_requested.connect(self.make_new)
        self._group.buttonClicked.connect(self._on_group_clicked)
        self._over_check.toggled.connect(self._on_over_check_toggled)
        for view in (self._board, self._list):
            view.chosen.connect(self._panel.show_introduction)
            view.opened.connect(self._on_view_opened)
            view.deletion_requested.connect(self._verbs.delete)
            view.menu_requested.connect(self._on_view_menu_requested)
        self._board.move_requested.connect(self._verbs.move)
        self._panel.move_requested.connect(self._verbs.move)
        self._panel.answered.connect(self._verbs.answer)
        self._panel.introduction_opened.connect(self.focus_introduction)
        self._panel.person_opened.connect(self.person_opened)
        self._panel.session_opened.connect(self.session_opened)
        self._panel.changed.connect(self._tell)
        self._panel.refused.connect(self.refused)
        self._verbs.changed.connect(self._on_verbs_changed)
        self._verbs.refused.connect(self._on_verbs_refused)
        self._verbs.person_opened.connect(self.person_opened)
        self._verbs.history_requested.connect(self.history_requested)
        self._verbs.versions_requested.connect(self.versions_requested)

    def _show_view(self) -> None:
        view: QWidget = self._board if self._board_button.isChecked() else self._list
        self._stack.setCurrentWidget(view if self._rows else self._empty)
        for made in (self._board_button, self._list_button):
            made.setVisible(bool(self._rows))
        self._panel.setVisible(bool(self._rows))

    def _row(self, introduction_id: int | None) -> IntroductionRow | None:
        return next((row for row in self._rows if row.id == introduction_id), None)

    def _still_there(self, introduction_id: int | None) -> int | None:
        return introduction_id if self._row(introduction_id) is not None else None

    def _tell(self, changes: Changes) -> None:
        self.reload()
        self.changed.emit(changes)

    def _on_group_clicked(self) -> None:
        self.reload()
        held = self._panel.introduction_id()
        if held is not None:
            self._board.choose(held, with_focus=self._board_button.isChecked())
            self._list.choose(held)
        if self._list_button.isChecked():
            self._list.go_in()

    def _on_over_check_toggled(self, is_on: bool) -> None:
        self._board.show_over(is_shown=is_on)

    def _on_view_opened(self, introduction_id: int) -> None:
        self._panel.show_introduction(introduction_id)
        self._panel.go_in()

    def _on_view_menu_requested(self, introduction_id: int, place: QPoint) -> None:
        row = self._row(introduction_id)
        if row is not None:
            menu = self._verbs.menu_of(row, self)
            open_menu(menu, place)

    def _on_verbs_changed(self, changes: Changes) -> None:
        self._banner.hide()
        self._tell(changes)
        if changes.made is not None:
            self.focus_introduction(changes.made)

    def _on_verbs_refused(self, sentence: str) -> None:
        self._banner.say(sentence, Tone.RED)
