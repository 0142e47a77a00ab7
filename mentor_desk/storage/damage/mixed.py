"""Tell a data file that is damaged from one that is of another desk than its key."""

from pathlib import Path

from mentor_desk.errors import DeskMixedError
from mentor_desk.storage.damage.pages import is_written_under


def refuse_mixed(path: Path, key: bytes) -> None:
    """Refuse a database of which no page was written under this key: it is of another desk.

    Asked where a key that is right for the key file does not open the data file, by who holds the
    lock of its folder. Raises DeskMixedError.
    """
    # What is no file is told by others, and a pipe would not come to an end.
    if not path.is_file():
        return
    try:
        fits = is_written_under(path, key)
    except OSError:
        return
    if not fits:
        raise DeskMixedError(
            f"The key file and the data file in {path.parent} are of two desks, or nothing of the"
            " data file is as it was written: no page of it fits the key. Nothing was changed;"
            " put the key file back that belongs to it, or restore a backup."
        ) from None
