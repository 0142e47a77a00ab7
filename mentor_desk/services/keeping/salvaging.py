"""Salvage a damaged desk: copy it aside, and read what can be read of it into a new one."""

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_desk.errors import DeskDamagedError, DeskMissingError, FileError
from mentor_desk.files import PART, flush_folder, write_whole
from mentor_desk.paths import (
    BACKUPS_NAME,
    DATABASE_NAME,
    KEYS_NAME,
    SEALED_NAME,
    is_there,
    lies_in_desk,
)
from mentor_desk.services.keeping.backups import list_backups
from mentor_desk.services.keeping.free_place import refuse_taken
from mentor_desk.services.keeping.keys_left import own_vault, vault_of_key, write_keys
from mentor_desk.storage.damage.aside import Aside, copy_aside, take_back
from mentor_desk.storage.damage.mixed import refuse_mixed
from mentor_desk.storage.desk_file import refuse_plain
from mentor_desk.storage.desk_lock import DeskLock, Ending
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.looking import refuse_closed, refuse_unreadable

if TYPE_CHECKING:
    from mentor_desk.storage.damage.salvage import Salvage

Progress = Callable[[int, int], None]

_PART_NAME = f".{DATABASE_NAME}.new{PART}"


@dataclass(frozen=True, slots=True)
class SalvagedRow:
    """What was salvaged of one kind of record; `put_in` are those made where others miss them.

    Of a kind that `is_missing` the file has no table any more.
    """

    what: str
    read: int
    in_part: int
    lost: int
    put_in: int
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was salvaged, where it lies, and where the damaged files were copied to.

    What stood on an unsound page is lost, though only its like may tell how much it was.
    `unread_pages` are empty in that copy, for the disk did not give them back. `backups` are those
    that lie with the new desk as well.
    """

    folder: Path
    aside: Path
    unread_pages: int
    rows: tuple[SalvagedRow, ...]
    pages: int
    unsound_pages: int
    repaired: int
    backups: int

    @property
    def read(self) -> int:
        """How many records were read in all."""
        return sum(row.read for row in self.rows)

    @property
    def lost(self) -> int:
        """How many records are known to be lost."""
        return sum(row.lost for row in self.rows)

    @property
    def put_in(self) -> int:
        """How many records were made, as “Unknown …”, where others miss them."""
        return sum(row.put_in for row in self.rows)

    @property
    def unread(self) -> tuple[str, ...]:
        """The kinds of which nothing was read although pages are lost; there may have been some."""
        return tuple(
            row.what for row in self.rows if not row.read and (self.unsound_pages or row.is_missing)
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing is known, or to be feared, to be lost."""
        is_less = any(row.lost or row.in_part for row in self.rows)
        return not (self.unsound_pages or is_less or self.unread)


def salvage_desk(
    folder: Path,
    key: bytes,
    target: Path,
    *,
    now: datetime | None = None,
    progress: Progress = lambda _done, _of: None,
) -> SalvageReport:
    """Read what can be read of a damaged desk into a new desk at `target`, under the same keys.

    The damaged files are copied aside first and only the copy is read. Words that were typed and
    not saved, and the backups, go along. Raises DeskMissingError
    without a data file, DeskMixedError when the key is that of another desk, DeskDamagedError when
    nothing can be read any more, or a FileError; then `target` is as it was. A kill leaves what
    the next salvage to the same place makes way for.
    """
    vault = vault_of_key(folder, key)
    _clear_unfinished(target, vault)
    refuse_taken(target)
    aside, ending = _kept_aside(folder, key, now)
    made = [each for each in (target, *target.parents) if not each.exists()]
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = _salvaged(aside.folder, key, target, vault, ending=ending, progress=progress)
        write_keys(folder, target, vault)
        backups = _bring_along(folder, target, vault.desk_id)
        # Last, for a folder with a data file is a desk.
        (target / _PART_NAME).replace(target / DATABASE_NAME)
        flush_folder(target)
    except BaseException as problem:
        _take_back(target, made, aside.folder)
        if not isinstance(problem, OSError):
            raise
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"Nothing could be salvaged into {target}: {reason}.") from problem
    return SalvageReport(
        target,
        aside.folder,
        aside.unread,
        _rows(told),
        told.pages,
        told.unsound_pages,
        told.repaired,
        backups,
    )


