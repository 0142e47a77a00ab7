"""Words that were typed and not yet saved when the desk was closed over them, sealed in a file.

The file lies beside the database, encrypted with AES-256-GCM under a key that is derived from
the key of the desk (HMAC-SHA256), so that only who opens the desk can read it.
"""

import contextlib
import hashlib
import hmac
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, FileError
from mentor_desk.files import write_whole
from mentor_desk.paths import SEALED_NAME
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
            "Words that were typed before the desk was locked cannot be read any more; the file"
            f" “{SEALED_NAME}” that held them was left where it is."
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


def drop_sealed(folder: Path) -> None:
    """Let go of the sealed words, if there are any."""
    with contextlib.suppress(OSError):
        (folder / SEALED_NAME).unlink(missing_ok=True)


def _own_key(key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE, hashlib.sha256).digest()
