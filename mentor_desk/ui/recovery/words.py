"""What the recovery page says of backups, checks and salvages."""

from PySide6.QtCore import QCoreApplication

from mentor_desk.services.keeping.checking import CheckReport
from mentor_desk.services.keeping.rescue import Remains
from mentor_desk.services.keeping.salvaging import SalvageReport
from mentor_desk.ui.common.formatting import count, holdings, moment

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
    held = newest.figures
    return translate("recovery", "{head}: {holds}.").format(
        head=head.format(count=count(good), moment=moment(newest.made_at)),
        holds=holdings(people=held.people, sessions=held.sessions, notes=held.notes),
    )


def check_sentence(report: CheckReport) -> str:
    """Return the outcome of a check in one sentence."""
    if report.is_sound:
        if report.is_full:
            return translate("recovery", "Everything was checked, and nothing is wrong.")
        return translate(
            "recovery", "Every page and the structure were checked, and nothing is wrong."
        )
    if report.is_broken:
        return translate(
            "recovery",
            "The data file is damaged. Restore a backup, or salvage what can be read.",
        )
    return _mistakes_sentence(report)


def _mistakes_sentence(report: CheckReport) -> str:
    found = report.mistakes
    if report.leaves_open and report.can_repair:
        told = translate(
            "recovery",
            "Mistakes were found: {found}. {able} of them can be repaired safely, and the full"
            " check tells about the others.",
        )
        return told.format(found=count(found), able=count(report.can_repair))
    if report.leaves_open:
        told = translate(
            "recovery", "Mistakes were found: {found}. The full check tells which can be repaired."
        )
        return told.format(found=count(found))
    if found == 1:
        return (
            translate("recovery", "One mistake was found, which can be repaired safely.")
            if report.can_repair
            else translate("recovery", "One mistake was found, which needs you.")
        )
    return translate(
        "recovery", "{found} mistakes were found; {able} of them can be repaired safely."
    ).format(found=count(found), able=count(report.can_repair))


def copy_sentence(unread: int) -> str:
    """Say that the files were copied, and how many pages the disk did not give back."""
    if not unread:
        return translate("recovery", "The files were copied, as they are.")
    if unread == 1:
        return translate(
            "recovery",
            "The files were copied, but the disk did not give one page back, which is empty in the"
            " copy. The disk may be failing; keep what else lies on it elsewhere.",
        )
    told = translate(
        "recovery",
        "The files were copied, but the disk did not give everything back: {count} pages of them"
        " are empty in the copy. The disk may be failing; keep what else lies on it elsewhere.",
    )
    return told.format(count=count(unread))


def salvage_sentence(report: SalvageReport) -> str:
    """Say what was salvaged, and never more than is known of what was not."""
    read, lost = _records(report.read), _records(report.lost)
    if report.unsound_pages:
        return translate(
            "recovery",
            "{read} could be read. {bad} of {pages} pages could not, and what stood there is lost:"
            " {lost} for certain, and there may be more.",
        ).format(read=read, bad=count(report.unsound_pages), pages=count(report.pages), lost=lost)
    if report.is_whole:
        told = translate("recovery", "{read} could be read, and none is known to be lost.")
        return told.format(read=read)
    return translate("recovery", "{read} could be read; known to be lost: {lost}.").format(
        read=read, lost=lost
    )


def _records(number: int) -> str:
    if number == 1:
        return translate("recovery", "1 record")
    return translate("recovery", "{count} records").format(count=count(number))


def salvage_lines(report: SalvageReport) -> list[str]:
    """Say of what something or everything is lost, what was put in, and where things lie."""
    lines = [
        translate("recovery", "{what}: {read} read, {lost} known to be lost").format(
            what=row.what, read=count(row.read), lost=count(row.lost)
        )
        for row in report.rows
        if row.lost or row.in_part
    ]
    if report.unread:
        told = translate("recovery", "Nothing was read of these, if there were any: {kinds}")
        lines.append(told.format(kinds=", ".join(report.unread)))
    if report.put_in:
        told = translate("recovery", "Made as “Unknown …”, for others to belong to: {count}")
        lines.append(told.format(count=count(report.put_in)))
    new = translate("recovery", "The new desk: {place}").format(place=report.folder)
    old = translate("recovery", "The damaged files, as they are: {place}")
    if report.unread_pages:
        old = translate("recovery", "The damaged files, as far as the disk gives them: {place}")
    return [*lines, new, old.format(place=report.aside)]
