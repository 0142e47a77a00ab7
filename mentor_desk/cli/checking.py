"""`mentor-desk check` and `salvage`: say what is wrong with a desk, and help what can be helped."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mentor_desk.cli.answers import (
    DONE,
    REFUSED,
    answer,
    counted,
    desk_folder,
    opened_by,
    printable,
    tell,
)
from mentor_desk.cli.progress import Progress
from mentor_desk.cli.secrets import EITHER_FILE, Secrets, ask, given_secrets, named_secrets
from mentor_desk.errors import DeskError
from mentor_desk.services.keeping.checking import (
    CheckReport,
    FoundRow,
    check_folder,
    explain,
)
from mentor_desk.services.keeping.repairing import RepairReport
from mentor_desk.services.keeping.rescue import key_of_desk, repair_folder, what_remains
from mentor_desk.services.keeping.salvaging import (
    SalvageReport,
    explain_salvage,
    free_folder_beside,
    salvage_desk,
)
from mentor_desk.services.opening.opening import look_at_desk


def check(arguments: argparse.Namespace) -> int:
    """Check the desk; with `--repair`, repair what is safe. Ends with 1 when something is left."""
    folder = desk_folder(arguments)
    secrets = given_secrets(arguments, folder)
    key = _key(folder, secrets)
    is_full = arguments.full or arguments.repair
    with Progress("Checking") as progress:
        report = check_folder(folder, key, is_full=is_full, progress=progress)
    if report.remark:
        tell(printable(report.remark))
    if not arguments.repair or report.is_broken or not report.can_repair:
        answer(arguments, _check_value(folder, report), lambda: _check_lines(report))
        return _ended(arguments, report)
    return _repair(arguments, folder, key)


def salvage(arguments: argparse.Namespace) -> int:
    """Read what can be read of a damaged desk into a new one."""
    folder = desk_folder(arguments)
    key = _key(folder, _secrets(arguments, folder))
    target: Path = (arguments.to or free_folder_beside(folder)).absolute()
    with Progress("Salvaging") as progress:
        report = salvage_desk(folder, key, target, progress=progress)
    answer(arguments, _salvage_value(report), lambda: _salvage_lines(report))
    return DONE


def _repair(arguments: argparse.Namespace, folder: Path, key: bytes) -> int:
    # Not opened in the usual way, which may be refused for the very mistake.
    with Progress("Repairing") as progress:
        report = repair_folder(folder, key, progress=progress)
    if report.remark:
        tell(printable(report.remark))
    answer(arguments, _repair_value(folder, report), lambda: _repair_lines(report))
    return _ended(arguments, report.left)


def _ended(arguments: argparse.Namespace, report: CheckReport) -> int:
    if report.is_sound:
        return DONE
    if arguments.json:
        # For whoever looks on; a text has said it in its first line.
        tell(explain(report))
    return REFUSED


def _key(folder: Path, secrets: Secrets) -> bytes:
    def key_by(given: Secrets) -> bytes:
        is_recovery_key = given.recovery_key is not None
        return key_of_desk(folder, secret=given.text, is_recovery_key=is_recovery_key)

    return opened_by(secrets, key_by)


def _secrets(arguments: argparse.Namespace, folder: Path) -> Secrets:
    named = named_secrets(arguments)
    if named.text:
        return named
    # The usual way looks at the data file first, which may be the very trouble.
    try:
        look_at_desk(folder)
    except DeskError:
        remains = what_remains(folder)
        if not remains.has_data:
            raise
        if not remains.asks_secret:
            return Secrets()
        return Secrets(passphrase=ask("Passphrase or recovery key: ", EITHER_FILE))
    return given_secrets(arguments, folder)


def _check_value(folder: Path, report: CheckReport) -> dict[str, Any]:
    return {
        "desk": str(folder),
        "full": report.is_full,
        "sound": report.is_sound,
        "damaged": report.is_broken,
        "found": _found(report.found),
    }


def _check_lines(report: CheckReport) -> list[str]:
    return [explain(report), *(f"  {row.sentence}{_way_out(report, row)}" for row in report.found)]


def _way_out(report: CheckReport, row: FoundRow) -> str:
    if row.is_remark or report.is_open(row):
        return ""
    return ": can be repaired" if row.can_repair and not report.is_broken else ": needs you"


def _repair_value(folder: Path, report: RepairReport) -> dict[str, Any]:
    return {
        **_check_value(folder, report.left),
        "repaired": _found(report.repaired),
        "kept": str(report.kept) if report.kept else None,
    }


def _repair_lines(report: RepairReport) -> list[str]:
    lines = [f"Repaired {report.count:,}. Before that, the desk was kept as {report.kept}."]
    lines += [f"  {row.sentence}" for row in report.repaired]
    return lines + _check_lines(report.left)


def _salvage_value(report: SalvageReport) -> dict[str, Any]:
    return {
        "desk": str(report.folder),
        "aside": str(report.aside),
        "aside_unread_pages": report.unread_pages,
        "read": report.read,
        "lost": report.lost,
        "put_in": report.put_in,
        "repaired": report.repaired,
        "pages": report.pages,
        "damaged_pages": report.unsound_pages,
        "nothing_read_of": list(report.unread),
        "backups": report.backups,
        "tables": [asdict(row) for row in report.rows],
    }


def _salvage_lines(report: SalvageReport) -> list[str]:
    lines = [explain_salvage(report), f"The new desk lies in {report.folder}."]
    lines += [
        f"  {row.what}: {row.read:,} read, {row.in_part:,} of them in part, {row.lost:,} known lost"
        for row in report.rows
        if row.read or row.lost
    ]
    if report.unread:
        lines.append(f"Nothing was read of these, if there were any: {', '.join(report.unread)}.")
    if report.put_in:
        made = counted(report.put_in, "entry was", "entries were")
        lines.append(f"{made} made as “Unknown …”, for others to belong to.")
    if report.repaired:
        mistakes = counted(report.repaired, "mistake", "mistakes")
        lines.append(f"Repaired were {mistakes} among what was read.")
    lines.append(_aside_line(report))
    if report.backups:
        lines.append(f"The backups lie there too ({report.backups:,}).")
    return lines


def _aside_line(report: SalvageReport) -> str:
    if not report.unread_pages:
        return f"The damaged files were copied to {report.aside}, and are as they were."
    pages = counted(report.unread_pages, "page", "pages")
    return (
        f"The disk did not give {pages} back, so the copy of the damaged files in {report.aside} is"
        " empty there. It may be failing; keep what else lies on it elsewhere."
    )


def _found(rows: tuple[FoundRow, ...]) -> list[dict[str, Any]]:
    return [
        {"where": row.where, "what": row.what, "count": row.count, "can_repair": row.can_repair}
        for row in rows
    ]
