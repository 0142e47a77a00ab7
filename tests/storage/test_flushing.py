"""What is flushed beside a growing file. A pipe cannot be flushed, so each flush of it is told."""

import os
from collections.abc import Generator

import pytest

from mentor_desk.storage.backups.flushing import GrowingFile


@pytest.fixture
def pipe() -> Generator[int]:
    reading, writing = os.pipe()
    yield writing
    os.close(writing)
    os.close(reading)


def test_what_the_disk_refused_is_told_at_the_next_flush(pipe: int) -> None:
    def flush_on(growing: GrowingFile) -> None:
        while True:
            growing.flush_soon()

    with pytest.raises(OSError, match="Invalid argument"):
        flush_on(GrowingFile(pipe))


def test_the_end_is_flushed_even_when_nobody_asked_before(pipe: int) -> None:
    with pytest.raises(OSError, match="Invalid argument"), GrowingFile(pipe):
        pass


def test_what_stopped_the_writer_is_not_hidden_by_the_flush(pipe: int) -> None:
    def stop() -> None:
        with GrowingFile(pipe) as growing:
            growing.flush_soon()
            raise ValueError("stopped by the mentor")

    with pytest.raises(ValueError, match="stopped by the mentor"):
        stop()
