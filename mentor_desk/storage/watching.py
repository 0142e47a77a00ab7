"""Watch the files of an open desk: what another program did is noticed before a save (D8).

A file that was replaced or removed goes on taking words, and they are gone with it. So before each
write the file at the path is compared with the one that is open, by what the system tells of it
and by the counter that every writer of a database leaves inside. A time that is not that of our
own last write has every page proven once. The key file is watched too, for without it nothing that
was saved can be read again.
"""

import contextlib
import json
import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskChangedError, DeskFileError
from mentor_desk.paths import KEYS_NAME
from mentor_desk.storage.beside import no_files_beside

PAGE = 4096
GO_ON_IN_A_COPY = "Save a copy of this desk elsewhere (in the menu), and go on there."


class _Seen(NamedTuple):
    device: int
    number: int
    size: int
    changed_ns: int

    @property
    def which(self) -> tuple[int, int]:
        return self.device, self.number


class Watch:
    """What the files of an open desk looked like when they were last ours alone.

    `keys` is the key file as it was then, for a copy that is saved when it is gone or another's;
    it opens nothing by itself. `note` hears the size of the file and its time whenever it is ours
    and at rest, and None when a save begins. Whoever asks or tells holds the turn of the file.
    """

    def __init__(
        self,
        path: Path,
        connection: Any,
        note: Callable[[tuple[int, int] | None], object] = lambda _lies: None,
    ) -> None:
        self._path = path
        self._connection = connection
        self._note = note
        self._counter = self._count()
        self.remember()
        self._which = self._seen.which if self._seen else None
        self._has_failed = False
        self._last_step: int | None = None
        self._key_path = path.parent / KEYS_NAME
        self._keys_seen = _seen(self._key_path)
        self._is_changing_keys = False
        self.keys = _read(self._key_path) or b""

    def refuse_in_the_way(self) -> None:
        """Raise DeskFileError where what is no file lies in the place of a journal or a log.

        The library could neither read nor save, and would wait for ever for what comes of a pipe.
        """
        if found := no_files_beside(self._path):
            told = "” and “".join(f"{self._path.name}{end}" for end in found)
            raise DeskFileError(
                f"“{told}” in {self._path.parent} is in the way of the desk and is no file of it."
                " Nothing was saved; please move it away, and try again."
            )

    def look(self) -> None:
        """Raise DeskChangedError when a file is not as it was left; asked before a write."""
        self._last_step = self._newest_step()
        found = _seen(self._path)
        if found is None or found.which != self._which:
            raise self._changed(_how_lost(found))
        if how := self._how_keys_changed():
            raise DeskChangedError(
                f"{self._keys_told(how)} Without it nothing could be read again, so nothing was"
                f" saved. {GO_ON_IN_A_COPY}"
            )
        if self._has_failed:
            self._take(found)
            return
        if found != self._seen and not self._has_own_size(found):
            raise self._changed("was cut off or added to by another program")
        if self._count() != self._counter:
            raise self._changed("was changed by another program")
        if found != self._seen:
            self._prove_pages()
            self._keep(found)

    def loss(self) -> str:
        """Return a sentence on why what is open would be gone once it is closed, or nothing.

        That is so when the file is not at its place any more, or no key lies there that opens it.
        """
        found = _seen(self._path)
        if found is None or found.which != self._which:
            return self._told(_how_lost(found))
        how = self._how_keys_changed()
        return self._keys_told(how) if how else ""

    def begin(self) -> None:
        """Look at the files, as every write does first, and have it noted that one begins."""
        self.look()
        self._note(None)

    def remember(self) -> None:
        """Take the file as it stands now for ours, for it was we who wrote it."""
        self._keep(_seen(self._path))

    def remember_failure(self) -> None:
        """Take the file for ours after a write of our own that failed, if it is still the same.

        Its taking back moves the counter too, though nobody else can have written meanwhile.
        While the disk refuses even the taking back, that is left to the next look.
        """
        self._has_failed = True
        found = _seen(self._path)
        if found is not None and found.which == self._which:
            with contextlib.suppress(sqlcipher.DatabaseError):
                self._take(found)

    def refuse_unconfirmed(self) -> None:
        """Raise DeskFileError when a write that failed made its step all the same.

        A commit stands once its journal is deleted; the disk may still refuse to note for good that
        it is. Only one that made a new step is known by it: a save that joins an earlier one
        is told as not saved, and saving it again does no harm.
        """
        newest = None if self._has_failed else self._newest_step()
        if newest is not None and self._last_step is not None and newest > self._last_step:
            raise DeskFileError(
                f"The disk in {self._path.parent} does not answer properly. What was to be saved"
                " is on it now, but may be gone after a power cut. Please make a backup on another"
                " disk, and look whether it is there before you do it again."
            )

    @contextlib.contextmanager
    def changing_keys(self) -> Generator[None]:
        """Let the key file be written meanwhile, for it is we who change the ways into the desk.

        Saves go on beside it. What lies there afterwards is ours if it is a key file of this desk.
        """
        self._is_changing_keys = True
        try:
            yield
        finally:
            seen, found = _seen(self._key_path), _read(self._key_path)
            if found and _desk_of(found) == _desk_of(self.keys):
                self._keys_seen, self.keys = seen, found
            self._is_changing_keys = False

    def _take(self, found: _Seen) -> None:
        self._counter = self._count()
        self._has_failed = False
        self._keep(found)

    def _keep(self, found: _Seen | None) -> None:
        self._seen = found
        if found is not None:
            self._note((found.size, found.changed_ns))

    def _how_keys_changed(self) -> str:
        found = _seen(self._key_path)
        if found == self._keys_seen or self._is_changing_keys or not self.keys:
            return ""
        if found is None:
            return "was moved or removed"
        if _read(self._key_path) != self.keys:
            return "was changed or replaced by another program"
        self._keys_seen = found
        return ""

    def _has_own_size(self, found: _Seen) -> bool:
        # Our own connection knows how large it left the file.
        try:
            pages = self._connection.execute("pragma page_count").fetchone()[0]
        except sqlcipher.DatabaseError:
            return False
        return bool(found.size == pages * PAGE)

    def _prove_pages(self) -> None:
        # Whoever writes pages in place moves no counter. A new time alone says little, for a
        # network disk sets it late; the seals say whether anything was lost.
        if self._connection.execute("pragma cipher_integrity_check").fetchall():
            raise self._changed(
                "was overwritten in part by another program",
                f"{GO_ON_IN_A_COPY} If no copy can be made any more, close the desk and go back to"
                " a backup.",
            )

    def _newest_step(self) -> int | None:
        try:
            found = self._connection.execute("SELECT max(id) FROM steps").fetchone()
        except sqlcipher.DatabaseError:
            return None
        return int(found[0] or 0)

    def _count(self) -> int:
        # Moves when another connection has written; never by what this one writes.
        return int(self._connection.execute("pragma data_version").fetchone()[0])

    def _changed(self, how: str, advice: str = GO_ON_IN_A_COPY) -> DeskChangedError:
        return DeskChangedError(f"{self._told(how)} Nothing was saved over it. {advice}")

    def _told(self, how: str) -> str:
        return f"The file of this desk, {self._path}, {how} while the desk was open."

    def _keys_told(self, how: str) -> str:
        return f"The key file of this desk, {self._key_path}, {how} while the desk was open."


def _how_lost(found: _Seen | None) -> str:
    return "was moved or removed" if found is None else "was replaced by another one"


def _seen(path: Path) -> _Seen | None:
    try:
        told = os.stat(path)  # noqa: PTH116 - the quickest way, before every save
    except OSError:
        return None
    return _Seen(told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _desk_of(keys: bytes) -> object:
    """Return the id of the desk that a key file says it is of, or None for what is none."""
    try:
        document = json.loads(keys)
    except (ValueError, RecursionError):
        return None
    return document.get("desk") if isinstance(document, dict) else None
