"""Settle what a save left beside a data file, before a single page of that is judged."""

import contextlib
import shutil
from pathlib import Path

from mentor_desk.errors import DeskDamagedError
from mentor_desk.files import whole_file
from mentor_desk.storage.damage.pages import unsound_in
from mentor_desk.storage.database import connect, explained

JOURNAL, LOG = "-journal", "-wal"
# The last is made anew by whoever reads the log.
BESIDE = (JOURNAL, LOG, "-shm")


def settled(source: Path, key: bytes, work: Path) -> Path:
    """Return `source`, or a copy at `work` into which all was played that lay beside it.

    The journal takes a save back that was never finished, and holds whole what that tore; a log,
    as another program may have left it, brings finished ones in. What would damage pages that are
    sound is of another file, and left alone. `source` is only read, and must not be open. Raises a
    FileError when the disk refuses.
    """
    left = [end for end in (JOURNAL, LOG) if source.with_name(source.name + end).is_file()]
    if not left:
        return source
    for end in ("", *left):
        with (
            source.with_name(source.name + end).open("rb") as old,
            whole_file(work.with_name(work.name + end)) as new,
        ):
            shutil.copyfileobj(old, new)
    # The database plays them before it looks at a page, so damage is no reason not to.
    with contextlib.suppress(DeskDamagedError), explained(work.parent):
        connect(work, key).close()
    return work if unsound_in(work, key) <= unsound_in(source, key) else source


def remove_settled(work: Path) -> None:
    """Remove a database and all that may lie beside it."""
    for end in ("", *BESIDE):
        work.with_name(work.name + end).unlink(missing_ok=True)
