"""What can be typed behind `mentor-desk`."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mentor_desk.version import __version__

MOST_PEOPLE = 100_000
MOST_SESSIONS = 1_000_000
MOST_STEPS = 1_000_000_000
_ITS_FOLDER = "--desk: it makes the desk in FOLDER"
UNHEEDED = {
    "new": {
        "desk": _ITS_FOLDER,
        "recovery_key_file": "--recovery-key-file: it makes a recovery key of its own",
    },
    "demo": {
        "desk": _ITS_FOLDER,
        "passphrase_file": "--passphrase-file: a sample desk opens by itself",
        "recovery_key_file": "--recovery-key-file: a sample desk opens by itself",
    },
}


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for; wrong use ends the program with exit code 2 and a word why."""
    parser = _parser()
    arguments = parser.parse_args(words)
    if ignored := _ignored(arguments):
        parser.error(f"{arguments.command} takes no {ignored}")
    if _empties_input_twice(arguments):
        parser.error(
            f"{arguments.command}: standard input can be read for one passphrase or key only;"
            " name a file for the other"
        )
    return arguments


def _ignored(arguments: argparse.Namespace) -> str:
    """Return what was given and would not be heeded, for a desk that is only to be made."""
    unheeded = UNHEEDED.get(arguments.command or "", {})
    return next((why for name, why in unheeded.items() if getattr(arguments, name) is not None), "")


def _empties_input_twice(arguments: argparse.Namespace) -> bool:
    earlier = (arguments.passphrase_file, arguments.recovery_key_file)
    return getattr(arguments, "new_passphrase_file", None) == "-" and "-" in earlier


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mentor-desk",
        description="A private desk for mentors. Without a command, the window opens.",
        epilog="Exit codes: 0 done, 1 refused with a sentence on standard error, 2 wrong use.",
        # Else `--passphrase WORDS` would be taken for a file, and told to everybody.
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Mentor Desk {__version__}")
    _add_common(parser, default=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_demo(_command(commands, "demo", "make a sample desk with invented people"))
    _add_import(_command(commands, "import", "bring in people from vCard and CSV files"))
    people = _command(commands, "people", "list the people that match all the words")
    people.add_argument("words", nargs="*", metavar="WORDS")
    _command(commands, "show", "show one person whole").add_argument("name", metavar="NAME")
    _add_review(_command(commands, "review", "write a progress review as PDF"))
    _command(commands, "info", "say what the desk holds and where things lie")
    _add_new(_command(commands, "new", "make a desk of your own and print its recovery key"))
    _add_backup(_command(commands, "backup", "back the desk up, and check the copy"))
    _command(commands, "backups", "list the backups of the desk")
    _add_restore(_command(commands, "restore", "bring the desk back from a backup"))
    _command(commands, "lock-info", "say how the desk can be opened; never tells a key")
    _add_change_passphrase(_command(commands, "change-passphrase", "set another passphrase"))
    _add_recovery_sheet(_command(commands, "recovery-sheet", "write the recovery sheet as PDF"))
    _add_check(_command(commands, "check", "look for damage and mistakes in the desk"))
    _add_salvage(_command(commands, "salvage", "read what can be read of a damaged desk"))
    _add_history(_command(commands, "history", "say what was done, or take one step back"))
    return parser


def _command(commands: Any, name: str, what: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=what, description=what.capitalize() + ".", allow_abbrev=False
    )
    _add_common(parser, default=argparse.SUPPRESS)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, default: Any) -> None:
    parser.add_argument(
        "--desk", type=_place, metavar="FOLDER", default=default, help="the folder of the desk"
    )
    parser.add_argument(
        "--passphrase-file",
        type=_named,
        metavar="FILE",
        default=default,
        help="read the passphrase from this file; - is standard input",
    )
    parser.add_argument(
        "--recovery-key-file",
        type=_named,
        metavar="FILE",
        default=default,
        help="open the desk by the recovery key in this file; - is standard input",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=default if default is argparse.SUPPRESS else False,
        help="answer in JSON, for machines",
    )


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=_place, metavar="FOLDER", help="a folder that has no desk")
    parser.add_argument("--people", type=_up_to(MOST_PEOPLE), metavar="N", default=None)
    parser.add_argument("--sessions", type=_up_to(MOST_SESSIONS), metavar="N", default=None)
    parser.add_argument("--seed", type=int, metavar="N", default=1)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=_place, metavar="FILE")
    parser.add_argument("--preview", action="store_true", help="say what would happen, and stop")


def _add_review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the mentee")
    parser.add_argument("--all", action="store_true", help="one review for every active mentee")
    parser.add_argument("--since", type=_day, metavar="DATE", help="first day, as 2026-09-01")
    parser.add_argument("--until", type=_day, metavar="DATE", help="last day, as 2026-11-23")
    parser.add_argument(
        "--out", type=_named, metavar="FILE_OR_FOLDER", help="a name ending in / is a folder"
    )
    parser.add_argument(
        "--replace", action="store_true", help="let a review take the place of a PDF that is there"
    )
    parser.add_argument("--paper", choices=("a4", "letter"), default=None)


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=_place, metavar="FOLDER", help="a folder that has no desk")
    parser.add_argument("--name", required=True, metavar="NAME", help="your name")
    parser.add_argument(
        "--keyring", action="store_true", help="keep the key in the keyring of this computer"
    )


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        type=_place,
        metavar="FOLDER",
        default=None,
        help="only into this folder, where nothing is removed for it; without it, beside the desk"
        " and into the second folder of the settings",
    )


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=_place, metavar="FILE", help="a backup, NAME.mentordesk")
    parser.add_argument(
        "--to", type=_place, metavar="FOLDER", default=None, help="instead of where the desk lies"
    )


def _add_change_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--new-passphrase-file",
        type=_named,
        metavar="FILE",
        default=None,
        help="read the new passphrase from this file; without it, the terminal is asked",
    )


def _add_recovery_sheet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=_place, required=True, metavar="FILE")
    parser.add_argument(
        "--new",
        action="store_true",
        help="make a new recovery key; this desk no longer takes the earlier one, backups of"
        " before still do",
    )
    parser.add_argument("--paper", choices=("a4", "letter"), default=None)


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--full", action="store_true", help="ask every rule besides, and tell what can be repaired"
    )
    parser.add_argument("--repair", action="store_true", help="repair what is safe, after a backup")


def _add_salvage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", type=_place, metavar="FOLDER", default=None, help="where the new desk goes"
    )


def _add_history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORDS", help="only steps with all of these")
    parser.add_argument("--undo", type=_up_to(MOST_STEPS), metavar="STEP", default=None)
    parser.add_argument("--most", type=_up_to(MOST_STEPS, least=1), metavar="N", default=50)


def _named(word: str) -> str:
    """Refuse an empty name: it comes of a variable that was not set, and would mean right here."""
    if not word.strip():
        raise argparse.ArgumentTypeError("the name is empty")
    return word


def _place(word: str) -> Path:
    return Path(_named(word))


def _up_to(most: int, *, least: int = 0) -> Any:
    def number(word: str) -> int:
        try:
            value = int(word)
        except ValueError:
            value = -1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most:,} is wanted")
        return value

    return number


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2026-09-01") from None
