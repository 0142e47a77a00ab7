"""Where the mentor is, and how they came there: ids only, none of anybody's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mentor_desk.ui.shell.spot import Spot


@dataclass(frozen=True, slots=True)
class Place:
    """Where the mentor is: a page, and what is shown on it; None for nothing in particular."""

    page: str
    thing: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The place of now with the spot on its page, and the places on the way there."""

    here: Place
    trail: tuple[Place, ...] = ()
    spot: Spot | None = field(default=None, compare=False)


def place_on(key: str, page: Any, *, editor: Any, tabs: Mapping[str, Any]) -> Place:
    """Return the place on a page as it is now, with what is chosen there.

    `editor` writes up sessions, `tabs` are those of a mentee; both lie on the page of mentees.
    """
    if key != "mentees":
        return Place(key, page.shown(), page.view() if hasattr(page, "view") else "")
    if editor is not None and editor.isVisibleTo(page) and editor.session_id is not None:
        return Place(key, editor.session_id, "session")
    front = page.tab_in_front()
    tab = next((name for name, each in tabs.items() if each is front), "")
    if tab == "goals" and (goal := front.current_goal()) is not None:
        return Place(key, goal, "goal")
    return Place(key, page.current_mentorship(), tab)
