"""`mentor-desk new`, `lock-info`, `change-passphrase`, `recovery-sheet`: the ways into a desk."""

import argparse
import contextlib
import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentor_desk.cli.answers import DONE, answer, desk_folder, opened, say
from mentor_desk.cli.secrets import EITHER_FILE, ask, ask_new_passphrase, given_secrets
from mentor_desk.errors import DeskError, FileError, InvalidEntryError
from mentor_desk.models.kinds import Paper
from mentor_desk.paths import is_there
from mentor_desk.services.keeping.keys_backed_up import back_up_with_keys
from mentor_desk.services.opening.keys import (
    EARLIER_STILL_OPENS,
    LockInfo,
    Way,
    WayRow,
    change_passphrase,
    lock_info,
    prove,
    reveal_recovery_key,
    take_recovery_key,
)
from mentor_desk.services.opening.opening import is_desk, make_desk
from mentor_desk.services.opening.proposals import (
    has_waiting_key,
    offer_recovery_key,
    told_of_passphrase,
    told_of_recovery_key,
    withdraw_recovery_key,
)
from mentor_desk.services.opening.sheets import (
    recovery_sheet,
    refuse_sheet_place,
    save_recovery_sheet,
)

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk

_TITLES = {
    Way.PASSPHRASE: "Passphrase",
    Way.KEYRING: "Keyring",
    Way.RECOVERY: "Recovery key",
    Way.SAMPLE: "Sample: opens by itself and protects nothing",
    Way.OTHER: "A way that this version does not know",
}
_EITHER = "Passphrase or recovery key: "
_CARE = "Whoever has this file can open the desk: print it, and delete the file."
_WRITE_IT_DOWN = "Write it down: it opens the desk when every other way is lost."
_KEEP_EARLIER = "This new key was offered before: keep the sheet that you may have of it."
_MADE = "The desk in {folder} was made, and the recovery key that was shown opens it."
_NO_RECOVERY = "No recovery key yet: `recovery-sheet --new` makes one."


def make_new(arguments: argparse.Namespace) -> int:
    """Make a desk of one's own; its recovery key is printed before anything is written.

    For machines, the whole answer comes then; whether the desk was made, the exit code tells.
    """
    folder = arguments.folder.absolute()
    if arguments.keyring and arguments.passphrase_file is not None:
        raise InvalidEntryError(
            "Give --passphrase-file or --keyring, not both: a new desk begins with one of them."
            " Nothing was made."
        )
    passphrase = (
        None
        if arguments.keyring
        else ask_new_passphrase(arguments.passphrase_file, "--passphrase-file or --keyring")
    )

    def reveal(recovery_key: str) -> None:
        value = {"desk": str(folder), "recovery_key": recovery_key}
        try:
            say(arguments, value, lambda: [f"Recovery key: {recovery_key}", _WRITE_IT_DOWN])
        except (BrokenPipeError, FileError) as problem:
            raise FileError(
                "The recovery key could not be shown, so no desk was made."
            ) from problem

    had_desk = is_desk(folder)

    def how_it_stands() -> str:
        is_made = is_desk(folder) and not had_desk
        return _MADE.format(folder=folder) if is_made else "No desk was made."

    with _told_if_stopped(how_it_stands):
        make_desk(folder, name=arguments.name, passphrase=passphrase, reveal=reveal).close()
    if not arguments.json:
        answer(arguments, None, lambda: [f"Made a desk in {folder}."])
    return DONE


def show_lock(arguments: argparse.Namespace) -> int:
    """Say how a desk can be opened, without opening it; no key is ever told."""
    found = lock_info(desk_folder(arguments))
    answer(arguments, _value(found), lambda: _lines(found))
    return DONE


def set_new_passphrase(arguments: argparse.Namespace) -> int:
    """Let a new passphrase open the desk in place of the old one."""
    given = given_secrets(arguments, desk_folder(arguments))
    with opened(arguments, given) as desk:
        found = lock_info(desk_folder(arguments))
        has_passphrase = found.has(Way.PASSPHRASE)
        secret = given.text or (ask(_EITHER, EITHER_FILE) if has_passphrase else "")
        new = ask_new_passphrase(arguments.new_passphrase_file, "--new-passphrase-file")
        with _told_if_stopped(lambda: told_of_passphrase(found.folder, new)):
            change_passphrase(desk, new=new, secret=secret)
    lines = ["The new passphrase opens the desk now."]
    if has_passphrase:
        lines.append(EARLIER_STILL_OPENS)
    answer(arguments, {"changed": True}, lambda: lines)
    return DONE


