"""A small disk that is really full: mounted where nobody else sees it, and gone afterwards.

    unshare -rm python -m tests.faults.small_disk FOLDER

prints, for each thing that is tried on it, a line of JSON. Most of it finds a disk of two
megabytes full from the start. What asks for room before it begins gets a larger one, which is
filled by somebody else in the middle of it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from mentor_desk.errors import DeskError
from mentor_desk.models.kinds import Paper
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_keys import key_by_secret
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.services.keeping.restoring import restore
from mentor_desk.services.reviews.reviewing import (
    default_choice,
    draft_review,
    render_review,
    write_review,
)
from mentor_desk.settings import Settings
from tests.faults import desks
from tests.faults.filling import FILLER, fill, free
from tests.faults.great_steps import Act, changing_passphrase, importing, repairing
from tests.faults.upgrades import bring_ahead
from tests.faults.upgrading_ahead import goal_in
from tests.faults.verbs import save_once
from tests.faults.writers import ROOT

SIZE, LARGER = "2m", "8m"
OLD = b"what was there before"
BESIDE = ("review.pdf", "settings.json")
ELSEWHERE = "/dev/shm"
HALF_WAY = 0.5


class Kept(NamedTuple):
    """What a disk holds: the desk and what lies beside it, and the names of its good backups."""

    held: tuple[str | bytes, ...]
    backups: set[str]


Ready = Callable[[Path], AbstractContextManager[Act]]


@cache
def can_mount() -> bool:
    """Tell whether this computer lets us mount a disk in a namespace of our own."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    with TemporaryDirectory() as folder:
        mount = f"mount -t tmpfs -o size={SIZE} tmpfs '{folder}'"
        probe = subprocess.run(
            ["unshare", "-rm", "sh", "-c", mount], capture_output=True, check=False
        )
    return probe.returncode == 0


def on_small_disk() -> list[dict[str, Any]]:
    """Try everything on a small full disk, and return how each of it went."""
    with TemporaryDirectory() as folder:
        tried = subprocess.run(
            ["unshare", "-rm", sys.executable, "-m", "tests.faults.small_disk", folder],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    return [json.loads(line) for line in tried.stdout.splitlines()]


def main(place: Path) -> None:
    """Try each thing on a disk once it is full, and again when it is freed."""
    for number, (name, ready) in enumerate(TRIES.items()):
        disk = place / str(number)
        disk.mkdir()
        with _mounted(disk, LARGER if name in IN_THE_MIDDLE else SIZE), ready(disk) as act:
            told = _try(act, disk, is_full_from_start=name not in IN_THE_MIDDLE)
            sys.stdout.write(json.dumps({"name": name, **told}) + "\n")


@contextmanager
def _mounted(disk: Path, size: str) -> Generator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)], check=True)
    # Made elsewhere, for a new desk asks for more room than this.
    with TemporaryDirectory(dir=ELSEWHERE) as elsewhere:
        desks.copy(desks.make(Path(elsewhere, "desk")), disk / "desk")
    (disk / "review.pdf").write_bytes(OLD)
    (disk / "settings.json").write_bytes(OLD)
    yield
    subprocess.run(["umount", "-l", str(disk)], check=True)


def _try(act: Act, disk: Path, *, is_full_from_start: bool) -> dict[str, Any]:
    before = _kept(disk)
    if is_full_from_start:
        fill(disk)
    refused = _refusal(act)
    is_filled = (disk / FILLER).exists()
    between, left = _kept(disk), [path.name for path in disk.rglob("*.part")]
    free(disk)
    return {
        "refused": refused,
        "is_filled": is_filled,
        # A backup from before it began may be one more.
        "is_unchanged": between.held == before.held and between.backups >= before.backups,
        "left_over": left,
        "works_once_freed": not _refusal(act) and _kept(disk) != before,
    }


def _refusal(act: Act) -> str:
    try:
        act()
    except DeskError as refusal:
        return refusal.sentence
    return ""


def _kept(disk: Path) -> Kept:
    with TemporaryDirectory(dir=ELSEWHERE) as elsewhere:
        copy = desks.copy(disk / "desk", Path(elsewhere, "desk"))
        if (disk / "secrets.txt").exists():
            shutil.copy(disk / "secrets.txt", elsewhere)
        state = desks.state(copy)
        backups = {row.path.name for row in list_backups(backup_folders(copy)) if row.is_good}
    return Kept((state, *((disk / name).read_bytes() for name in BESIDE)), backups)


@contextmanager
def _saving(disk: Path) -> Generator[Act]:
    with closing(desks.opened(disk / "desk")) as desk:
        yield lambda: save_once(desk, 1, 7, "what was said in confidence " * 3_000)


@contextmanager
def _exporting(disk: Path) -> Generator[Act]:
    with closing(desks.opened(disk / "desk")) as desk:
        pdf = _review(desk)
        yield lambda: write_review(pdf, disk / "review.pdf")


@contextmanager
def _remembering(disk: Path) -> Generator[Act]:
    yield lambda: _remember(disk / "settings.json")


@contextmanager
def _backing_up(disk: Path) -> Generator[Act]:
    with closing(desks.opened(disk / "desk")) as desk:
        once = _Once(disk)
        folders = backup_folders(disk / "desk")
        yield lambda: back_up(desk, folders, now=desk.now(), progress=once)


@contextmanager
def _restoring(disk: Path) -> Generator[Act]:
    folder = disk / "desk"
    with closing(desks.opened(folder)) as desk:
        made = back_up(desk, backup_folders(folder), now=desk.now())
        save_once(desk, 1, 7, "what was said since")
    key = key_by_secret(made.row.path, folder, desks.SECRET)
    once = _Once(disk)
    yield lambda: restore(made.row.path, folder, key, now=desks.NOW, progress=once)


@contextmanager
def _upgrading(disk: Path) -> Generator[Act]:
    """Have the disk filled by a step of the migration itself, the first time."""
    folder = disk / "desk"
    with TemporaryDirectory(dir=ELSEWHERE) as elsewhere:
        os.environ["SMALL_DISK"] = str(disk)
        goals = [goal_in(Path(elsewhere, kind), fault=kind) for kind in ("fill middle", "")]
        yield lambda: bring_ahead(folder, goals.pop(0))


class _Once:
    """A progress that fills the disk the first time half of the work is done."""

    def __init__(self, disk: Path) -> None:
        self._disk, self._is_done = disk, False

    def __call__(self, done: int, of: int) -> None:
        if of and not self._is_done and done / of > HALF_WAY:
            self._is_done = True
            fill(self._disk)


def _review(desk: Desk) -> bytes:
    choice = desk.run(default_choice, mentorship_id=1, today=desk.now().date())
    draft = desk.run(draft_review, mentorship_id=1, choice=choice)
    return render_review(draft.record, Paper.A4).pdf


def _remember(path: Path) -> None:
    settings = Settings(path)
    if not settings.remember({"turn": settings.number("turn") + 1}):
        raise DeskError("The disk is full.")


def _in_desk(step: Callable[[Path], AbstractContextManager[Act]]) -> Ready:
    return lambda disk: step(disk / "desk")


TRIES: dict[str, Ready] = {
    "save": _saving,
    "export": _exporting,
    "settings": _remembering,
    "import": _in_desk(importing),
    "change of the passphrase": _in_desk(changing_passphrase),
    "repair": _in_desk(repairing),
    "backup": _backing_up,
    "restore": _restoring,
    "upgrade": _upgrading,
}
IN_THE_MIDDLE = {"backup", "restore", "upgrade"}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
