"""`mentor-desk backup`, `backups` and `restore`: copies of the desk, and the way back to one."""

import argparse
from pathlib import Path
from typing import Any

from mentor_desk.cli.answers import DONE, answer, desk_folder
from mentor_desk.cli.progress import Progress
from mentor_desk.cli.secrets import Secrets, ask
from mentor_desk.errors import LockedError
from mentor_desk.services.backups import (
    BackupRow,
    back_up,
    backup_folders,
    desk_id_in,
    list_backups,
    look_at_backup,
)
from mentor_desk.services.desk import Desk
from mentor_desk.services.restoring import key_of_backup, look_ahead, restore
from mentor_desk.services.secret_files import read_passphrase, read_recovery_key
from mentor_desk.settings import Settings

_PASSPHRASE, _RECOVERY_KEY = "--passphrase-file", "--recovery-key-file"


def make_backup(desk: Desk, arguments: argparse.Namespace) -> int:
    """Back the desk up beside itself and into the second folder, or only into the one named."""
    if arguments.to is not None:
        folders = [arguments.to.absolute()]
    else:
        folders = backup_folders(desk_folder(arguments), Settings())
    with Progress("Backing up") as progress:
        made = back_up(desk, folders, now=desk.now(), progress=progress)
    value = {**_value(made.row), "problems": list(made.problems)}
    answer(arguments, value, lambda: [f"Backed up to {made.row.path}", *made.problems])
    return DONE


def show_backups(arguments: argparse.Namespace) -> int:
    """List the backups of a desk, the latest first, without opening it."""
    folder = desk_folder(arguments)
    rows = list_backups(backup_folders(folder, Settings()), desk_id=desk_id_in(folder))
    answer(
        arguments,
        [_value(row) for row in rows],
        lambda: [_line(row) for row in rows] or [f"There is no backup of the desk in {folder}."],
    )
    return DONE


def restore_backup(arguments: argparse.Namespace) -> int:
    """Bring a backup back to where the desk lies, or into another folder."""
    file = arguments.file.absolute()
    folder = (arguments.to or desk_folder(arguments)).absolute()
    given = _secrets(arguments, file, folder)
    key = key_of_backup(file, folder, passphrase=given.passphrase, recovery_key=given.recovery_key)
    with Progress("Restoring") as progress:
        restored = restore(file, folder, key, progress=progress)
    value = {
        **_value(look_at_backup(file)),
        "desk": str(folder),
        "set_aside": str(restored.set_aside) if restored.set_aside else None,
    }
    lines = [f"Restored the desk to {folder}."]
    if restored.set_aside:
        lines.append(f"What lay there before is kept in {restored.set_aside}.")
    answer(arguments, value, lambda: lines)
    return DONE


def _secrets(arguments: argparse.Namespace, file: Path, folder: Path) -> Secrets:
    if arguments.recovery_key_file is not None:
        return Secrets(recovery_key=read_recovery_key(arguments.recovery_key_file))
    if arguments.passphrase_file is not None:
        return Secrets(passphrase=read_passphrase(arguments.passphrase_file))
    outlook = look_ahead(file, folder)
    if outlook.key is not None:
        return Secrets()
    if outlook.has_passphrase:
        return Secrets(passphrase=ask("Passphrase: ", f"{_PASSPHRASE} or {_RECOVERY_KEY}"))
    if outlook.has_recovery_key:
        return Secrets(recovery_key=ask("Recovery key: ", _RECOVERY_KEY))
    raise LockedError("The key of this backup lies in a keyring that does not give it.")


def _value(row: BackupRow) -> dict[str, Any]:
    newest = row.figures.newest_note
    return {
        "file": str(row.path),
        "size": row.size,
        "state": "damaged" if row.trouble else "of another desk" if row.is_other else "good",
        "trouble": row.trouble or None,
        "counter": row.counter,
        "made_at": row.made_at.isoformat() if row.made_at else None,
        "version": row.version,
        "why": row.why,
        "people": row.figures.people,
        "mentees": row.figures.mentees,
        "sessions": row.figures.sessions,
        "notes": row.figures.notes,
        "newest_note": newest.isoformat() if newest else None,
    }


def _line(row: BackupRow) -> str:
    if row.made_at is None:
        return f"{row.path}: {row.trouble}"
    figures = row.figures
    made = f"{row.made_at.astimezone():%Y-%m-%d %H:%M}"
    newest = f", newest {figures.newest_note.astimezone():%Y-%m-%d}" if figures.newest_note else ""
    other = " (of another desk)" if row.is_other else ""
    return (
        f"{made}{other}  {figures.people:,} people, {figures.sessions:,} sessions,"
        f" {figures.notes:,} notes{newest}; {row.size / 1e6:,.1f} MB  {row.path}"
    )
