"""What the recovery page says of backups, checks and salvages."""

from PySide6.QtCore import QCoreApplication

from mentor_desk.services.keeping.checking import CheckReport
from mentor_desk.services.keeping.rescue import Remains, SalvageReport
from mentor_desk.ui.common.formatting import count, moment

translate = QCoreApplication.translate


def stuck_sentence() -> str:
    """Say why nothing of the desk was read this time."""
    return translate(
        "recovery",
        "The program ended twice before your desk stood on the screen, so this time nothing of it"
        " was read. Nothing was changed. Have it checked, or go back to a backup.",
    )


def backups_sentence(remains: Remains) -> str:
    """Say how many backups there are, and what the newest one holds."""
    newest = remains.newest
    if newest is None or newest.made_at is None:
        return translate(
            "recovery",
            "No backup lies beside this desk. If you keep some elsewhere, such as on a stick,"
            " restore one of them.",
        )
    good = sum(row.is_good for row in remains.backups)
    head = (
        translate("recovery", "There is one backup, of {moment}")
        if good == 1
        else translate("recovery", "There are {count} backups, the newest of {moment}")
    )
    tail = translate("recovery", "{head}: {people} people, {sessions} sessions, {notes} notes.")
    return tail.format(
        head=head.format(count=count(good), moment=moment(newest.made_at)),
        people=count(newest.figures.people),
        sessions=count(newest.figures.sessions),
        notes=count(newest.figures.notes),
    )


def check_sentence(report: CheckReport) -> str:
    """Return the outcome of a check in one sentence."""
    if report.is_sound:
        return translate("recovery", "Everything was checked, and nothing is wrong.")
    if report.is_broken:
        return translate(
            "recovery",
            "The data file is damaged. Restore a backup, or salvage what can be read.",
        )
    found = sum(row.count for row in report.found)
    if found == 1:
        return (
            translate("recovery", "One mistake was found, which can be repaired safely.")
            if report.can_repair
            else translate("recovery", "One mistake was found, which needs you.")
        )
    return translate(
        "recovery", "{found} mistakes were found; {able} of them can be repaired safely."
    ).format(found=count(found), able=count(report.can_repair))


def salvage_sentence(report: SalvageReport) -> str:
    """Say what was salvaged, and what is known to be lost."""
    if not report.lost and not any(row.in_part for row in report.rows):
        return translate(
            "recovery", "All {read} records could be read, and none is known to be lost."
        ).format(read=count(report.read))
    return translate(
        "recovery", "{read} records could be read; {lost} are known to be lost."
    ).format(read=count(report.read), lost=count(report.lost))
