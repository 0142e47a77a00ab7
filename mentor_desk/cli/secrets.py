"""Passphrases and recovery keys for a command: from a file or the terminal, and nowhere else.

Never from an argument or the environment, where every program of the computer could read them.
"""

import argparse
import getpass
import sys
from pathlib import Path
from typing import NamedTuple

from mentor_desk.errors import InvalidEntryError, LockedError
from mentor_desk.services.opening.opening import look_at_desk
from mentor_desk.services.opening.secret_files import read_either, read_passphrase

EITHER_FILE = "--passphrase-file or --recovery-key-file"


class Secrets(NamedTuple):
    """What opens a desk; neither means the keyring."""

    passphrase: str | None = None
    recovery_key: str | None = None

    @property
    def text(self) -> str:
        """Return whichever was given, or nothing."""
        return self.passphrase or self.recovery_key or ""


def named_secrets(arguments: argparse.Namespace) -> Secrets:
    """Return the passphrase or the recovery key that an option names, if one does.

    Raises InvalidEntryError when both are named, FileError or LockedError for a file without one.
    """
    return Secrets(*read_either(arguments.passphrase_file, arguments.recovery_key_file))


def given_secrets(arguments: argparse.Namespace, folder: Path) -> Secrets:
    """Return the passphrase or the recovery key that opens a desk, if one is needed or named.

    Raises as `named_secrets` does, and LockedError when a secret is needed and nobody gives it.
    """
    named = named_secrets(arguments)
    if named.text:
        return named
    place = look_at_desk(folder)
    if place.is_sample or place.has_keyring:
        return Secrets()
    if place.has_passphrase:
        return Secrets(passphrase=ask("Passphrase or recovery key: ", EITHER_FILE))
    return Secrets(recovery_key=ask("Recovery key: ", "--recovery-key-file"))


def ask(question: str, option: str) -> str:
    """Ask on the terminal without showing the answer.

    Raises LockedError that names `option` when there is no terminal, or nothing comes of it.
    """
    if not is_terminal():
        what = question.rstrip(": ").lower()
        raise LockedError(
            f"This desk needs its {what}: name a file with {option}, or - for standard input."
        )
    try:
        return getpass.getpass(question)
    except EOFError:
        refusal = LockedError("Nothing was typed, so nothing was done.")
    except (OSError, UnicodeError):
        refusal = LockedError("What was typed cannot be read as text, so nothing was done.")
    # Raised out here, so that not even its context holds what was typed.
    raise refusal


def ask_new_passphrase(file: str | None, option: str) -> str:
    """Return a new passphrase, from a file, or asked twice on the terminal.

    Raises LockedError as `ask` does, InvalidEntryError when the two differ.
    """
    if file is not None:
        return read_passphrase(file)
    first = ask("New passphrase: ", option)
    if ask("The same again: ", option) != first:
        raise InvalidEntryError("The two passphrases are not the same. Nothing was changed.")
    return first


def is_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()
