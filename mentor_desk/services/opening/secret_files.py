"""Read a passphrase or a recovery key from a file or from standard input, and from nowhere else."""

import codecs
import sys
from pathlib import Path

from mentor_desk.errors import FileError, InvalidEntryError, LockedError

LONGEST = 10_000
# So many characters with a mark before and a line end behind them, and one more that tells.
MOST_CHARACTERS = LONGEST + 4
MOST_BYTES = 4 * MOST_CHARACTERS
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_either(
    passphrase_file: str | None, recovery_key_file: str | None
) -> tuple[str | None, str | None]:
    """Return the passphrase and the recovery key: the one that a file was named for, if any was.

    Raises InvalidEntryError when both were named, else as the reading of the file does.
    """
    if passphrase_file is not None and recovery_key_file is not None:
        raise InvalidEntryError("Give the passphrase or the recovery key, not both.")
    if recovery_key_file is not None:
        return None, read_recovery_key(recovery_key_file)
    return None if passphrase_file is None else read_passphrase(passphrase_file), None


def read_passphrase(source: str) -> str:
    """Return the passphrase from a file, or from standard input for "-", without its line end.

    A file is UTF-8, or whatever its byte order mark says; the mark is no part of it. Raises
    FileError when it cannot be read or is longer than any passphrase, LockedError when it is empty.
    """
    passphrase = _read(source, "passphrase").removesuffix("\n")
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
            content = _from_input()
        else:
            with Path(source).open("rb") as stream:
                content = stream.read(MOST_BYTES)
        is_whole = len(content) < MOST_BYTES
        # What is too long may end in the middle of a character, and is not looked at any more.
        text = content.decode(_encoding(content)) if is_whole else " " * MOST_CHARACTERS
    except (OSError, ValueError) as problem:
        raise FileError(f"The {what} could not be read from {source}.") from problem
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text.removesuffix("\n")) > LONGEST:
        raise FileError(
            f"What {source} holds is longer than {LONGEST:,} characters, so it is no {what}. Please"
            " name the right file."
        )
    return text


def _from_input() -> bytes:
    stream = sys.stdin
    if stream is None:
        raise OSError("there is no standard input")
    # A stream that is text alone has no mark of how it is written.
    if not hasattr(stream, "buffer"):
        return stream.read(MOST_CHARACTERS).encode()
    return stream.buffer.read(MOST_BYTES)


def _encoding(content: bytes) -> str:
    # Windows' editors put such a mark at the beginning.
    return next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
