"""Where the backups of a desk lie: beside it, and in a second folder that the mentor names."""

import os
from pathlib import Path

from mentor_desk.errors import FileError, InvalidEntryError
from mentor_desk.paths import BACKUPS_NAME, DATABASE_NAME, is_there
from mentor_desk.settings import Settings

SECOND_FOLDER = "second backup folder"


def backup_folders(desk_folder: Path, settings: Settings | None = None) -> list[Path]:
    """Return where the backups of a desk lie: beside it, and in the second folder if named."""
    second = settings.text(SECOND_FOLDER) if settings else ""
    return [desk_folder / BACKUPS_NAME, *([Path(second)] if _is_whole_path(second) else [])]


def trouble_with_second(settings: Settings) -> str:
    """Return a sentence when what is named as the second folder can be none, else nothing."""
    second = settings.text(SECOND_FOLDER)
    if not second or _is_whole_path(second):
        return ""
    return (
        "What the settings name as the second folder for backups is not the full path of a folder,"
        " so no copy is put there. Please choose a folder in the settings."
    )


def name_second_folder(settings: Settings, folder: Path | None, desk_folder: Path) -> None:
    """Remember where each backup is copied to; None stops that.

    Raises InvalidEntryError for a folder that would not help, FileError when it does not answer.
    """
    if folder is not None:
        _check_second(folder.absolute(), desk_folder.absolute())
    if not settings.remember({SECOND_FOLDER: str(folder.absolute()) if folder else ""}):
        raise FileError("The settings of this computer could not be written.")


def keep_out_of(folder: Path, desk_folder: Path) -> None:
    """Refuse to put backups where a desk lies, with InvalidEntryError."""
    if folder.absolute() == desk_folder.absolute() or is_there(folder / DATABASE_NAME):
        raise InvalidEntryError(
            "A desk lies in this folder; please choose another one for backups.", field="folder"
        )


def _check_second(folder: Path, desk_folder: Path) -> None:
    if not is_there(folder) or not folder.is_dir():
        raise FileError(f"There is no folder {folder}.")
    if folder == desk_folder / BACKUPS_NAME:
        raise InvalidEntryError("Backups are made there already.", field="folder")
    keep_out_of(folder, desk_folder)


def _is_whole_path(named: str) -> bool:
    try:
        os.fsencode(named)
    except ValueError:
        return False
    return "\0" not in named and Path(named).is_absolute()
