"""Fill a disk to its last byte, and free it again."""

from pathlib import Path

FILLER = "filler"


def fill(disk: Path) -> None:
    """Leave no byte free on a disk."""
    with (disk / FILLER).open("ab", buffering=0) as stream:
        for size in (4096, 1):
            try:
                while True:
                    stream.write(b"x" * size)
            except OSError:
                continue


def free(disk: Path) -> None:
    """Take away what filled the disk."""
    (disk / FILLER).unlink(missing_ok=True)
