"""What every command does alike: open the desk, answer people or machines, end with a code."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mentor_desk import paths
from mentor_desk.cli.writing import as_json
from mentor_desk.errors import FileError, KeyringError, LockedError

if TYPE_CHECKING:
    from mentor_desk.cli.secrets import Secrets
    from mentor_desk.services.desk import Desk

DONE, REFUSED, MISUSE = 0, 1, 2

T = TypeVar("T")


@contextlib.contextmanager
def opened(arguments: argparse.Namespace, given: "Secrets | None" = None) -> Generator["Desk"]:
    """Give the desk that was named, or the mentor's own, and close it afterwards.

    `given` is what opens it, where the command has asked for that already.
    """
    from mentor_desk.cli.secrets import given_secrets  # noqa: PLC0415
    from mentor_desk.services.opening.opening import look_at_desk, open_desk  # noqa: PLC0415

    folder = desk_folder(arguments)
    remark = look_at_desk(folder).remark
    if remark:
        tell(printable(remark))
    secrets = given or given_secrets(arguments, folder)
    desk = opened_by(
        secrets,
        lambda by: open_desk(folder, passphrase=by.passphrase, recovery_key=by.recovery_key),
    )
    if desk.file.remark:
        tell(printable(desk.file.remark))
    try:
        yield desk
    finally:
        desk.close()


def opened_by(secrets: "Secrets", open_it: Callable[["Secrets"], T]) -> T:
    """Return what `open_it` opens; where the keyring does not give the key, ask for another way in.

    Raises what it is refused with; KeyringError then names the options when nobody can be asked.
    """
    from mentor_desk.cli.secrets import EITHER_FILE, Secrets, ask, is_terminal  # noqa: PLC0415

    try:
        return open_it(secrets)
    except (KeyringError, LockedError) as refusal:
        if secrets.text:
            raise
        if not is_terminal():
            raise KeyringError(
                f"{refusal.sentence} The passphrase or the recovery key opens it too: name a file"
                f" with {EITHER_FILE}, or - for standard input."
            ) from refusal
        tell(refusal.sentence)
    return open_it(Secrets(passphrase=ask("Passphrase or recovery key: ", EITHER_FILE)))


def desk_folder(arguments: argparse.Namespace) -> Path:
    """Return the folder of the desk that was named, or of the mentor's own."""
    folder: Path = arguments.desk or paths.default_desk()
    return folder.absolute()


def counted(number: int, one: str, many: str) -> str:
    """Return a number of things in words, such as "1 person" or "2,000 people"."""
    return f"{number:,} {one if number == 1 else many}"


def answer(arguments: argparse.Namespace, value: Any, lines: Callable[[], list[str]]) -> None:
    """Print the value as JSON when machines asked, else the lines for people; the work is done.

    Whoever reads it may have had enough of it. Raises FileError when it cannot be written.
    """
    with contextlib.suppress(BrokenPipeError):
        say(arguments, value, lines)


def say(arguments: argparse.Namespace, value: Any, lines: Callable[[], list[str]]) -> None:
    """Print something before the work goes on; when this returns, it was written.

    Raises BrokenPipeError when nobody reads it, FileError when it cannot be written.
    """
    if sys.stdout is None:
        raise BrokenPipeError
    told = lines() if not arguments.json else []
    try:
        if arguments.json:
            print(as_json(value))
        for line in told:
            print(printable(line))
        sys.stdout.flush()
    except OSError as problem:
        _turn_away_from_output()
        if isinstance(problem, BrokenPipeError):
            raise
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The answer could not be written: {reason}.") from problem


def tell(sentence: str) -> None:
    """Say a sentence on standard error, if anybody listens there."""
    # Without standard error it would stand in the middle of the answer.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(sentence, file=sys.stderr, flush=True)


def _turn_away_from_output() -> None:
    """Let what is left unwritten go to nowhere, or the end of the program would complain of it."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def printable(line: str) -> str:
    """Return a line without control characters, which a terminal would obey."""
    return "".join(mark if mark.isprintable() or mark == "\t" else "�" for mark in line)
