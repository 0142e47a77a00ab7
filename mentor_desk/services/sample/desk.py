"""The sample desk: invented people with two years of mentoring, or as many as a trial needs."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time
from errno import ENOTDIR
from pathlib import Path
from random import Random

from sqlalchemy.orm import Session as Db

from mentor_desk.errors import DeskFileError, InvalidEntryError
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.keeping.free_place import refuse_taken
from mentor_desk.services.opening.opening import is_desk, make_desk_at
from mentor_desk.services.sample.crowd import Crowd
from mentor_desk.services.sample.crowd_people import Host, write_crowd
from mentor_desk.services.sample.crowd_stories import write_crowd_sessions
from mentor_desk.services.sample.days import StoryDays
from mentor_desk.services.sample.entries import (
    Entry,
    contacts,
    crowd_words,
    introductions,
    mentee_stories,
)
from mentor_desk.services.sample.introductions import write_introductions
from mentor_desk.services.sample.people import Topics, write_mentor, write_people
from mentor_desk.services.sample.progress import Counted, Progress, silent
from mentor_desk.services.sample.rows import Rows
from mentor_desk.services.sample.stories import Telling, write_mentee

MOST_PEOPLE = 100_000
MOST_SESSIONS = 1_000_000
MOST_SESSIONS_EACH = 3_650


@dataclass(frozen=True, slots=True)
class SampleMade:
    """How many people, the mentor not counted, and how many sessions were made."""

    people: int
    sessions: int


def make_sample_desk(
    folder: Path,
    *,
    people: int | None = None,
    sessions: int | None = None,
    seed: int = 1,
    today: date | None = None,
    progress: Progress = silent,
) -> SampleMade:
    """Make a sample desk in a folder that holds no desk yet, whole or not at all.

    Without numbers it holds the hand-made people; with numbers just as many people and sessions,
    the hand-made ones first. The same seed and day make the same content. `progress` is told how
    much is done of how much. Raises InvalidEntryError for numbers that cannot be, and a FileError
    when the folder holds a desk or other things, or cannot be written to.
    """
    _check(people, sessions)
    if is_desk(folder):
        raise DeskFileError(f"There is already a desk in {folder}, so no sample was made.")
    folder = folder.resolve()
    refuse_taken(folder)
    nine = datetime.combine(today or date.today(), time(9)).astimezone()  # noqa: DTZ011
    making = _making_near(folder)
    try:
        desk = make_desk_at(making)
        try:
            with desk.work(writes=True) as db:
                made = fill_sample(
                    db, now=nine, seed=seed, people=people, sessions=sessions, progress=progress
                )
        finally:
            desk.close()
        _move_in(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return made


def fill_sample(
    db: Db,
    *,
    now: datetime,
    seed: int = 1,
    people: int | None = None,
    sessions: int | None = None,
    progress: Progress = silent,
) -> SampleMade:
    """Put the sample on an empty desk, in an open unit of work that is no step of the history.

    What is said to be today in the sample is the local day of `now`. See `make_sample_desk`.
    """
    _check(people, sessions)
    stories, known = mentee_stories(), contacts()
    told = [*(story["person"] for story in stories), *known][:people]
    present = stories[: len(told)]
    wanted = SampleMade(
        len(told) if people is None else people,
        _count_sessions(present) if sessions is None else sessions,
    )
    days, chance, topics = StoryDays(now.astimezone().date()), Random(seed), Topics(db)  # noqa: S311
    write_mentor(db, days=days, chance=chance)
    ids = write_people(db, told, days=days, chance=chance, topics=topics)
    telling = Telling(db, days, topics, ids, wanted.sessions)
    for story in present:
        write_mentee(telling, story)
    write_introductions(telling, introductions())
    counted = Counted(progress, wanted.people + wanted.sessions)
    counted.add(len(told) + wanted.sessions - telling.sessions_left)
    more = SampleMade(wanted.people - len(told), telling.sessions_left)
    if more.people or more.sessions:
        crowd = _crowd(telling, chance, counted)
        hosts = write_crowd(crowd, more.people) + _hosts_among(present, telling)
        write_crowd_sessions(crowd, more.sessions, hosts)
    return wanted


def _count_sessions(stories: list[Entry]) -> int:
    return sum(len(story.get("session", ())) for story in stories)


def _crowd(telling: Telling, chance: Random, counted: Counted) -> Crowd:
    words = crowd_words()
    topic_ids = [telling.topics.named(name).id for name in words["topics"]]
    return Crowd(Rows(telling.db), words, topic_ids, telling.days.today, chance, counted)


def _hosts_among(stories: list[Entry], telling: Telling) -> list[Host]:
    # Contacts come before the mentees, whose earlier sessions must end before their story begins.
    begun = {
        story["person"]["name"]: telling.days.day(story["mentorship"]["started"])
        for story in stories
    }
    hosts = [Host(person_id, begun.get(name)) for name, person_id in telling.people.items()]
    return sorted(hosts, key=lambda host: host.busy_from is not None)


def _check(people: int | None, sessions: int | None) -> None:
    if people is not None and not 0 <= people <= MOST_PEOPLE:
        raise InvalidEntryError(
            f"A sample desk holds from none to {MOST_PEOPLE:,} people.", field="people"
        )
    if sessions is not None and not 0 <= sessions <= MOST_SESSIONS:
        raise InvalidEntryError(
            f"A sample desk holds from none to {MOST_SESSIONS:,} sessions.", field="sessions"
        )
    if people is not None and (sessions or 0) > people * MOST_SESSIONS_EACH:
        raise InvalidEntryError(
            f"That is more than {MOST_SESSIONS_EACH:,} sessions for each person;"
            " ask for more people or fewer sessions.",
            field="sessions",
        )


def _making_near(folder: Path) -> Path:
    # On the same disk as the desk will be, so that moving it in is but a change of name.
    try:
        for each in sorted(each for each in folder.parents if not each.exists()):
            each.mkdir(mode=0o700, exist_ok=True)
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(ENOTDIR, "there is a file of that name")
        near = folder if folder.is_dir() else folder.parent
        return Path(tempfile.mkdtemp(prefix=".sample-", dir=near))
    except OSError as problem:
        raise DeskFileError(_refusal(folder, problem)) from problem


def _move_in(making: Path, folder: Path) -> None:
    was_there = folder.exists()
    moved: list[Path] = []
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for name in (KEYS_NAME, DATABASE_NAME):
            if (folder / name).exists():
                raise DeskFileError(f"There is already a desk in {folder}.")
            moved.append((making / name).rename(folder / name))
    except BaseException as problem:
        for each in moved:
            each.unlink(missing_ok=True)
        if not was_there and folder.is_dir():
            folder.rmdir()
        if isinstance(problem, OSError):
            raise DeskFileError(_refusal(folder, problem)) from problem
        raise


def _refusal(folder: Path, problem: OSError) -> str:
    reason = (problem.strerror or str(problem)).lower()
    return f"The sample desk could not be made in {folder}: {reason}."