def explain_salvage(report: SalvageReport) -> str:
    """Return what was salvaged in a few sentences, which never claim more than is known."""
    read = f"{report.read:,} {'record was' if report.read == 1 else 'records were'} read"
    if report.is_whole:
        return f"Every page could be read: {read}, and none is known to be lost."
    if in_part := sum(row.in_part for row in report.rows):
        read += f", {in_part:,} of them in part"
    lost = f"{report.lost:,}" if report.lost else "none"
    known = f"{lost} {'are' if report.lost > 1 else 'is'} known to be lost"
    if not report.unsound_pages:
        return f"Every page could be read: {read}; {known}."
    pages = f"{report.unsound_pages:,} of {report.pages:,} pages could not be read"
    return f"{pages}, and what stood on them is lost: {read}; {known}, and there may be more."


def free_folder_beside(folder: Path) -> Path:
    """Return a folder beside a desk's that does not exist yet, for what is salvaged of it.

    What lies in the folder of another desk, such as a copy aside, gets one beside that.
    """
    while lies_in_desk(folder):
        folder = folder.parent
    target, number = folder.with_name(f"{folder.name} salvaged"), 1
    while is_there(target):
        number += 1
        target = folder.with_name(f"{folder.name} salvaged {number}")
    return target


def _salvaged(
    aside: Path,
    key: bytes,
    target: Path,
    vault: keys.Vault,
    *,
    ending: Ending,
    progress: Progress,
) -> "Salvage":
    from mentor_desk.storage.damage.salvage import salvage  # noqa: PLC0415

    return salvage(
        aside / DATABASE_NAME,
        key,
        target / _PART_NAME,
        desk_id=vault.desk_id,
        is_sample=vault.is_sample,
        ending=ending,
        progress=progress,
    )


def _rows(told: "Salvage") -> tuple[SalvagedRow, ...]:
    from mentor_desk.storage.damage.check import spoken  # noqa: PLC0415

    return tuple(
        SalvagedRow(
            spoken(each.table), each.read, each.in_part, each.lost, each.put_in, each.is_missing
        )
        for each in told.tables
    )


def _kept_aside(folder: Path, key: bytes, now: datetime | None) -> tuple[Aside, Ending]:
    """Copy the files aside before anything is read; refuse at once what holds nothing to read.

    Return the copy, and whether the desk was left open.
    """
    path = folder / DATABASE_NAME
    refuse_closed(folder)
    if not os.path.lexists(path):
        raise DeskMissingError(
            f"The data file “{path.name}” is missing from {folder}, so there is nothing to salvage."
            " Restore a backup instead."
        )
    if not path.is_file():
        raise DeskDamagedError(f"“{path}” is not a file, so there is nothing to salvage.")
    refuse_unreadable(path)
    lock = DeskLock(folder)
    try:
        refuse_mixed(path, key)
        aside = copy_aside(folder, now=now or datetime.now(UTC))
        try:
            # Asked of the copy, for the disk may not give the first bytes back.
            refuse_plain(aside.folder / DATABASE_NAME)
        except BaseException:
            take_back(aside.folder)
            raise
        return aside, lock.ending
    finally:
        lock.release()


def _bring_along(folder: Path, target: Path, desk_id: str) -> int:
    """Put the typed words and the backups of a desk beside its salvage; return how many backups.

    A disk that cannot have one file in two places leaves the backups where they are; words that it
    does not give back stay there too.
    """
    typed = folder / SEALED_NAME
    with contextlib.suppress(OSError):
        if typed.is_file() and not (target / SEALED_NAME).exists():
            write_whole(target / SEALED_NAME, typed.read_bytes())
    rows = [row for row in list_backups([folder / BACKUPS_NAME], desk_id=desk_id) if row.is_good]
    place, brought = target / BACKUPS_NAME, 0
    with contextlib.suppress(OSError):
        if rows:
            place.mkdir(mode=0o700, exist_ok=True)
        for row in rows:
            os.link(row.path, place / row.path.name)
            brought += 1
    return brought


def _clear_unfinished(target: Path, vault: keys.Vault) -> None:
    """Make way where a salvage of this very desk was killed: its parts, and then its keys."""
    with contextlib.suppress(OSError):
        is_ours = (target / _PART_NAME).is_file() and not os.path.lexists(target / DATABASE_NAME)
        if is_ours and own_vault(target) == vault:
            (target / KEYS_NAME).unlink()
        for left in target.glob(f"*.{DATABASE_NAME}.new{PART}*"):
            left.unlink()


def _take_back(target: Path, made: list[Path], aside: Path) -> None:
    """Remove what a salvage that was refused had begun, and no folder that was there before.

    The copy aside goes too: only it was read, so the desk itself is as it was.
    """
    take_back(aside)
    with contextlib.suppress(OSError):
        for name in (_PART_NAME, DATABASE_NAME, KEYS_NAME):
            (target / name).unlink(missing_ok=True)
        if target in made:
            shutil.rmtree(target)
        for each in made[1:]:
            each.rmdir()
