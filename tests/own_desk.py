"""A desk of somebody's own, under a passphrase that costs next to nothing to try."""

from datetime import datetime
from pathlib import Path

from mentor_desk.services.desk import Desk
from mentor_desk.services.opening.opening import NewDesk, make_planned_desk
from mentor_desk.storage.keys.recovery_key import new_recovery_bits, spelt
from mentor_desk.storage.keys.vault import new_vault
from mentor_desk.storage.keys.wrapping import Argon2

SECRET, OTHER = "correct horse battery", "another good one"

# Where the derivation of a key is not the subject, no test shall wait for it.
CHEAP = Argon2(passes=1, memory_kib=8, lanes=1)


def make_own(folder: Path, *, now: datetime | None = None) -> tuple[Desk, str]:
    """Make a desk under SECRET, and return it open, and its recovery key."""
    vault, key = new_vault()
    bits = new_recovery_bits()
    vault = vault.with_passphrase(key, SECRET, CHEAP).with_recovery(key, bits)
    plan = NewDesk(folder, "Michelle Roy", spelt(bits), vault, key)
    return make_planned_desk(plan, now=now), plan.recovery_key


def propose_recovery_key() -> str:
    """Return a recovery key that opens nothing yet."""
    return spelt(new_recovery_bits())
