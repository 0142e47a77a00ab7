"""`mentor-desk backup`, `backups` and `restore`: copies of the desk, and the way back to one."""

import argparse
from typing import Any

from mentor_desk.cli.answers import DONE, REFUSED, answer, counted, desk_folder, printable, tell
from mentor_desk.cli.progress import Progress
from mentor_desk.cli.secrets import EITHER_FILE, Secrets, ask, named_secrets
from mentor_desk.errors import LockedError
from mentor_desk.paths import is_there
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_keys import key_by_secret, key_of_backup
from mentor_desk.services.keeping.backups import (
    BackupRow,
    back_up,
    backup_folders,
    read_folders,
    trouble_with_second,
    where_backups_lie,
)
from mentor_desk.services.keeping.checking import trouble_with_keys
from mentor_desk.services.keeping.keys_left import desk_id_of
from mentor_desk.services.keeping.restoring import (
    Outlook,
    Trouble,
    compare,
    look_ahead,
    restore,
)
from mentor_desk.settings import Settings

ONE = {
    "notes": "note",
    "sessions": "session",
    "people": "person",
    "goals": "goal",
    "actions": "action",
    "introductions": "introduction",
}
_WHY_UNCOMPARED = {
    Trouble.MISSING: "The data file of the desk in {folder} is missing",
    Trouble.EMPTY: "The data file of the desk in {folder} is empty",
    Trouble.DAMAGED: "The desk in {folder} is damaged",
    Trouble.OTHER_KEY: "The desk in {folder} does not open with this key",
    Trouble.UNSETTLED: "Something lies beside the desk in {folder} that has to be seen to first",
    Trouble.UNREAD: "The desk in {folder} cannot be read",
}


def make_backup(desk: Desk, arguments: argparse.Namespace) -> int:
    """Back the desk up beside itself and into the second folder, or only into the one named.

    In that one, nothing goes of what lies there. A folder that did not take its copy makes the
    answer one of refusal, though another one did; so does a way into the desk that is damaged,
    for the backup carries it.
    """
    if arguments.to is not None:
        folders, trouble = [arguments.to.absolute()], ""
    else:
        settings = Settings()
        folders = backup_folders(desk_folder(arguments), settings)
        trouble = trouble_with_second(settings)
    with Progress("Backing up") as progress:
        thins = arguments.to is None
        made = back_up(desk, folders, now=desk.now(), thins=thins, progress=progress)
    problems = [*made.problems, *filter(None, (trouble, trouble_with_keys(desk)))]
    value = {**_value(made.row), "problems": problems}
    answer(arguments, value, lambda: [f"Backed up to {made.row.path}"])
    for problem in problems:
        tell(printable(problem))
    return REFUSED if problems else DONE


def show_backups(arguments: argparse.Namespace) -> int:
    """List the backups of a desk, the latest first, without opening it.

    A folder that cannot be read, or a desk whose folder is not there, makes the answer one of
    refusal, whatever the other folder holds.
    """
    folder = desk_folder(arguments)
    settings = Settings()
    folders = where_backups_lie(folder, settings)
    found = read_folders(folders, desk_id=desk_id_of(folder))
    troubles = [*found.troubles]
    if not (troubles or is_there(folder)):
        troubles.append(f"There is no folder {folder}.")
    for trouble in filter(None, [*troubles, trouble_with_second(settings)]):
        tell(printable(trouble))
    if troubles and not found.rows:
        return REFUSED
    none = [f"There is no backup of the desk in {folder}."]
    answer(
        arguments,
        [_value(row) for row in found.rows],
        lambda: [_line(row) for row in found.rows] or none,
    )
    return REFUSED if troubles else DONE


def restore_backup(arguments: argparse.Namespace) -> int:
    """Bring a backup back to where the desk lies, or into another folder."""
    file = arguments.file.absolute()
    folder = (arguments.to or desk_folder(arguments)).absolute()
    named = named_secrets(arguments)
    outlook = look_ahead(file, folder, finds_key=not named.text)
    key = _key(named, outlook)
    outlook = compare(outlook, key)
    for line in _warning(outlook):
        tell(printable(line))
    with Progress("Restoring") as progress:
        restored = restore(file, folder, key, progress=progress)
    value = {
        **_value(outlook.backup),
        "fewer": outlook.fewer if outlook.is_compared else None,
        "steps_since": outlook.steps_since if outlook.is_compared else None,
        "desk": str(folder),
        "set_aside": str(restored.set_aside) if restored.set_aside else None,
        "remark": restored.remark or None,
    }
    lines = [f"Restored the desk to {folder}."]
    if restored.remark:
        lines.append(restored.remark)
    if restored.set_aside and str(restored.set_aside) not in restored.remark:
        lines.append(f"What lay there before is kept in {restored.set_aside}.")
    answer(arguments, value, lambda: lines)
    return DONE


def _warning(outlook: Outlook) -> list[str]:
    """Return what the backup is, and how much less it holds than the desk that lies there."""
    backup = outlook.backup
    lines = [f"The backup is of version {backup.version}: {_line(backup)}"]
    if outlook.is_with_keys:
        lines.append("The desk will take the passphrase and the recovery key of that backup again.")
    if not outlook.is_compared:
        return [*lines, f"{_why_uncompared(outlook)}, so nobody can say what differs."]
    if outlook.steps_since:
        steps = counted(outlook.steps_since, "step", "steps")
        lines.append(f"What was done since then goes: {steps}.")
    fewer = [
        f"{number:,} {what if number > 1 else ONE[what]}"
        for what, number in outlook.fewer.items()
        if number
    ]
    if fewer:
        lines.append(f"Fewer than on the desk as it is now: {', '.join(fewer)}.")
    return lines


def _why_uncompared(outlook: Outlook) -> str:
    if outlook.is_other_desk:
        return f"Another desk lies in {outlook.folder}"
    return _WHY_UNCOMPARED[outlook.trouble or Trouble.UNREAD].format(folder=outlook.folder)


def _key(named: Secrets, outlook: Outlook) -> bytes:
    file, folder = outlook.backup.path, outlook.folder
    if named.recovery_key is not None:
        return key_of_backup(file, folder, recovery_key=named.recovery_key)
    if named.passphrase is not None:
        return key_by_secret(file, folder, named.passphrase)
    if outlook.key is not None:
        return outlook.key
    if outlook.has_passphrase:
        return key_by_secret(file, folder, ask("Passphrase or recovery key: ", EITHER_FILE))
    if outlook.has_recovery_key:
        recovery_key = ask("Recovery key: ", "--recovery-key-file")
        return key_of_backup(file, folder, recovery_key=recovery_key)
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
        f"{made}{other}  {counted(figures.people, 'person', 'people')},"
        f" {counted(figures.sessions, 'session', 'sessions')},"
        f" {counted(figures.notes, 'note', 'notes')}{newest}; {row.size / 1e6:,.1f} MB  {row.path}"
    )
