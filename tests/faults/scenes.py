"""Single acts that are looked at closely: something is made ready, then done twice.

A scene waits before each of the two, so that whoever watches can bring in a fault before the
first and take it away before the second. It tells "done" or "refused ..." after each.
"""

import itertools
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskBusyError, DeskError
from mentor_desk.models import Topic
from mentor_desk.models.kinds import Paper
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.network.listing import count_people, find_people
from mentor_desk.services.opening.opening import look_at_desk
from mentor_desk.services.reviews.reviewing import (
    default_choice,
    draft_review,
    render_review,
    write_review,
)
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.services.transfer.importing import apply_import, read_people_file
from mentor_desk.settings import Settings
from tests.faults.desks import opened
from tests.faults.great_steps import STEPS, Act
from tests.faults.open_file import use_all_day
from tests.faults.twice import Tell, Wait, twice
from tests.faults.verbs import cards, numbers_of, save_once

Scene = Callable[[Path, Tell, Wait], None]

WORDS = "what was said in confidence " * 300
SAVED, EARLIER = 7, 6
# Every so manieth allocation fails once, until none of so many saves met with it any more.
EVERY, UNHARMED = 3, 30


def save(folder: Path, told: Tell, wait: Wait) -> None:
    """Save a session on an open desk."""
    desk = opened(folder)
    save_once(desk, 1, EARLIER, "earlier")
    twice(lambda: save_once(desk, 1, SAVED, WORDS), told, wait)
    desk.close()


def take_step(folder: Path, told: Tell, wait: Wait) -> None:
    """Write up a session on an open desk, as a step of its own."""
    desk = opened(folder)
    save_once(desk, 1, EARLIER, "earlier")

    def step() -> None:
        desk.do(write_session, session_id=2, words=SessionWords(private_notes=WORDS))

    twice(step, told, wait)
    desk.close()


def open_it(folder: Path, told: Tell, wait: Wait) -> None:
    """Open a desk, and look for somebody on it."""

    def look() -> None:
        desk = opened(folder)
        try:
            assert desk.run(find_people, "Ada")
        finally:
            desk.close()

    twice(look, told, wait)


def look_only(folder: Path, told: Tell, wait: Wait) -> None:
    """Look for somebody on an open desk, which has nothing in its memory yet."""
    desk = opened(folder)
    desk.file.connection.execute("pragma shrink_memory")
    twice(lambda: desk.run(find_people, "Ada"), told, wait)
    desk.close()


def export(folder: Path, told: Tell, wait: Wait) -> None:
    """Write a review over one that is there, beside the folder of the desk."""
    desk = opened(folder)
    choice = desk.run(default_choice, mentorship_id=1, today=desk.now().date())
    draft = desk.run(draft_review, mentorship_id=1, choice=choice)
    pdf = render_review(draft.record, Paper.A4).pdf
    twice(lambda: write_review(pdf, folder.parent / "review.pdf"), told, wait)
    desk.close()


def back_it_up(folder: Path, told: Tell, wait: Wait) -> None:
    """Make a second backup of a desk."""
    desk = opened(folder)
    folders = backup_folders(folder)
    back_up(desk, folders, now=desk.now())
    twice(lambda: back_up(desk, folders, now=desk.now()), told, wait)
    desk.close()


def hold(folder: Path, told: Tell, wait: Wait) -> None:
    """Be in the middle of a save, and meanwhile do all that the program may do with a desk."""

    def meddle() -> None:
        with desk.work(writes=True) as db:
            db.add(Topic(name="half a save", folded="half a save"))
            db.flush()
            look_at_desk(folder)
            try:
                opened(folder)
            except DeskBusyError:
                told("refused a second time")
            wait()

    desk = opened(folder)
    twice(meddle, told, wait)
    desk.close()


def keep_open(folder: Path, told: Tell, wait: Wait) -> None:
    """Open a desk when told to, and keep it open until told to close it."""
    wait()
    with closing(opened(folder)):
        told("opened")
        wait()


def starve(folder: Path, told: Tell, wait: Wait) -> None:
    """Import with ever more memory, from far too little to enough; tell how each try went."""
    import resource

    path = cards(folder, "Starved")
    people = read_people_file(path)
    with closing(opened(folder)) as desk:
        wait()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        # With less than this Python itself has no room to say that there is none.
        for room in range(3, 60, 2):
            before = desk.run(count_people)
            resource.setrlimit(resource.RLIMIT_AS, (_memory_in_use() + (room << 20), hard))
            try:
                desk.do(apply_import, people, now=desk.now(), source="Starved")
                word = "done"
            except (MemoryError, DeskError, SQLAlchemyError, sqlcipher.Error) as failure:
                word = f"refused {type(failure).__name__}"
            finally:
                resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
            told(f"{word} {desk.run(count_people) - before}")
            if word == "done":
                break
        wait()


def lose_allocations(folder: Path, told: Tell, wait: Wait) -> None:
    """Save over and over while one allocation of Python's is refused: the first, the fourth, ...

    Tells how each save went and what stands on the desk after it, then saves without a fault.
    """
    import _testcapi  # type: ignore[import-not-found]

    with closing(opened(folder)) as desk:
        save_once(desk, 1, EARLIER, "earlier")
        wait()
        number, unharmed = EARLIER - 1, 0
        for at in itertools.count(1, EVERY):
            number += 2
            try:
                _testcapi.set_nomemory(at, at + 1)
                save_once(desk, 1, number, WORDS)
                word = "done"
            except Exception as failure:  # noqa: BLE001
                # Python itself takes a refusal of memory for many other things.
                word = f"refused {type(failure).__name__}"
            finally:
                _testcapi.remove_mem_hooks()
            told(f"{word} {number} {numbers_of(desk)[1]}")
            save_once(desk, 1, number + 1, "afterwards")
            told(f"after {number + 1} {numbers_of(desk)[1]}")
            unharmed = unharmed + 1 if word == "done" else 0
            if unharmed == UNHARMED:
                break
        wait()


def _memory_in_use() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def remember(folder: Path, told: Tell, wait: Wait) -> None:
    """Keep a preference, beside the folder of the desk."""

    def keep() -> None:
        # A new value each time, for what is known already is not written again.
        values = {"appearance": "dark", "turn": settings.number("turn") + 1}
        if not settings.remember(values):
            raise DeskError("The preference was not kept.")

    settings = Settings(folder.parent / "settings.json")
    twice(keep, told, wait)


def _scene_of(step: Callable[[Path], AbstractContextManager[Act]]) -> Scene:
    def scene(folder: Path, told: Tell, wait: Wait) -> None:
        with step(folder) as act:
            twice(act, told, wait)

    return scene


SCENES: dict[str, Scene] = {
    "save-once": save,
    "step-once": take_step,
    "open": open_it,
    "look": look_only,
    "back it up": back_it_up,
    "hold": hold,
    "keep open": keep_open,
    "starve": starve,
    "lose allocations": lose_allocations,
    "all day": use_all_day,
    "export": export,
    "settings": remember,
    **{name: _scene_of(step) for name, step in STEPS.items()},
}
