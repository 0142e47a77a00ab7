"""The questions the page asks; each returns what was changed, or None when it was cancelled."""

from PySide6.QtWidgets import QWidget

from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.mentees.card import MenteeCard
from mentor_desk.ui.mentees.dialog import AddMenteeDialog, DeleteMenteeDialog, EditMentorshipDialog


def ask_for_mentee(desk: Desk, person_id: int | None, parent: QWidget) -> Changes | None:
    """Ask who becomes a mentee, or on what terms this person does."""
    return _answer(AddMenteeDialog(desk, parent, person_id=person_id))


def ask_for_agreement(desk: Desk, card: MenteeCard, parent: QWidget) -> Changes | None:
    """Ask what is agreed with a mentee."""
    return _answer(EditMentorshipDialog(desk, card, parent))


def ask_to_delete(desk: Desk, card: MenteeCard, parent: QWidget) -> Changes | None:
    """Say what goes with a mentee, and delete the mentorship if that is wanted."""
    return _answer(DeleteMenteeDialog(desk, card, parent))


def _answer(
    dialog: AddMenteeDialog | EditMentorshipDialog | DeleteMenteeDialog,
) -> Changes | None:
    dialog.exec()
    changes = dialog.changes
    dialog.deleteLater()
    return changes
