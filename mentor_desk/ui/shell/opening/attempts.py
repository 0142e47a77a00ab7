"""What opening a desk takes: done beside the window, where it may wait for a keyring."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mentor_desk.errors import DeskError

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk


class Opened(NamedTuple):
    """A desk that was opened, and what the mentor should know about its keys."""

    desk: "Desk"
    remark: str = ""


def open_and_count(
    folder: Path, *, passphrase: str | None = None, recovery_key: str | None = None
) -> "Desk":
    """Open a desk, and count the start until its first page stands."""
    from mentor_desk.services.opening.opening import open_desk  # noqa: PLC0415
    from mentor_desk.services.opening.starts import (  # noqa: PLC0415
        failed_starts,
        note_start,
        take_back_start,
    )

    failed = failed_starts(folder)
    try:
        return open_desk(
            folder,
            passphrase=passphrase,
            recovery_key=recovery_key,
            on_unlocked=lambda: note_start(folder),
        )
    except DeskError:
        take_back_start(folder, failed)
        raise


def make_sample(folder: Path) -> "Desk":
    """Make the sample desk in a folder that has none, and open it."""
    from mentor_desk.services.opening.opening import open_desk  # noqa: PLC0415
    from mentor_desk.services.sample.desk import make_sample_desk  # noqa: PLC0415

    make_sample_desk(folder)
    return open_desk(folder)


def let_go(opened: Opened) -> None:
    """Close a desk that came too late to be shown."""
    from mentor_desk.services.opening.starts import clear_starts  # noqa: PLC0415

    if opened.desk.folder is not None:
        clear_starts(opened.desk.folder)
    opened.desk.close()


def opened_and_kept(open_it: "Callable[[], Desk]", *, keeps: bool) -> Opened:
    """Open a desk, and give its key back to the keyring when that is wanted."""
    desk = open_it()
    if not keeps:
        return Opened(desk, desk.file.remark)
    from mentor_desk.services.opening.keys import keep_unlocked  # noqa: PLC0415

    try:
        keep_unlocked(desk)
    except DeskError as refusal:
        return Opened(desk, " ".join(filter(None, (desk.file.remark, refusal.sentence))))
    return Opened(desk, desk.file.remark)


def read_secrets(
    passphrase_file: str | None, recovery_key_file: str | None
) -> tuple[str | None, str | None]:
    """Return the passphrase or the recovery key that a file was named for, if any was."""
    if passphrase_file is None and recovery_key_file is None:
        return None, None
    from mentor_desk.services.opening.secret_files import read_either  # noqa: PLC0415

    return read_either(passphrase_file, recovery_key_file)
