"""Asking which files people are to be brought in from."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from mentor_desk.services.transfer.files import ENDINGS

translate = QCoreApplication.translate


def ask_files(parent: QWidget | None) -> list[Path]:
    """Ask for files of people; none when the mentor thinks better of it."""
    endings = " ".join(f"*{ending}" for ending in ENDINGS)
    people = translate("transfer", "Files of people ({endings})").format(endings=endings)
    title = translate("transfer", "Bring in people from files")
    everything = translate("transfer", "All files (*)")
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", f"{people};;{everything}")
    return [Path(each) for each in chosen]
