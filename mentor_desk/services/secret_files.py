"""Read a passphrase or a recovery key from a file or from standard input, and from nowhere else."""

import sys
from pathlib import Path

from mentor_desk.errors import FileError, LockedError

LONGEST = 10_000


def read_passphrase(source: str) -> str:
    """Return the passphrase from a file, or from standard input for "-", without its line end.

    Raises FileError when it cannot be read, LockedError when it is empty.
    """
    passphrase = _read(source, "passphrase").removesuffix("\n").removesuffix("\r")
    if not passphrase:
        raise LockedError("The passphrase that was given is empty.")
    return passphrase


def read_recovery_key(source: str) -> str:
    """Return the recovery key as it stands in a file, or on standard input for "-".

    Raises FileError when it cannot be read, LockedError when nothing stands there.
    """
    recovery_key = _read(source, "recovery key").strip()
    if not recovery_key:
        raise LockedError("The recovery key that was given is empty.")
    return recovery_key


def _read(source: str, what: str) -> str:
    try:
        if source == "-":
            return sys.stdin.read(LONGEST)
        with Path(source).open(encoding="utf-8") as stream:
            return stream.read(LONGEST)
    except (OSError, ValueError) as problem:
        raise FileError(f"The {what} could not be read from {source}.") from problem
