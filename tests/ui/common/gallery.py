"""Every common part on one page, to be looked at: gallery.py light|dark|rtl|big OUT.png."""

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from mentor_desk.errors import InvalidEntryError
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.bars import ProgressBar, Sparkline
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card, PageHeader
from mentor_desk.ui.common.cells import PillDelegate, ProgressDelegate, SparklineDelegate
from mentor_desk.ui.common.check_line import CheckLine
from mentor_desk.ui.common.chip_edit import ChipEdit
from mentor_desk.ui.common.date_edit import DateEdit, MomentEdit
from mentor_desk.ui.common.delegates import CheckDelegate, CheckLook, PersonDelegate, PersonLook
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.goal_slider import GoalSlider
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Avatar, ChipRow, Pill
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.number_edit import NumberEdit
from mentor_desk.ui.common.table import Column, RowTable
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.toast import Toasts
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.common.views import row_list, row_table

NOTES = """# Board pitch
Rehearsed the opening **twice**. The second run was _calmer_: she started from the question.
- Cut the method slide, keep it as `backup`
- [ ] Open with the cost of one leaver

See https://example.org/leavers for the figures."""


@dataclass(frozen=True)
class GalleryRow:
    id: int
    name: str
    detail: str
    share: float = 0.5
    tone: Tone = Tone.PLAIN
    is_quiet: bool = False


PEOPLE = [
    GalleryRow(1, "Ada Okafor", "today 15:00 · 3 goals", 0.7),
    GalleryRow(2, "Joy Mensah", "Thu 26 Nov · 2 goals", 0.35),
    GalleryRow(3, "Samir Haddad", "quiet 41 days · 2 goals", 0.1, Tone.RED),
    GalleryRow(4, "آدا أوكافور", "1 Dec · 4 goals", 1.0),
    GalleryRow(5, "<b>Paulo</b> & Söhne " + "x" * 300, "3 Dec · 1 goal", 0.0),
]


class GalleryTable(RowTable[GalleryRow]):
    def columns(self):
        return [
            Column("Name", lambda row: row.name),
            Column("State", lambda _: "on track"),
            Column("Progress", lambda row: f"{round(row.share * 100)}%", lambda row: row.share),
            Column("Lately", lambda _: ""),
            Column("Sessions", lambda row: str(row.id * 7), lambda row: row.id, is_number=True),
        ]


