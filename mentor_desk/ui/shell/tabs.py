"""The tabs that other rooms put beside the overview of a mentee, each made when first shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from mentor_desk.services.desk import Desk
from mentor_desk.services.mentees.card import MenteeCard

_tr = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class TabEntry:
    """One tab: its key, its title, how it is made, and how much the card says is on it."""

    key: str
    title: str
    make: Callable[[Desk], QWidget]
    count: Callable[[MenteeCard], int]


def tab_entries() -> Iterator[TabEntry]:
    """Yield the tabs in the order in which they stand."""
    yield TabEntry("sessions", _tr("Pages", "Sessions"), _sessions, lambda card: card.sessions)
    yield TabEntry("goals", _tr("Pages", "Goals"), _goals, lambda card: card.open_goals)
    yield TabEntry(
        "introductions",
        _tr("Pages", "Introductions"),
        _introductions,
        lambda card: card.introductions,
    )
    yield TabEntry(
        "interests", _tr("Pages", "Interests"), _interests, lambda card: len(card.topics)
    )
    yield TabEntry("shared", _tr("Pages", "Shared"), _shared, lambda card: card.shares)
    yield TabEntry("reviews", _tr("Pages", "Reviews"), _reviews, lambda card: card.reviews)


def _sessions(desk: Desk) -> Any:
    from mentor_desk.ui.sessions.tab import SessionsTab  # noqa: PLC0415

    return SessionsTab(desk)


def _goals(desk: Desk) -> Any:
    from mentor_desk.ui.goals.tab import GoalsTab  # noqa: PLC0415

    return GoalsTab(desk)


def _introductions(desk: Desk) -> Any:
    from mentor_desk.ui.introductions.tab import IntroductionsTab  # noqa: PLC0415

    return IntroductionsTab(desk)


def _interests(desk: Desk) -> Any:
    from mentor_desk.ui.network.interests_tab import InterestsTab  # noqa: PLC0415

    return InterestsTab(desk)


def _shared(desk: Desk) -> Any:
    from mentor_desk.ui.sharing.tab import SharedTab  # noqa: PLC0415

    return SharedTab(desk)


def _reviews(desk: Desk) -> Any:
    from mentor_desk.ui.reviews.tab import ReviewsTab  # noqa: PLC0415

    return ReviewsTab(desk)
