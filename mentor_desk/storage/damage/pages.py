"""The pages of an encrypted file, one by one: whether each is sound, and what stands in it.

The form is that of SQLCipher 4: 4096 bytes a page, of which the last 80 are a random start value
for AES-256-CBC and a seal, HMAC-SHA512 over the page and its number (Zetetic, SQLCipher Design).
The file begins with 16 bytes of salt. All this is read only where SQLCipher itself gives up.
"""

import contextlib
import hashlib
import hmac
import os
from pathlib import Path

PAGE = 4096
SALT = 16
START = 16
SEAL = 64
ROOM = PAGE - START - SEAL
HEADER = b"SQLite format 3\0"
# SQLCipher turns the salt by this to derive the key of the seals from the key of the pages.
_SEAL_MASK = 0x3A
_SEAL_ROUNDS = 2

TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
# So many pages, spread over a file, tell whether it was written under a key.
MOST_ASKED = 1000
# No file of ours grows to more, whatever its header or its size claims.
MOST_PAGES = 1 << 24
LEAST_FITTING = 3
_BEGINNINGS = (TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER)


class Sealing:
    """What opens and seals pages: the key of a desk, and the salt of one file of it."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        turned = bytes(each ^ _SEAL_MASK for each in salt)
        self.salt = salt
        self._key = key
        self._seal_key = hashlib.pbkdf2_hmac("sha512", key, turned, _SEAL_ROUNDS, 32)

    def is_sound(self, number: int, page: bytes) -> bool:
        """Tell whether a page bears the seal that belongs to it and to its place."""
        body = page[SALT:] if number == 1 else page
        return hmac.compare_digest(self._seal_of(number, body[:-SEAL]), body[-SEAL:])

    def opened(self, number: int, page: bytes) -> bytes:
        """Return what stands in a page, 4016 bytes; the seal is not asked."""
        from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.algorithms import AES  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.modes import CBC  # noqa: PLC0415

        body = page[SALT:] if number == 1 else page
        start, hidden = body[-SEAL - START : -SEAL], body[: -SEAL - START]
        turning = Cipher(AES(self._key), CBC(start)).decryptor()
        plain = turning.update(hidden) + turning.finalize()
        return HEADER + plain if number == 1 else plain

    def sealed(self, number: int, plain: bytes) -> bytes:
        """Return a page of the file that holds these 4016 bytes."""
        from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.algorithms import AES  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.modes import CBC  # noqa: PLC0415

        start = os.urandom(START)
        turning = Cipher(AES(self._key), CBC(start)).encryptor()
        hidden = turning.update(plain[SALT:] if number == 1 else plain) + turning.finalize()
        body = hidden + start
        whole = body + self._seal_of(number, body)
        return self.salt + whole if number == 1 else whole

    def _seal_of(self, number: int, body: bytes) -> bytes:
        return hmac.new(self._seal_key, body + number.to_bytes(4, "little"), "sha512").digest()


class Pages:
    """The pages of one file that nobody has open, read in any order.

    A page that the disk does not give back is as one that cannot be trusted.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        # Nothing is read ahead, for a page must not fail for the sake of the next.
        self._stream = path.open("rb", buffering=0)
        self.count = path.stat().st_size // PAGE
        self.sealing = Sealing(key, self.held(1)[:SALT].ljust(SALT, b"\0"))
        self.has_salt = True

    def close(self) -> None:
        """Let the file go."""
        self._stream.close()

    def held(self, number: int) -> bytes:
        """Return a page as it lies on the disk; less than a page of one that cannot be read."""
        page = b""
        with contextlib.suppress(OSError):
            self._stream.seek((number - 1) * PAGE)
            while len(page) < PAGE and (more := self._stream.read(PAGE - len(page))):
                page += more
        return page

    def read(self, number: int) -> bytes | None:
        """Return what stands in a page, or None when it cannot be trusted."""
        page = self.held(number)
        if len(page) < PAGE:
            return None
        if self.has_salt:
            sound = self.sealing.is_sound(number, page)
            return self.sealing.opened(number, page) if sound else None
        plain = self.sealing.opened(number, page)
        return plain if _looks_right(number, plain) else None

    def is_sealed(self, number: int) -> bool:
        """Tell whether a page bears its seal, without looking at what stands in it."""
        page = self.held(number)
        return len(page) == PAGE and self.sealing.is_sound(number, page)

    def look_for_salt(self) -> None:
        """Do without seals when none of the first pages has one: then the salt itself is lost."""
        first = range(1, min(self.count, 20) + 1)
        self.has_salt = any(self.read(number) is not None for number in first)


def unsound_in(path: Path, key: bytes) -> int:
    """Return how many pages of a file cannot be trusted, those that were cut off included.

    For a file that SQLCipher does not open at all; nobody may have it open. Raises OSError when
    it cannot be opened.
    """
    pages = Pages(path, key)
    try:
        pages.look_for_salt()
        first = pages.read(1)
        known = min(int.from_bytes(first[28:32], "big"), MOST_PAGES) if first else 0
        count = max(1, known, min(-(-path.stat().st_size // PAGE), MOST_PAGES))
        return sum(pages.read(number) is None for number in range(1, count + 1))
    finally:
        pages.close()


def is_written_under(path: Path, key: bytes) -> bool:
    """Tell whether pages of a file were written under this key, however many are damaged.

    A file without a single whole page, or one that was never encrypted, tells nothing, and is given
    the benefit of the doubt. Nobody may have it open. Raises OSError when it cannot be opened.
    """
    pages = Pages(path, key)
    try:
        stride = max(1, pages.count // MOST_ASKED)
        spread = {*range(1, pages.count + 1, stride), *range(1, min(pages.count, 20) + 1)}
        asked = [number for number in sorted(spread) if len(pages.held(number)) == PAGE]
        if (
            not asked
            or pages.sealing.salt == HEADER
            or any(pages.is_sealed(number) for number in asked)
        ):
            return True
        # Where the salt is lost no seal can be told; then what was written must make sense.
        pages.has_salt = False
        shown = [plain for number in asked if (plain := pages.read(number)) is not None]
        # A page that goes on with a long text begins with a zero, as one page of noise in 256 does.
        telling = [plain for plain in shown if plain[0] in _BEGINNINGS]
        return pages.read(1) is not None or len(telling) >= LEAST_FITTING
    finally:
        pages.close()


def _looks_right(number: int, plain: bytes) -> bool:
    if number == 1:
        # In the middle stands how saves are made, which another program may have changed.
        return plain[SALT:18] == b"\x10\x00" and plain[20:24] == b"\x50\x40\x20\x20"
    if plain[0] in _BEGINNINGS:
        cells = int.from_bytes(plain[3:5], "big")
        return cells * 2 + 12 < ROOM and plain[7] <= 60
    # The rest of a long text begins with the number of the page where it goes on.
    return plain[0] == 0
