"""Close a desk whose file is gone, so that nothing that was saved goes with it."""

from dataclasses import dataclass
from pathlib import Path

from mentor_desk.errors import DeskError
from mentor_desk.paths import BACKUPS_NAME, KEYS_NAME, rescued
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_folders import (
    backup_folders,
    keep_out_of,
    refuse_absent,
)
from mentor_desk.services.keeping.backups import noting
from mentor_desk.settings import Settings
from mentor_desk.storage.backups.keeping import Occasion
from mentor_desk.storage.backups.making import make_backup
from mentor_desk.storage.keys.vault import vault_of

_LAST_STEP = "SELECT max(id), max(at) FROM steps"


@dataclass(frozen=True, slots=True)
class Loss:
    """Why an open desk would be gone once it is closed, and where it is kept instead.

    `kept` is a proven backup of it; None when no place took one, for the reason in `refusal`.
    """

    why: str
    kept: Path | None = None
    refusal: str = ""


def loss_of(desk: Desk) -> str:
    """Return a sentence on why what is open would be gone with its closing, or nothing."""
    watch = desk.file.watch
    if watch is None:
        return ""
    with desk.file.turn:
        return watch.loss()


def id_of_open(desk: Desk) -> str:
    """Return the id of an open desk, whatever lies in its folder by now; nothing if it has none."""
    watch = desk.file.watch
    if watch is None or desk.folder is None:
        return ""
    try:
        return vault_of(watch.keys, desk.folder / KEYS_NAME).desk_id
    except DeskError:
        return ""


def how_far(desk: Desk) -> tuple[str, int, str]:
    """Return which desk this is and how far it has come: its id, its last step and when that was.

    Of one and the same desk, also from a copy of its file, the answer is the same.
    """
    [(last, at)] = desk.look(lambda reader: reader.rows(_LAST_STEP))
    return id_of_open(desk), last or 0, str(at)


def keep_from_loss(desk: Desk, settings: Settings, *, chosen: Path | None = None) -> Loss | None:
    """Back up what an open desk holds, if it would be gone once it is closed; None if not.

    It goes into the folder `chosen`, if there is one, or else among the backups beside the desk;
    where that is not possible into the second folder, and at last into a folder of its own among
    the data of this user.
    """
    why = loss_of(desk)
    watch = desk.file.watch
    if not why or watch is None or desk.folder is None:
        return None
    known = backup_folders(desk.folder, settings)
    problems: list[DeskError] = []
    for folder in (*([chosen] if chosen is not None else []), *known, rescued()):
        with noting(problems, folder):
            _refuse(folder, desk.folder)
            made = make_backup(
                desk.file,
                keys=watch.keys,
                folder=folder,
                known=known,
                now=desk.now(),
                why=Occasion.LOSS,
                thins=False,
            )
            return Loss(why, made.path)
    return Loss(why, refusal=problems[0].sentence)


def _refuse(folder: Path, desk_folder: Path) -> None:
    """Refuse a folder that is no place for a backup; the last one is made if it is not there."""
    if folder == rescued():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    keep_out_of(folder, desk_folder)
    if folder != desk_folder / BACKUPS_NAME:
        refuse_absent(folder)
