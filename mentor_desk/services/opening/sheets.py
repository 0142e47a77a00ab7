"""The recovery sheet: the recovery key on one page of paper."""

from datetime import date
from pathlib import Path

from mentor_desk.errors import FileError
from mentor_desk.models.kinds import Paper
from mentor_desk.services.desk import Desk
from mentor_desk.services.opening.keys import keys_of, lock_info
from mentor_desk.services.opening.opening import NewDesk
from mentor_desk.services.papers import lies_beside_desk, refuse_no_pdf


def new_desk_sheet(plan: NewDesk, *, day: date, paper: Paper = Paper.A4) -> bytes:
    """Return the recovery sheet of a desk that is about to be made, as a PDF of one page."""
    return _sheet(plan.recovery_key, plan.name, day, plan.vault.desk_id, paper)


def recovery_sheet(desk: Desk, recovery_key: str, *, paper: Paper = Paper.A4) -> bytes:
    """Return the sheet with a recovery key of this desk, as a PDF of one page."""
    from mentor_desk.services.network.listing import oneself  # noqa: PLC0415

    mentor = desk.run(oneself)
    name = mentor.name if mentor else ""
    day = desk.now().astimezone().date()
    return _sheet(recovery_key, name, day, lock_info(keys_of(desk).parent).desk_id, paper)


def save_recovery_sheet(sheet: bytes, target: Path) -> None:
    """Write the sheet, readable by its owner alone.

    Raises FileError when the disk or the folder refuses, and as `refuse_sheet_place` does.
    """
    from mentor_desk.files import write_whole  # noqa: PLC0415

    refuse_sheet_place(target)
    write_whole(target, sheet)


def refuse_sheet_place(target: Path) -> None:
    """Refuse a place in the folder of a desk, and a name that is no PDF's. Raises FileError."""
    if lies_beside_desk(target):
        raise FileError(
            "The sheet would lie beside the desk that it opens; please choose another place."
        )
    refuse_no_pdf(target, what="A recovery sheet")


def _sheet(recovery_key: str, name: str, day: date, desk_id: str, paper: Paper) -> bytes:
    from mentor_desk.reports.records import Paper as Sheet  # noqa: PLC0415
    from mentor_desk.reports.recovery_sheet import SheetRecord, make_recovery_sheet  # noqa: PLC0415

    record = SheetRecord(recovery_key=recovery_key, name=name, day=day, desk_id=desk_id)
    return make_recovery_sheet(record, paper=Sheet(paper.value))
