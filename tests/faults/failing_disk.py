"""A disk that does not give some pages of a file back, however often it is asked."""

import errno
import io
from collections.abc import Container
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from mentor_desk.storage.damage.pages import PAGE


class FailingFile(io.FileIO):
    """A file some of whose pages, counted from 1, cannot be read."""

    def __init__(self, path: Path, pages: Container[int]) -> None:
        super().__init__(path, "rb")
        self._bad = pages

    @override
    def readinto(self, room: Any) -> int:
        at = self.tell()
        if at // PAGE + 1 in self._bad:
            raise OSError(errno.EIO, "Input/output error")
        ends = range(at // PAGE + 1, (at + len(room)) // PAGE + 1)
        most = next((end * PAGE - at for end in ends if end + 1 in self._bad), len(room))
        return super().readinto(memoryview(room)[: min(most, len(room))]) or 0

    @override
    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(PAGE), b""))

    @override
    def read(self, size: int | None = -1) -> bytes:
        room = bytearray(size or 0)
        return bytes(room[: self.readinto(room)])


def keep_back(monkeypatch: pytest.MonkeyPatch, path: Path, pages: Container[int]) -> None:
    """Let the disk keep pages of a file to itself, for whoever opens it from now on."""
    plain_open = Path.open

    def opened(self: Path, mode: str = "r", buffering: int = -1, **further: Any) -> Any:
        if self != path or mode != "rb":
            return plain_open(self, mode, buffering, **further)
        failing = FailingFile(self, pages)
        return io.BufferedReader(failing) if buffering else failing

    monkeypatch.setattr(Path, "open", opened)
