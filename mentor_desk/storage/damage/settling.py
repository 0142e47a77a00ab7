"""Settle what a save left beside a data file, before a single page of that is judged."""

import contextlib
import shutil
from collections.abc import Iterable
from enum import Enum, auto
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskDamagedError, DeskError
from mentor_desk.files import whole_file
from mentor_desk.storage.beside import INDEX, JOURNAL, LOG, filled_beside
from mentor_desk.storage.damage.counting import is_sane
from mentor_desk.storage.damage.left_beside import Left, is_asleep, read_left
from mentor_desk.storage.damage.pages import SALT, Pages, Sealing, unsound_in
from mentor_desk.storage.database import connect, explained
from mentor_desk.storage.desk_lock import Ending

# The log comes with an index, which is made anew by whoever reads it.
BESIDE = (JOURNAL, LOG, INDEX)
# A save is one step, and forgetting somebody notes another.
MOST_STEPS = 2
# A save writes its journal and then the file; between them lies no more, even for the greatest.
NEAR_SECONDS = 600


class Verdict(Enum):
    """What is to be thought of what lies beside a data file: whether it is played, and told."""

    OURS = auto()
    DOUBTFUL = auto()
    STRANGE = auto()


def settled(source: Path, key: bytes, work: Path, *, ending: Ending = Ending.UNTOLD) -> Path:
    """Return `source`, or a copy at `work` into which all was played that lay beside it.

    The journal takes a save back that was never finished, and holds whole what that tore; a log,
    as another program may have left it, brings finished ones in. What is of another file, or would
    damage pages that are sound, is left alone. `source` is only read, and must not be open. Raises
    a FileError when the disk refuses.
    """
    strangers = strangers_beside(source, key, work, ending=ending)
    left = [end for end in filled_beside(source) if end not in strangers]
    if not left:
        return source
    _copy(source, work, left)
    # The database plays them before it looks at a page, so damage is no reason not to.
    with contextlib.suppress(DeskDamagedError), explained(work.parent):
        connect(work, key).close()
    return work if unsound_in(work, key) <= unsound_in(source, key) else source


def strangers_beside(path: Path, key: bytes, work: Path, *, ending: Ending) -> list[str]:
    """Return the endings of what lies beside a data file and is not to be played into it."""
    found = verdicts(path, key, work, ending=ending)
    return [end for end, verdict in found.items() if verdict is Verdict.STRANGE]


def verdicts(path: Path, key: bytes, work: Path, *, ending: Ending) -> dict[str, Verdict]:
    """Return what is to be thought of each ending that lies filled beside a data file.

    `ending` is what the lock tells: a file that lies as it was given back has no journal of its
    own, and one that lies as after a save none that takes that back. Where in doubt, what lies
    there is played, for to leave a journal out that is of this file leaves half of a save in it. A
    copy is made at `work` where the seals alone do not tell; nothing is left there.
    """
    return {end: _verdict(path, end, key, work, ending=ending) for end in filled_beside(path)}


def _verdict(path: Path, end: str, key: bytes, work: Path, *, ending: Ending) -> Verdict:
    beside = path.with_name(path.name + end)
    try:
        told = _told_by_seals(path, beside, key)
        if told is None:
            told = _told_by_steps(path, end, key, work, ending=ending)
    except (DeskError, OSError, sqlcipher.Error):
        told = Verdict.OURS
    finally:
        remove_settled(work)
    if told is Verdict.OURS and _is_in_doubt(path, end, key, ending=ending):
        return Verdict.DOUBTFUL
    return told


def _is_in_doubt(path: Path, end: str, key: bytes, *, ending: Ending) -> bool:
    """Tell whether what would be played into a data file may be of an earlier moment of it.

    It is surely not where it would change nothing, where the file is as the journal has it from
    before the save, and where the desk was left open when both were written.
    """
    beside = path.with_name(path.name + end)
    try:
        if is_asleep(beside) or _is_idle(path, beside, key, is_log=end == LOG):
            return False
        died = ending in {Ending.IN_A_SAVE, Ending.WRITTEN_SINCE}
        return end == LOG or not died or not _are_near(path, beside)
    except OSError:
        return True


def remove_settled(work: Path) -> None:
    """Remove a database and all that may lie beside it."""
    for end in ("", *BESIDE):
        work.with_name(work.name + end).unlink(missing_ok=True)


def _told_by_seals(path: Path, beside: Path, key: bytes) -> Verdict | None:
    """Return what the seals tell of a journal or a log, or None where they do not."""
    if is_asleep(beside):
        return Verdict.OURS
    left = read_left(beside)
    if left is None:
        return Verdict.STRANGE
    with contextlib.closing(Pages(path, key)) as pages:
        if not left.pages:
            return Verdict.OURS if left.size in {None, pages.count} else Verdict.STRANGE
        if not _is_of_file(left, pages, key):
            return Verdict.STRANGE
        return Verdict.OURS if _is_of_this_moment(left, pages) else None


