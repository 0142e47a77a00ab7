"""Repair what can be repaired safely in a desk that is open, and keep it first as it is."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentor_desk.errors import DeskDamagedError, DeskError, DeskFileError, FileError
from mentor_desk.files import PART
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.checking import (
    CheckReport,
    FoundRow,
    Progress,
    check_desk,
    name_of,
    rows_of,
)
from mentor_desk.storage.damage.check import Finding

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Db


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What was repaired, what is left, and where the desk lies as it was before.

    The `remark` is a sentence about what lay beside the data file and was put aside, if anything.
    """

    repaired: tuple[FoundRow, ...]
    left: CheckReport
    kept: Path | None
    changes: Changes
    remark: str = ""

    @property
    def count(self) -> int:
        """How many entries were repaired."""
        return sum(row.count for row in self.repaired)


def repair_desk(desk: Desk, *, progress: Progress = lambda _done, _of: None) -> RepairReport:
    """Repair what is safe in one step, after a backup; what is left is checked again.

    Ids that no desk gives are put right before, for the step might get none itself.
    Nothing that anybody wrote is lost: what lost its place is brought back under “Unknown …”.
    Running it again changes nothing. Raises a FileError when no backup can be made, and
    DeskDamagedError when pages are damaged; then nothing was changed. One that was repaired and
    could not be checked again is told so by a FileError.
    """
    kept = _keep_before(desk, progress)
    done = _give_ids(desk)

    def mend(db: "Db") -> Changes:
        done.extend(_mend(db, desk))
        n = sum(each.count for each in done)
        return Changes(EVERYTHING, did=f"Repaired {n:,} {'entry' if n == 1 else 'entries'}")

    changes = desk.do(mend)
    try:
        left = check_desk(desk, is_full=True, progress=progress)
    except DeskError as problem:
        raise FileError(
            "The desk was repaired, but it could not be checked once more. Please have it checked"
            f" again when this is mended: {problem.sentence}"
        ) from problem
    return RepairReport(rows_of(done), left, kept, changes)


def _give_ids(desk: Desk) -> list[Finding]:
    """Mend what might keep the step of the repair from being begun; this alone is no part of it."""
    from mentor_desk.storage.damage import repairing  # noqa: PLC0415

    with desk.work(writes=True) as db:
        connection: Any = db.connection().connection.driver_connection
        return repairing.repair_ids(connection)


def _mend(db: "Db", desk: Desk) -> list[Finding]:
    from mentor_desk.storage.damage import repairing  # noqa: PLC0415
    from mentor_desk.storage.damage.about import sign  # noqa: PLC0415
    from mentor_desk.storage.journal import steps as journal  # noqa: PLC0415

    connection: Any = db.connection().connection.driver_connection
    step = journal.open_step(db)
    # The journal cannot keep the image of a row whose words are no text, so those go first; and
    # nobody is to go back to a desk that does not open.
    journal.leave_no_image(db)
    first = repairing.repair_types(connection)
    if name := name_of(desk):
        first += sign(connection, name, is_sample=desk.is_sample)
    connection.execute("UPDATE temp.this_step SET id = ?", (step,))
    return [*first, *repairing.make_missing_indices(connection), *repairing.repair(connection)]


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
    from mentor_desk.files import flush_folder, write_whole  # noqa: PLC0415
    from mentor_desk.storage.backups.copying import copy_open  # noqa: PLC0415
    from mentor_desk.storage.damage.aside import free_place, take_back  # noqa: PLC0415

    folder = desk.folder
    if folder is None:
        raise DeskFileError("This desk lies in no folder.")
    place = free_place(folder, desk.now())
    part = place / f".{DATABASE_NAME}{PART}"
    try:
        place.mkdir(parents=True, mode=0o700)
        copy_open(desk.file, part)
        write_whole(place / KEYS_NAME, (folder / KEYS_NAME).read_bytes())
        part.replace(place / DATABASE_NAME)
        flush_folder(place)
    except BaseException as problem:
        take_back(place)
        if not isinstance(problem, OSError):
            raise
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(
            f"The desk could not be kept in {place} as it is, so nothing was repaired: {reason}."
        ) from problem
    return place
