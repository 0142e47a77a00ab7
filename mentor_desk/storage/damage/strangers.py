"""Put aside what lies beside a data file and is not of it, and keep what is in doubt as it lies.

Called under the lock of the folder, before anybody connects to the file, for the database would
play it into the desk.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import FileError
from mentor_desk.files import flush_folder
from mentor_desk.storage.beside import no_files_beside
from mentor_desk.storage.damage.aside import copy_aside, free_place
from mentor_desk.storage.damage.settling import Verdict, verdicts
from mentor_desk.storage.desk_lock import Ending


def put_no_files_aside(path: Path, *, now: datetime) -> str:
    """Put aside what lies in the place of a journal or a log and is no file; return a sentence.

    Raises a FileError when it cannot be put aside.
    """
    ends = no_files_beside(path)
    if not ends:
        return ""
    told = _told(path, ends)
    target = _put_aside(path, ends, f"“{told}” in {path.parent} is in the way of the desk", now)
    return f"“{told}” lay beside the desk and was no file. It was put aside in {target}."


def set_strangers_aside(
    path: Path, key: bytes, work: Path, *, ending: Ending, now: datetime
) -> str:
    """Put aside what lies beside a data file and is not of it; return a sentence, or nothing.

    What is to be played, and may be of an earlier moment, is first copied aside with the file.
    Raises a FileError when either cannot be done.
    """
    found = verdicts(path, key, work, ending=ending)
    strange, doubtful = (
        [end for end, verdict in found.items() if verdict is wanted]
        for wanted in (Verdict.STRANGE, Verdict.DOUBTFUL)
    )
    remarks = [_put_strangers_aside(path, strange, now)] if strange else []
    if doubtful:
        kept = copy_aside(path.parent, now=now).folder
        remarks.append(
            f"What stood in “{_told(path, doubtful)}” beside the desk was put into it, though it"
            f" may be of an earlier time. The files as they lay before are kept in {kept}."
        )
    return " ".join(remarks)


def are_there(path: Path, key: bytes, work: Path, *, ending: Ending) -> bool:
    """Tell whether anything lies beside a data file that the two above would have to do with."""
    found = verdicts(path, key, work, ending=ending)
    return bool(no_files_beside(path)) or any(each is not Verdict.OURS for each in found.values())


def _put_strangers_aside(path: Path, ends: Sequence[str], now: datetime) -> str:
    told = _told(path, ends)
    trouble = (
        f"“{told}” in {path.parent} would damage the desk, for it is of another file or of another"
        " time"
    )
    target = _put_aside(path, ends, trouble, now)
    return (
        f"“{told}” lay beside the desk and was of another file or of another time. It was put aside"
        f" in {target}, and the desk is as its data file says."
    )


def _put_aside(path: Path, ends: Sequence[str], trouble: str, now: datetime) -> Path:
    target = free_place(path.parent, now)
    try:
        target.mkdir(parents=True, mode=0o700)
        for end in ends:
            name = path.name + end
            path.with_name(name).rename(target / name)
        flush_folder(target)
        flush_folder(path.parent)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(
            f"{trouble}, and it cannot be put aside: {reason}. Nothing was changed."
        ) from problem
    return target


def _told(path: Path, ends: Sequence[str]) -> str:
    return "” and “".join(path.name + end for end in ends)
