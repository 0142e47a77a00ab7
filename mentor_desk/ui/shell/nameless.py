"""The kind of a trouble, for a screen that others see: it names no person and no folder."""

from PySide6.QtCore import QCoreApplication

from mentor_desk.errors import DeskChangedError, DeskDamagedError, DeskError, FileError
from mentor_desk.services.keeping.parting import Loss

translate = QCoreApplication.translate


def kind_of_trouble(refusal: DeskError) -> str:
    """Return what kind of trouble with a file it is; nothing of what is told of a record."""
    match refusal:
        case DeskChangedError():
            return translate(
                "nameless",
                "The file of this desk was moved, removed or changed by another program, so"
                " nothing was saved over it.",
            )
        case DeskDamagedError():
            return translate("nameless", "The file of this desk is damaged.")
        case FileError():
            return translate("nameless", "A file could not be read or written.")
        case _:
            return ""


def kind_of_loss(loss: Loss) -> str:
    """Return that the file of a desk is gone, and whether what was saved in it is kept."""
    if loss.kept is not None:
        return translate(
            "nameless",
            "The file of this desk was moved, removed or replaced. What was saved in it is kept"
            " as a backup.",
        )
    return translate(
        "nameless",
        "The file of this desk was moved, removed or replaced. What was saved in it could not be"
        " kept as a backup yet.",
    )
