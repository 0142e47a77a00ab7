"""The key file of a desk: several slots, each another way to the one key of its database."""

import base64
import binascii
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from mentor_desk.errors import (
    DeskDamagedError,
    DeskMissingError,
    DeskNewerError,
    InvalidEntryError,
    KeyringError,
    LockedError,
    WrongKeyError,
)
from mentor_desk.files import write_whole
from mentor_desk.storage import wrapping
from mentor_desk.storage.keychain import Keychain, spoken_name
from mentor_desk.storage.wrapping import Argon2

FORMAT = 1
LARGEST = 1_000_000
PASSPHRASE, KEYRING, RECOVERY, SAMPLE = "passphrase", "keyring", "recovery", "sample"
WAYS_IN = (PASSPHRASE, KEYRING, RECOVERY, SAMPLE)
_OURS = ("format", "desk", "check", "slots")


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """The key file as it was read; every change gives a new one, which is then written.

    Slots and fields that this version does not know are kept as they are.
    """

    desk_id: str
    check: str
    slots: tuple[Mapping[str, Any], ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def has(self, kind: str) -> bool:
        """Tell whether there is a slot of this kind."""
        return any(slot.get("kind") == kind for slot in self.slots)

    @property
    def is_sample(self) -> bool:
        """Whether this is a sample desk, which anybody can open."""
        return self.has(SAMPLE)

    def open_sample(self) -> bytes:
        """Return the key of a sample desk. Raises LockedError when it is none."""
        for slot in self._slots(SAMPLE):
            return self._checked(wrapping.hide_sample_key(_bytes(slot, "key"), self.desk_id))
        raise LockedError("This desk is no sample, so it does not open by itself.")

    def open_with_passphrase(self, passphrase: str) -> bytes:
        """Return the key. Raises WrongKeyError, or LockedError when no passphrase is set."""
        slots = self._slots(PASSPHRASE)
        if not slots:
            raise LockedError("This desk has no passphrase; its key lies in a keyring.")
        for slot in slots:
            under = wrapping.passphrase_key(passphrase, _bytes(slot, "salt"), _cost(slot))
            key = wrapping.unwrap(_bytes(slot, "key"), under, self._about(PASSPHRASE))
            if key is not None:
                return self._checked(key)
        raise WrongKeyError("This passphrase does not open the desk. Nothing was changed.")

    def open_with_recovery(self, recovery: bytes) -> bytes:
        """Return the key by the recovery key's 128 bits. Raises WrongKeyError."""
        for slot in self._slots(RECOVERY):
            under = wrapping.recovery_key_key(recovery, _bytes(slot, "salt"))
            key = wrapping.unwrap(_bytes(slot, "key"), under, self._about(RECOVERY))
            if key is not None:
                return self._checked(key)
        raise WrongKeyError("This recovery key does not open the desk. Nothing was changed.")

    def open_with_keyring(self, keychain: Keychain) -> bytes:
        """Return the key from the keyring; it can block, so it is called beside the window.

        Raises KeyringError when the keyring does not give it, WrongKeyError when what it gives
        is not the key of this desk.
        """
        if not self.has(KEYRING):
            raise LockedError("The keyring of this computer does not hold the key of this desk.")
        try:
            key = keychain.fetch(self.desk_id)
        except KeyringError as refusal:
            raise self._explained(refusal, keychain) from None
        return self._checked(key)

    def with_passphrase(self, key: bytes, passphrase: str, cost: Argon2 | None = None) -> "Vault":
        """Return the vault with this passphrase in place of an earlier one."""
        cost, salt = cost or Argon2(), os.urandom(wrapping.SALT_BYTES)
        under = wrapping.passphrase_key(passphrase, salt, cost)
        slot = {
            "kind": PASSPHRASE,
            "kdf": "argon2id",
            "passes": cost.passes,
            "memory_kib": cost.memory_kib,
            "lanes": cost.lanes,
            "salt": _text(salt),
            "key": _text(wrapping.wrap(self._checked(key), under, self._about(PASSPHRASE))),
        }
        return self._with(slot)

    def with_recovery(self, key: bytes, recovery: bytes) -> "Vault":
        """Return the vault with this recovery key in place of an earlier one."""
        salt = os.urandom(wrapping.SALT_BYTES)
        under = wrapping.recovery_key_key(recovery, salt)
        sealed = wrapping.wrap(self._checked(key), under, self._about(RECOVERY))
        return self._with(
            {"kind": RECOVERY, "kdf": "hkdf-sha256", "salt": _text(salt), "key": _text(sealed)}
        )

    def with_keyring(self, key: bytes, keychain: Keychain) -> "Vault":
        """Put the key into the keyring, read it back, and return the vault that says so.

        Raises KeyringError when no keyring can be trusted with it.
        """
        backend = keychain.store(self.desk_id, self._checked(key))
        return self._with({"kind": KEYRING, "backend": backend})

    def with_sample(self, key: bytes) -> "Vault":
        """Return the vault of a sample desk, which opens by itself and protects nothing.

        Raises InvalidEntryError when the desk has any other way in: then it is somebody's own.
        """
        if self.slots:
            raise InvalidEntryError("Only a desk of invented people can be a sample.")
        hidden = wrapping.hide_sample_key(self._checked(key), self.desk_id)
        return replace(self, slots=({"kind": SAMPLE, "key": _text(hidden)},))

    def without(self, kind: str) -> "Vault":
        """Return the vault without a kind of slot; the last way in is never taken away."""
        left = tuple(slot for slot in self.slots if slot.get("kind") != kind)
        if not _has_way_in(left):
            raise InvalidEntryError("This is the last way to open the desk, so it stays.")
        return replace(self, slots=left)

    def _slots(self, kind: str) -> list[Mapping[str, Any]]:
        return [slot for slot in self.slots if slot.get("kind") == kind]

    def _with(self, slot: Mapping[str, Any]) -> "Vault":
        if self.is_sample:
            raise InvalidEntryError("A sample desk opens by itself, so nothing can protect it.")
        kept = tuple(each for each in self.slots if each.get("kind") != slot["kind"])
        return replace(self, slots=(*kept, slot))

    def _explained(self, refusal: KeyringError, keychain: Keychain) -> KeyringError:
        # Another back end than the one that was given the key: say so, or nobody finds it.
        given_to = next(str(slot.get("backend", "")) for slot in self._slots(KEYRING))
        try:
            now = keychain.backend_name()
        except KeyringError:
            return refusal
        if not given_to or not now or spoken_name(given_to) == spoken_name(now):
            return refusal
        return KeyringError(
            f"The key of this desk was given to {spoken_name(given_to)}, and this session uses"
            f" {spoken_name(now)}. Nothing was changed."
        )

    def _about(self, kind: str) -> str:
        return f"mentor-desk {FORMAT} {self.desk_id} {kind}"

    def _checked(self, key: bytes) -> bytes:
        if wrapping.check_value(key, self.desk_id) != self.check:
            raise WrongKeyError("This is the key of another desk. Nothing was changed.")
        return key


def new_vault() -> tuple[Vault, bytes]:
    """Return a vault without any slot yet, and the random key it is for."""
    desk_id, key = str(uuid4()), wrapping.new_key()
    return Vault(desk_id, wrapping.check_value(key, desk_id)), key


def write_vault(path: Path, vault: Vault) -> None:
    """Write the key file whole or not at all, readable by its owner alone, and read it back.

    Raises InvalidEntryError for a vault that nobody could open, FileError when the disk refuses.
    """
    if not _has_way_in(vault.slots):
        raise InvalidEntryError("A desk needs a way to open it before its keys are written.")
    content = {
        **vault.unknown,
        "format": FORMAT,
        "desk": vault.desk_id,
        "check": vault.check,
        "slots": [dict(slot) for slot in vault.slots],
    }
    write_whole(path, json.dumps(content, indent=1).encode())
    if read_vault(path) != vault:
        raise DeskDamagedError(f"“{path.name}” does not read back as it was written.")


def read_vault(path: Path) -> Vault:
    """Return the key file. Raises DeskMissingError, DeskNewerError or DeskDamagedError."""
    content = _read(path)
    form = content.get("format")
    if isinstance(form, int) and form > FORMAT:
        raise DeskNewerError(
            "A newer version of Mentor Desk wrote the keys of this desk."
            " Nothing was changed; please update the program."
        )
    desk_id, check, slots = content.get("desk"), content.get("check"), content.get("slots")
    sound = (
        form == FORMAT
        and isinstance(desk_id, str)
        and re.fullmatch(r"[0-9a-f-]{36}", desk_id)
        and isinstance(check, str)
        and re.fullmatch(r"[0-9a-f]{64}", check)
        and isinstance(slots, list)
        and all(isinstance(slot, dict) for slot in slots)
    )
    if not sound:
        raise _damaged(path)
    unknown = {name: value for name, value in content.items() if name not in _OURS}
    return Vault(str(desk_id), str(check), tuple(slots or ()), unknown)


def _read(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            raise DeskMissingError(
                f"The key file “{path.name}” is missing from {path.parent}."
                " Without it the desk cannot be opened; look for a copy of it."
            )
        if path.stat().st_size > LARGEST:
            raise _damaged(path)
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise _damaged(path) from None
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _has_way_in(slots: tuple[Mapping[str, Any], ...]) -> bool:
    return any(slot.get("kind") in WAYS_IN for slot in slots)


def _damaged(path: Path) -> DeskDamagedError:
    return DeskDamagedError(
        f"The key file “{path.name}” in {path.parent} is damaged. Nothing was changed;"
        " look for a copy of it."
    )


def _cost(slot: Mapping[str, Any]) -> Argon2:
    numbers = [slot.get(name) for name in ("passes", "memory_kib", "lanes")]
    if slot.get("kdf") != "argon2id" or not all(isinstance(each, int) for each in numbers):
        raise DeskDamagedError("The passphrase slot of this desk is damaged.")
    passes, memory_kib, lanes = (int(each or 0) for each in numbers)
    return Argon2(passes, memory_kib, lanes)


def _bytes(slot: Mapping[str, Any], name: str) -> bytes:
    try:
        found = base64.b64decode(str(slot.get(name, "")), validate=True)
    except (ValueError, binascii.Error):
        found = b""
    if not found:
        raise DeskDamagedError("A key slot of this desk is damaged.")
    return found


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
