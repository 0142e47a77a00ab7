"""The pages of an open desk: made when they are first shown, and the only place that wires them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Place:
    """Where the mentor is: a page, and the thing shown on it; None for none in particular."""

    page: str
    thing: int | None = None


class Pages(QObject):
    """Hand changes from the page that made them to every page that shows them.

    `arrived` tells the place that is shown now; `told` a change that was made; `refused` a
    sentence for what could not be done; `import_requested` comes from pages that are empty.
    """

    arrived = Signal(object)
    told = Signal(object)
    refused = Signal(str)
    import_requested = Signal()

    def __init__(self, desk: Desk, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._desk = desk
        self._stack = stack
        self._made: dict[str, QWidget] = {}
        self._trail: list[Place] = []
        self._here: Place | None = None
        self._makers: dict[str, Callable[[], QWidget]] = {
            "mentees": self._make_mentees,
            "introductions": self._make_introductions,
            "network": self._make_network,
            "reviews": self._make_reviews,
        }

    def go(self, place: Place) -> None:
        """Show a place; the one before is a step back away."""
        if self._here is not None and self._here != place:
            self._trail.append(self._here)
        self._show(place)

    def back(self) -> None:
        """Go back to the place before, if there is one."""
        if self._trail:
            self._show(self._trail.pop())

    def current(self) -> QWidget | None:
        """Return the page that is shown."""
        return self._made.get(self._here.page) if self._here else None

    def made(self) -> dict[str, QWidget]:
        """Return the pages that have been made so far, by key."""
        return dict(self._made)

    def announce(self, changes: Changes) -> None:
        """Let every page that shows what changed read it again."""
        for page in self._made.values():
            page.react_to(changes)  # type: ignore[attr-defined]
        self.told.emit(changes)

    def close(self) -> None:
        """Save what is being written and take the pages away."""
        for page in self._made.values():
            if (flush := getattr(page, "flush", None)) is not None:
                flush()
            self._stack.removeWidget(page)
            page.deleteLater()
        self._made.clear()