class Gallery(QWidget):
    """All the parts, laid out as on the mentee's page."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Gallery")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._navigation())
        layout.addWidget(self._people())
        layout.addWidget(self._page(), 1)
        self.toasts = Toasts(self)

    def _navigation(self) -> QWidget:
        side = _ground("nav", "end")
        side.setFixedWidth(208)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 20, 12, 12)
        column.addWidget(plain_label("Mentor Desk", TextRole.CARD))
        column.addWidget(plain_label("Encrypted on this computer", TextRole.SMALL))
        find = QLineEdit()
        find.setPlaceholderText("Find anything")
        name(find, "Find anything")
        column.addWidget(find)
        for place, words in enumerate(("Today", "Mentees", "Introductions", "Network")):
            door = button(words, Look.NAV)
            door.setChecked(place == 1)
            column.addWidget(door)
        column.addStretch(1)
        column.addWidget(EmptyState("users", "Nobody here yet.", "Add a person"))
        column.addWidget(button("Delete", Look.DANGER))
        return side

    def _people(self) -> QWidget:
        side = _ground("panel", "end")
        side.setFixedWidth(272)
        column = QVBoxLayout(side)
        column.addWidget(PageHeader("Mentees", "", button("+ Add"), role=TextRole.CARD))
        self.groups = GroupedRows[GalleryRow](lambda row: f"{row.name}, {row.detail}")
        gone = GalleryRow(9, "Elif Romero", "since 2 Sep", is_quiet=True)
        self.groups.set_groups([Group("Active", PEOPLE), Group("Paused", [gone])])
        delegate = PersonDelegate(
            lambda row: PersonLook(row.name, row.detail, row.tone, is_quiet=row.is_quiet)
        )
        view = row_list(self.groups, delegate, "Mentees", ground="panel")
        view.setCurrentIndex(self.groups.index(1, 0))
        column.addWidget(view, 2)
        actions = GroupedRows[GalleryRow](lambda row: row.name)
        actions.set_groups([Group("Open actions", PEOPLE[:3])])
        ticking = CheckDelegate(
            lambda row: CheckLook(row.name, "by 20 Nov", row.id == 2, "3 days late", Tone.RED)
        )
        column.addWidget(row_list(actions, ticking, "Actions", ground="panel"), 1)
        return side

    def _page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(28, 18, 28, 18)
        grid.setSpacing(14)
        head = PageHeader(
            "Ada Okafor",
            "Junior HR analyst, Northgate Council · with you since 3 February 2026",
            button("Introduce…"),
            button("Review…", icon_name="file-text"),
            button("Log session 12", Look.PRIMARY, icon_name="plus"),
        )
        grid.addWidget(head, 0, 0, 1, 2)
        chips = ChipRow(are_doors=True)
        chips.set_chips(
            [
                ("open data", Tone.ACCENT),
                ("needs: people analytics", Tone.WARM),
                ("offers: survey design", Tone.BLUE),
                ("course", Tone.VIOLET),
                ("slow", Tone.GOLD),
                ("late", Tone.RED),
                ("this week", Tone.PLAIN),
            ]
        )
        grid.addWidget(chips, 1, 0, 1, 2)
        tabs = QTabBar()
        tabs.setDrawBase(False)
        tabs.setExpanding(False)
        for words in ("Overview", "Sessions · 11", "Goals · 3"):
            tabs.addTab(words)
        name(tabs, "Parts of the page")
        grid.addWidget(tabs, 2, 0, 1, 2)
        left, right = QVBoxLayout(), QVBoxLayout()
        for card in (self._goals(), self._notes(), self._private(), self._table()):
            left.addWidget(card)
        for card in (self._next(), self._moves(), self._actions(), self._form()):
            right.addWidget(card)
        right.addStretch(1)
        grid.addLayout(left, 3, 0)
        grid.addLayout(right, 3, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(3, 1)
        return page

    def _goals(self) -> Card:
        card = Card("Goals", trailing=button("+ Goal"))
        for words, tone, share in (("on track", Tone.ACCENT, 0.7), ("slow", Tone.GOLD, 0.35)):
            card.add_row(
                LinkLabel("Present the retention study to the board"),
                Pill(words, tone),
                plain_label("by 18 Dec", TextRole.SMALL),
            )
            card.add_row(
                ProgressBar(share, tone, spoken=f"{share}"),
                plain_label(f"{round(share * 100)}%", TextRole.SMALL),
                Sparkline([20, 25, 25, 50, 55, 70], tone, spoken="from 20 to 70"),
            )
            card.add(plain_label("3 of 4 milestones · last check-in 9 Nov", TextRole.SMALL))
            card.add_line()
        return card

    def _notes(self) -> Card:
        pill = Pill("may appear in her review", Tone.ACCENT)
        card = Card("Notes you share", trailing=pill)
        notes = NotesEdit("Notes you share", min_lines=7)
        notes.setProperty("look", "bare")
        notes.set_text(NOTES)
        card.add(notes)
        return card

    def _private(self) -> Card:
        card = Card(
            "Private notes", tone=Tone.WARM, trailing=Pill("never leave this desk", Tone.WARM)
        )
        card.add(plain_label("Worried about her manager’s support; ask more.", wrap=True))
        return card

    def _table(self) -> Card:
        card = Card("Table")
        table = GalleryTable(self)
        table.set_rows(PEOPLE)
        view = row_table(SortedRows(table, self), "People")
        view.setItemDelegateForColumn(1, PillDelegate(lambda _: Tone.ACCENT, view))
        view.setItemDelegateForColumn(2, ProgressDelegate(lambda row: row.share, parent=view))
        view.setItemDelegateForColumn(
            3, SparklineDelegate(lambda row: [0, 30, 20, row.share * 100], parent=view)
        )
        view.setMinimumHeight(150)
        view.selectRow(1)
        card.add(view)
        return card

    def _next(self) -> Card:
        card = Card("Today, 15:00", tone=Tone.ACCENT, trailing=button("Prepare", Look.PRIMARY))
        card.add_row(
            Avatar("Ada Okafor"),
            plain_label("Last time: “rehearse the board pitch.”", TextRole.SMALL, wrap=True),
            stretch=1,
        )
        return card

    def _moves(self) -> Card:
        card = Card("Move the goals")
        card.add(GoalSlider("Present the study", 80, was=70, caption="was 70% on 9 Nov"))
        card.add(GoalSlider("Learn statistics", 35, caption="no change", tone=Tone.GOLD))
        return card

    def _actions(self) -> Card:
        card = Card("From session 11", count=3)
        card.add(CheckLine("Finish the deck", is_done=True))
        card.add(CheckLine("Rehearse", "Ada, by 20 Nov", pill="3 days late", pill_tone=Tone.RED))
        return card

    def _form(self) -> Card:
        card = Card("Plan a session")
        form = Form()
        chips = ChipEdit(Tone.ACCENT, "Topics")
        chips.set_chips(["board pitch", "statistics"])
        how = QComboBox()
        how.addItems(["Video", "In person"])
        length = NumberEdit(60, minimum=1, maximum=1440, suffix=" min")
        form.add_field("name", "&Name", QLineEdit("Ada"))
        form.add_pair(("how", "&How", how), ("minutes", "&Length", length))
        form.add_pair(
            ("when", "&When", MomentEdit(datetime(2026, 11, 23, 15, tzinfo=UTC))),
            ("by", "&By", DateEdit(date(2026, 12, 18))),
        )
        form.add_field("topics", "&Topics", chips, hint="Enter or a comma makes a chip.")
        check = QCheckBox("Protect with a password")
        check.setChecked(True)
        form.add_part(check)
        form.show_refusal(InvalidEntryError("A name is needed.", field="name"))
        card.add(form)
        card.add(Banner("The calendar file was not found.", Tone.GOLD, action="Choose…"))
        return card


def _ground(ground: str, edge: str) -> QWidget:
    widget = QWidget()
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.setProperty("ground", ground)
    widget.setProperty("edge", edge)
    return widget


def main() -> None:
    which, out = sys.argv[1], sys.argv[2]
    app = QApplication(sys.argv[:1])
    if which == "rtl":
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    scheme = theme.Scheme.DARK if which == "dark" else theme.Scheme.LIGHT
    theme.apply(app, scheme, text_scale=2.0 if which == "big" else 1.0, bundled_font=True)
    gallery = Gallery()
    gallery.resize(*((2300, 2200) if which == "big" else (1440, 1150)))
    gallery.show()
    gallery.toasts.say("Deleted “Write to the tutor”.", undo=lambda: None)
    app.processEvents()
    app.processEvents()
    gallery.grab().save(out)


if __name__ == "__main__":
    main()