def write_sheet(arguments: argparse.Namespace) -> int:
    """Write the recovery sheet as PDF, of the recovery key there is or of a new one."""
    target = arguments.out.absolute()
    if str(arguments.out) == "-":
        raise FileError("A recovery sheet is written into a file: name one with --out.")
    refuse_sheet_place(target)
    if os.path.lexists(target):
        raise FileError(f"{target} is there already, so nothing was written.")
    paper = Paper(arguments.paper or Paper.A4)
    given = given_secrets(arguments, desk_folder(arguments))
    with opened(arguments, given) as desk:
        remark, found = "", lock_info(desk_folder(arguments))
        has_earlier = found.has(Way.RECOVERY)
        # The keyring has opened it, and a new key is told only to who can open it.
        asks = not arguments.new or found.has(Way.PASSPHRASE)
        secret = given.text or (_ask_secret(found) if asks else "")
        if arguments.new:
            prove(desk, secret=secret)
            remark = _change_recovery_key(desk, found.folder, target, paper)
        else:
            recovery_key = reveal_recovery_key(desk, secret=secret)
            save_recovery_sheet(recovery_sheet(desk, recovery_key, paper=paper), target)
    still = [EARLIER_STILL_OPENS] if arguments.new and has_earlier else []
    told = [f"Wrote {target}", _CARE, *still, *([remark] if remark else [])]
    answer(arguments, {"file": str(target), "remark": remark}, lambda: told)
    return DONE


def _ask_secret(found: LockInfo) -> str:
    if found.has(Way.PASSPHRASE):
        return ask(_EITHER, EITHER_FILE)
    return ask("Recovery key: ", "--recovery-key-file")


def _change_recovery_key(desk: "Desk", folder: Path, sheet: Path, paper: Paper) -> str:
    """Offer a new key, write its sheet, then let it alone open the desk; return a remark.

    What is on the sheet opens the desk from the beginning, wherever this is stopped. So does what
    is on the sheet of an earlier call that was stopped, for the key is the same.
    """
    may_be_on_paper = has_waiting_key(desk)
    recovery_key = offer_recovery_key(desk)

    def how_it_stands() -> str:
        stands = f"{told_of_recovery_key(folder, recovery_key)} {_where(sheet)}"
        return f"{stands} {_KEEP_EARLIER}" if may_be_on_paper and not is_there(sheet) else stands

    with _told_if_stopped(how_it_stands):
        try:
            save_recovery_sheet(recovery_sheet(desk, recovery_key, paper=paper), sheet)
        except BaseException as problem:
            if not (may_be_on_paper or is_there(sheet)):
                withdraw_recovery_key(desk, recovery_key)
            if isinstance(problem, FileError):
                raise FileError(f"{problem.sentence} {how_it_stands()}") from problem
            raise
        try:
            take_recovery_key(desk, recovery_key)
        except FileError as refusal:
            raise FileError(f"{refusal.sentence} {_where(sheet)}") from refusal
        return back_up_with_keys(desk)


def _where(sheet: Path) -> str:
    return f"The new key stands on {sheet}." if is_there(sheet) else "No sheet was written."


@contextlib.contextmanager
def _told_if_stopped(how_it_stands: Callable[[], str]) -> Generator[None]:
    """Have Ctrl+C say what it left behind, as it is read from the disk then."""
    try:
        yield
    except KeyboardInterrupt:
        raise DeskError(f"Stopped. {how_it_stands()}") from None


def _value(found: LockInfo) -> dict[str, Any]:
    return {
        "desk": str(found.folder),
        "desk_id": found.desk_id,
        "ways": [
            {
                "way": row.way.value,
                "made_at": row.made_at.isoformat() if row.made_at else None,
                "backend": row.backend or None,
                "cost": row.cost or None,
                "state": "pending" if row.is_pending else "leaving" if row.is_leaving else "ready",
            }
            for row in found.ways
        ],
    }


def _lines(found: LockInfo) -> list[str]:
    return [
        f"Desk: {found.folder}",
        f"Id: {found.desk_id}",
        *(_line(row) for row in found.ways),
        *([] if found.has(Way.RECOVERY) or found.has(Way.SAMPLE) else [_NO_RECOVERY]),
    ]


def _line(row: WayRow) -> str:
    facts = [
        f"kept by {row.keyring} ({row.backend})" if row.backend else "",
        row.cost,
        f"since {row.made_at.astimezone():%Y-%m-%d %H:%M}" if row.made_at else "",
        "not finished: opens the desk beside the earlier one" if row.is_pending else "",
        "being taken away: opens the desk no more" if row.is_leaving else "",
    ]
    told = "; ".join(fact for fact in facts if fact)
    return f"{_TITLES[row.way]}: {told}" if told else _TITLES[row.way]
