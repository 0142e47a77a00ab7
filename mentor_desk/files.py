"""Write a file whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO

from mentor_desk.errors import FileError

OWNER_ONLY = 0o600


@contextlib.contextmanager
def whole_file(target: Path, *, mode: int = OWNER_ONLY) -> Generator[BinaryIO]:
    """Give a file to write to, which takes the place of `target` only when all went well.

    The bytes go to a new file in the same folder, are flushed to the disk, and are renamed over
    the target; then the folder is flushed. On any failure the target stays as it was and nothing
    is left beside it. Raises FileError with a sentence when the disk or the folder refuses.
    """
    target = target.absolute()
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    except OSError as problem:
        raise FileError(_refusal(target, problem)) from problem
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(mode)
        part.replace(target)
        _flush_folder(target.parent)
    except OSError as problem:
        raise FileError(_refusal(target, problem)) from problem
    finally:
        part.unlink(missing_ok=True)


def write_whole(target: Path, content: bytes, *, mode: int = OWNER_ONLY) -> None:
    """Put `content` at `target`, or leave what is there and raise FileError."""
    with whole_file(target, mode=mode) as stream:
        stream.write(content)


def _flush_folder(folder: Path) -> None:
    # Windows has no handle on a folder to flush; its rename is already written through.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refusal(target: Path, problem: OSError) -> str:
    reason = (problem.strerror or str(problem)).lower()
    return f"“{target.name}” could not be written to {target.parent}: {reason}."
