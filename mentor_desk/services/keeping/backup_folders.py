"""Where the backups of a desk lie: beside it, and in a second folder that the mentor names."""

import os
import stat
from pathlib import Path

from mentor_desk.errors import FileError, InvalidEntryError
from mentor_desk.paths import BACKUPS_NAME, DATABASE_NAME, is_there, lies_in_desk, rescued
from mentor_desk.settings import Settings

SECOND_FOLDER = "second backup folder"


def backup_folders(desk_folder: Path, settings: Settings | None = None) -> list[Path]:
    """Return where the backups of a desk lie: beside it, and in the second folder if named."""
    second = settings.text(SECOND_FOLDER) if settings else ""
    return [desk_folder / BACKUPS_NAME, *([Path(second)] if _is_whole_path(second) else [])]


def where_backups_lie(desk_folder: Path, settings: Settings | None = None) -> list[Path]:
    """Return the same, and the folder of those made when the desk's own was gone, if there is one.

    Of these, only such as are of this desk count.
    """
    last = rescued()
    return [*backup_folders(desk_folder, settings), *([last] if last.is_dir() else [])]


def trouble_with_second(settings: Settings) -> str:
    """Return a sentence when what is named as the second folder can be none, else nothing."""
    second = settings.text(SECOND_FOLDER)
    if not second or _is_whole_path(second):
        return ""
    return (
        "What the settings name as the second folder for backups is not the full path of a folder,"
        " so no copy is put there. Please choose a folder in the settings."
    )


def word_on_second(settings: Settings) -> str:
    """Return a sentence when the second folder takes no copy as it stands now, else nothing.

    A folder on another computer may take its time to answer.
    """
    trouble = trouble_with_second(settings)
    second = settings.text(SECOND_FOLDER)
    if trouble or not second:
        return trouble
    try:
        mode = Path(second).stat().st_mode
    except FileNotFoundError:
        return (
            "This folder is not there now. If it lies on a stick or another disk, connect that; if"
            " not, choose another folder."
        )
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        return f"This folder does not answer now: {reason}. See to that, or choose another folder."
    if not stat.S_ISDIR(mode):
        return "What lies there now is no folder, so it takes no copy. Choose another folder."
    if not os.access(second, os.R_OK | os.W_OK | os.X_OK):
        return (
            "This folder may not be read and written by you, so it takes no copy. Give yourself"
            " the right to, or choose another folder."
        )
    return ""


def name_second_folder(settings: Settings, folder: Path | None, desk_folder: Path) -> None:
    """Remember where each backup is copied to; None stops that.

    Raises InvalidEntryError for a folder that would not help, FileError when it does not answer.
    """
    if folder is not None:
        _check_second(folder.absolute(), desk_folder.absolute())
    if not settings.remember({SECOND_FOLDER: str(folder.absolute()) if folder else ""}):
        raise FileError("The settings of this computer could not be written.")


def keep_out_of(folder: Path, desk_folder: Path) -> None:
    """Refuse to put backups where a desk lies, or in it, with InvalidEntryError.

    The folder of the desk's own backups is the one exception, under its own name alone.
    """
    if folder == desk_folder / BACKUPS_NAME:
        return
    real, desk, own = map(os.path.realpath, (folder, desk_folder, desk_folder / BACKUPS_NAME))
    if real == own:
        raise InvalidEntryError("Backups are made there already.", field="folder")
    if real == desk or is_there(folder / DATABASE_NAME):
        raise InvalidEntryError(
            "A desk lies in this folder; please choose another one for backups.", field="folder"
        )
    if Path(desk) in Path(real).parents or lies_in_desk(Path(real)):
        raise InvalidEntryError(
            f"{folder} lies in the folder of a desk; please choose one elsewhere for backups.",
            field="folder",
        )


def refuse_absent(folder: Path) -> None:
    """Refuse a second folder that is not there: it would be made on the disk of the desk.

    Raises FileError.
    """
    if not is_there(folder):
        raise FileError(
            f"The second folder {folder} is not there now, so no copy was put there. If it lies on"
            " a stick or another disk, connect that; if not, choose another folder in the settings."
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
