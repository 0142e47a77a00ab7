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
_NUMBERS = {str(number + 1) for number in range(GROUPS)}
# So many sound groups are no chance.
_TELLING = 3


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
    """Return the bits of a key as somebody typed it, or copied it with what stands around it.

    Case, spaces and punctuation do not matter, O is read as 0, I and L as 1, and `MD1` may be left
    out. Raises InvalidEntryError with a sentence that names the groups that are wrong, if it can
    be told; the sentence never quotes the key.
    """
    words = _words(text)
    for groups in (*_readings(words), _cut("".join(words))):
        bits = _bits_in(groups)
        if bits:
            return bits
    _refuse_newer("".join(words))
    raise _refusal(_told_of(_best_of(words)))


def looks_like_one(text: str) -> bool:
    """Tell whether somebody means a recovery key by this, rightly typed or not."""
    words = _words(text)
    marks = "".join(words)
    sound = sum(_soundness(_best_of(words)))
    if marks.startswith(PREFIX):
        # A passphrase may begin so too, but hardly goes on in groups, or for so long.
        goes_on = words[0] == PREFIX and any(len(word) == GROUP for word in words[1:])
        return goes_on or len(marks) >= WHOLE - GROUP
    is_as_long = len(marks) == WHOLE and set(marks) <= set(ALPHABET)
    return sound >= (1 if is_as_long else _TELLING)


def _words(text: str) -> list[str]:
    """Return what stands between spaces and punctuation, in the characters of the alphabet."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    # What joins two halves of a word unseen, as the mark at the start of a file, parts nothing.
    seen = (mark for mark in plain if unicodedata.category(mark) != "Cf")
    parted = "".join(" " if _is_passed_by(mark) else mark for mark in seen)
    return parted.translate(_TAKEN_FOR).split()


def _is_passed_by(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark)[0] in "PSC"


def _readings(words: Sequence[str]) -> list[list[str]]:
    """Return what may be meant, each in its groups: what stands after any `MD1`, else all of it."""
    starts = [at for at, word in enumerate(words) if _is_start(word)]
    found = [groups for at in starts for groups in _readings_of(words[at:])]
    return found or [_cut("".join(words).removeprefix(PREFIX))]


def _is_start(word: str) -> bool:
    # A group of a key may begin so too.
    return word == PREFIX or (len(word) > GROUP and word.startswith(PREFIX))


def _readings_of(words: Sequence[str]) -> list[list[str]]:
    """Return the readings of what begins with `MD1`: in the groups as they stand, and joined."""
    after = [words[0].removeprefix(PREFIX), *words[1:]]
    told = [word for word in after if word]
    # Sheets of earlier versions are copied with the numbers of the groups between these.
    unnumbered = [word for word in told if word not in _NUMBERS]
    return [
        groups
        for kept in (told, unnumbered)
        for groups in (kept[:GROUPS], _cut(_first_whole(kept)))
    ]


def _first_whole(words: Sequence[str]) -> str:
    """Return all of the words, or those up to the end of a key where one ends just there."""
    marks = ""
    for word in words:
        marks += word
        if len(marks) == WHOLE:
            break
    return marks


def _cut(marks: str) -> list[str]:
    return [marks[at : at + GROUP] for at in range(0, len(marks), GROUP)]


def _bits_in(groups: Sequence[str]) -> bytes:
    """Return the bits that the groups carry, or nothing if these are not a key."""
    if len(groups) != GROUPS or not all(_soundness(groups)):
        return b""
    number = 0
    for mark in "".join(group[:-1] for group in groups):
        number = number << 5 | _VALUES[mark]
    bits = (number >> _CHECK_BITS).to_bytes(BITS_BYTES)
    return bits if number & (1 << _CHECK_BITS) - 1 == _check_bits(bits) else b""


def _best_of(words: Sequence[str]) -> list[str]:
    """Return the reading that comes nearest to a key."""
    best = max(_readings(words), key=_nearness)
    # Typed without `MD1`, a key may begin with these characters itself. So many sound groups
    # before the first that is not are no chance; of fewer, the prefix is believed.
    whole = _cut("".join(words))
    is_telling = _goes_well(whole) >= max(_TELLING, sum(_soundness(best)) + 1)
    return whole if is_telling else best


def _nearness(groups: Sequence[str]) -> tuple[int, int]:
    # One that is too long or too short has a group that is wrong, whatever chance says of it.
    return min(sum(_soundness(groups)), GROUPS - 1), -abs(_length(groups) - WHOLE)


def _length(groups: Sequence[str]) -> int:
    return len("".join(groups))


def _goes_well(groups: Sequence[str]) -> int:
    return [*_soundness(groups), False].index(False)


def _soundness(groups: Sequence[str]) -> list[bool]:
    """Tell of each of the seven groups whether it is right, which one that is missing is not."""
    return [_is_sound(at, group) for at, group in enumerate([*groups, *[""] * GROUPS][:GROUPS])]


def _refuse_newer(marks: str) -> None:
    if len(marks) == WHOLE + len(PREFIX) and marks.startswith("MD") and marks[2] in "23456789":
        raise _refusal(
            "A newer version of Mentor Desk made this recovery key; please update the program."
        )


def _told_of(groups: Sequence[str]) -> str:
    """Return the sentence about what is no key: its length, or the groups that are wrong."""
    length = _length(groups)
    wrong = [at + 1 for at, is_sound in enumerate(_soundness(groups)) if not is_sound]
    if not length:
        return "Please type the recovery key: it stands on the recovery sheet."
    if length != WHOLE:
        told = f"A recovery key has {WHOLE} characters after {PREFIX}, and this has {length}."
        return f"{told} Group {wrong[0]} is the first that is not right." if wrong else told
    if wrong:
        return (
            f"{_named(wrong)} of this recovery key cannot be right."
            " Compare it with the sheet, character by character."
        )
    return "This is not quite a recovery key. Compare every group with the sheet."


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
