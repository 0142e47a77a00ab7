"""Actions as they stand: what is still to be done, and what was promised when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_desk.models.kinds import ActionState, Owner
from mentor_desk.models.rules import days_late
from mentor_desk.storage.reading import Reader, as_day, kept_day

_WHOLE = """
    SELECT actions.id, actions.text, actions.owner, actions.due_on, actions.state, actions.made_on,
           actions.closed_on, actions.is_private, actions.session_id, sessions.number
    FROM actions LEFT JOIN sessions ON sessions.id = actions.session_id
    WHERE actions.mentorship_id = :mentorship
"""
_OPEN = f"{_WHOLE} AND actions.state = 'open' ORDER BY due_on IS NULL, due_on, actions.id"
_ALL = f"{_WHOLE} ORDER BY actions.made_on DESC, actions.id DESC"
# Those of a session, and those made before it that were open when it took place.
_HERE_OR_OPEN = """(actions.session_id = :session OR (
    (actions.state = 'open' OR actions.closed_on >= :day)
    AND (sessions.starts_at < (SELECT starts_at FROM sessions WHERE id = :session)
         OR (actions.session_id IS NULL AND actions.made_on <= :day))))
"""
_AROUND = f"{_WHOLE} AND {_HERE_OR_OPEN} ORDER BY actions.id"


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action; `session_number` is that of the session in which it was made."""

    id: int
    text: str
    owner: Owner
    due_on: date | None
    days_late: int
    state: ActionState
    made_on: date
    closed_on: date | None
    is_private: bool
    session_id: int | None
    session_number: int | None

    @property
    def is_done(self) -> bool:
        """Whether it was kept."""
        return self.state is ActionState.DONE


def list_open_actions(reader: Reader, *, mentorship_id: int, today: date) -> list[ActionRow]:
    """Return what is still to be done, the most pressing first, undated last."""
    return [_row(line, today) for line in reader.rows(_OPEN, mentorship=mentorship_id)]


def actions_of(reader: Reader, *, mentorship_id: int, today: date) -> list[ActionRow]:
    """Return every action of a mentorship, the latest first."""
    return [_row(line, today) for line in reader.rows(_ALL, mentorship=mentorship_id)]


def actions_around(
    reader: Reader, *, mentorship_id: int, session_id: int, day: date, today: date
) -> list[ActionRow]:
    """Return the actions of the session held on `day`, and those it found still open."""
    found = reader.rows(_AROUND, mentorship=mentorship_id, session=session_id, day=kept_day(day))
    return [_row(line, today) for line in found]


def _row(line: tuple[Any, ...], today: date) -> ActionRow:
    each, words, owner, due, state, made, closed, is_private, session, number = line
    due_on, now = as_day(due), ActionState(state)
    return ActionRow(
        id=each,
        text=words,
        owner=Owner(owner),
        due_on=due_on,
        days_late=days_late(now, due_on, today),
        state=now,
        made_on=date.fromisoformat(made),
        closed_on=as_day(closed),
        is_private=bool(is_private),
        session_id=session,
        session_number=number,
    )
