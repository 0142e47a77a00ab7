"""Where a review is written to, as the mentor says."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_tr = QCoreApplication.translate


def ask_target(parent: QWidget, suggested: Path) -> Path | None:
    """Ask for the file; None when the mentor would rather not. An existing one is asked about."""
    dialog = QFileDialog(parent, _tr("Reviews", "Export the review"), str(suggested.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_tr("Reviews", "PDF (*.pdf)")])
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(suggested.name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


def usual_folder() -> Path:
    """Return where documents lie on this computer."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
