"""Tell whoever opens a desk whether its data file is damaged, or of another desk than its keys."""

import contextlib
from collections.abc import Generator
from pathlib import Path

from mentor_desk.errors import DeskDamagedError


@contextlib.contextmanager
def told_from_mixed(path: Path, key: bytes) -> Generator[None]:
    """Turn damage into DeskMixedError where no page of the data file fits the key at all."""
    try:
        yield
    except DeskDamagedError:
        # Reads the file once more, which only a failure is worth.
        from mentor_desk.storage.damage.mixed import refuse_mixed  # noqa: PLC0415

        refuse_mixed(path, key)
        raise
