"""WordsKept: the texts of one session, each in its field, saved while they are typed."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from mentor_desk.errors import InvalidEntryError
from mentor_desk.services.desk import Desk
from mentor_desk.services.sessions.card import SessionCard
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.sessions.autosave import Autosave


class WordsKept(QObject):
    """Keep what the fields hold; `saved` carries the changes, `told` the quiet word.

    What is typed and not saved is never replaced. A text that cannot be kept does not hold up
    the others.
    """

    saved = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self, desk: Desk, fields: Mapping[str, NotesEdit], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fields = dict(fields)
        self._session_id: int | None = None
        self._unsaved: set[str] = set()
        self._autosave = Autosave(self._save, self)
        self._autosave.told.connect(self.told)
        for field, edit in self._fields.items():
            edit.edited.connect(self._noting(field))

    @property
    def is_behind(self) -> bool:
        """Whether something typed is not saved yet."""
        return self._autosave.is_behind

    def show_session(self, card: SessionCard) -> None:
        """Show the words of a session; of the one that is shown, only what has changed."""
        is_other = card.id != self._session_id
        if is_other:
            self.let_go()
        for field, edit in self._fields.items():
            text: str = getattr(card, field)
            # Another session's words must not come back with Ctrl+Z, so set even equal ones.
            if is_other or (field not in self._unsaved and edit.text() != text):
                edit.set_text(text)
        self._session_id = card.id

    def let_go(self) -> None:
        """Forget what is not saved, and which session it was."""
        self._session_id = None
        self._unsaved.clear()
        self._autosave.begin()

    def flush(self) -> bool:
        """Save now; return whether all is safe."""
        return self._autosave.flush()

    def _noting(self, field: str) -> Callable[[], None]:
        def note() -> None:
            if self._session_id is not None:
                self._unsaved.add(field)
                self._autosave.note()

        return note

    def _save(self) -> None:
        wanted = sorted(self._unsaved)
        refusal: InvalidEntryError | None = None
        while wanted:
            try:
                self._write(wanted)
            except InvalidEntryError as error:
                if error.field not in wanted:
                    raise
                wanted.remove(error.field)
                refusal = error
            else:
                break
        if refusal is not None:
            raise refusal

    def _write(self, fields: list[str]) -> None:
        if self._session_id is None:
            return
        words = SessionWords(**{field: self._fields[field].text() for field in fields})
        changes = self._desk.autosave(
            f"session:{self._session_id}",
            write_session,
            session_id=self._session_id,
            words=words,
        )
        self._unsaved.difference_update(fields)
        self.saved.emit(changes)


def wordless(card: SessionCard) -> SessionCard:
    """Return a session of which nothing is left but which one it was, and of what mentorship."""
    return replace(
        card,
        person_name="",
        first_name="",
        topics=(),
        agenda="",
        shared_notes="",
        private_notes="",
        learned="",
        ask_next="",
        previous=None,
        carried_in=(),
        actions=(),
        goals=(),
        next_step=None,
    )
