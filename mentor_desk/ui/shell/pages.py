"""The pages of an open desk: made when first shown, and wired together here and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.settings import Settings
from mentor_desk.ui.shell.places import remember_places, restore_places

MOST_STEPS_BACK = 100

_tr = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Place:
    """Where the mentor is: a page, and what is shown on it; None for nothing in particular."""

    page: str
    thing: int | None = None
    kind: str = ""


class Pages(QObject):
    """Hand changes from the page that made them to every page that shows them.

    `arrived` tells the key of the page that is shown, `told` a change that was made, `refused` a
    sentence for what could not be done, `counted` a count for the navigation.
    """

    arrived = Signal(str)
    told = Signal(object)
    refused = Signal(str)
    counted = Signal(str, str)

    def __init__(self, desk: Desk, stack: QStackedWidget, settings: Settings) -> None:
        super().__init__(stack)
        self.desk = desk
        self._stack = stack
        self._settings = settings
        self._made: dict[str, Any] = {}
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
            self._trail = [*self._trail[-MOST_STEPS_BACK:], self._here]
        self._show(place)

    def back(self) -> None:
        """Go back to the place before, if there is one."""
        if self._trail:
            self._show(self._trail.pop())

    def current(self) -> QWidget | None:
        """Return the page that is shown."""
        return self._made.get(self._here.page) if self._here else None

    def page(self, key: str) -> Any:
        """Return a page, made now if it was not."""
        if key not in self._made:
            page = self._made[key] = self._makers[key]()
            self._stack.addWidget(page)
            restore_places(page, key, self._settings)
        return self._made[key]

    def announce(self, changes: Changes) -> None:
        """Let every page that shows what changed read it again, and tell it."""
        for page in self._made.values():
            page.react_to(changes)
        self.told.emit(changes)
        self.count()

    def flush(self) -> None:
        """Save what is being written anywhere."""
        for page in self._made.values():
            if (flush := getattr(page, "flush", None)) is not None:
                flush()

    def close(self) -> None:
        """Save what is being written, remember where things stood, and take the pages away."""
        self.flush()
        for key, page in self._made.items():
            remember_places(page, key, self._settings)
            self._stack.removeWidget(page)
            page.deleteLater()
        self._made.clear()

    def count(self) -> None:
        """Count anew what stands beside the pages."""
        from mentor_desk.services.counts import count_desk  # noqa: PLC0415

        counts = self.desk.run(count_desk)
        self.counted.emit("mentees", str(counts.mentees or ""))
        is_open = _tr("Pages", "%n open", None, counts.open_introductions)
        self.counted.emit("introductions", is_open if counts.open_introductions else "")
        self.counted.emit("network", f"{counts.people:,}" if counts.people else "")
        self.counted.emit("reviews", str(counts.reviews or ""))

    def bring_in(self, files: list[Path]) -> None:
        """Look at files of people and take them in; without files, ask for them."""
        from mentor_desk.ui.transfer.dialog import bring_in  # noqa: PLC0415

        changes = bring_in(self.desk, files, self._stack.window())
        if changes is not None:
            self.announce(changes)
