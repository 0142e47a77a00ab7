"""What every command does alike: open the desk, answer people or machines, end with a code."""

import argparse
import contextlib
import getpass
import json
import sys
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from mentor_desk import paths
from mentor_desk.errors import LockedError

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk

DONE, REFUSED, MISUSE = 0, 1, 2


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
