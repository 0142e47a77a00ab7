"""SessionEditor: one session written up, without a dialog in the way."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, NotFoundError
from mentor_desk.models.kinds import SessionState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.topics import list_topics
from mentor_desk.services.sessions.card import SessionCard, session_card
from mentor_desk.services.sessions.goals import move_in_session, tick_in_session
from mentor_desk.services.sessions.moves import (
    cancel_session,
    finish_session,
    miss_session,
    reopen_session,
)
from mentor_desk.services.sessions.next_one import NextStep
from mentor_desk.services.sessions.planning import delete_session, plan_session
from mentor_desk.services.sessions.writing import set_session_format, set_session_topics
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.feedback import ask_irreversible
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.sessions.editor_parts import EditorParts
from mentor_desk.ui.sessions.words_kept import WordsKept, wordless

if TYPE_CHECKING:
    from mentor_desk.ui.sessions.dialog import MoveDialog, PlanDialog


class SessionEditor(QWidget):
    """Write up a session: notes, actions, goals, what was learned, when to meet next.

    Everything saves itself; `flush` saves now and tells whether all is safe.
    """

    SHOWS = Area.SESSIONS | Area.ACTIONS | Area.GOALS | Area.TOPICS | Area.PEOPLE | Area.MENTORSHIPS

    changed = Signal(object)
    refused = Signal(str)
    mentee_opened = Signal(int)
    session_opened = Signal(int)
    goal_opened = Signal(int)
    history_requested = Signal(str, int)
    versions_requested = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: SessionCard | None = None
        self._told: Changes | None = None
        self._build()
        self._connect()

    @property
    def session_id(self) -> int | None:
        """The session that is shown."""
        return self._card.id if self._card else None

    def show_session(self, session_id: int) -> None:
        """Show a session; one whose words cannot be saved is not left, and the reason is told."""
        if session_id != self.session_id and not self.flush():
            self._say_unsaved()
            return
        try:
            card = self._read(session_id)
        except NotFoundError as refusal:
            self.refused.emit(refusal.sentence)
            return
        self._parts.agenda_pane.setVisible(False)
        self._parts.cover()
        self._parts.facts.offer_topics(self._desk.run(list_topics))
        self._show(card)
        self._parts.shared_pane.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Save now what is typed anywhere; return whether all is safe."""
        if self._card is None:
            return True
        self._parts.facts.take_typed()
        is_kept = self._parts.actions_card.take_typed()
        return self._words.flush() and is_kept

    def reload(self) -> None:
        """Show the session as it stands now; what is not saved yet stays as typed."""
        if self._card is None:
            return
        try:
            self._show(self._read(self._card.id))
        except NotFoundError:
            self._show_gone()

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS and changes is not self._told:
            self.reload()

    def finish(self) -> None:
        """Save, and mark the session as held; one that is held already is only saved."""
        if self._card is None or not self.flush():
            return
        if self._card.state is not SessionState.HELD:
            self._do(finish_session, session_id=self._card.id, now=self._desk.now())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous() and not self.flush():
            self._say_unsaved()
        super().hideEvent(event)

    def _build(self) -> None:
        self._parts = EditorParts(self._desk)
        self._words = WordsKept(self._desk, self._parts.texts(), self)
        self._gone = EmptyState(
            "notes",
            self.tr("This session is no longer on the desk."),
            self.tr("Back to the mentee"),
        )
        self._blank = QWidget()
        inner = QWidget()
        self._pages = QStackedLayout(inner)
        for page in (self._blank, self._parts, self._gone):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inner)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.finish)

    def _connect(self) -> None:
        parts, header = self._parts, self._parts.header
        self._words.saved.connect(self._on_words_saved)
        self._words.told.connect(header.say_saved)
        self._gone.step_requested.connect(self._on_mentee_wanted)
        header.mentee_wanted.connect(self._on_mentee_wanted)
        header.finish_requested.connect(self.finish)
        header.reopen_requested.connect(lambda: self._do_here(reopen_session))
        header.cancel_requested.connect(lambda: self._do_here(cancel_session))
        header.miss_requested.connect(lambda: self._do_here(miss_session))
        header.move_requested.connect(self._ask_time)
        header.agenda_requested.connect(parts.open_agenda)
        header.delete_requested.connect(self._delete)
        header.discard_requested.connect(self._discard)
        header.history_requested.connect(lambda: self._wish(self.history_requested))
        header.versions_requested.connect(lambda: self._wish(self.versions_requested))
        parts.facts.move_requested.connect(self._ask_time)
        parts.facts.format_chosen.connect(
            lambda kind: self._do_here(set_session_format, format=kind)
        )
        parts.facts.topics_changed.connect(
            lambda names: self._save_here(set_session_topics, names=names)
        )
        for card in (parts.actions_card, parts.carried_in):
            card.changed.connect(self._tell)
            card.refused.connect(self.refused)
        parts.goals.goal_moved.connect(self._on_goal_moved)
        parts.goals.milestone_ticked.connect(self._on_milestone_ticked)
        parts.goals.goal_opened.connect(self.goal_opened)
        parts.goals.goals_wanted.connect(self._on_mentee_wanted)
        parts.next.plan_requested.connect(self._on_plan_requested)
        parts.next.other_requested.connect(self._ask_next)
        parts.next.session_opened.connect(self.session_opened)

    def _today(self) -> date:
        return local_day(self._desk.now())

    def _read(self, session_id: int) -> SessionCard:
        return self._desk.run(session_card, session_id=session_id, now=self._desk.now())

    def _show(self, card: SessionCard) -> None:
        self._card = card
        self._words.show_session(card)
        self._parts.show_session(card, self._today())
        self._pages.setCurrentWidget(self._parts)

    def _show_gone(self) -> None:
        # Words that have no home any more stay on screen, to be copied.
        if self._card is not None and not self._words.is_behind:
            self._card = self._without_words(self._card)
            self._pages.setCurrentWidget(self._gone)

    def _without_words(self, card: SessionCard) -> SessionCard:
        # Who is forgotten for good must not be read in a field that is only out of sight.
        bare = wordless(card)
        self._words.let_go()
        self._words.show_session(bare)
        self._words.let_go()
        self._parts.actions_card.clear()
        self._parts.show_session(bare, self._today())
        return bare

    def _say_unsaved(self) -> None:
        if self._card is not None:
            words = self.tr("What you wrote in session {number} is not saved yet; it stays there.")
            self.refused.emit(words.format(number=self._card.number))

    def _do_here(self, verb: Callable[..., Changes], **values: object) -> None:
        if self._card is not None and self.flush():
            self._do(verb, session_id=self._card.id, **values)

    def _do(self, verb: Callable[..., Changes], **values: object) -> Changes | None:
        return self._try(lambda: self._desk.do(verb, **values))

    def _save_here(self, verb: Callable[..., Changes], **values: object) -> None:
        card = self._card
        if card is not None:
            joins = f"session:{card.id}:{verb.__name__}"
            self._try(lambda: self._desk.autosave(joins, verb, session_id=card.id, **values))

    def _try(self, write: Callable[[], Changes]) -> Changes | None:
        try:
            changes = write()
        except DeskError as refusal:
            self.reload()
            self.refused.emit(refusal.sentence)
            return None
        self._tell(changes)
        return changes

    def _tell(self, changes: Changes) -> None:
        self.reload()
        self._told = changes
        self.changed.emit(changes)

    def _on_words_saved(self, changes: Changes) -> None:
        self._told = changes
        self.changed.emit(changes)

    def _on_mentee_wanted(self) -> None:
        if self._card is not None:
            self.mentee_opened.emit(self._card.mentorship_id)

    def _on_goal_moved(self, goal_id: int, value: int) -> None:
        self._save_here(move_in_session, goal_id=goal_id, value=value, today=self._today())

    def _on_milestone_ticked(self, milestone_id: int, is_done: bool) -> None:
        values = {"milestone_id": milestone_id, "is_done": is_done, "today": self._today()}
        self._save_here(tick_in_session, **values)

    def _on_plan_requested(self, step: NextStep) -> None:
        if self._card is not None:
            self._do(
                plan_session,
                mentorship_id=self._card.mentorship_id,
                starts_at=step.starts_at,
                minutes=step.minutes,
                format=step.format,
            )

    def _wish(self, wish: SignalInstance) -> None:
        if self._card is not None and self.flush():
            wish.emit("session", self._card.id)

    def _delete(self) -> None:
        # Saved first, so that Undo brings back the last word too.
        card = self._card
        if card is not None and self.flush():
            self._card = None
            self._without_words(card)
            self._pages.setCurrentWidget(self._blank)
            self._do(delete_session, session_id=card.id)
            self.mentee_opened.emit(card.mentorship_id)

    def _discard(self) -> None:
        title = self.tr("Discard what is not saved?")
        sentence = self.tr(
            "What you typed since the last save is lost; copy it first if you need it."
        )
        if ask_irreversible(self, title, sentence, self.tr("Discard")):
            self._words.let_go()
            self.reload()

    def _ask_time(self) -> None:
        from mentor_desk.ui.sessions.dialog import MoveDialog  # noqa: PLC0415

        if self._card is not None and self.flush():
            self._ask(MoveDialog(self._desk, self._card, self))

    def _ask_next(self) -> None:
        from mentor_desk.ui.sessions.dialog import PlanDialog  # noqa: PLC0415

        if self._card is not None and self.flush():
            self._ask(PlanDialog(self._desk, self._card.mentorship_id, self))

    def _ask(self, dialog: "MoveDialog | PlanDialog") -> None:
        dialog.exec()
        if dialog.changes is not None:
            self._tell(dialog.changes)
        dialog.deleteLater()
