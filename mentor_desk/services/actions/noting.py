"""What mentor and mentee promised each other: note, change, tick off, drop, delete."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models import Action, MentoringSession, Mentorship
from mentor_desk.models.kinds import ActionState, Owner
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import required_line

LONGEST_ACTION = 500
_LONGEST_SAID = 60


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """What can be entered about an action; a private one enters no review."""

    text: str
    owner: Owner = Owner.MENTEE
    due_on: date | None = None
    is_private: bool = False


def action_entry(db: Db, *, action_id: int) -> ActionEntry:
    """Return what was entered about an action, to be edited. Raises NotFoundError."""
    action = _action(db, action_id)
    return ActionEntry(action.text, action.owner, action.due_on, action.is_private)


def add_action(
    db: Db, *, mentorship_id: int, entry: ActionEntry, today: date, session_id: int | None = None
) -> Changes:
    """Note an action, made in a session or apart from one.

    Raises NotFoundError, and InvalidEntryError for an empty or endless text.
    """
    if db.get(Mentorship, mentorship_id) is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    if session_id is not None:
        session = db.get(MentoringSession, session_id)
        if session is None or session.mentorship_id != mentorship_id:
            raise NotFoundError("This session is no longer on the desk.")
    action = Action(mentorship_id=mentorship_id, session_id=session_id, made_on=today)
    _fill(action, entry)
    db.add(action)
    db.flush()
    return Changes(Area.ACTIONS, made=action.id, did=f"Noted {_called(action)}")


def edit_action(db: Db, *, action_id: int, entry: ActionEntry) -> Changes:
    """Replace what is noted about an action. Raises NotFoundError, InvalidEntryError."""
    action = _action(db, action_id)
    _fill(action, entry)
    db.flush()
    return Changes(Area.ACTIONS, made=action.id, did=f"Changed {_called(action)}")


def tick_action(db: Db, *, action_id: int, today: date) -> Changes:
    """Mark an action as done; ticking what is done changes nothing. Raises NotFoundError."""
    return _become(db, action_id, ActionState.DONE, today, "Ticked off")


def open_action(db: Db, *, action_id: int, today: date) -> Changes:
    """Open an action again that was done or dropped. Raises NotFoundError."""
    return _become(db, action_id, ActionState.OPEN, today, "Opened again:")


def drop_action(db: Db, *, action_id: int, today: date) -> Changes:
    """Let an action go undone. Raises NotFoundError, RefusedMoveError for one that is done."""
    if _action(db, action_id).state is ActionState.DONE:
        raise RefusedMoveError("This action is done; open it again to drop it.")
    return _become(db, action_id, ActionState.DROPPED, today, "Dropped")


def set_action_privacy(db: Db, *, action_id: int, is_private: bool) -> Changes:
    """Keep an action on the desk, or let it enter the review. Raises NotFoundError."""
    action = _action(db, action_id)
    action.is_private = is_private
    db.flush()
    word = "private" if is_private else "shareable"
    return Changes(Area.ACTIONS, made=action.id, did=f"Made {_called(action)} {word}")


def delete_action(db: Db, *, action_id: int) -> Changes:
    """Delete an action. Raises NotFoundError."""
    action = _action(db, action_id)
    did = f"Deleted {_called(action)}"
    db.delete(action)
    return Changes(Area.ACTIONS, did=did)


def _fill(action: Action, entry: ActionEntry) -> None:
    action.text = required_line(
        entry.text, "An action needs a few words.", field="text", longest=LONGEST_ACTION
    )
    action.owner = entry.owner
    action.due_on = entry.due_on
    action.is_private = entry.is_private


def _become(db: Db, action_id: int, state: ActionState, today: date, word: str) -> Changes:
    action = _action(db, action_id)
    if action.state is not state:
        action.become(state, today)
        db.flush()
    return Changes(Area.ACTIONS, made=action.id, did=f"{word} {_called(action)}")


def _called(action: Action) -> str:
    is_long = len(action.text) > _LONGEST_SAID
    said = f"{action.text[: _LONGEST_SAID - 1].rstrip()}…" if is_long else action.text
    return f"the action “{said}”"


def _action(db: Db, action_id: int) -> Action:
    action = db.get(Action, action_id)
    if action is None:
        raise NotFoundError("This action is no longer on the desk.")
    return action
