"""Cards that name who can help: with a topic that is typed, or with the needs of a mentee."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import TopicKind
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.helping import HelperRow, who_can_help
from mentor_desk.services.network.topic_rows import PersonTopicRow
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.delegates import PersonDelegate, PersonLook
from mentor_desk.ui.common.table import ROW_ROLE, Column, RowTable
from mentor_desk.ui.common.text import name, one_line, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.network.words import level_word

WAIT = 150
MOST_NAMED = 20
MOST_FOR_A_NEED = 4
ROWS_IN_SIGHT = 5


class HelperTable(RowTable[HelperRow]):
    """People who may help, with what they know."""

    @override
    def columns(self) -> list[Column[HelperRow]]:
        return [
            Column(
                self.tr("Who can help"),
                lambda row: row.name,
                spoken=lambda row: f"{row.name}, {self.detail(row)}",
            )
        ]

    def detail(self, row: HelperRow) -> str:
        """Return what somebody has to do with the topic: "offers chess · expert"."""
        says = self.tr("cares about {topic}")
        if row.kind is TopicKind.EXPERTISE:
            says = self.tr("offers {topic}")
        words = says.format(topic=row.topic)
        return f"{words} · {level_word(row.level)}" if row.level else words


class HelpingCard(Card):
    """“Who can help with…”: a topic is typed, and those who know of it are named."""

    person_opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._desk = desk
        self._build_parts()
        self._connect()

    def offer(self, topics: Sequence[str]) -> None:
        """Offer these topics while typing."""
        self._offered.setStringList([one_line(topic) for topic in topics])

    def ask(self, topic: str) -> None:
        """Name who can help with this topic."""
        self._topic_edit.setText(topic)
        self.reload()

    def reload(self) -> None:
        """Name them anew, as the desk stands now."""
        self._timer.stop()
        words = self._topic_edit.text()
        rows = self._desk.run(who_can_help, topic_words=words, limit=MOST_NAMED)
        self._table.set_rows(rows)
        self._nobody_label.setVisible(bool(words.strip()) and not rows)
        self._view.setVisible(bool(rows))
        _fit(self._view, len(rows))

    def _build_parts(self) -> None:
        self.set_title(self.tr("Who can help with…"))
        self._topic_edit = QLineEdit(clearButtonEnabled=True)
        self._topic_edit.setPlaceholderText(self.tr("A topic, such as negotiation"))
        self._topic_edit.setMaxLength(200)
        name(self._topic_edit, self.tr("Who can help with this topic"))
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._topic_edit.setCompleter(completer)
        self._table = HelperTable(self)
        self._view = helper_list(self._table, self.tr("Who can help"))
        self._nobody_label = plain_label(
            self.tr("Nobody you know offers this or cares about it yet."),
            TextRole.SMALL,
            wrap=True,
        )
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        for widget in (self._topic_edit, self._view, self._nobody_label):
            self.add(widget)
        self._view.hide()
        self._nobody_label.hide()

    def _connect(self) -> None:
        self._topic_edit.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self.reload)
        self._view.clicked.connect(self._on_view_opened)
        self._view.activated.connect(self._on_view_opened)

    def _on_view_opened(self, index: QModelIndex) -> None:
        row: HelperRow = index.data(ROW_ROLE)
        self.person_opened.emit(row.person_id)


class NeedsCard(Card):
    """Who can help with the open needs of one person; gone while nobody can."""

    person_opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._desk = desk
        self.set_title(self.tr("Who can help"))
        self._table = HelperTable(self)
        self._view = helper_list(self._table, self.tr("Who can help with the open needs"))
        self.add(self._view)
        self.hide()
        self._view.clicked.connect(self._on_view_opened)
        self._view.activated.connect(self._on_view_opened)

    def show_needs(self, person_id: int, topics: Sequence[PersonTopicRow]) -> None:
        """Name who offers what this person is still looking for, or cares about it too."""
        rows: list[HelperRow] = []
        for need in topics:
            if need.is_open_need:
                rows += self._helpers(person_id, need.name)
        self._table.set_rows(rows)
        self.setVisible(bool(rows))
        _fit(self._view, len(rows), most=12)

    def _helpers(self, person_id: int, topic: str) -> list[HelperRow]:
        found = self._desk.run(who_can_help, topic_words=topic, limit=MOST_FOR_A_NEED + 1)
        others = [row for row in found if row.person_id != person_id]
        return others[:MOST_FOR_A_NEED]

    def _on_view_opened(self, index: QModelIndex) -> None:
        row: HelperRow = index.data(ROW_ROLE)
        self.person_opened.emit(row.person_id)


def helper_list(table: HelperTable, title: str) -> QListView:
    """Return the view of helpers as cards show it."""
    view = row_list(
        table, PersonDelegate(lambda row: PersonLook(row.name, table.detail(row))), title
    )
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    return view


def _fit(view: QListView, rows: int, *, most: int = ROWS_IN_SIGHT) -> None:
    height = view.sizeHintForRow(0) if rows else 0
    view.setFixedHeight(height * min(rows, most) + 2)
