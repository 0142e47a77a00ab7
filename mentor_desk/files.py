"""Write a file whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO

from mentor_desk.errors import FileError

OWNER_ONLY = 0o600
PART = ".part"
# Together with the rest of the part's name, short enough for every disk.
MOST_OF_A_NAME = 40


@contextlib.contextmanager
def whole_file(
    target: Path,
    *,
    mode: int = OWNER_ONLY,
    prove: Callable[[Path], None] = lambda _part: None,
) -> Generator[BinaryIO]:
    """Give a file to write to, which takes the place of `target` only when all went well.

    The bytes go to a new file in the same folder, are flushed to the disk, and are renamed over
    the target; then the folder is flushed. `prove` may look at the finished file before it takes
    its place, and raise. On any failure up to the renaming the target stays as it was and nothing
    is left beside it; a kill leaves a part that begins with a dot and the target's name. When the
    folder alone cannot be flushed, the new file is in place, and the disk may lose it once more.
    Raises FileError with a sentence that says which, when the disk or the folder refuses.
    """
    target = target.absolute()
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name[:MOST_OF_A_NAME]}.", suffix=PART, dir=target.parent
        )
    except OSError as problem:
        raise FileError(_refusal(target, problem)) from problem
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        # It is the owner's alone from the start; a stick that knows no owners refuses to be told.
        with contextlib.suppress(PermissionError):
            part.chmod(mode)
        prove(part)
        part.replace(target)
    except OSError as problem:
        raise FileError(_refusal(target, problem)) from problem
    finally:
        # A disk that is gone must not hide what went wrong.
        with contextlib.suppress(OSError):
            part.unlink()
    try:
        flush_folder(target.parent)
    except OSError as problem:
        raise FileError(
            f"“{target.name}” was written to {target.parent}, but the disk does not confirm that"
            f" it keeps it: {_reason(problem)}."
        ) from problem


def write_whole(target: Path, content: bytes, *, mode: int = OWNER_ONLY) -> None:
    """Put `content` at `target`; raises FileError as `whole_file` does."""
    with whole_file(target, mode=mode) as stream:
        stream.write(content)


def leave_mark(target: Path, content: bytes) -> None:
    """Write a few bytes without waiting for the disk: a mark whose loss harms nobody.

    A disk that refuses is no failure.
    """
    with contextlib.suppress(OSError):
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        try:
            os.write(handle, content)
        finally:
            os.close(handle)


def flush_folder(folder: Path) -> None:
    """Have the disk keep what was made, renamed or removed in a folder."""
    # Windows has no handle on a folder to flush; its rename is already written through.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refusal(target: Path, problem: OSError) -> str:
    return f"“{target.name}” could not be written to {target.parent}: {_reason(problem)}."


def _reason(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()
