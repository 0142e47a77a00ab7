"""One slot of a key file: how a secret is turned into it, and the data key out of it again.

A slot is a JSON object. What stands in it was read from a file, so nothing in it is believed.
"""

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from mentor_desk.errors import DeskDamagedError
from mentor_desk.storage.keys import wrapping
from mentor_desk.storage.keys.wrapping import Argon2

Slot: TypeAlias = Mapping[str, Any]

# A slot without a state is in force. One that is pending was written and is not proven yet; it
# opens the desk all the same. One that is leaving does not any more.
EARLIEST, LATEST = 2000, 9000
PENDING, LEAVING = "pending", "leaving"
# How a slot stands changes after it was made, so its checksum does not speak of that.
_STATE, _SUM = "state", "sum"


def dated(slot: Slot, desk: str, state: str = "") -> Slot:
    """Return a slot that says when it was made, and how it stands unless it is in force.

    It bears a checksum of itself and of `desk`, what the key file says of the desk.
    """
    made = {**slot, "made": datetime.now(UTC).isoformat(timespec="seconds")}
    return {**made, _SUM: _sum(made, desk), **({_STATE: state} if state else {})}


def in_force(slot: Slot) -> Slot:
    """Return the slot without a state."""
    return {name: value for name, value in slot.items() if name != _STATE}


def opens(slot: Slot) -> bool:
    """Tell whether a slot is, or may be, a way into the desk."""
    return slot.get(_STATE) != LEAVING


def place_mark(desk_id: str, folder: Path) -> str:
    """Return what tells a folder from others in a slot, without saying where it is."""
    return hashlib.sha256(
        f"{desk_id} {folder.absolute()}".encode(errors="surrogatepass")
    ).hexdigest()


def entry_of(slot: Slot) -> str:
    """Return which entry of the keyring a slot speaks of; the usual one has no name."""
    entry = slot.get("entry", "")
    return entry if isinstance(entry, str) else ""


def is_as_made(slot: Slot, desk: str) -> bool:
    """Tell whether a slot, and what stands of the desk beside it, is as it was when it was made.

    A slot from before there were checksums is believed.
    """
    return _SUM not in slot or slot[_SUM] == _sum(slot, desk)


def made_at(slot: Slot) -> datetime | None:
    """Return when a slot was made, if it says so in a way that makes sense."""
    try:
        found = datetime.fromisoformat(str(slot.get("made", "")))
    except ValueError:
        return None
    # Years at the ends of the calendar have no name in every time zone.
    makes_sense = found.tzinfo is not None and EARLIEST <= found.year <= LATEST
    return found.astimezone(UTC) if makes_sense else None


def seal_by_passphrase(key: bytes, passphrase: str, cost: Argon2, about: str) -> Slot:
    """Return what gives the data key to who knows the passphrase."""
    salt = os.urandom(wrapping.SALT_BYTES)
    under = wrapping.passphrase_key(passphrase, salt, cost)
    return {
        "kdf": "argon2id",
        "passes": cost.passes,
        "memory_kib": cost.memory_kib,
        "lanes": cost.lanes,
        "salt": as_text(salt),
        "key": as_text(wrapping.wrap(key, under, about)),
    }


def open_by_passphrase(slot: Slot, passphrase: str, about: str) -> bytes | None:
    """Return the data key, or None for another passphrase. Raises DeskDamagedError."""
    under = wrapping.passphrase_key(passphrase, as_bytes(slot, "salt"), _cost(slot))
    return wrapping.unwrap(as_bytes(slot, "key"), under, about)


def seal_by_recovery(key: bytes, recovery: bytes, about: str) -> Slot:
    """Return what gives the data key to who has the 128 bits of the recovery key.

    It also gives those bits to who has the data key, so that the sheet can be printed again.
    """
    salt = os.urandom(wrapping.SALT_BYTES)
    under = wrapping.recovery_key_key(recovery, salt)
    copy = wrapping.wrap(recovery, wrapping.recovery_copy_key(key, salt), f"{about} copy")
    return {
        "kdf": "hkdf-sha256",
        "salt": as_text(salt),
        "key": as_text(wrapping.wrap(key, under, about)),
        "copy": as_text(copy),
    }


def open_by_recovery(slot: Slot, recovery: bytes, about: str) -> bytes | None:
    """Return the data key, or None for another recovery key. Raises DeskDamagedError."""
    under = wrapping.recovery_key_key(recovery, as_bytes(slot, "salt"))
    return wrapping.unwrap(as_bytes(slot, "key"), under, about)


def recovery_bits(slot: Slot, key: bytes, about: str) -> bytes | None:
    """Return the recovery key that the slot was made for, or None when it keeps no copy."""
    if "copy" not in slot:
        return None
    under = wrapping.recovery_copy_key(key, as_bytes(slot, "salt"))
    return wrapping.unwrap(as_bytes(slot, "copy"), under, f"{about} copy")


def _cost(slot: Slot) -> Argon2:
    numbers = [slot.get(name) for name in ("passes", "memory_kib", "lanes")]
    if slot.get("kdf") != "argon2id" or not all(isinstance(each, int) for each in numbers):
        raise DeskDamagedError("The passphrase slot of this desk is damaged.")
    passes, memory_kib, lanes = (int(each or 0) for each in numbers)
    return Argon2(passes, memory_kib, lanes)


def as_bytes(slot: Slot, name: str) -> bytes:
    """Return the bytes of a field. Raises DeskDamagedError when there are none."""
    try:
        found = base64.b64decode(str(slot.get(name, "")), validate=True)
    except (ValueError, binascii.Error):
        found = b""
    if not found:
        raise DeskDamagedError("A key slot of this desk is damaged.")
    return found


def as_text(content: bytes) -> str:
    """Return bytes as they stand in a slot."""
    return base64.b64encode(content).decode()


def _sum(slot: Slot, desk: str) -> str:
    told = {name: value for name, value in slot.items() if name not in (_STATE, _SUM)}
    try:
        content = json.dumps([desk, told], sort_keys=True)
    except RecursionError:
        return ""
    return hashlib.sha256(content.encode()).hexdigest()
