"""The slow parts of bringing people in, as jobs do them: plain data in, plain data out."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from mentor_desk.errors import DeskError
from mentor_desk.exchange.csv_mapping import Mapping
from mentor_desk.exchange.records import ForeignPeople
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import back_up_before_import
from mentor_desk.services.transfer.files import (
    PeopleFile,
    open_people_file,
    with_encoding,
    with_mapping,
)
from mentor_desk.services.transfer.importing import (
    ImportPreview,
    apply_import,
    join_files,
    preview_import,
)
from mentor_desk.ui.common.jobs import Progress


@dataclass(frozen=True, slots=True)
class OpenedFiles:
    """Files that could be read, and a sentence for each that could not."""

    files: tuple[PeopleFile, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """Everybody in the files together, and what taking them would do."""

    people: ForeignPeople
    preview: ImportPreview
    starts: tuple[int, ...] = field(default=())


def open_files(paths: Sequence[Path], progress: Progress) -> OpenedFiles:
    """Open every file; one that cannot be read does not keep the others back."""
    files: list[PeopleFile] = []
    problems: list[str] = []
    for number, path in enumerate(paths):
        progress(number, len(paths) if len(paths) > 1 else 0)
        try:
            files.append(open_people_file(path))
        except DeskError as problem:
            problems.append(problem.sentence)
    return OpenedFiles(tuple(files), tuple(problems))


def read_anew(
    files: Sequence[PeopleFile], encoding: str, progress: Progress
) -> tuple[PeopleFile, ...]:
    """Read those files in another encoding of which it is open how their letters are read."""
    progress(0, 0)
    return tuple(
        with_encoding(file, encoding) if is_encoding_open(file) else file for file in files
    )


def look(desk: Desk, files: Sequence[PeopleFile], progress: Progress) -> Looked:
    """Say what taking everybody in these files would do."""
    names = [file.name for file in files]
    people = join_files([file.people for file in files], names if len(files) > 1 else ())
    preview = desk.run(preview_import, people, progress=progress)
    starts = (0, *accumulate(file.people.records for file in files))
    return Looked(people, preview, starts)


def look_again(
    desk: Desk, people: ForeignPeople, left_out: frozenset[int], progress: Progress
) -> ImportPreview:
    """Say what taking these people would do without those who are left out."""
    return desk.run(preview_import, people, leave_out=left_out, progress=progress)


def take_all(
    desk: Desk,
    people: ForeignPeople,
    left_out: frozenset[int],
    source: str,
    progress: Progress,
) -> Changes:
    """Take these people in, without those who are left out, as one step.

    Many of them are preceded by a backup; without it, nobody is taken.
    """
    back_up_before_import(desk, people.records - len(left_out), progress=progress)
    return desk.do(
        apply_import,
        people,
        now=desk.now(),
        source=source,
        leave_out=left_out,
        progress=progress,
    )


def map_columns(file: PeopleFile, mapping: Mapping, progress: Progress) -> PeopleFile:
    """Read a CSV file with its columns as the mentor says they are."""
    progress(0, 0)
    return with_mapping(file, mapping)


def read_letters(file: PeopleFile, encoding: str, progress: Progress) -> PeopleFile:
    """Read one file in another encoding."""
    progress(0, 0)
    return with_encoding(file, encoding)


def is_encoding_open(file: PeopleFile) -> bool:
    """Tell whether another encoding than the one in use may be the right one."""
    return bool(file.people.guessed_encoding or file.encoding)


def file_of(record: int, starts: Sequence[int]) -> int:
    """Return which of the files a record stands in, counted from 0."""
    return min(bisect_right(starts, record - 1), len(starts) - 1) - 1
