"""How backups are spoken of."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from mentor_desk.services.keeping.backups import BackupRow, Occasion
from mentor_desk.services.keeping.restoring import Outlook, Trouble
from mentor_desk.services.keeping.standing import BackupState, Standing
from mentor_desk.ui.common.formatting import ago, count, day, holdings, local_day, moment

translate = QCoreApplication.translate

MINUTE, HOUR = 60, 3600
MEGABYTE = 1_000_000


def standing_words(state: BackupState, now: datetime) -> str:
    """Return in a few words how a desk stands: Backed up 4 min ago, Last backup 5 days ago."""
    if state.made_at is None:
        return translate("backups", "No backup yet")
    if state.standing is Standing.AHEAD:
        # A clock was wrong, then or now.
        return translate("backups", "Backed up {day}").format(day=day(local_day(state.made_at)))
    passed = _passed(state.made_at, now)
    if state.standing is Standing.TOO_OLD:
        return translate("backups", "Last backup {passed}").format(passed=passed)
    return translate("backups", "Backed up {passed}").format(passed=passed)


def why_words(why: str) -> str:
    """Return the occasion of a backup."""
    known = {
        Occasion.ASKED: translate("backups", "made by hand"),
        Occasion.DAILY: translate("backups", "made by itself"),
        Occasion.IMPORT: translate("backups", "before people were brought in"),
        Occasion.MERGE: translate("backups", "before a merge"),
        Occasion.UPGRADE: translate("backups", "before an upgrade"),
        Occasion.REPAIR: translate("backups", "before a repair"),
        Occasion.RESTORE: translate("backups", "before a restore"),
        Occasion.LOSS: translate("backups", "as the file of the desk was lost"),
    }
    return known[Occasion(why)] if why in set(Occasion) else ""


def state_words(row: BackupRow) -> str:
    """Return whether a backup can be used, and why it was made."""
    if row.trouble:
        return translate("backups", "cannot be read")
    if row.is_other:
        return translate("backups", "of another desk")
    return why_words(row.why)


def size_words(size: int) -> str:
    """Return a size in bytes as it is read: 12.4 MB."""
    return translate("backups", "{size} MB").format(size=f"{size / MEGABYTE:,.1f}")


def holds_words(row: BackupRow) -> str:
    """Return what a backup holds: 214 people, 1 session, 88 notes."""
    held = row.figures
    return holdings(people=held.people, sessions=held.sessions, notes=held.notes)


def place_words(folders: Iterable[Path]) -> str:
    """Return what a backup is, and in which folders they lie."""
    named = [str(folder) for folder in dict.fromkeys(folders)]
    told = (
        translate("backups", "Each backup is one encrypted file in {folders}.")
        if len(named) == 1
        else translate("backups", "Each backup is one encrypted file; they lie in {folders}.")
    )
    return told.format(folders=translate("backups", ", ").join(named))


def made_words(row: BackupRow) -> str:
    """Return when a backup was made; for one that cannot be read, its file."""
    return moment(row.made_at) if row.made_at else row.path.name


def newest_note_words(row: BackupRow) -> str:
    """Return the day of the newest note in a backup, if it has any."""
    newest = row.figures.newest_note
    return day(local_day(newest)) if newest else translate("backups", "none")


def loss_words(outlook: Outlook) -> str:
    """Return what restoring would leave out, compared with the desk as it is now."""
    if not outlook.has_desk:
        return translate("backups", "No desk lies there now, so nothing is in the way.")
    if outlook.is_other_desk:
        return translate("backups", "Another desk lies there now; this backup is not one of it.")
    if outlook.present is None:
        return _uncompared_words(outlook.trouble)
    fewer = [_fewer(kind, number) for kind, number in outlook.fewer.items() if number]
    told = []
    if outlook.steps_since:
        told.append(_undone(outlook))
    if fewer:
        joined = translate("backups", ", ").join(fewer)
        told.append(
            translate("backups", "The desk would have {fewer} than now.").format(fewer=joined)
        )
    if not told:
        return translate(
            "backups", "It holds no fewer notes, sessions or people than the desk now."
        )
    return " ".join(told)


def keys_words(outlook: Outlook) -> str:
    """Return which passphrase the desk would take, when that is not the one of today."""
    if not outlook.is_with_keys:
        return ""
    return translate(
        "backups",
        "The desk would take the passphrase and the recovery key of that backup again, and no"
        " longer those of today.",
    )


def _uncompared_words(trouble: Trouble | None) -> str:
    told = {
        Trouble.MISSING: translate(
            "backups", "The data file of the desk is missing, so nobody can say what differs."
        ),
        Trouble.EMPTY: translate(
            "backups", "The data file of the desk is empty, so nobody can say what differs."
        ),
        Trouble.DAMAGED: translate(
            "backups", "The desk that lies there is damaged, so nobody can say what differs."
        ),
        Trouble.OTHER_KEY: translate(
            "backups",
            "The desk that lies there does not open with this key, so nobody can say what differs.",
        ),
        Trouble.UNSETTLED: translate(
            "backups",
            "Something lies beside the desk that has to be seen to first, so nobody can say what"
            " differs.",
        ),
        Trouble.UNREAD: translate(
            "backups", "The desk that lies there cannot be read, so nobody can say what differs."
        ),
        None: translate(
            "backups", "The desk that lies there is not open, so nobody can say what differs."
        ),
    }
    return told[trouble]


def _undone(outlook: Outlook) -> str:
    made, number = made_words(outlook.backup), outlook.steps_since
    if number == 1:
        return translate("backups", "What was done since {made} goes: 1 step.").format(made=made)
    return translate("backups", "What was done since {made} goes: {number} steps.").format(
        made=made, number=count(number)
    )


def _fewer(kind: str, number: int) -> str:
    one, more = {
        "notes": (
            translate("backups", "1 note fewer"),
            translate("backups", "{number} notes fewer"),
        ),
        "sessions": (
            translate("backups", "1 session fewer"),
            translate("backups", "{number} sessions fewer"),
        ),
        "people": (
            translate("backups", "1 person fewer"),
            translate("backups", "{number} people fewer"),
        ),
        "goals": (
            translate("backups", "1 goal fewer"),
            translate("backups", "{number} goals fewer"),
        ),
        "actions": (
            translate("backups", "1 action fewer"),
            translate("backups", "{number} actions fewer"),
        ),
        "introductions": (
            translate("backups", "1 introduction fewer"),
            translate("backups", "{number} introductions fewer"),
        ),
    }[kind]
    return one if number == 1 else more.format(number=count(number))


def _passed(when: datetime, now: datetime) -> str:
    seconds = (now - when).total_seconds()
    if seconds < MINUTE:
        return translate("backups", "just now")
    if seconds < HOUR:
        return translate("backups", "%n min ago", "", int(seconds // MINUTE))
    if seconds < 24 * HOUR:
        return translate("backups", "%n h ago", "", int(seconds // HOUR))
    return ago(local_day(when), local_day(now))
