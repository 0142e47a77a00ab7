"""What opens a desk after a change of its keys that failed or was stopped: read, never guessed."""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from mentor_desk.errors import DeskError
from mentor_desk.storage.keys.slots import opens
from mentor_desk.storage.keys.vault import KEYRING, PASSPHRASE, RECOVERY, Vault, read_vault


class Standing(Enum):
    """Whether the earlier secret opens a desk, the new one, or both."""

    EARLIER = auto()
    BOTH = auto()
    NEW = auto()
    UNKNOWN = auto()


_SECRETS = {PASSPHRASE: "passphrase", RECOVERY: "recovery key"}
_TOLD = {
    Standing.EARLIER: "The desk opens as before.",
    Standing.BOTH: "The new {secret} opens the desk now, and so does the earlier one.",
    Standing.NEW: "The new {secret} opens the desk all the same, and no earlier one does.",
    Standing.UNKNOWN: "It cannot be told now which {secret} opens the desk: keep both.",
}
_TOLD_OF_KEYRING = {
    Standing.EARLIER: "The desk opens as before.",
    Standing.BOTH: "The keyring opens the desk all the same.",
    Standing.NEW: "The keyring opens the desk all the same.",
    Standing.UNKNOWN: "It cannot be told now whether the keyring opens the desk.",
}


def how_it_stands(path: Path, kind: str, unlock: Callable[[Vault], bytes]) -> Standing:
    """Return what the key file says now of a kind of way, of which `unlock` tries the new secret.

    A new secret that is the only one of its kind is NEW, whether or not it was confirmed.
    """
    try:
        vault = read_vault(path)
    except DeskError:
        return Standing.UNKNOWN
    ways = [slot for slot in vault.slots if slot.get("kind") == kind and opens(slot)]
    given = [slot for slot in ways if proves(unlock, replace(vault, slots=(slot,)))]
    if not given:
        return Standing.EARLIER
    return Standing.NEW if len(given) == len(ways) else Standing.BOTH


def told(kind: str, standing: Standing) -> str:
    """Return the sentence that says what opens the desk."""
    if kind == KEYRING:
        return _TOLD_OF_KEYRING[standing]
    return _TOLD[standing].format(secret=_SECRETS[kind])


def proves(unlock: Callable[[Vault], bytes], vault: Vault) -> bool:
    """Tell whether a secret opens a vault."""
    try:
        unlock(vault)
    except DeskError:
        return False
    return True
