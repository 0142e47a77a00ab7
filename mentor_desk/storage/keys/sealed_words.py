"""Words that were typed and not yet saved when the desk was closed over them, sealed in a file.

The file lies beside the database, encrypted with AES-256-GCM under a key that is derived from
the key of the desk (HMAC-SHA256), so that only who opens the desk can read it.
"""

import contextlib
import hashlib
import hmac
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, FileError
from mentor_desk.files import flush_folder, write_whole
from mentor_desk.paths import SEALED_NAME
from mentor_desk.storage.damage.aside import free_place
from mentor_desk.storage.keys.wrapping import unwrap, wrap

LARGEST = 64 * 1024 * 1024

_PURPOSE = b"mentor-desk typed words"


def seal(words: bytes, key: bytes) -> bytes:
    """Return words that only the key of the desk opens again."""
    return wrap(words, _own_key(key), _PURPOSE.decode())


def unseal(sealed: bytes, key: bytes) -> bytes:
    """Return what was sealed; raises DeskDamagedError when this key did not seal it."""
    words = unwrap(sealed, _own_key(key), _PURPOSE.decode())
    if words is None:
        raise DeskDamagedError(
            "Words that were typed before the desk was locked cannot be read any more: the file"
            f" “{SEALED_NAME}” that holds them is damaged, or of another desk."
        )
    return words


def write_sealed(folder: Path, sealed: bytes) -> None:
    """Keep sealed words in the folder of the desk, in place of those there; may raise FileError."""
    write_whole(folder / SEALED_NAME, sealed)


def read_sealed(folder: Path) -> bytes | None:
    """Return the sealed words that lie in the folder, or None; raises FileError."""
    path = folder / SEALED_NAME
    try:
        if path.stat().st_size > LARGEST:
            raise FileError(f"The file “{SEALED_NAME}” is too large to be what it should be.")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise FileError(f"The file “{SEALED_NAME}” cannot be read.") from problem


def put_sealed_aside(folder: Path, now: datetime) -> Path:
    """Move the file of sealed words, whatever it is, into a dated folder; return where it lies.

    Raises FileError when the disk refuses; then it stays where it is.
    """
    place = _place_aside(folder, now)
    try:
        (folder / SEALED_NAME).rename(place)
        flush_folder(place.parent)
    except OSError as problem:
        with contextlib.suppress(OSError):
            place.parent.rmdir()
        raise FileError(f"The file “{SEALED_NAME}” could not be put aside.") from problem
    return place


def drop_sealed(folder: Path) -> None:
    """Let go of the sealed words, if there are any."""
    with contextlib.suppress(OSError):
        (folder / SEALED_NAME).unlink(missing_ok=True)


def _place_aside(folder: Path, now: datetime) -> Path:
    aside = free_place(folder, now)
    try:
        aside.mkdir(parents=True, mode=0o700)
    except OSError as problem:
        raise FileError(f"The folder {aside} could not be made.") from problem
    return aside / SEALED_NAME


def _own_key(key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE, hashlib.sha256).digest()
