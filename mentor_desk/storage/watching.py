"""Watch the file of an open desk: what another program did to it is noticed before a save (D8).

A file that was replaced or removed goes on taking words, and they are gone with it. So before each
write the file at the path is compared with the one that is open, by what the system tells of it
and by the counter that every writer of a database leaves inside.
"""

import contextlib
import os
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskChangedError
from mentor_desk.paths import KEYS_NAME

PAGE = 4096


class _Seen(NamedTuple):
    device: int
    number: int
    size: int
    changed_ns: int

    @property
    def which(self) -> tuple[int, int]:
        return self.device, self.number


class Watch:
    """What the file of an open desk looked like when it was last ours alone.

    `keys` is the key file as it was then, in case the folder is gone when a copy has to be saved;
    it opens nothing by itself.
    """

    def __init__(self, path: Path, connection: Any) -> None:
        self._path = path
        self._connection = connection
        self._seen = self._now()
        self._which = self._seen.which if self._seen else None
        self._counter = self._count()
        self._has_failed = False
        self.keys = b""
        with contextlib.suppress(OSError):
            self.keys = (path.parent / KEYS_NAME).read_bytes()

    def look(self) -> None:
        """Raise DeskChangedError when the file is not as it was left; asked before a write."""
        found = self._now()
        if found is None:
            raise self._changed("was moved or removed")
        if found.which != self._which:
            raise self._changed("was replaced by another one")
        if self._has_failed:
            self._take(found)
            return
        if found != self._seen and not self._has_own_size(found):
            raise self._changed("was cut off or added to by another program")
        if self._count() != self._counter:
            raise self._changed("was changed by another program")

    def remember(self) -> None:
        """Take the file as it stands now for ours, for it was we who wrote it."""
        self._seen = self._now()

    def remember_failure(self) -> None:
        """Take the file for ours after a write of our own that failed, if it is still the same.

        Its taking back moves the counter too, though nobody else can have written meanwhile.
        While the disk refuses even the taking back, that is left to the next look.
        """
        self._has_failed = True
        found = self._now()
        if found is not None and found.which == self._which:
            with contextlib.suppress(sqlcipher.DatabaseError):
                self._take(found)

    def _take(self, found: _Seen) -> None:
        self._counter = self._count()
        self._seen, self._has_failed = found, False

    def _has_own_size(self, found: _Seen) -> bool:
        # A new time says little: network disks set it late. Our own connection knows how large it
        # left the file, and whatever it did not do itself moves the counter.
        try:
            pages = self._connection.execute("pragma page_count").fetchone()[0]
        except sqlcipher.DatabaseError:
            return False
        return bool(found.size == pages * PAGE)

    def _now(self) -> _Seen | None:
        try:
            told = os.stat(self._path)  # noqa: PTH116 - the quickest way, before every save
        except OSError:
            return None
        return _Seen(told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns)

    def _count(self) -> int:
        # Moves when another connection has written; never by what this one writes.
        return int(self._connection.execute("pragma data_version").fetchone()[0])

    def _changed(self, how: str) -> DeskChangedError:
        return DeskChangedError(
            f"The file of this desk, {self._path}, {how} while the desk was open. Nothing was"
            " saved over it. Save a copy of this desk elsewhere (in the menu), and go on there."
        )
