"""A disk of two megabytes that is full: mounted where nobody else sees it, and gone afterwards.

    unshare -rm python -m tests.faults.small_disk FOLDER

prints, for each thing that is tried on it, a line of JSON.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mentor_desk.errors import DeskError
from mentor_desk.models.kinds import Paper
from mentor_desk.services.desk import Desk
from mentor_desk.services.reviews.reviewing import (
    default_choice,
    draft_review,
    render_review,
    write_review,
)
from mentor_desk.settings import Settings
from tests.faults import desks
from tests.faults.verbs import save_once
from tests.faults.writers import ROOT

SIZE = "2m"
OLD = b"what was there before"
FILLER = "filler"
ELSEWHERE = "/dev/shm"


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


def main(disk: Path) -> None:
    """Mount the disk and try each thing on it once it is full, and again when it is freed."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], check=True)
    # Made elsewhere, for a new desk asks for more room than this.
    with TemporaryDirectory(dir=ELSEWHERE) as elsewhere:
        folder = desks.copy(desks.make(Path(elsewhere, "desk")), disk / "desk")
    (disk / "review.pdf").write_bytes(OLD)
    (disk / "settings.json").write_bytes(OLD)
    desk = desks.opened(folder)
    pdf = _review(desk)
    tries: dict[str, Callable[[], object]] = {
        "save": lambda: save_once(desk, 1, 7, "what was said in confidence " * 3_000),
        "export": lambda: write_review(pdf, disk / "review.pdf"),
        "settings": lambda: _remember(disk / "settings.json"),
    }
    for name, act in tries.items():
        sys.stdout.write(json.dumps({"name": name, **_try(act, disk)}) + "\n")
    desk.close()


def _try(act: Callable[[], object], disk: Path) -> dict[str, Any]:
    before = _kept(disk)
    _fill(disk)
    refused = _refusal(act)
    between, left = _kept(disk), [path.name for path in disk.glob("*.part")]
    (disk / FILLER).unlink()
    return {
        "refused": refused,
        "is_unchanged": between == before,
        "left_over": left,
        "works_once_freed": not _refusal(act) and _kept(disk) != before,
    }


def _refusal(act: Callable[[], object]) -> str:
    try:
        act()
    except DeskError as refusal:
        return refusal.sentence
    return ""


def _fill(disk: Path) -> None:
    with (disk / FILLER).open("wb", buffering=0) as stream:
        for size in (4096, 1):
            try:
                while True:
                    stream.write(b"x" * size)
            except OSError:
                continue


def _kept(disk: Path) -> list[str | bytes]:
    with TemporaryDirectory(dir=ELSEWHERE) as elsewhere:
        state = desks.dump(desks.copy(disk / "desk", Path(elsewhere, "desk")))
    return [state, *((disk / name).read_bytes() for name in ("review.pdf", "settings.json"))]


def _review(desk: Desk) -> bytes:
    choice = desk.run(default_choice, mentorship_id=1, today=desk.now().date())
    draft = desk.run(draft_review, mentorship_id=1, choice=choice)
    return render_review(draft.record, Paper.A4).pdf


def _remember(path: Path) -> None:
    settings = Settings(path)
    if not settings.remember({"turn": settings.number("turn") + 1}):
        raise DeskError("The disk is full.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
