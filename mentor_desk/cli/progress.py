"""A bar on the terminal for what takes longer than a second."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

WAIT = 1.0
STEP = 0.1
WIDTH = 30


class Progress:
    """Tell how far a piece of work is, on a terminal and after its first second only."""

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self._title = title
        self._stream = stream or sys.stderr
        self._began = self._last = time.monotonic()
        self._is_drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        place: TracebackType | None,
    ) -> None:
        if self._is_drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def __call__(self, done: int, of: int) -> None:
        """Draw the bar anew, at most ten times a second."""
        now = time.monotonic()
        if not self._stream.isatty() or now - self._began < WAIT or now - self._last < STEP:
            return
        self._last, self._is_drawn = now, True
        share = min(1.0, done / of) if of else 1.0
        bar = "#" * round(share * WIDTH)
        self._stream.write(f"\r{self._title} [{bar:<{WIDTH}}] {share:4.0%}")
        self._stream.flush()
