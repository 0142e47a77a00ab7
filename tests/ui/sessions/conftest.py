"""A mentee with a session of today, and the editor that shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from mentor_desk.models.kinds import SessionState
from mentor_desk.services.desk import Desk
from mentor_desk.services.sessions.card import SessionCard, session_card
from mentor_desk.ui.sessions.editor import SessionEditor
from tests.factories import Factories


@dataclass(frozen=True)
class Ada:
    """A mentee with two sessions; the second is of today and not held yet."""

    mentorship: int
    before: int
    session: int
    goal: int


@pytest.fixture
def ada(add: Factories, now: datetime, today: date) -> Ada:
    mentorship = add.mentee()
    before = add.session(mentorship, starts_at=now - timedelta(days=14), shared_notes="Met")
    session = add.session(mentorship, starts_at=now, state=SessionState.PLANNED)
    goal = add.goal(mentorship, "Present the study")
    add.progress(goal, 70, on_day=today - timedelta(days=14))
    return Ada(mentorship, before, session, goal)


@pytest.fixture
def kept(desk: Desk) -> Callable[[int], SessionCard]:
    """Return a session as it is kept on the desk."""

    def read(session_id: int) -> SessionCard:
        return desk.run(session_card, session_id=session_id, now=desk.now())

    return read


@pytest.fixture
def editor(qtbot: QtBot, desk: Desk, ada: Ada) -> SessionEditor:
    made = SessionEditor(desk)
    qtbot.addWidget(made)
    made.resize(962, 900)
    made.show_session(ada.session)
    made.show()
    return made
