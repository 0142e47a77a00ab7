"""Wrap the data key under a secret, and check that a key is the right one.

What a passphrase or recovery key wraps is AES-256-GCM (NIST SP 800-38D) under a key from Argon2id
(RFC 9106) or HKDF-SHA256 (RFC 5869). The sample slot uses the standard library alone, so that
looking around costs no time; it protects nothing and says so.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass

from mentor_desk.errors import DeskDamagedError, LockedError

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MOST_MEMORY_KIB = 1 << 20
MOST_PASSES = 10
MOST_LANES = 16

# Published here on purpose: a sample desk holds invented people and opens without asking.
_SAMPLE_SECRET = b"Mentor Desk sample: invented people, nothing to protect"


@dataclass(frozen=True, slots=True)
class Argon2:
    """How costly a guess is; the second recommended choice of RFC 9106 section 4."""

    passes: int = 3
    memory_kib: int = 65536
    lanes: int = 4

    def check(self) -> None:
        """Refuse parameters that a hostile key file could stall the computer with."""
        sane = (
            1 <= self.passes <= MOST_PASSES
            and 1 <= self.lanes <= MOST_LANES
            and 8 * self.lanes <= self.memory_kib <= MOST_MEMORY_KIB
        )
        if not sane:
            raise DeskDamagedError("The key file of this desk asks for senseless work.")


def new_key() -> bytes:
    """Return a random 256-bit key."""
    return os.urandom(KEY_BYTES)


def check_value(key: bytes, desk_id: str) -> str:
    """Return what tells the right key from a wrong one without a database, in hexadecimal.

    It is an HMAC under a key derived from the data key, so it gives nothing of it away.
    """
    inner = hmac.new(key, b"mentor-desk check key", hashlib.sha256).digest()
    return hmac.new(inner, desk_id.encode(), hashlib.sha256).hexdigest()


def passphrase_key(passphrase: str, salt: bytes, cost: Argon2) -> bytes:
    """Return the key that a passphrase gives; spelling is told by its NFKC form.

    Raises DeskDamagedError for a salt or cost nobody would choose, LockedError when the computer
    has not the memory that the cost asks for.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    cost.check()
    if len(salt) != SALT_BYTES:
        raise DeskDamagedError("The passphrase slot of this desk is damaged.")
    derivation = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    # A keyboard can give half a character; it is a wrong passphrase then, and no failure.
    spelt = unicodedata.normalize("NFKC", passphrase).encode(errors="surrogatepass")
    try:
        return derivation.derive(spelt)
    except MemoryError:
        raise LockedError("There is not enough free memory to try the passphrase.") from None


def recovery_key_key(recovery: bytes, salt: bytes) -> bytes:
    """Return the key that the 128 random bits of a recovery key give."""
    return _derived(recovery, salt, b"mentor-desk recovery")


def recovery_copy_key(key: bytes, salt: bytes) -> bytes:
    """Return the key under which a copy of the recovery key is kept for who has the data key."""
    return _derived(key, salt, b"mentor-desk recovery copy")


def wrap(key: bytes, under: bytes, about: str) -> bytes:
    """Return a key encrypted and sealed under another; `about` is bound to it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(under).encrypt(nonce, key, about.encode())


def unwrap(sealed: bytes, under: bytes, about: str) -> bytes | None:
    """Return what was sealed, or None when `under` is not what it was sealed with."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    if len(sealed) <= NONCE_BYTES:
        return None
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(under).decrypt(nonce, body, about.encode())
    except InvalidTag:
        return None


def hide_sample_key(key: bytes, desk_id: str) -> bytes:
    """Return the key of a sample desk, turned by a constant that anybody can read.

    The same turn back gives the key. Raises DeskDamagedError for what is no key's length.
    """
    if len(key) != KEY_BYTES:
        raise DeskDamagedError("The key slot of this sample desk is damaged.")
    stream = hmac.new(_SAMPLE_SECRET, desk_id.encode(), hashlib.sha256).digest()
    return bytes(a ^ b for a, b in zip(key, stream, strict=True))


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(secret)
