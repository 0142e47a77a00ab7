"""Whether the backups of a folder can still be read whole, and what is remembered of it.

A disk can spoil a file without a word, so what was once found sound is read again after a while.
The memory is a small file beside the backups; losing it costs another reading, and nothing more.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from mentor_desk.errors import DeskDamagedError, DeskError, FileError
from mentor_desk.files import write_whole
from mentor_desk.storage.backups.bundle import prove_bundle

READ_AGAIN_AFTER = timedelta(days=7)
# Of one making of a backup: what is not proven then is kept, and asked for again next time.
MOST_READ = 3
LARGEST = 1_000_000
ENDING = ".proofs"


class Finding(Enum):
    """What a reading found."""

    SOUND = "sound"
    ROTTEN = "rotten"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of one file, when, and how to tell that it is still that file."""

    size: int
    changed: int
    at: str
    is_sound: bool


class Proofs:
    """What is known of the backups in a folder; every reading is remembered there.

    Only so many are read in the life of one of these, for a backup may be large.
    """

    def __init__(self, folder: Path, desk_id: str, *, now: datetime) -> None:
        self._path = folder / f".mentor-desk-{desk_id[:8]}{ENDING}"
        self._known = _read(self._path)
        self._now = now
        self._left = MOST_READ

    def find(self, backup: Path) -> Finding:
        """Return whether a backup can be read whole now, or could be not long ago."""
        proof = _matching(self._known, backup)
        if proof is not None and (not proof.is_sound or self._is_fresh(proof)):
            return Finding.SOUND if proof.is_sound else Finding.ROTTEN
        if self._left < 1:
            return Finding.UNKNOWN
        self._left -= 1
        return self._read_through(backup)

    def _read_through(self, backup: Path) -> Finding:
        try:
            prove_bundle(backup)
        except DeskDamagedError:
            self._remember(backup, is_sound=False)
            return Finding.ROTTEN
        except DeskError:
            # The disk did not answer: that is not what the file is like.
            return Finding.UNKNOWN
        self._remember(backup, is_sound=True)
        return Finding.SOUND

    def _is_fresh(self, proof: Proof) -> bool:
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            passed = self._now - datetime.fromisoformat(proof.at)
            return timedelta(0) <= passed <= READ_AGAIN_AFTER
        return False

    def _remember(self, backup: Path, *, is_sound: bool) -> None:
        with contextlib.suppress(OSError, FileError):
            about = backup.stat()
            proof = Proof(about.st_size, about.st_mtime_ns, self._now.isoformat(), is_sound)
            there = {each.name for each in self._path.parent.iterdir()}
            self._known = {name: held for name, held in self._known.items() if name in there}
            self._known[backup.name] = proof
            told = {name: asdict(held) for name, held in sorted(self._known.items())}
            write_whole(self._path, json.dumps(told, indent=1).encode())


def rotten_in(folder: Path) -> set[str]:
    """Return the names of the backups in a folder that are known to be spoilt inside."""
    known: dict[str, Proof] = {}
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob(f".mentor-desk-*{ENDING}")):
            known.update(_read(path))
    return {
        name
        for name, proof in known.items()
        if not proof.is_sound and _matching(known, folder / name)
    }


def _matching(known: dict[str, Proof], backup: Path) -> Proof | None:
    proof = known.get(backup.name)
    with contextlib.suppress(OSError, ValueError):
        about = backup.stat()
        if proof is not None and (proof.size, proof.changed) == (about.st_size, about.st_mtime_ns):
            return proof
    return None


def _read(path: Path) -> dict[str, Proof]:
    with contextlib.suppress(OSError, ValueError, RecursionError):
        if path.stat().st_size <= LARGEST:
            return dict(_told(json.loads(path.read_bytes())))
    return {}


def _told(content: Any) -> Iterator[tuple[str, Proof]]:
    for name, held in content.items() if isinstance(content, dict) else ():
        with contextlib.suppress(TypeError):
            yield name, Proof(**held)
