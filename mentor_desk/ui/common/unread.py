"""Unread: what changed while nobody looked, read once somebody does."""

from collections.abc import Callable

from mentor_desk.errors import DeskError
from mentor_desk.services.changes import EVERYTHING, Changes


class Unread:
    """Keep changes for a page, or a part of one, that is not in front.

    What touched everything is never kept, but read at once: nothing of somebody who was forgotten
    for good may stay in a page that is only out of sight.
    """

    def __init__(self, read: Callable[[Changes], object]) -> None:
        self._read = read
        self._missed: Changes | None = None

    def hear(self, changes: Changes, *, is_in_front: bool) -> None:
        """Read what changed, or keep it until `catch_up` where nobody sees it."""
        self._missed = self._missed.and_then(changes) if self._missed else changes
        if is_in_front or changes.areas == EVERYTHING:
            self.catch_up()

    def catch_up(self) -> None:
        """Read what was missed; what cannot be read now is missed still."""
        missed, self._missed = self._missed, None
        if missed is None:
            return
        try:
            self._read(missed)
        except DeskError:
            self._missed = missed
            raise
