"""`mentor-desk check` and `salvage`: say what is wrong with a desk, and help what can be helped."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mentor_desk.cli.answers import DONE, REFUSED, answer, desk_folder, opened, tell
from mentor_desk.cli.progress import Progress
from mentor_desk.cli.secrets import Secrets, ask, given_secrets
from mentor_desk.errors import DeskError
from mentor_desk.services.keeping.checking import (
    CheckReport,
    FoundRow,
    RepairReport,
    check_folder,
    explain,
    repair_desk,
)
from mentor_desk.services.keeping.rescue import (
    SalvageReport,
    free_folder_beside,
    key_of_desk,
    salvage_desk,
    what_remains,
)


def check(arguments: argparse.Namespace) -> int:
    """Check the desk; with `--repair`, repair what is safe. Ends with 1 when something is left."""
    folder = desk_folder(arguments)
    secrets = given_secrets(arguments, folder)
    key = key_of_desk(folder, secret=secrets.text)
    is_full = arguments.full or arguments.repair
    with Progress("Checking") as progress:
        report = check_folder(folder, key, is_full=is_full, progress=progress)
    if not arguments.repair or report.is_broken or not report.can_repair:
        answer(arguments, _check_value(folder, report), lambda: _check_lines(report))
        return _ended(report)
    return _repair(arguments, secrets, folder)


def salvage(arguments: argparse.Namespace) -> int:
    """Read what can be read of a damaged desk into a new one."""
    folder = desk_folder(arguments)
    target: Path = (arguments.to or free_folder_beside(folder)).absolute()
    key = key_of_desk(folder, secret=_secret(arguments, folder))
    with Progress("Salvaging") as progress:
        report = salvage_desk(folder, key, target, progress=progress)
    answer(arguments, _salvage_value(report), lambda: _salvage_lines(report))
    return DONE


def _repair(arguments: argparse.Namespace, secrets: Secrets, folder: Path) -> int:
    with opened(arguments, secrets) as desk, Progress("Repairing") as progress:
        report = repair_desk(desk, progress=progress)
    answer(arguments, _repair_value(folder, report), lambda: _repair_lines(report))
    return _ended(report.left)


def _ended(report: CheckReport) -> int:
    if report.is_sound:
        return DONE
    tell(explain(report))
    return REFUSED


def _secret(arguments: argparse.Namespace, folder: Path) -> str:
    # The usual way looks at the data file first, which may be the very trouble.
    try:
        return given_secrets(arguments, folder).text
    except DeskError:
        if what_remains(folder).asks_secret:
            return ask("Passphrase or recovery key: ", "--passphrase-file")
        return ""


def _check_value(folder: Path, report: CheckReport) -> dict[str, Any]:
    return {
        "desk": str(folder),
        "full": report.is_full,
        "sound": report.is_sound,
        "damaged": report.is_broken,
        "found": _found(report.found),
    }


def _check_lines(report: CheckReport) -> list[str]:
    lines = [explain(report)]
    for row in report.found:
        how = "can be repaired" if row.can_repair and not report.is_broken else "needs you"
        lines.append(f"  {row.sentence}: {how}")
    return lines


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
        "read": report.read,
        "lost": report.lost,
        "damaged_pages": report.unsound_pages,
        "tables": [asdict(row) for row in report.rows],
    }


def _salvage_lines(report: SalvageReport) -> list[str]:
    lines = [
        f"Salvaged {report.read:,} records into {report.folder}; {report.lost:,} are known lost.",
        f"The damaged files were copied to {report.aside}, and are as they were.",
    ]
    lines += [
        f"  {row.what}: {row.read:,} read, {row.in_part:,} of them in part, {row.lost:,} lost"
        for row in report.rows
        if row.read or row.lost
    ]
    return lines


def _found(rows: tuple[FoundRow, ...]) -> list[dict[str, Any]]:
    return [
        {"where": row.where, "what": row.what, "count": row.count, "can_repair": row.can_repair}
        for row in rows
    ]
