"""What every command does alike: open the desk, answer people or machines, end with a code."""

import argparse
import contextlib
import json
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentor_desk import paths

if TYPE_CHECKING:
    from mentor_desk.cli.secrets import Secrets
    from mentor_desk.services.desk import Desk

DONE, REFUSED, MISUSE = 0, 1, 2


@contextlib.contextmanager
def opened(arguments: argparse.Namespace, given: "Secrets | None" = None) -> Generator["Desk"]:
    """Give the desk that was named, or the mentor's own, and close it afterwards.

    `given` is what opens it, where the command has asked for that already.
    """
    from mentor_desk.cli.secrets import given_secrets  # noqa: PLC0415
    from mentor_desk.services.opening import open_desk  # noqa: PLC0415

    folder = desk_folder(arguments)
    secrets = given or given_secrets(arguments, folder)
    desk = open_desk(folder, passphrase=secrets.passphrase, recovery_key=secrets.recovery_key)
    try:
        yield desk
    finally:
        desk.close()


def desk_folder(arguments: argparse.Namespace) -> Path:
    """Return the folder of the desk that was named, or of the mentor's own."""
    folder: Path = arguments.desk or paths.default_desk()
    return folder.absolute()


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
