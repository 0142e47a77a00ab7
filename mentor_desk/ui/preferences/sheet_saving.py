"""Ask where the recovery sheet goes, and write it there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from mentor_desk.errors import DeskError
from mentor_desk.services.opening.sheets import save_recovery_sheet
from mentor_desk.ui.common.jobs import raise_failure, start_job

_tr = QCoreApplication.translate


def ask_sheet_target(parent: QWidget) -> Path | None:
    """Ask for the file; None when the mentor would rather not. An existing one is asked about."""
    title = _tr("Recovery", "Save the recovery sheet")
    dialog = QFileDialog(parent, title, str(_usual_folder()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_tr("Recovery", "PDF (*.pdf)")])
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(_tr("Recovery", "Mentor Desk recovery sheet.pdf"))
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


def save_sheet(
    parent: QWidget,
    make: Callable[[], bytes],
    *,
    said: Callable[[str], None],
    refused: Callable[[DeskError], None],
) -> None:
    """Ask for a file, have the sheet made and written beside the window, and say how it went."""
    target = ask_sheet_target(parent)
    if target is None:
        return

    def work(_progress: object) -> str:
        save_recovery_sheet(make(), target)
        return target.name

    job = start_job(parent, work)
    job.done.connect(lambda file: said(_saved(str(file))))
    job.refused.connect(refused)
    job.failed.connect(raise_failure)


def _saved(file: str) -> str:
    return _tr("Recovery", "Saved as {file}: print it, and delete the file.").format(file=file)


def _usual_folder() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
