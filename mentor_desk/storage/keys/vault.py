"""The key file of a desk: several slots, each another way to the one key of its database."""

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from mentor_desk.errors import (
    DeskDamagedError,
    DeskError,
    InvalidEntryError,
    KeyringError,
    LockedError,
    NotFoundError,
    WrongKeyError,
)
from mentor_desk.files import write_whole
from mentor_desk.storage.keys import slots as sealing
from mentor_desk.storage.keys import wrapping
from mentor_desk.storage.keys.key_file import FIELDS, FORMAT, document_in, read_key_file
from mentor_desk.storage.keys.keychain import Keychain, explained
from mentor_desk.storage.keys.slots import LEAVING, PENDING, Slot, entry_of, opens
from mentor_desk.storage.keys.wrapping import Argon2

PASSPHRASE, KEYRING, RECOVERY, SAMPLE = "passphrase", "keyring", "recovery", "sample"
WAYS_IN = (PASSPHRASE, KEYRING, RECOVERY, SAMPLE)
_WRONG_IN_KEYRING = (
    "What the keyring of this computer holds for this desk is the key of another desk."
    " Nothing was changed."
)
_SPOKEN = {PASSPHRASE: "passphrase", RECOVERY: "recovery key"}
_DAMAGED = (
    "The key file of this desk is damaged, so it cannot be told whether this is the right way to"
    " open it. Nothing was changed."
)
_FROM_BACKUP = "go back to a backup, for each carries the keys of its day."
_DAMAGED_TOO = "The key file of this desk is damaged too; use the passphrase or the recovery key."


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

    @property
    def is_whole(self) -> bool:
        """Whether every slot is as it was made; those from before checksums are believed."""
        return not self.damaged

    @property
    def damaged(self) -> tuple[Slot, ...]:
        """The slots that are not as they were made."""
        return tuple(slot for slot in self.slots if not sealing.is_as_made(slot, self._identity))

    def open_with_passphrase(self, passphrase: str) -> bytes:
        """Return the key.

        Raises WrongKeyError, LockedError when no passphrase is set, DeskDamagedError when that
        cannot be told because the key file is damaged.
        """
        return self._opened(
            PASSPHRASE,
            lambda slot, about: sealing.open_by_passphrase(slot, passphrase, about),
            LockedError("This desk has no passphrase; its key lies in a keyring."),
            WrongKeyError("This passphrase does not open the desk. Nothing was changed."),
        )

    def open_with_recovery(self, recovery: bytes) -> bytes:
        """Return the key by the recovery key's 128 bits.

        Raises WrongKeyError, LockedError when the desk has no recovery key yet, DeskDamagedError
        when that cannot be told because the key file is damaged.
        """
        return self._opened(
            RECOVERY,
            lambda slot, about: sealing.open_by_recovery(slot, recovery, about),
            LockedError("No recovery key was made for this desk yet."),
            WrongKeyError("This recovery key does not open the desk. Nothing was changed."),
        )

    def open_with_keyring(self, keychain: Keychain) -> bytes:
        """Return the key from the keyring; it can block, so it is called beside the window.

        Raises KeyringError when the keyring does not give it, WrongKeyError when what it gives
        is not the key of this desk, DeskDamagedError when that cannot be told.
        """
        slots = self._slots(KEYRING)
        if not slots:
            nothing = "The keyring of this computer does not hold the key of this desk."
            raise self._blamed(KEYRING, LockedError(nothing))
        try:
            return self._fetched(keychain, slots[0])
        except (KeyringError, WrongKeyError) as refusal:
            for slot in slots[1:]:
                # A change that was not finished left two; the later one may be the good one.
                with contextlib.suppress(KeyringError, WrongKeyError):
                    return self._fetched(keychain, slot)
            if isinstance(refusal, WrongKeyError):
                raise self._blamed(KEYRING, refusal) from None
            if not self._is_sound(KEYRING):
                raise KeyringError(f"{refusal.sentence} {_DAMAGED_TOO}") from None
            raise explained(refusal, str(slots[-1].get("backend", "")), keychain) from None

    def recovery_bits(self, key: bytes) -> bytes:
        """Return the recovery key's 128 bits, for who has the key of the desk.

        One in force goes before one that is pending. Raises NotFoundError when there is none, or
        when it was made without a copy.
        """
        slots = reversed(self._slots(RECOVERY))
        for slot in sorted(slots, key=lambda slot: slot.get("state") == PENDING):
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

    def with_keyring(
        self, key: bytes, keychain: Keychain, *, folder: Path | None = None, pending: bool = False
    ) -> "Vault":
        """Put the key into the keyring, read it back, and return the vault that says so.

        With a `folder` it also says that the desk lies there. Raises KeyringError when no keyring
        can be trusted with it.
        """
        kept = keychain.store(self.desk_id, self._checked(key))
        told = {"entry": kept.entry} if kept.entry else {}
        if folder is not None:
            told["place"] = sealing.place_mark(self.desk_id, folder)
        return self._with({"kind": KEYRING, "backend": kept.backend, **told}, pending=pending)

    def with_sample(self, key: bytes) -> "Vault":
        """Return the vault of a sample desk, which opens by itself and protects nothing.

        Raises InvalidEntryError when the desk has any other way in: then it is somebody's own.
        """
        if self.slots:
            raise InvalidEntryError("Only a desk of invented people can be a sample.")
        hidden = wrapping.hide_sample_key(self._checked(key), self.desk_id)
        slot = {"kind": SAMPLE, "key": sealing.as_text(hidden)}
        return replace(self, slots=(sealing.dated(slot, self._identity),))

    def without(self, kind: str) -> "Vault":
        """Return the vault without a kind of slot; the last way in is never taken away."""
        left = tuple(slot for slot in self.slots if slot.get("kind") != kind)
        if not _has_way_in(left):
            raise InvalidEntryError("This is the last way to open the desk, so it stays.")
        return replace(self, slots=left)

    def _slots(self, kind: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.get("kind") == kind and opens(slot)]

    def _with(self, slot: Slot, *, pending: bool) -> "Vault":
        if self.is_sample:
            raise InvalidEntryError("A sample desk opens by itself, so nothing can protect it.")
        kept = tuple(
            each
            for each in self.slots
            if each.get("kind") != slot["kind"] or (pending and each.get("state") != PENDING)
        )
        made = sealing.dated(slot, self._identity, PENDING if pending else "")
        return replace(self, slots=(*kept, made))

    def _opened(
        self,
        kind: str,
        unlock: Callable[[Slot, str], bytes | None],
        missing: DeskError,
        wrong: DeskError,
    ) -> bytes:
        """Return the key that a slot of this kind gives; a damaged one does not stop the next."""
        slots = self._slots(kind)
        refusal = wrong if slots else missing
        for slot in slots:
            try:
                key = unlock(slot, self._about(kind))
            except (DeskDamagedError, LockedError) as problem:
                refusal = problem
                continue
            # What was sealed under the secret, for this desk, is its key whatever else is damaged.
            if key is not None:
                return key
        raise self._blamed(kind, refusal)

    def _blamed(self, kind: str, refusal: DeskError) -> DeskError:
        """Return why this way does not open: that the file is damaged, or the refusal itself.

        As long as another way is sound the desk is only locked.
        """
        if self._is_sound(kind) and not isinstance(refusal, DeskDamagedError):
            return refusal
        for other, spoken in _SPOKEN.items():
            if other != kind and self.has(other) and self._is_sound(other):
                return LockedError(f"{_DAMAGED} Use the {spoken} instead, or {_FROM_BACKUP}")
        return DeskDamagedError(f"{_DAMAGED} Look for a copy of it, or {_FROM_BACKUP}")

    def _is_sound(self, kind: str) -> bool:
        mine = [slot for slot in self.slots if slot.get("kind") == kind]
        # Where there is none, the name of the kind itself may be what was damaged.
        others = [slot for slot in self.slots if slot.get("kind") not in WAYS_IN]
        return all(sealing.is_as_made(slot, self._identity) for slot in mine or others)

    @property
    def _identity(self) -> str:
        return f"{FORMAT} {self.desk_id} {self.check}"

    def _about(self, kind: str) -> str:
        return f"mentor-desk {FORMAT} {self.desk_id} {kind}"

    def _checked(self, key: bytes) -> bytes:
        if not self._is_own(key):
            other = WrongKeyError("This is the key of another desk. Nothing was changed.")
            raise other if self.is_whole else DeskDamagedError(f"{_DAMAGED} Please {_FROM_BACKUP}")
        return key

    def _fetched(self, keychain: Keychain, slot: Slot) -> bytes:
        key = keychain.fetch(self.desk_id, entry_of(slot))
        if not self._is_own(key):
            raise WrongKeyError(_WRONG_IN_KEYRING)
        return key

    def _is_own(self, key: bytes) -> bool:
        return wrapping.check_value(key, self.desk_id) == self.check


def new_vault() -> tuple[Vault, bytes]:
    """Return a vault without any slot yet, and the random key it is for."""
    desk_id, key = str(uuid4()), wrapping.new_key()
    return Vault(desk_id, wrapping.check_value(key, desk_id)), key


def is_settled(vault: Vault) -> bool:
    """Tell whether no change of the slots was left half done, and nothing of them is damaged."""
    is_done = all(slot.get("state") not in (PENDING, LEAVING) for slot in vault.slots)
    return is_done and vault.is_whole


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
    return vault_of(read_key_file(path), path)


def vault_of(written: bytes, path: Path) -> Vault:
    """Return the vault in what was read from `path`, which may be a backup that carries it."""
    content = document_in(written, path)
    unknown = {name: value for name, value in content.items() if name not in FIELDS}
    return Vault(content["desk"], content["check"], tuple(content["slots"]), unknown)


def _has_way_in(slots: tuple[Slot, ...]) -> bool:
    return any(slot.get("kind") in WAYS_IN and opens(slot) for slot in slots)
