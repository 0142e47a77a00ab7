"""Flush a file that grows, while it grows: who saves meanwhile need not wait for all of it."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self


class GrowingFile:
    """Flushes an open file beside whoever writes it, one flush at a time; the last one at the end.

    A journal that is flushed takes everything along that the disk has not got yet: let that be
    little, and let the writer not wait for it either. Raises OSError from `flush_soon` or at the
    end when the disk refuses.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._beside = ThreadPoolExecutor(1, "flush")
        self._under_way: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._beside.shutdown(wait=True)
        if kind is None:
            self._answer()
            os.fsync(self._handle)

    def flush_soon(self) -> None:
        """Begin to flush what is written so far, unless the flush before is still under way."""
        if self._under_way is None or self._under_way.done():
            self._answer()
            self._under_way = self._beside.submit(os.fsync, self._handle)

    def _answer(self) -> None:
        # What the system has told one flush it does not tell the next.
        if self._under_way is not None:
            self._under_way.result()
