"""The key file of a desk: several slots, each another way to the one key of its database."""

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from mentor_desk.errors import (
    DeskDamagedError,
    DeskFileError,
    DeskMissingError,
    DeskNewerError,
    InvalidEntryError,
    KeyringError,
    LockedError,
    NotFoundError,
    WrongKeyError,
)
from mentor_desk.files import write_whole
from mentor_desk.storage.keys import slots as sealing
from mentor_desk.storage.keys import wrapping
from mentor_desk.storage.keys.keychain import Keychain, explained
from mentor_desk.storage.keys.slots import LEAVING, PENDING, Slot
from mentor_desk.storage.keys.wrapping import Argon2

FORMAT = 1
LARGEST = 1_000_000
PASSPHRASE, KEYRING, RECOVERY, SAMPLE = "passphrase", "keyring", "recovery", "sample"
WAYS_IN = (PASSPHRASE, KEYRING, RECOVERY, SAMPLE)
_OURS = ("format", "desk", "check", "slots")
_WRONG_IN_KEYRING = (
    "What the keyring of this computer holds for this desk is the key of another desk."
    " Nothing was changed."
)


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """The key file as it was read; every change gives a new one, which is then written.

    Slots and fields that this version does not know are kept as they are.
    """

    desk_id: str
    check: str
    slots: tuple[Slot, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def has(self, kind: str) -> bool:
        """Tell whether there is a slot of this kind that opens the desk."""
        return bool(self._slots(kind))

    @property
    def is_sample(self) -> bool:
        """Whether this is a sample desk, which anybody can open."""
        return self.has(SAMPLE)

    def open_sample(self) -> bytes:
        """Return the key of a sample desk. Raises LockedError when it is none."""
        for slot in self._slots(SAMPLE):
            hidden = sealing.as_bytes(slot, "key")
            return self._checked(wrapping.hide_sample_key(hidden, self.desk_id))
        raise LockedError("This desk is no sample, so it does not open by itself.")

    def open_with_passphrase(self, passphrase: str) -> bytes:
        """Return the key. Raises WrongKeyError, or LockedError when no passphrase is set."""
        slots = self._slots(PASSPHRASE)
        if not slots:
            raise LockedError("This desk has no passphrase; its key lies in a keyring.")
        for slot in slots:
            key = sealing.open_by_passphrase(slot, passphrase, self._about(PASSPHRASE))
            if key is not None:
                return self._checked(key)
        raise WrongKeyError("This passphrase does not open the desk. Nothing was changed.")

    def open_with_recovery(self, recovery: bytes) -> bytes:
        """Return the key by the recovery key's 128 bits.

        Raises WrongKeyError, or LockedError when the desk has no recovery key yet.
        """
        slots = self._slots(RECOVERY)
        if not slots:
            raise LockedError("No recovery key was made for this desk yet.")
        for slot in slots:
            key = sealing.open_by_recovery(slot, recovery, self._about(RECOVERY))
            if key is not None:
                return self._checked(key)
        raise WrongKeyError("This recovery key does not open the desk. Nothing was changed.")

    def open_with_keyring(self, keychain: Keychain) -> bytes:
        """Return the key from the keyring; it can block, so it is called beside the window.

        Raises KeyringError when the keyring does not give it, WrongKeyError when what it gives
        is not the key of this desk.
        """
        slots = self._slots(KEYRING)
        if not slots:
            raise LockedError("The keyring of this computer does not hold the key of this desk.")
        try:
            return self._checked(keychain.fetch(self.desk_id, _entry(slots[0])))
        except (KeyringError, WrongKeyError) as refusal:
            for slot in slots[1:]:
                # A change that was not finished left two; the later one may be the good one.
                with contextlib.suppress(KeyringError, WrongKeyError):
                    return self._checked(keychain.fetch(self.desk_id, _entry(slot)))
            if isinstance(refusal, WrongKeyError):
                raise WrongKeyError(_WRONG_IN_KEYRING) from None
            raise explained(refusal, str(slots[-1].get("backend", "")), keychain) from None

    def recovery_bits(self, key: bytes) -> bytes:
        """Return the recovery key's 128 bits, for who has the key of the desk.

        Raises NotFoundError when there is none, or when it was made without a copy.
        """
        for slot in reversed(self._slots(RECOVERY)):
            bits = sealing.recovery_bits(slot, self._checked(key), self._about(RECOVERY))
            if bits is not None:
                return bits
        raise NotFoundError("This desk has no recovery key that could be shown; make a new one.")

    def with_passphrase(
        self, key: bytes, passphrase: str, cost: Argon2 | None = None, *, pending: bool = False
    ) -> "Vault":
        """Return the vault with this passphrase in place of an earlier one.

        With `pending` the earlier one stays in force beside it, until it is proven.
        """
        about = self._about(PASSPHRASE)
        slot = sealing.seal_by_passphrase(self._checked(key), passphrase, cost or Argon2(), about)
        return self._with({"kind": PASSPHRASE, **slot}, pending=pending)

    def with_recovery(self, key: bytes, recovery: bytes, *, pending: bool = False) -> "Vault":
        """Return the vault with this recovery key in place of an earlier one, or beside it."""
        slot = sealing.seal_by_recovery(self._checked(key), recovery, self._about(RECOVERY))
        return self._with({"kind": RECOVERY, **slot}, pending=pending)

    def with_keyring(self, key: bytes, keychain: Keychain, *, pending: bool = False) -> "Vault":
        """Put the key into the keyring, read it back, and return the vault that says so.

        Raises KeyringError when no keyring can be trusted with it.
        """
        kept = keychain.store(self.desk_id, self._checked(key))
        entry = {"entry": kept.entry} if kept.entry else {}
        return self._with({"kind": KEYRING, "backend": kept.backend, **entry}, pending=pending)

    def with_sample(self, key: bytes) -> "Vault":
        """Return the vault of a sample desk, which opens by itself and protects nothing.

        Raises InvalidEntryError when the desk has any other way in: then it is somebody's own.
        """
        if self.slots:
            raise InvalidEntryError("Only a desk of invented people can be a sample.")
        hidden = wrapping.hide_sample_key(self._checked(key), self.desk_id)
        return replace(self, slots=({"kind": SAMPLE, "key": sealing.as_text(hidden)},))

    def without(self, kind: str) -> "Vault":
        """Return the vault without a kind of slot; the last way in is never taken away."""
        left = tuple(slot for slot in self.slots if slot.get("kind") != kind)
        if not _has_way_in(left):
            raise InvalidEntryError("This is the last way to open the desk, so it stays.")
        return replace(self, slots=left)

    def _slots(self, kind: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.get("kind") == kind and _opens(slot)]

    def _with(self, slot: Slot, *, pending: bool) -> "Vault":
        if self.is_sample:
            raise InvalidEntryError("A sample desk opens by itself, so nothing can protect it.")
        kept = tuple(
            each
            for each in self.slots
            if each.get("kind") != slot["kind"] or (pending and each.get("state") != PENDING)
        )
        return replace(self, slots=(*kept, sealing.dated(slot, PENDING if pending else "")))

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


def is_settled(vault: Vault) -> bool:
    """Tell whether no change of the slots was left half done."""
    return all(slot.get("state") not in (PENDING, LEAVING) for slot in vault.slots)


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
    return vault_of(_read(path), path)


def vault_of(written: bytes, path: Path) -> Vault:
    """Return the vault in what was read from `path`, which may be a backup that carries it."""
    content = _parsed(written, path)
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


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise DeskMissingError(
                f"The key file “{path.name}” is missing from {path.parent}."
                " Without it the desk cannot be opened; look for a copy of it."
            )
        if path.stat().st_size > LARGEST:
            raise _damaged(path)
        return path.read_bytes()
    except PermissionError:
        raise DeskFileError(
            f"The key file “{path.name}” in {path.parent} may not be read by you. Nothing was"
            " changed; give yourself the right to read it, and try again."
        ) from None
    except OSError:
        raise _damaged(path) from None


def _parsed(written: bytes, path: Path) -> dict[str, Any]:
    try:
        content = json.loads(written)
    except (ValueError, RecursionError):
        raise _damaged(path) from None
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _has_way_in(slots: tuple[Slot, ...]) -> bool:
    return any(slot.get("kind") in WAYS_IN and _opens(slot) for slot in slots)


def _opens(slot: Slot) -> bool:
    return slot.get("state") != LEAVING


def _entry(slot: Slot) -> str:
    entry = slot.get("entry", "")
    return entry if isinstance(entry, str) else ""


def _damaged(path: Path) -> DeskDamagedError:
    return DeskDamagedError(
        f"The key file “{path.name}” in {path.parent} is damaged. Nothing was changed;"
        " look for a copy of it."
    )
