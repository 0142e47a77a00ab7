"""A backup that takes the keys of now, for those from before take the earlier ones."""

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import back_up, backup_folders


def back_up_with_keys(desk: Desk) -> str:
    """Make a backup beside a desk that a new recovery key opens, so that it opens that too.

    Returns a sentence when none could be made, for the key is changed all the same.
    """
    if desk.folder is None:
        return ""
    try:
        back_up(desk, backup_folders(desk.folder), now=desk.now())
    except DeskError as refusal:
        return (
            "The new recovery key opens this desk, but no backup yet, for none could be made now:"
            f" {refusal.sentence}"
        )
    return ""
