"""Check a desk, and say in words what was found."""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mentor_desk.errors import DeskDamagedError, DeskError, DeskNewerError
from mentor_desk.files import PART
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.strange_files import set_strangers_aside
from mentor_desk.storage.damage import check
from mentor_desk.storage.damage.check import Finding
from mentor_desk.storage.database import connect, explained, refuse_cut, refuse_newer
from mentor_desk.storage.desk_lock import DeskLock

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
    def is_remark(self) -> bool:
        """Whether it is no mistake: of another version or program, and in nobody's way."""
        return self.kind == check.SCHEMA_DIFFERS

    @property
    def sentence(self) -> str:
        """The mistake in one line, with its count."""
        return f"{self.where[:1].upper()}{self.where[1:]}: {self.what} ({self.count:,})"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; `is_broken` means that pages of the file cannot be trusted.

    The `remark` is a sentence about what lay beside the data file and was put aside, if anything.
    """

    is_full: bool
    found: tuple[FoundRow, ...]
    remark: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether no mistake was found."""
        return not self.mistakes

    @property
    def mistakes(self) -> int:
        """How many mistakes were found."""
        return sum(row.count for row in self.found if not row.is_remark)

    @property
    def is_broken(self) -> bool:
        """Whether the file itself is damaged, so that only a backup or a salvage helps."""
        return any(row.kind in {check.PAGES, check.STRUCTURE} for row in self.found)

    @property
    def leaves_open(self) -> bool:
        """Whether only the full check can tell what breaks a rule, and whether that is repaired."""
        return any(self.is_open(row) for row in self.found)

    def is_open(self, row: FoundRow) -> bool:
        """Tell whether only the full check can say what these mistakes are."""
        return not self.is_full and row.kind == check.RULE and not row.can_repair

    @property
    def can_repair(self) -> int:
        """How many mistakes can be repaired safely."""
        return 0 if self.is_broken else sum(row.count for row in self.found if row.can_repair)


