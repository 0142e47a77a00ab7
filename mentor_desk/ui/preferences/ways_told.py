"""What the settings say of the ways into a desk, and of a change of them that was called off."""

from PySide6.QtCore import QCoreApplication

from mentor_desk.services.opening.keys import LockInfo, Way
from mentor_desk.services.opening.proposals import Standing
from mentor_desk.ui.common.formatting import day, local_day

_tr = QCoreApplication.translate


def told_of_way(found: LockInfo, way: Way) -> str:
    """Say since when a desk opens in this way, or that a change of it was not finished."""
    rows = [row for row in found.ways if row.way is way and not row.is_leaving]
    made = rows[-1].made_at
    since = day(local_day(made)) if made else ""
    if len(rows) > 1:
        return _tr("keys", "A change was not finished: the earlier one opens the desk as well.")
    if way is Way.KEYRING:
        keyring = _capital(rows[-1].keyring)
        if since:
            told = _tr("keys", "{keyring} has the key since {day}.")
            return told.format(keyring=keyring, day=since)
        return _tr("keys", "{keyring} has the key.").format(keyring=keyring)
    return _tr("keys", "In use since {day}.").format(day=since) if since else ""


def told_of_keyring(found: LockInfo) -> str:
    """Say whether a keyring has the key of a desk, or may have it still."""
    if found.has(Way.KEYRING):
        return told_of_way(found, Way.KEYRING)
    still = [row for row in found.ways if row.way is Way.KEYRING and row.keyring]
    if not still:
        return _tr("keys", "The key is then kept in the keyring of this computer as well.")
    return _tr(
        "keys",
        "{keyring} has not let go of the key yet, here or on the computer where it was kept: it is"
        " taken out when the desk is opened there and that keyring can be reached.",
    ).format(keyring=_capital(still[0].keyring))


def told_of_letting_go(*, leaves_entry: bool) -> str:
    """Say what it means for copies of a desk that it asks every time from now on."""
    if leaves_entry:
        return _tr("keys", "The key stays in the keyring for the copy in the other folder.")
    return _tr(
        "keys",
        "The keyring of this computer has let go of the key, so no copy of this desk on this"
        " computer opens by it any more.",
    )


def told_of_withdrawal(standing: Standing) -> str:
    """Say what a recovery key is worth that was shown, and then not kept."""
    return {
        Standing.EARLIER: _tr(
            "keys",
            "The recovery key was not changed. The new one that was shown does not open this desk:"
            " delete its sheet if you saved one, and throw away what was printed or written down of"
            " it.",
        ),
        Standing.BOTH: _tr(
            "keys",
            "The new recovery key could not be taken back, so it opens this desk beside the earlier"
            " one. “New recovery key…” shows it again.",
        ),
        Standing.NEW: _tr(
            "keys",
            "The new recovery key opens this desk, and no earlier one does: keep it, and its"
            " sheet.",
        ),
        Standing.UNKNOWN: _tr(
            "keys",
            "It cannot be told now which recovery key opens this desk: keep the earlier one and the"
            " new one.",
        ),
    }[standing]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
