"""Backup: the copy in slices over a bare `backup()` call, both keyed, of one desk of 160 MB.

The bar is the copy, flushed to the disk, at 0.8 of the speed of the bare call. What a backup does
beyond it is printed with it: it is opened and checked page by page, packed, and read back.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mentor_desk.services.backups import back_up, backup_folders
from mentor_desk.services.desk import Desk
from mentor_desk.services.opening import open_desk
from mentor_desk.services.sample import make_sample_desk
from mentor_desk.storage.backups.copying import copy_open
from mentor_desk.storage.database import connect

BAR = 0.8
ROUNDS = 5
PEOPLE, SESSIONS = 10_000, 100_000
PADDING = 450


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "desk")
        make_sample_desk(folder, people=PEOPLE, sessions=SESSIONS)
        desk = open_desk(folder)
        _fill(desk)
        size = (folder / "desk.db").stat().st_size / 1e6
        bare, sliced, whole = _measured(desk, Path(place), rounds)
        desk.close()
    ratio = bare / sliced
    verdict = "met" if ratio >= BAR else "MISSED"
    print(
        f"copy of {size:.0f} MB in slices: speed {ratio:.2f} of a bare backup(), at least {BAR:.2f}"
        f" ({verdict}); {sliced:.2f} s over {bare:.2f} s"
    )
    print(
        f"whole backup, opened, checked, packed and read back: {whole:.2f} s,"
        f" {bare / whole:.2f} of a bare backup() that proves nothing"
    )
    return 0 if ratio >= BAR else 1


def _measured(desk: Desk, place: Path, rounds: int) -> tuple[float, float, float]:
    """Return the medians of a bare copy, of ours and of a whole backup, made in turn."""
    found: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _ in range(rounds):
        found[0].append(_timed(lambda: _bare(desk, place / "bare.db")))
        found[1].append(_timed(lambda: copy_open(desk.file, place / "sliced.db")))
        found[2].append(_timed(lambda: _whole(desk)))
        for name in ("bare.db", "sliced.db"):
            (place / name).unlink()
    return median(found[0]), median(found[1]), median(found[2])


def _bare(desk: Desk, target: Path) -> None:
    copy = connect(target, desk.file.key)
    desk.file.connection.backup(copy)
    copy.close()


def _whole(desk: Desk) -> None:
    assert desk.folder is not None
    made = back_up(desk, backup_folders(desk.folder), now=datetime.now(UTC))
    made.row.path.unlink()


def _fill(desk: Desk) -> None:
    """Make the desk as large as years of notes would."""
    with desk.file.turn:
        connection = desk.file.connection
        connection.execute("pragma query_only=off")
        connection.execute("begin immediate")
        connection.execute(
            "update sessions set private_notes = private_notes || hex(randomblob(?))", (PADDING,)
        )
        connection.execute("commit")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
