"""Where a review is written to, as the mentor says, and the writing itself."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.reviews.reviewing import issue_review, write_review
from mentor_desk.ui.reviews.page_maker import MadeReview

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


def hand_over(desk: Desk, made: MadeReview, target: Path) -> Changes:
    """Write the very pages that were made, and note that they were handed over.

    Raises FileError when they cannot be written; then nothing is noted.
    """
    write_review(made.paper.pdf, target)
    return desk.do(
        issue_review,
        mentorship_id=made.draft.mentorship_id,
        choice=made.choice,
        pdf=made.paper.pdf,
        pages=made.paper.pages,
        file_name=target.name,
        now=desk.now(),
    )