def _is_of_file(left: Left, pages: Pages, key: bytes) -> bool:
    """Tell whether any page bears the seal of this file; bits that were lost later spoil some."""
    if _any_sound(left, pages.sealing):
        return True
    if not _is_any_sealed(pages):
        return _may_be_of_lost(left, pages, key)
    return False


def _may_be_of_lost(left: Left, pages: Pages, key: bytes) -> bool:
    # Where the first page is lost, and the salt in it, the journal may hold it.
    first = next((page for number, page in left.pages if number == 1), b"")
    if not first:
        return True
    pages.sealing = Sealing(key, first[:SALT])
    return _is_any_sealed(pages) and _any_sound(left, pages.sealing)


def _is_any_sealed(pages: Pages) -> bool:
    return any(pages.is_sealed(number) for number in range(1, pages.count + 1))


def _any_sound(left: Left, sealing: Sealing) -> bool:
    return any(sealing.is_sound(number, page) for number, page in left.pages)


def _is_of_this_moment(left: Left, pages: Pages) -> bool:
    """Tell whether the first page is still the one that was kept before the save.

    Every save changes it. That it counts them tells nothing more: under SQLCipher the count goes
    on from what stands there encrypted, so it is another number each time.
    """
    first = next((page for number, page in left.pages if number == 1), None)
    now = pages.read(1)
    return first is not None and now is not None and now == pages.sealing.opened(1, first)


def _is_idle(path: Path, beside: Path, key: bytes, *, is_log: bool) -> bool:
    """Tell whether what would be put back stands in the file, or the save had not got that far."""
    left = read_left(beside)
    if left is None:
        return False
    with contextlib.closing(Pages(path, key)) as pages:
        if not is_log and _is_of_this_moment(left, pages):
            return True
        return left.size in {None, pages.count} and all(
            pages.read(number) == pages.sealing.opened(number, page) for number, page in left.pages
        )


def _are_near(path: Path, beside: Path) -> bool:
    return abs(path.stat().st_mtime - beside.stat().st_mtime) <= NEAR_SECONDS


def _told_by_steps(path: Path, end: str, key: bytes, work: Path, *, ending: Ending) -> Verdict:
    """Return what to think of what would be played, by how many steps there are without and with.

    A save that was not finished leaves a file that is sound once it is taken back, and takes back
    few steps at most. A file that is sound as it lies and would go back by one may hold one that
    was kept, unless a save was going on. A log takes nothing back, and a file as it was given back
    has no journal.
    """
    if unsound_in(path, key) or (before := _steps_in(path, key, work, [])) is None:
        return Verdict.OURS
    if end == JOURNAL and ending is Ending.GIVEN_BACK:
        return Verdict.STRANGE
    after = _steps_in(path, key, work, [end])
    if after is None or not _may_come_after(before, after, is_log=end == LOG):
        return Verdict.STRANGE
    is_kept = after < before and ending is not Ending.IN_A_SAVE
    return Verdict.DOUBTFUL if is_kept else Verdict.OURS


def _may_come_after(before: int, after: int, *, is_log: bool) -> bool:
    if not is_sane(after + 1):
        return True
    return after >= before if is_log else before - MOST_STEPS <= after <= before


def _steps_in(path: Path, key: bytes, work: Path, ends: list[str]) -> int | None:
    """Return how many steps were ever taken in a copy, or None when that is not sound."""
    remove_settled(work)
    _copy(path, work, ends)
    # A full disk is no damage, so only that is caught.
    try:
        with explained(work.parent), contextlib.closing(connect(work, key)) as connection:
            return _steps(connection) if _is_sound(connection) else None
    except DeskDamagedError:
        return None


def _is_sound(connection: Any) -> bool:
    if connection.execute("pragma cipher_integrity_check").fetchone():
        return False
    return bool(connection.execute("pragma integrity_check(1)").fetchone() == ("ok",))


def _steps(connection: Any) -> int:
    # A desk that was never finished may not have the table.
    asked = "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'"
    if not connection.execute(asked).fetchone()[0]:
        return 0
    # What stands there may be no number.
    asked = (
        "SELECT coalesce(max(CAST(seq AS INTEGER)), 0) FROM sqlite_sequence WHERE name = 'steps'"
    )
    return int(connection.execute(asked).fetchone()[0])


def _copy(source: Path, work: Path, ends: Iterable[str]) -> None:
    for end in ("", *ends):
        with (
            source.with_name(source.name + end).open("rb") as old,
            whole_file(work.with_name(work.name + end)) as new,
        ):
            shutil.copyfileobj(old, new)
