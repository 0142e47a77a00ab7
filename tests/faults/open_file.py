"""Do what the program does with an open desk, and see who opens its data file by another door."""

import os
import sys
import traceback
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mentor_desk.errors import DeskBusyError
from mentor_desk.models.kinds import Paper
from mentor_desk.paths import DATABASE_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.forgetting.for_good import forget_for_good
from mentor_desk.services.history.steps import latest_step, list_steps, redo, undo_step
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.history.words import Kind
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.services.keeping.checking import check_desk
from mentor_desk.services.keeping.repairing import repair_desk
from mentor_desk.services.keeping.rescue import what_remains
from mentor_desk.services.keeping.restoring import look_ahead
from mentor_desk.services.keeping.saving_copy import save_copy
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import delete_person
from mentor_desk.services.opening.keys import (
    lock_info,
    needs_recovery_key,
    take_recovery_key,
)
from mentor_desk.services.opening.opening import look_at_desk
from mentor_desk.services.reviews.reviewing import (
    default_choice,
    draft_review,
    render_review,
    write_review,
)
from mentor_desk.services.transfer.importing import apply_import, read_people_file
from tests.faults.desks import opened
from tests.faults.twice import Tell, Wait
from tests.faults.verbs import cards, save_once
from tests.own_desk import propose_recovery_key


@contextmanager
def other_doors(path: Path) -> Generator[list[str]]:
    """Give the list of who opens a file in the meantime without the library of the desk.

    Python keeps such a watch to its end, so this is for a process that ends soon.
    """
    found: list[str] = []
    is_watching = True

    def see(event: str, arguments: tuple[Any, ...]) -> None:
        if is_watching and event in {"open", "sqlite3.connect"} and _is_at(arguments[0], path):
            who = traceback.extract_stack(limit=6)[:-1]
            found.append(" < ".join(f"{Path(at.filename).name}:{at.name}" for at in reversed(who)))

    sys.addaudithook(see)
    try:
        yield found
    finally:
        is_watching = False


def _is_at(opened: object, path: Path) -> bool:
    try:
        return isinstance(opened, str | bytes | os.PathLike) and path.samefile(os.fspath(opened))
    except OSError:
        return False


def use_all_day(folder: Path, told: Tell, wait: Wait) -> None:
    """Do all that may be done with an open desk; tell who opened its file by another door.

    At last, on the closed desk, that file is opened once by its path, which must be told too.
    """
    wait()
    path = folder / DATABASE_NAME
    with other_doors(path) as found:
        with closing(opened(folder)) as desk:
            # Before its first connection the program may look at the first bytes.
            found.clear()
            for part in (_write, _look_back, _look_after, _change_keys, _write_up):
                part(desk, folder)
                told(f"done {part.__name__}")
        for door in found:
            told(f"opened {door}")
        found.clear()
        path.open("rb").close()
        told(f"closed {len(found)}")
    wait()


def _write(desk: Desk, folder: Path) -> None:
    save_once(desk, 1, 7, "what was said")
    people = read_people_file(cards(folder, "Batch", count=20))
    desk.do(apply_import, people, now=desk.now(), source="Batch")
    first, second, *_ = desk.run(find_people, "Batch")
    desk.do(delete_person, person_id=first.id)
    desk.do(put_back, kind=Kind.PERSON, record_id=first.id)
    forget_for_good(desk, person_id=second.id)


def _look_back(desk: Desk, _folder: Path) -> None:
    save_once(desk, 2, 8, "what was said")
    step = desk.run(latest_step)
    assert step is not None
    desk.do(undo_step, step_id=step.id)
    desk.do(redo)
    assert desk.run(list_steps)
    desk.run(list_trash)


def _look_after(desk: Desk, folder: Path) -> None:
    made = back_up(desk, backup_folders(folder), now=desk.now())
    assert look_ahead(made.row.path, folder, desk=desk).present
    assert list_backups(backup_folders(folder))
    for is_full in (False, True):
        check_desk(desk, is_full=is_full)
    repair_desk(desk)
    save_copy(desk, folder.parent / "saved")
    what_remains(folder)
    look_at_desk(folder)
    try:
        opened(folder)
    except DeskBusyError:
        return
    raise AssertionError("the desk was opened a second time")


def _change_keys(desk: Desk, folder: Path) -> None:
    take_recovery_key(desk, propose_recovery_key())
    assert not needs_recovery_key(desk)
    lock_info(folder)


def _write_up(desk: Desk, folder: Path) -> None:
    choice = desk.run(default_choice, mentorship_id=1, today=desk.now().date())
    draft = desk.run(draft_review, mentorship_id=1, choice=choice)
    write_review(render_review(draft.record, Paper.A4).pdf, folder.parent / "review.pdf")
