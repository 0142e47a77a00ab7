"""Tell how far the making of a sample has come."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]


def silent(done: int, whole: int) -> None:
    """Tell nobody."""


class Counted:
    """How many people and sessions are made, told to whoever asked."""

    def __init__(self, progress: Progress, whole: int) -> None:
        self._progress = progress
        self._done = 0
        self._whole = whole

    def add(self, made: int) -> None:
        """Note that some more are made, and tell it."""
        self._done += made
        self._progress(self._done, self._whole)
