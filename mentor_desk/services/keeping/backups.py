"""Back a desk up, list its backups, and say how it stands with them."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mentor_desk.errors import DeskError, FileError
from mentor_desk.paths import BACKUPS_NAME, KEYS_NAME, rescued
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_folders import (
    SECOND_FOLDER,
    backup_folders,
    keep_out_of,
    name_second_folder,
    refuse_absent,
    trouble_with_second,
    where_backups_lie,
    word_on_second,
)
from mentor_desk.storage.backups.bundle import SUFFIX
from mentor_desk.storage.backups.keeping import Bundle, Occasion, bundles_in, look_at_bundle
from mentor_desk.storage.backups.making import copy_backup, make_backup
from mentor_desk.storage.backups.manifest import EARLIEST, Extent, Figures
from mentor_desk.storage.database import connect, explained
from mentor_desk.storage.desk_file import OpenFile

__all__ = [
    "SECOND_FOLDER",
    "SUFFIX",
    "Figures",
    "Occasion",
    "backup_folders",
    "name_second_folder",
    "trouble_with_second",
    "where_backups_lie",
    "word_on_second",
]

MANY_RECORDS = 100
NOTHING = Figures()

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup: when it was made, what it holds and where it lies.

    One that cannot be read has a `trouble` instead of the rest; `is_other` marks one of another
    desk. `size` is that of the file in bytes.
    """

    path: Path
    size: int
    trouble: str = ""
    desk_id: str = ""
    counter: int = 0
    made_at: datetime | None = None
    version: str = ""
    why: str = ""
    figures: Figures = NOTHING
    extent: Extent | None = None
    is_sample: bool = False
    is_other: bool = False

    @property
    def folder(self) -> Path:
        """The folder in which it lies."""
        return self.path.parent

    @property
    def place(self) -> tuple[int, datetime]:
        """Its place in the order: the counter decides, and the moment between two of a number."""
        return self.counter, self.made_at or EARLIEST

    @property
    def is_good(self) -> bool:
        """Whether it can be read and is of this desk."""
        return not self.trouble and not self.is_other


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made, and a sentence for each folder that did not take it."""

    row: BackupRow
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoldersRead:
    """The backups of several folders, and why some of these could not be read."""

    rows: list[BackupRow]
    troubles: tuple[str, ...] = ()


def back_up(
    desk: Desk,
    folders: Sequence[Path],
    *,
    now: datetime,
    why: Occasion = Occasion.ASKED,
    thins: bool = True,
    progress: Progress = lambda _done, _of: None,
) -> BackedUp:
    """Back a desk up into every folder, beside whoever works on it.

    The first folder is made where it is not there, the others are not. With `thins`, what is
    superseded there goes. A folder that fails does not stop the others; when all fail, the first
    refusal is raised. It takes seconds, so the window calls it beside itself; what `progress`
    raises stops it.
    """
    if desk.folder is None:
        raise FileError("This desk lies in no folder, so it cannot be backed up.")
    made: Bundle | None = None
    problems: list[DeskError] = []
    for number, folder in enumerate(folders):
        with noting(problems, folder):
            keep_out_of(folder, desk.folder)
            if number:
                refuse_absent(folder)
            if made is not None:
                copy_backup(made, folder, progress)
            else:
                made = make_backup(
                    desk.file,
                    keys=desk.folder / KEYS_NAME,
                    folder=folder,
                    known=[desk.folder / BACKUPS_NAME, *folders],
                    now=now,
                    why=why,
                    thins=thins,
                    progress=progress,
                )
    if made is None:
        raise problems[0]
    return BackedUp(_row(made), tuple(problem.sentence for problem in problems))


@contextmanager
def noting(problems: list[DeskError], folder: Path) -> Generator[None]:
    """Note why a folder did not take a backup; the next one still gets its copy."""
    try:
        yield
    except DeskError as problem:
        problems.append(problem)
    except OSError as problem:
        problems.append(_refused(folder, problem))


def back_up_before_import(
    desk: Desk, records: int, *, progress: Progress = lambda _done, _of: None
) -> None:
    """Back a desk up before many people come in at once; a sample desk needs none.

    Raises a FileError when that cannot be done; then nothing must be imported.
    """
    if records > MANY_RECORDS and desk.folder is not None and not desk.is_sample:
        own = backup_folders(desk.folder)
        back_up(desk, own, now=desk.now(), why=Occasion.IMPORT, progress=progress)


def back_up_before_upgrade(path: Path, key: bytes) -> None:
    """Back up a desk that nobody has open, before its schema changes; the backup is kept.

    Raises a FileError when that cannot be done; then nothing must be upgraded.
    """
    with explained(path.parent):
        connection = connect(path, key)
    folder = path.parent / BACKUPS_NAME
    with closing(OpenFile(connection, key=key, path=path)) as file:
        try:
            make_backup(
                file,
                keys=path.parent / KEYS_NAME,
                folder=folder,
                now=datetime.now(UTC),
                why=Occasion.UPGRADE,
            )
        except OSError as problem:
            raise _refused(folder, problem) from problem


def list_backups(folders: Iterable[Path], *, desk_id: str = "") -> list[BackupRow]:
    """Return the backups in these folders, the latest by their counter first.

    With `desk_id`, those of other desks are marked as such. A folder that cannot be read is
    passed over, for a stick may not be there today.
    """
    return read_folders(folders, desk_id=desk_id).rows


def read_folders(folders: Iterable[Path], *, desk_id: str = "") -> FoldersRead:
    """Return the same with a sentence for each folder that is there and cannot be read.

    Of the folder that all desks of this user share, those of other desks are left out.
    """
    rows: dict[Path, BackupRow] = {}
    troubles: list[str] = []
    for folder in folders:
        try:
            found = bundles_in(folder)
        except DeskError as trouble:
            troubles.append(trouble.sentence)
            continue
        for bundle in found:
            row = _row(bundle)
            is_other = bool(desk_id and row.desk_id and row.desk_id != desk_id)
            if not (is_other and folder == rescued()):
                rows.setdefault(row.path, replace(row, is_other=is_other))
    ordered = sorted(rows.values(), key=lambda row: (row.is_good, row.place), reverse=True)
    return FoldersRead(ordered, tuple(troubles))


def look_at_backup(file: Path) -> BackupRow:
    """Return what a backup file says of itself; raises a FileError when it cannot be read."""
    bundle = look_at_bundle(file)
    if bundle.manifest is None:
        raise FileError(f"{bundle.trouble} Nothing was changed.")
    return _row(bundle)


def delete_backup(row: BackupRow) -> None:
    """Remove a backup for good. Raises FileError when the disk refuses."""
    try:
        row.path.unlink(missing_ok=True)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"“{row.path.name}” could not be removed: {reason}.") from problem


def desk_id_in(folder: Path) -> str:
    """Return the id of the desk in a folder by its key file, or nothing."""
    from mentor_desk.storage.keys.vault import read_vault  # noqa: PLC0415

    try:
        return read_vault(folder / KEYS_NAME).desk_id
    except DeskError:
        return ""


def _row(bundle: Bundle) -> BackupRow:
    try:
        size = bundle.path.stat().st_size
    except OSError:
        size = 0
    told = bundle.manifest
    if told is None:
        return BackupRow(bundle.path, size, bundle.trouble)
    return BackupRow(
        path=bundle.path,
        size=size,
        desk_id=told.desk_id,
        counter=told.counter,
        made_at=told.made_at,
        version=told.version,
        why=told.why,
        figures=told.figures,
        extent=told.extent,
        is_sample=told.is_sample,
    )


def _refused(folder: Path, problem: OSError) -> FileError:
    reason = (problem.strerror or str(problem)).lower()
    return FileError(f"The folder {folder} did not take the backup: {reason}.")
