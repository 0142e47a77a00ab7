"""The recovery key on paper: 128 random bits as groups of characters that can be typed again.

`MD1-` and seven groups of five, in Crockford's base32 alphabet (crockford.com/base32.html), which
has no I, L, O and U. The first four characters of a group carry bits; the fifth is its check
character, so that a slip of the pen is found in the group where it was made.

The 28 carrying characters hold 140 bits: the key, and the first 12 bits of a hash of it, which
find what the check characters miss. A check character is the sum in GF(2^5), modulo x^5 + x^2 + 1,
of the four characters and the number of the group, each times another power of x. So one wrong
character, two that changed places and a group in the place of another never go unnoticed.
"""

import hashlib
import os
import unicodedata
from collections.abc import Sequence

from mentor_desk.errors import InvalidEntryError

BITS_BYTES = 16
PREFIX = "MD1"
GROUPS = 7
GROUP = 5
WHOLE = GROUPS * GROUP
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FIELD = "recovery"

_VALUES = {mark: value for value, mark in enumerate(ALPHABET)}
_TAKEN_FOR = str.maketrans("OIL", "011")
_CHECK_BITS = 12
_MODULUS = 0b100101
_LONGEST = 1000


def new_recovery_bits() -> bytes:
    """Return the random bits of a new recovery key."""
    return os.urandom(BITS_BYTES)


def spelt(bits: bytes) -> str:
    """Return the key as it is printed: `MD1-XXXXX-XXXXX-…`."""
    number = int.from_bytes(bits) << _CHECK_BITS | _check_bits(bits)
    groups = []
    for index in range(GROUPS):
        rest = 5 * (GROUP - 1) * (GROUPS - 1 - index)
        four = [number >> rest + 5 * at & 31 for at in reversed(range(GROUP - 1))]
        groups.append("".join(ALPHABET[value] for value in (*four, _check(index, four))))
    return "-".join((PREFIX, *groups))


def read_recovery_key(text: str) -> bytes:
    """Return the bits of a key as somebody typed it.

    Case, spaces and hyphens do not matter, O is read as 0, I and L as 1, and `MD1` may be left
    out. Raises InvalidEntryError with a sentence that names the groups that are wrong, if it can
    be told; the sentence never quotes the key.
    """
    marks = _without_prefix(_marks(text))
    groups = [marks[at : at + GROUP] for at in range(0, len(marks), GROUP)]
    wrong = [at + 1 for at, group in enumerate(groups[:GROUPS]) if not _is_sound(at, group)]
    if len(marks) != WHOLE:
        raise _refusal(_of_another_length(len(marks), wrong))
    if wrong:
        raise _refusal(
            f"{_named(wrong)} of this recovery key cannot be right."
            " Compare it with the sheet, character by character."
        )
    number = 0
    for mark in "".join(group[:-1] for group in groups):
        number = number << 5 | _VALUES[mark]
    bits = (number >> _CHECK_BITS).to_bytes(BITS_BYTES)
    if number & (1 << _CHECK_BITS) - 1 != _check_bits(bits):
        raise _refusal("This is not quite a recovery key. Compare every group with the sheet.")
    return bits


def looks_like_one(text: str) -> bool:
    """Tell whether somebody means a recovery key by this, rightly typed or not."""
    marks = _marks(text)
    return marks.startswith(PREFIX) or (len(marks) == WHOLE and set(marks) <= set(ALPHABET))


def _marks(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    return "".join(mark for mark in plain if not _is_passed_by(mark)).translate(_TAKEN_FOR)


def _is_passed_by(mark: str) -> bool:
    # Spaces and line ends, hyphens and dashes, and what is never seen.
    return mark.isspace() or unicodedata.category(mark) in {"Pd", "Cf", "Cc"} or mark in "−_"


def _without_prefix(marks: str) -> str:
    if len(marks) == WHOLE:
        return marks
    if len(marks) == WHOLE + len(PREFIX) and marks.startswith("MD") and marks[2] in "23456789":
        raise _refusal(
            "A newer version of Mentor Desk made this recovery key; please update the program."
        )
    return marks.removeprefix(PREFIX)


def _of_another_length(length: int, wrong: Sequence[int]) -> str:
    if not length:
        return "Please type the recovery key: it stands on the recovery sheet."
    told = f"A recovery key has {WHOLE} characters after {PREFIX}, and this has {length}."
    return f"{told} Group {wrong[0]} is the first that is not right." if wrong else told


def _is_sound(index: int, group: str) -> bool:
    if len(group) != GROUP or not set(group) <= set(ALPHABET):
        return False
    values = [_VALUES[mark] for mark in group]
    return values[-1] == _check(index, values[:-1])


def _check(index: int, four: Sequence[int]) -> int:
    """Return what the fifth character must be, as a number from 0 to 31."""
    found = 0
    for value in (index + 1, *four):
        found = _times_x(found ^ value)
    return found


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _MODULUS if doubled & 32 else doubled


def _check_bits(bits: bytes) -> int:
    told = hashlib.sha256(b"mentor-desk recovery key 1" + bits).digest()
    return int.from_bytes(told[:2]) >> 16 - _CHECK_BITS


def _named(wrong: Sequence[int]) -> str:
    if len(wrong) == 1:
        return f"Group {wrong[0]}"
    first = ", ".join(str(number) for number in wrong[:-1])
    return f"Groups {first} and {wrong[-1]}"


def _refusal(sentence: str) -> InvalidEntryError:
    return InvalidEntryError(sentence, field=FIELD)
