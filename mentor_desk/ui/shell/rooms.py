"""The pages of the window, each loaded and made when it is first shown."""

from collections.abc import Callable
from typing import Any

from mentor_desk.services.desk import Desk


def make_page(key: str, desk: Desk) -> Any:
    """Return a new page of this key."""
    return _MAKERS[key](desk)


def _mentees(desk: Desk) -> Any:
    from mentor_desk.ui.mentees.page import MenteesPage  # noqa: PLC0415

    return MenteesPage(desk)


def _introductions(desk: Desk) -> Any:
    from mentor_desk.ui.introductions.page import IntroductionsPage  # noqa: PLC0415

    return IntroductionsPage(desk)


def _network(desk: Desk) -> Any:
    from mentor_desk.ui.network.page import NetworkPage  # noqa: PLC0415

    return NetworkPage(desk)


def _reviews(desk: Desk) -> Any:
    from mentor_desk.ui.reviews.page import ReviewsPage  # noqa: PLC0415

    return ReviewsPage(desk)


def _history(desk: Desk) -> Any:
    from mentor_desk.ui.history.page import HistoryPage  # noqa: PLC0415

    return HistoryPage(desk)


_MAKERS: dict[str, Callable[[Desk], Any]] = {
    "mentees": _mentees,
    "introductions": _introductions,
    "network": _network,
    "reviews": _reviews,
    "history": _history,
}
