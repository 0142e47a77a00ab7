"""Backup: the copy in slices over a bare `backup()` call, both keyed, of one desk of 160 MB.

The first bar is the copy, flushed to the disk, at 0.8 of the speed of the bare call. A backup does
more than copy: it is opened and checked, packed, and read back before it counts. The second bar is
the whole of it at 0.8 of the speed of the same done with bare calls: `backup()`, the two checks of
SQLite and SQLCipher, `zipfile` and its test.
"""

import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.sample.desk import make_sample_desk
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
        bare, sliced, bare_whole, whole = _measured(desk, Path(place), rounds)
        desk.close()
    copied = _told(f"copy of {size:.0f} MB in slices", sliced, bare, "a bare backup()")
    made = _told("whole backup", whole, bare_whole, "a bare one, checked, packed and read back")
    print(f"the whole is {bare / whole:.2f} of the speed of a bare backup() that proves nothing")
    return 0 if copied and made else 1


def _told(name: str, ours: float, floor: float, of: str) -> bool:
    ratio = floor / ours
    met = ratio >= BAR
    print(
        f"{name}: speed {ratio:.2f} of {of}, at least {BAR:.2f} ({'met' if met else 'MISSED'});"
        f" {ours:.2f} s over {floor:.2f} s"
    )
    return met


def _measured(desk: Desk, place: Path, rounds: int) -> tuple[float, ...]:
    """Return the medians of a bare copy, of ours, and of a bare and our whole backup, in turn."""
    works: tuple[Callable[[], object], ...] = (
        lambda: _bare(desk, place / "bare.db"),
        lambda: copy_open(desk.file, place / "sliced.db"),
        lambda: _bare_whole(desk, place / "bare.db"),
        lambda: _whole(desk),
    )
    found: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for took, work in zip(found, works, strict=True):
            took.append(_timed(work))
            for path in place.iterdir():
                if path.is_file():
                    path.unlink()
    return tuple(median(took) for took in found)


def _bare(desk: Desk, target: Path) -> None:
    copy = connect(target, desk.file.key)
    desk.file.connection.backup(copy)
    copy.close()


def _bare_whole(desk: Desk, target: Path) -> None:
    _bare(desk, target)
    with closing(connect(target, desk.file.key)) as copy:
        for check in ("quick_check", "cipher_integrity_check"):
            copy.execute(f"pragma {check}").fetchall()
    packed = target.with_suffix(".zip")
    with packed.open("wb") as stream:
        with zipfile.ZipFile(stream, "w") as bundle:
            bundle.write(target)
        stream.flush()
        os.fsync(stream.fileno())
    with zipfile.ZipFile(packed) as bundle:
        bundle.testzip()


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
