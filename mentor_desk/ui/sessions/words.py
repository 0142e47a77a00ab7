"""Sessions and actions as they are said on screen."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from mentor_desk.models.kinds import Owner, SessionFormat, SessionState
from mentor_desk.services.actions.rows import ActionRow
from mentor_desk.services.sessions.planning import SessionRow
from mentor_desk.ui.common.discreet import for_all
from mentor_desk.ui.common.formatting import by_day, due
from mentor_desk.ui.common.tokens import Tone

translate = QCoreApplication.translate

_TONES = {
    SessionState.PLANNED: Tone.BLUE,
    SessionState.HELD: Tone.ACCENT,
    SessionState.CANCELLED: Tone.PLAIN,
    SessionState.MISSED: Tone.RED,
}


def session_title(number: int) -> str:
    """Return what a session is called: Session 12."""
    return translate("sessions", "Session {number}").format(number=number)


def state_word(state: SessionState) -> str:
    """Return a state as a word."""
    return {
        SessionState.PLANNED: translate("sessions", "planned"),
        SessionState.HELD: translate("sessions", "held"),
        SessionState.CANCELLED: translate("sessions", "cancelled"),
        SessionState.MISSED: translate("sessions", "missed"),
    }[state]


def state_tone(state: SessionState) -> Tone:
    """Return the tone of a state; its word always stands in it."""
    return _TONES[state]


def standing_word(row: SessionRow) -> str:
    """Return how a session stands in a list; notes that are owed say so."""
    return translate("sessions", "notes owed") if row.is_owed else state_word(row.state)


def standing_tone(row: SessionRow) -> Tone:
    """Return the tone of `standing_word`."""
    return Tone.GOLD if row.is_owed else state_tone(row.state)


def format_word(kind: SessionFormat) -> str:
    """Return how a session takes place."""
    return {
        SessionFormat.IN_PERSON: translate("sessions", "In person"),
        SessionFormat.VIDEO: translate("sessions", "Video"),
        SessionFormat.PHONE: translate("sessions", "Phone"),
    }[kind]


def owner_word(owner: Owner, first_name: str) -> str:
    """Return whose an action is: you, or the mentee's first name."""
    return translate("sessions", "you") if owner is Owner.MENTOR else first_name


def action_words(row: ActionRow) -> str:
    """Return what is to be done, as somebody who looks on may read it."""
    return for_all(row.text, is_private=row.is_private)


def action_detail(row: ActionRow, first_name: str, today: date) -> str:
    """Return whose an action is, until when or how late, and whether it is private."""
    parts = [owner_word(row.owner, first_name)]
    if row.due_on is not None:
        parts.append(due(row.due_on, today) if row.days_late else by_day(row.due_on, today))
    if row.is_private:
        parts.append(translate("sessions", "private"))
    return " · ".join(parts)
