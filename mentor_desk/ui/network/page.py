"""NetworkPage: everybody the mentor knows, one of them whole, and who can help with what."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mentor_desk.errors import DeskError, NotFoundError
from mentor_desk.models.kinds import WayKind
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.listing import count_people
from mentor_desk.services.network.people import PersonCard, WayRow, delete_person, person_card
from mentor_desk.services.network.topics import list_topics
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import PageHeader
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.icons import icon
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.network.helpers_card import HelpingCard
from mentor_desk.ui.network.people_list import PeopleList
from mentor_desk.ui.network.person_panel import PersonPanel
from mentor_desk.ui.network.reaching import address_of, copy_way, open_way


class NetworkPage(QWidget):
    """A list of people with a filter; who is chosen stands whole beside it."""

    SHOWS = Area.PEOPLE | Area.TOPICS | Area.MENTORSHIPS | Area.INTRODUCTIONS

    changed = Signal(object)
    refused = Signal(str)
    mentee_opened = Signal(int)
    introduce_requested = Signal(int)
    take_on_requested = Signal(int)
    history_requested = Signal(str, int)
    versions_requested = Signal(str, int)
    forgetting_requested = Signal(int)
    import_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: PersonCard | None = None
        self._menu: QMenu | None = None
        self._build()
        self._connect()
        self.reload()

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show the network as it stands now."""
        is_empty = self._desk.run(count_people) == 0
        self._stack.setCurrentWidget(self._empty if is_empty else self._splitter)
        self._list.reload()
        self._helping_card.offer(self._desk.run(list_topics))
        self._helping_card.reload()

    def take_typed(self) -> bool:
        """Keep what is typed on the person shown; return whether all is safe."""
        return self._panel.take_typed()

    def make_new(self) -> None:
        """Ask who is to be added, and add them."""
        self._ask(None)

    def go_find(self) -> None:
        """Go to where the words are typed."""
        self._list.go_to_filter()

    def shown(self) -> int | None:
        """Return who is shown, to come back to them."""
        return self._card.id if self._card is not None else None

    def focus_person(self, person_id: int) -> None:
        """Choose a person, bring them into sight and show them whole."""
        self._list.choose(person_id)

    def _build(self) -> None:
        self._add_button = button(self.tr("+ Person"), Look.PRIMARY)
        self._import_button = button(self.tr("Bring in people…"))
        self._list = PeopleList(self._desk)
        self._helping_card = HelpingCard(self._desk)
        self._panel = PersonPanel(self._desk)
        self._nobody_label = plain_label(
            self.tr("Choose somebody to see them whole."), TextRole.SOFT, wrap=True
        )
        self._nobody_label.setContentsMargins(4, 12, 4, 0)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self._beside())
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setProperty("look", "gap")
        self._splitter.setHandleWidth(16)
        self._splitter.setSizes([theme.scaled(780), theme.scaled(384)])
        self._empty = self._make_empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self._empty)
        header = PageHeader(self.tr("Network"), "", self._import_button, self._add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 18, 28, 24)
        layout.setSpacing(16)
        layout.addWidget(header)
        layout.addWidget(self._stack, 1)

    def _beside(self) -> QWidget:
        inner = QWidget()
        inner.setProperty("page", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for part in (self._helping_card, self._nobody_label, self._panel):
            column.addWidget(part)
        column.addStretch(1)
        area = ScrolledArea()
        area.setMinimumWidth(theme.scaled(330))
        area.setWidget(inner)
        return area

    def _make_empty(self) -> EmptyState:
        empty = EmptyState(
            "users",
            self.tr(
                "Nobody is here yet. Bring in the people you know from a file that your address"
                " book or mail program wrote, or add them one by one."
            ),
            self.tr("Bring in people from a file…"),
        )
        empty.step_requested.connect(self.import_requested)
        by_hand = button(self.tr("Add one person…"), Look.QUIET)
        by_hand.clicked.connect(self.make_new)
        empty.add_step(by_hand)
        return empty

    def _connect(self) -> None:
        self._add_button.clicked.connect(self.make_new)
        self._import_button.clicked.connect(self.import_requested)
        self._list.chosen.connect(self._on_chosen)
        self._list.opened.connect(self._on_opened)
        self._list.menu_requested.connect(self._on_menu_requested)
        self._list.deletion_requested.connect(self._delete)
        self._helping_card.person_opened.connect(self.focus_person)
        self._panel.changed.connect(self._tell)
        self._panel.edit_requested.connect(self._edit)
        self._panel.introduce_requested.connect(self._introduce)
        self._panel.mentee_requested.connect(self._open_or_take_on)

    def _on_chosen(self, person_id: int | None) -> None:
        if person_id != self.shown():
            self.take_typed()
        self._card = self._read(person_id)
        self._panel.setVisible(self._card is not None)
        self._nobody_label.setVisible(self._card is None)
        if self._card is not None:
            self._panel.show_person(self._card, self._desk.run(list_topics))

    def _read(self, person_id: int | None) -> PersonCard | None:
        if person_id is None:
            return None
        try:
            return self._desk.run(person_card, person_id=person_id)
        except NotFoundError:
            return None

    def _on_opened(self, person_id: int) -> None:
        self.focus_person(person_id)
        if self._card is not None and self._card.mentorship_id is not None:
            self.mentee_opened.emit(self._card.mentorship_id)
        else:
            self._edit()

    def _on_menu_requested(self, person_id: int, place: QPoint) -> None:
        del person_id
        if self._menu is not None:
            self._menu.deleteLater()
        # Held here: Python must not let go of an open menu.
        self._menu = self.menu()
        self._menu.popup(place)

    def menu(self) -> QMenu:
        """Return everything that can be done with the person chosen."""
        menu = QMenu(self)
        card = self._card
        if card is None:
            return menu
        is_mentee = card.mentorship_id is not None
        own = self.tr("Open mentee") if is_mentee else self.tr("Take on as mentee…")
        self._put(menu, own, "school", self._open_or_take_on)
        self._put(menu, self.tr("Introduce…"), "users", self._introduce)
        self._put(menu, self.tr("Edit…"), "pencil", self._edit)
        letters = [way for way in card.entry.ways if way.kind is WayKind.EMAIL]
        if letters:
            self._put_letters(menu, letters[0])
        menu.addSeparator()
        for words, wish in (
            (self.tr("History of this person…"), self.history_requested),
            (self.tr("Earlier versions of the remarks…"), self.versions_requested),
        ):
            self._put(menu, words, "history", partial(wish.emit, "person", card.id))
        menu.addSeparator()
        self._put(menu, self.tr("Delete"), "trash", lambda: self._delete(card.id))
        forget = self.forgetting_requested
        self._put(menu, self.tr("Forget for good…"), "eye-off", lambda: forget.emit(card.id))
        return menu

    def _put(self, menu: QMenu, words: str, icon_name: str, act: Callable[[], object]) -> None:
        action = menu.addAction(icon(icon_name), words)
        action.triggered.connect(lambda *_: act())

    def _put_letters(self, menu: QMenu, way: WayRow) -> None:
        menu.addSeparator()
        if address_of(way) is not None:
            self._put(menu, self.tr("Write an e-mail"), "mail", lambda: open_way(self, way))
        self._put(menu, self.tr("Copy the e-mail address"), "copy", lambda: copy_way(way))

    def _edit(self) -> None:
        if self._card is not None:
            self._ask(self._card)

    def _introduce(self) -> None:
        if self._card is not None:
            self.introduce_requested.emit(self._card.id)

    def _open_or_take_on(self) -> None:
        if self._card is None:
            return
        if self._card.mentorship_id is not None:
            self.mentee_opened.emit(self._card.mentorship_id)
        else:
            self.take_on_requested.emit(self._card.id)

    def _ask(self, card: PersonCard | None) -> None:
        from mentor_desk.ui.network.dialog import PersonDialog  # noqa: PLC0415

        dialog = PersonDialog(self._desk, card, self)
        dialog.exec()
        changes = dialog.changes
        dialog.deleteLater()
        if changes is not None:
            self._tell(changes)
            if changes.made is not None:
                self.focus_person(changes.made)

    def _delete(self, person_id: int) -> None:
        try:
            changes = self._desk.do(delete_person, person_id=person_id)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        else:
            self._tell(changes)

    def _tell(self, changes: Changes) -> None:
        self.reload()
        self.changed.emit(changes)
