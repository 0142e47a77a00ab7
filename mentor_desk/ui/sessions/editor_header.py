"""The head of a session: with whom, which one, how it stands, and what can be done with it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mentor_desk.models.kinds import SessionState
from mentor_desk.services.sessions.card import SessionCard
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Pill
from mentor_desk.ui.common.text import name, plain_label, set_role, set_tooltip
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.sessions.words import session_title, state_tone, state_word


class EditorHeader(QWidget):
    """Title, quiet word on saving, menu, and the one obvious button."""

    mentee_wanted = Signal()
    finish_requested = Signal()
    reopen_requested = Signal()
    move_requested = Signal()
    cancel_requested = Signal()
    miss_requested = Signal()
    agenda_requested = Signal()
    delete_requested = Signal()
    discard_requested = Signal()
    history_requested = Signal()
    versions_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SessionState | None = None
        self._trouble = ""
        self._discard_action: QAction | None = None
        self._name_link = LinkLabel("", TextRole.SMALL)
        self._title_label = plain_label("", TextRole.TITLE)
        self._state_pill = Pill("")
        self._saved_label = plain_label("", TextRole.SMALL, elide=True)
        self._menu_button = button("", icon_name="dots")
        self._verb_button = button("", Look.PRIMARY)
        self._build()
        self._connect()

    def show_session(self, card: SessionCard, today: date) -> None:
        """Show which session this is and what the obvious next thing is."""
        self._state = card.state
        self._name_link.setText(card.person_name)
        self._title_label.setText(session_title(card.number))
        is_ahead = local_day(card.starts_at) > today
        is_now = card.state is SessionState.PLANNED and not is_ahead
        self._state_pill.show_state(state_word(card.state), state_tone(card.state))
        self._state_pill.setHidden(is_now)
        is_over = card.state in {SessionState.CANCELLED, SessionState.MISSED}
        self._verb_button.setText(
            self.tr("Plan it again") if is_over else self.tr("Finish session")
        )
        self._verb_button.setVisible(is_now or is_over)
        set_tooltip(self._verb_button, "" if is_over else self.tr("Ctrl+Enter"))
        self._fill_menu(card)

    def say_saved(self, words: str, is_trouble: bool) -> None:
        """Say quietly that all is saved, or aloud that it is not."""
        self._saved_label.setText(words)
        set_role(self._saved_label, TextRole.ERROR if is_trouble else TextRole.SMALL)
        if is_trouble and words != self._trouble:
            announce(self, words, is_urgent=True)
        self._trouble = words if is_trouble else ""
        if self._discard_action is not None:
            self._discard_action.setVisible(is_trouble)

    def menu(self) -> QMenu:
        """Return the menu of everything that can be done with the session."""
        return self._menu

    def _build(self) -> None:
        self._menu = QMenu(self)
        self._menu_button.setMenu(self._menu)
        name(self._menu_button, self.tr("More for this session"))
        set_tooltip(self._menu_button, self.tr("More for this session"))
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(self._title_label)
        title.addWidget(self._state_pill)
        title.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name_link)
        words.addLayout(title)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(words, 1)
        layout.addWidget(self._saved_label)
        layout.addWidget(self._menu_button)
        layout.addWidget(self._verb_button)

    def _connect(self) -> None:
        self._name_link.opened.connect(self.mentee_wanted)
        self._verb_button.clicked.connect(self._on_verb_button_clicked)

    def _fill_menu(self, card: SessionCard) -> None:
        menu = self._menu
        menu.clear()
        menu.addAction(self.tr("Change the time…"), self.move_requested.emit)
        if not card.agenda.strip():
            menu.addAction(self.tr("Write an agenda"), self.agenda_requested.emit)
        menu.addSeparator()
        if card.state is SessionState.PLANNED:
            menu.addAction(self.tr("Finish session"), self.finish_requested.emit)
            menu.addAction(self.tr("It was cancelled"), self.cancel_requested.emit)
            menu.addAction(self.tr("It was missed"), self.miss_requested.emit)
        else:
            menu.addAction(self.tr("Open it again"), self.reopen_requested.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Earlier versions of the notes…"), self.versions_requested.emit)
        menu.addAction(self.tr("History of this session…"), self.history_requested.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Delete session"), self.delete_requested.emit)
        self._discard_action = menu.addAction(
            self.tr("Discard what is not saved…"), self.discard_requested.emit
        )
        self._discard_action.setVisible(bool(self._trouble))

    def _on_verb_button_clicked(self) -> None:
        if self._state is SessionState.PLANNED:
            self.finish_requested.emit()
        else:
            self.reopen_requested.emit()
