"""Run one command: the desk is opened, the answer printed, a refusal told in a sentence."""

import argparse
import contextlib
import getpass
import json
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentor_desk import paths
from mentor_desk.cli.progress import Progress
from mentor_desk.errors import DeskError, FileError, LockedError

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk

DONE, REFUSED, MISUSE = 0, 1, 2


def run_command(arguments: argparse.Namespace) -> int:
    """Run the command and return the exit code: 0 done, 1 refused, 2 wrong use."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "demo": _demo,
        "import": _import,
        "people": _people,
        "show": _show,
        "review": _review,
        "info": _info,
    }
    try:
        return commands[arguments.command](arguments)
    except DeskError as refusal:
        print(refusal.sentence, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # Whoever read the answer has had enough of it.
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        print("Stopped; nothing was changed.", file=sys.stderr)
        return REFUSED


@contextlib.contextmanager
def opened(arguments: argparse.Namespace) -> Generator["Desk"]:
    """Give the desk that was named, or the mentor's own, and close it afterwards."""
    from mentor_desk.services.opening import look_at_desk, open_desk, read_passphrase  # noqa: PLC0415

    folder = (arguments.desk or paths.default_desk()).absolute()
    passphrase = None
    if arguments.passphrase_file is not None:
        passphrase = read_passphrase(arguments.passphrase_file)
    elif (place := look_at_desk(folder)).has_passphrase and not place.has_keyring:
        passphrase = _ask_passphrase()
    desk = open_desk(folder, passphrase=passphrase)
    try:
        yield desk
    finally:
        desk.close()


def answer(arguments: argparse.Namespace, value: Any, lines: Callable[[], list[str]]) -> None:
    """Print the value as JSON when machines asked, else the lines for people."""
    if arguments.json:
        print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines():
            print(printable(line))


def printable(line: str) -> str:
    """Return a line without control characters, which a terminal would obey."""
    return "".join(mark if mark.isprintable() or mark == "\t" else "�" for mark in line)


def _ask_passphrase() -> str:
    if not sys.stdin.isatty():
        raise LockedError(
            "This desk needs its passphrase: name a file with --passphrase-file,"
            " or - for standard input."
        )
    return getpass.getpass("Passphrase: ")


def _demo(arguments: argparse.Namespace) -> int:
    from mentor_desk.services.sample import make_sample_desk  # noqa: PLC0415

    with Progress("Making the sample desk") as progress:
        made = make_sample_desk(
            arguments.folder.absolute(),
            people=arguments.people,
            sessions=arguments.sessions,
            seed=arguments.seed,
            progress=progress,
        )
    value = {"desk": str(arguments.folder.absolute()), "people": made.people, "sessions": made.sessions}
    answer(
        arguments,
        value,
        lambda: [
            f"Made a sample desk in {value['desk']}: {made.people:,} people,"
            f" {made.sessions:,} sessions, all invented."
        ],
    )
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.importing import import_files  # noqa: PLC0415

    with opened(arguments) as desk:
        return import_files(desk, arguments)


def _people(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.showing import show_people  # noqa: PLC0415

    with opened(arguments) as desk:
        return show_people(desk, arguments)


def _show(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.showing import show_person  # noqa: PLC0415

    with opened(arguments) as desk:
        return show_person(desk, arguments)


def _review(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.reviews import write_reviews  # noqa: PLC0415

    if bool(arguments.name) == arguments.all:
        print("mentor-desk review: name one mentee, or say --all", file=sys.stderr)
        return MISUSE
    if arguments.all and arguments.out is None:
        print("mentor-desk review: --all needs a folder, --out FOLDER", file=sys.stderr)
        return MISUSE
    with opened(arguments) as desk:
        return write_reviews(desk, arguments)


def _info(arguments: argparse.Namespace) -> int:
    from mentor_desk.cli.showing import show_info  # noqa: PLC0415

    with opened(arguments) as desk:
        return show_info(desk, arguments)
