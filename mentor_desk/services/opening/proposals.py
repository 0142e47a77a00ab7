"""A recovery key that was shown and is not kept yet: it opens the desk beside an earlier one.

So it is no void paper at any moment, whatever stops the mentor between the sheet and the last
word. It is in force, and the earlier one is not, once `take_recovery_key` has been told of it.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path

from mentor_desk.errors import DeskError
from mentor_desk.paths import KEYS_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.keys.standing import Standing, how_it_stands, told

__all__ = ["Standing"]

_WAITING = (
    "A new recovery key was begun and is not kept yet: until then it opens this desk beside the"
    " earlier one. “New recovery key…” in the settings, under Keys, shows it again."
)


def offer_recovery_key(desk: Desk) -> str:
    """Return a recovery key that opens the desk beside an earlier one, until it is taken.

    One that is still offered is returned again. Raises a FileError when the disk refuses.
    """
    from mentor_desk.storage.keys.recovery_key import spelt  # noqa: PLC0415
    from mentor_desk.storage.keys.slot_changes import offer_recovery  # noqa: PLC0415

    with desk.file.changing_keys():
        return spelt(offer_recovery(_file(desk), desk.file.key))


def has_waiting_key(desk: Desk) -> bool:
    """Tell whether a recovery key is offered already, so that it was shown and may be on paper."""
    from mentor_desk.storage.keys.slot_changes import waiting_recovery  # noqa: PLC0415

    return waiting_recovery(keys.read_vault(_file(desk)), desk.file.key) is not None


def withdraw_recovery_key(desk: Desk, recovery_key: str) -> Standing:
    """Let an offered recovery key open the desk no more, and return what opens it now.

    One that is in force stays, and so does one that the disk does not let go of. Who withdraws
    one that may be on paper says so.
    """
    from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415
    from mentor_desk.storage.keys.slot_changes import withdraw_recovery  # noqa: PLC0415

    bits = read_recovery_key(recovery_key)
    with contextlib.suppress(DeskError), desk.file.changing_keys():
        withdraw_recovery(_file(desk), bits)
    return standing_of(desk, recovery_key)


def standing_of(desk: Desk, recovery_key: str) -> Standing:
    """Return whether a recovery key that was shown opens the desk, or an earlier one, or both."""
    from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415

    bits = read_recovery_key(recovery_key)
    return how_it_stands(_file(desk), keys.RECOVERY, lambda vault: vault.open_with_recovery(bits))


def remark_on_offer(desk: Desk) -> str:
    """Return a sentence about a recovery key that is still offered, or nothing."""
    if desk.is_sample or desk.folder is None:
        return ""
    from mentor_desk.storage.keys.slot_changes import is_recovery_offered  # noqa: PLC0415

    return _WAITING if is_recovery_offered(keys.read_vault(_file(desk))) else ""


def told_of_recovery_key(folder: Path, recovery_key: str) -> str:
    """Return the sentence that says whether a new recovery key opens a desk, as its file is now."""
    from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415

    bits = read_recovery_key(recovery_key)
    return _told(folder, keys.RECOVERY, lambda vault: vault.open_with_recovery(bits))


def told_of_passphrase(folder: Path, passphrase: str) -> str:
    """Return the sentence that says whether a new passphrase opens a desk, as its file is now."""
    return _told(folder, keys.PASSPHRASE, lambda vault: vault.open_with_passphrase(passphrase))


def _told(folder: Path, kind: str, unlock: Callable[[keys.Vault], bytes]) -> str:
    return told(kind, how_it_stands(folder / KEYS_NAME, kind, unlock))


def _file(desk: Desk) -> Path:
    from mentor_desk.services.opening.keys import keys_of  # noqa: PLC0415

    return keys_of(desk)