def check_desk(
    desk: Desk, *, is_full: bool, progress: Progress = lambda _done, _of: None
) -> CheckReport:
    """Check a desk that is open, beside whoever works on it; nothing is changed.

    It takes seconds, so the window calls it beside itself; what `progress` raises stops it. A
    copy is made for the time of the check. Raises a FileError when the disk refuses that.
    """
    if desk.folder is None or desk.file.path is None:
        with desk.file.turn, explained():
            return _report(_ask(desk.file.connection, is_full, progress), is_full)
    from mentor_desk.storage.backups.copying import copy_open  # noqa: PLC0415

    broken = _unsound_pages(desk)
    copy = desk.folder / COPY_NAME
    try:
        copy.unlink(missing_ok=True)
        copy_open(desk.file, copy, lambda done, of: progress(done // 4, of))
        found = _look_into(copy, desk.file.key, is_full, _later(progress), name_of(desk))
    except DeskDamagedError:
        found = [_broken_pages(max(1, len(broken)))]
    else:
        found = [*([_broken_pages(len(broken))] if broken else []), *found]
    finally:
        copy.unlink(missing_ok=True)
    return _report([*found, *_look_at_keys(desk.folder, desk.file.key)], is_full)


def trouble_with_keys(desk: Desk) -> str:
    """Return a sentence on what is wrong with the ways into an open desk, or nothing.

    Every backup carries these ways, so whoever makes one is told.
    """
    if desk.folder is None:
        return ""
    found = _look_at_keys(desk.folder, desk.file.key)
    return f"The key file: {found[0].what}." if found else ""


def check_folder(
    folder: Path, key: bytes, *, is_full: bool, progress: Progress = lambda _done, _of: None
) -> CheckReport:
    """Check the desk of a folder that nobody has open, even one that does not open any more.

    Raises DeskBusyError when somebody has it open, DeskMixedError when the key is that of another
    desk, DeskNewerError, and a DeskFileError for a file that cannot be a desk at all.
    """
    from mentor_desk.storage.desk_file import refuse_plain  # noqa: PLC0415
    from mentor_desk.storage.looking import look_at  # noqa: PLC0415

    path = folder / DATABASE_NAME
    look_at(path)
    lock = DeskLock(folder)
    try:
        refuse_plain(path)
        _clear_copy(folder)
        remark = set_strangers_aside(folder, key, lock)
        found = _look_at_file(path, key, is_full, progress)
    finally:
        lock.release()
    return replace(_report([*found, *_look_at_keys(folder, key)], is_full), remark=remark)


def _unsound_pages(desk: Desk) -> list[int]:
    if desk.file.path is None:
        return []
    with explained(desk.folder):
        with desk.file.unit():
            reader = connect(desk.file.path, desk.file.key)
        try:
            if not check.unsound_pages(reader):
                return []
            # A page that was just being written looks unsound; nobody writes in our turn.
            with desk.file.unit():
                return check.unsound_pages(reader)
        finally:
            reader.close()


def _look_at_keys(folder: Path, key: bytes) -> list[Finding]:
    """Return what is wrong with the key file, when the key came from a backup instead."""
    what = _trouble_with_keys(folder, key)
    if not what:
        return []
    return [Finding(check.KEYS, check.KEYS, what, 1, can_repair=False)]


def _trouble_with_keys(folder: Path, key: bytes) -> str:
    from mentor_desk.services.keeping.keys_left import is_key_of  # noqa: PLC0415
    from mentor_desk.storage.keys.recovery_proof import trouble_in  # noqa: PLC0415
    from mentor_desk.storage.keys.vault import read_vault  # noqa: PLC0415

    try:
        vault = read_vault(folder / KEYS_NAME)
    except DeskNewerError:
        return "a newer version of Mentor Desk wrote it; please update the program"
    except DeskError:
        return "it is missing or damaged; a salvage or a backup brings its keys back"
    if is_key_of(vault, key):
        return trouble_in(vault, key)
    if vault.is_whole:
        return "it is that of another desk; a salvage or a backup brings the right keys back"
    return "it is damaged; opening the desk mends that, or a backup brings its keys back"


def _look_at_file(path: Path, key: bytes, is_full: bool, progress: Progress) -> list[Finding]:
    from mentor_desk.storage.damage.mixed import refuse_mixed  # noqa: PLC0415
    from mentor_desk.storage.damage.pages import unsound_in  # noqa: PLC0415

    try:
        with explained(path.parent), contextlib.closing(connect(path, key)) as connection:
            refuse_newer(connection)
            pages = check.unsound_pages(connection)
            if pages:
                return [_broken_pages(len(pages))]
            refuse_cut(connection, path)
            return _look(connection, is_full, progress, name_by_key(path.parent, key))
    except DeskDamagedError:
        refuse_mixed(path, key)
        return [_broken_pages(max(1, unsound_in(path, key)))]


def _clear_copy(folder: Path) -> None:
    # What a check left behind that was killed: a whole copy of the desk.
    for left in folder.glob(f"{COPY_NAME}*"):
        with contextlib.suppress(OSError):
            left.unlink()


def _look_into(
    copy: Path, key: bytes, is_full: bool, progress: Progress, name: str
) -> list[Finding]:
    with explained(copy.parent), contextlib.closing(connect(copy, key)) as connection:
        return _look(connection, is_full, progress, name)


def _look(connection: Any, is_full: bool, progress: Progress, name: str) -> list[Finding]:
    from mentor_desk.storage.damage.about import says_another  # noqa: PLC0415

    form = check.check_form(connection)
    if _is_broken(form):
        return form
    found = [*form, *_ask(connection, is_full, progress)]
    return found if _is_broken(found) or not name else [*says_another(connection, name), *found]


def _ask(connection: Any, is_full: bool, progress: Progress) -> list[Finding]:
    how = check.check_fully if is_full else check.check_quickly
    return how(connection, progress=progress)


def _is_broken(found: Iterable[Finding]) -> bool:
    return any(each.kind == check.STRUCTURE for each in found)


def name_of(desk: Desk) -> str:
    """Return the id that an open desk should say, or nothing where no key file tells."""
    return name_by_key(desk.folder, desk.file.key) if desk.folder is not None else ""


def name_by_key(folder: Path, key: bytes) -> str:
    """Return the id of the desk that a key is of, or nothing where no key file tells."""
    from mentor_desk.services.keeping.keys_left import vault_of_key  # noqa: PLC0415

    try:
        return vault_of_key(folder, key).desk_id
    except DeskError:
        return ""


def _later(progress: Progress) -> Progress:
    # The copy was the first quarter of the way.
    return lambda done, of: progress(of + 3 * done, 4 * of)


def _broken_pages(count: int) -> Finding:
    what = "pages of the data file are not as they were written"
    return Finding(check.PAGES, "", what, count, can_repair=False)


def _report(found: Iterable[Finding], is_full: bool) -> CheckReport:
    return CheckReport(is_full, rows_of(found))


def rows_of(found: Iterable[Finding]) -> tuple[FoundRow, ...]:
    """Return what was found in words."""
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
        how = "Everything was" if report.is_full else "Every page and the structure were"
        return f"{how} checked, and nothing is wrong."
    if report.is_broken:
        return "The data file is damaged. Restore a backup, or salvage what can be read."
    n = report.mistakes
    mistakes = "1 mistake was" if n == 1 else f"{n:,} mistakes were"
    if report.leaves_open and report.can_repair:
        able = f"{report.can_repair:,} can be repaired safely"
        return f"{mistakes} found; {able}, and the full check tells about the others."
    if report.leaves_open:
        return f"{mistakes} found; the full check tells which can be repaired safely."
    return f"{mistakes} found; {report.can_repair:,} can be repaired safely."
