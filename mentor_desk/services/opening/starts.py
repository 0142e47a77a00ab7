"""Count the starts that did not come as far as an open desk, so that no row can lock anyone out.

The mark is made before a desk is read and taken away when its first page stands. What remains of
it after a start tells that the program ended in between.
"""

import contextlib
from pathlib import Path

from mentor_desk.files import leave_mark
from mentor_desk.paths import STARTS_NAME

# After so many in a row, the next start reads nothing of the desk and offers help instead.
MOST_FAILED = 2
MOST_COUNTED = 99


def failed_starts(folder: Path) -> int:
    """Return how many starts in a row ended before the first page of this desk stood."""
    try:
        with (folder / STARTS_NAME).open("rb") as stream:
            said = stream.read(3)
    except OSError:
        return 0
    return min(int(said), MOST_COUNTED) if said.isdigit() else 0


def is_stuck(folder: Path) -> bool:
    """Tell whether this start should read nothing of the desk, for the last ones all failed."""
    return failed_starts(folder) >= MOST_FAILED


def note_start(folder: Path) -> None:
    """Note that the desk is about to be read; a folder that takes no note is left alone."""
    leave_mark(folder / STARTS_NAME, b"%d" % min(failed_starts(folder) + 1, MOST_COUNTED))


def take_back_start(folder: Path, failed: int) -> None:
    """Count as many failed starts as before, for this one was refused with a sentence."""
    if failed:
        leave_mark(folder / STARTS_NAME, b"%d" % failed)
    else:
        clear_starts(folder)


def clear_starts(folder: Path) -> None:
    """Note that all went well: the first page stands."""
    with contextlib.suppress(OSError):
        (folder / STARTS_NAME).unlink(missing_ok=True)
