"""Check a desk, say in words what was found, and repair what can be repaired safely."""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentor_desk.errors import DeskDamagedError, DeskFileError
from mentor_desk.files import PART
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.storage.damage import check
from mentor_desk.storage.damage.check import Finding
from mentor_desk.storage.database import connect, explained, refuse_newer
from mentor_desk.storage.desk_lock import DeskLock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Db

Progress = Callable[[int, int], None]

COPY_NAME = f".check{PART}"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One kind of mistake: where, what, how often, and whether it can be repaired safely."""

    kind: str
    where: str
    what: str
    count: int
    can_repair: bool

    @property
    def sentence(self) -> str:
        """The mistake in one line, with its count."""
        return f"{self.where[:1].upper()}{self.where[1:]}: {self.what} ({self.count:,})"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; `is_broken` means that pages of the file cannot be trusted."""

    is_full: bool
    found: tuple[FoundRow, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing at all was found."""
        return not self.found

    @property
    def is_broken(self) -> bool:
        """Whether the file itself is damaged, so that only a backup or a salvage helps."""
        return any(row.kind in {check.PAGES, check.STRUCTURE} for row in self.found)

    @property
    def can_repair(self) -> int:
        """How many mistakes can be repaired safely."""
        return 0 if self.is_broken else sum(row.count for row in self.found if row.can_repair)


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What was repaired, what is left, and where the desk lies as it was before."""

    repaired: tuple[FoundRow, ...]
    left: CheckReport
    kept: Path | None
    changes: Changes

    @property
    def count(self) -> int:
        """How many entries were repaired."""
        return sum(row.count for row in self.repaired)


def check_desk(
    desk: Desk, *, is_full: bool, progress: Progress = lambda _done, _of: None
) -> CheckReport:
    """Check a desk that is open, beside whoever works on it; nothing is changed.

    It takes seconds, so the window calls it beside itself; what `progress` raises stops it. A
    copy is made for the time of the check. Raises a FileError when the disk refuses that.
    """
    if desk.folder is None or desk.file.path is None:
        with desk.file.turn, explained():
            return _report(_look(desk.file.connection, is_full, progress), is_full)
    from mentor_desk.storage.backups.copying import copy_open  # noqa: PLC0415

    broken = _unsound_pages(desk)
    copy = desk.folder / COPY_NAME
    try:
        copy.unlink(missing_ok=True)
        copy_open(desk.file, copy, lambda done, of: progress(done // 4, of))
        found = _look_into(copy, desk.file.key, is_full, _later(progress))
    except DeskDamagedError:
        found = [_broken_pages(max(1, len(broken)))]
    else:
        found = [*([_broken_pages(len(broken))] if broken else []), *found]
    finally:
        copy.unlink(missing_ok=True)
    return _report(found, is_full)


def check_folder(
    folder: Path, key: bytes, *, is_full: bool, progress: Progress = lambda _done, _of: None
) -> CheckReport:
    """Check the desk of a folder that nobody has open, even one that does not open any more.

    Raises DeskBusyError when somebody has it open, DeskMixedError when the key is that of another
    desk, DeskNewerError, and a DeskFileError for a file that cannot be a desk at all.
    """
    from mentor_desk.storage.damage.mixed import refuse_mixed  # noqa: PLC0415
    from mentor_desk.storage.desk_file import look_at  # noqa: PLC0415

    path = folder / DATABASE_NAME
    look_at(path)
    lock = DeskLock(folder)
    try:
        with explained(folder), contextlib.closing(connect(path, key)) as connection:
            refuse_newer(connection)
            pages = check.unsound_pages(connection)
            found = [_broken_pages(len(pages))] if pages else []
            if not found:
                found = _look(connection, is_full, progress)
    except DeskDamagedError:
        refuse_mixed(path, key)
        found = [_broken_pages(1)]
    finally:
        lock.release()
    return _report([*found, *_look_at_keys(folder, key)], is_full)


def repair_desk(desk: Desk, *, progress: Progress = lambda _done, _of: None) -> RepairReport:
    """Repair what is safe in one step, after a backup; what is left is checked again.

    Nothing that anybody wrote is lost: what lost its place is brought back under “Unknown …”.
    Running it again changes nothing. Raises a FileError when no backup can be made, and
    DeskDamagedError when pages are damaged; then nothing was changed.
    """
    kept = _keep_before(desk, progress)
    done: list[Finding] = []

    def mend(db: "Db") -> Changes:
        done.extend(_mend(db))
        n = sum(each.count for each in done)
        return Changes(EVERYTHING, did=f"Repaired {n:,} {'entry' if n == 1 else 'entries'}")

    changes = desk.do(mend)
    left = check_desk(desk, is_full=True, progress=progress)
    return RepairReport(_rows(done), left, kept, changes)


def _mend(db: "Db") -> list[Finding]:
    from mentor_desk.storage.damage import repairing  # noqa: PLC0415
    from mentor_desk.storage.journal import steps as journal  # noqa: PLC0415

    connection: Any = db.connection().connection.driver_connection
    step = journal.open_step(db)
    # The journal cannot keep the image of a row whose words are no text, so those go first.
    journal.leave_no_image(db)
    first = repairing.repair_types(connection)
    connection.execute("UPDATE temp.this_step SET id = ?", (step,))
    return [*first, *repairing.repair(connection)]


def _keep_before(desk: Desk, progress: Progress) -> Path | None:
    """Back the desk up; one that no backup accepts as it is, is kept as a plain copy."""
    if desk.folder is None:
        return None
    from mentor_desk.services.keeping.backups import Occasion, back_up, backup_folders  # noqa: PLC0415

    own = backup_folders(desk.folder)
    try:
        made = back_up(desk, own, now=desk.now(), why=Occasion.REPAIR, progress=progress)
    except DeskDamagedError:
        return _copy_of(desk)
    return made.row.path


def _copy_of(desk: Desk) -> Path:
    from mentor_desk.files import write_whole  # noqa: PLC0415
    from mentor_desk.storage.backups.copying import copy_open  # noqa: PLC0415
    from mentor_desk.storage.damage.aside import free_place  # noqa: PLC0415

    folder = desk.folder
    if folder is None:
        raise DeskFileError("This desk lies in no folder.")
    place = free_place(folder, desk.now())
    place.mkdir(parents=True, mode=0o700)
    copy_open(desk.file, place / DATABASE_NAME)
    write_whole(place / KEYS_NAME, (folder / KEYS_NAME).read_bytes())
    return place


def _unsound_pages(desk: Desk) -> list[int]:
    if desk.file.path is None:
        return []
    with explained(desk.folder):
        with desk.file.turn:
            reader = connect(desk.file.path, desk.file.key)
        try:
            if not check.unsound_pages(reader):
                return []
            # A page that was just being written looks unsound; nobody writes in our turn.
            with desk.file.turn:
                return check.unsound_pages(reader)
        finally:
            reader.close()


def _look_at_keys(folder: Path, key: bytes) -> list[Finding]:
    """Return what is wrong with the key file, when the key came from a backup instead."""
    from mentor_desk.services.keeping.keys_left import is_key_of, own_vault  # noqa: PLC0415

    vault = own_vault(folder)
    if vault is not None and is_key_of(vault, key):
        return []
    what = (
        "it is missing or damaged; a salvage or a backup brings its keys back"
        if vault is None
        else "it is that of another desk; a salvage or a backup brings the right keys back"
    )
    return [Finding(check.KEYS, check.KEYS, what, 1, can_repair=False)]


def _look_into(copy: Path, key: bytes, is_full: bool, progress: Progress) -> list[Finding]:
    with explained(copy.parent), contextlib.closing(connect(copy, key)) as connection:
        return _look(connection, is_full, progress)


def _look(connection: Any, is_full: bool, progress: Progress) -> list[Finding]:
    how = check.check_fully if is_full else check.check_quickly
    return how(connection, progress=progress)


def _later(progress: Progress) -> Progress:
    # The copy was the first quarter of the way.
    return lambda done, of: progress(of + 3 * done, 4 * of)


def _broken_pages(count: int) -> Finding:
    what = "pages of the data file are not as they were written"
    return Finding(check.PAGES, "", what, count, can_repair=False)


def _report(found: Iterable[Finding], is_full: bool) -> CheckReport:
    return CheckReport(is_full, _rows(found))


def _rows(found: Iterable[Finding]) -> tuple[FoundRow, ...]:
    return tuple(
        FoundRow(
            each.kind,
            check.spoken(each.table) if each.table else "the data file",
            each.what,
            each.count,
            each.can_repair,
        )
        for each in found
    )


def explain(report: CheckReport) -> str:
    """Return the outcome of a check in one sentence."""
    if report.is_sound:
        how = "Everything was checked" if report.is_full else "The structure was checked"
        return f"{how}, and nothing is wrong."
    if report.is_broken:
        return "The data file is damaged. Restore a backup, or salvage what can be read."
    n = sum(row.count for row in report.found)
    able = report.can_repair
    mistakes = "1 mistake was" if n == 1 else f"{n:,} mistakes were"
    return f"{mistakes} found; {able:,} can be repaired safely."
