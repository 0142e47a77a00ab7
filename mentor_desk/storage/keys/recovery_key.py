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
    marks = _best_of(_readings(words))
    groups = _groups(marks)
    wrong = [at + 1 for at, is_sound in enumerate(_soundness(marks)) if not is_sound]
    if len(marks) != WHOLE:
        _refuse_newer("".join(words))
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
    words = _words(text)
    marks = "".join(words)
    sound = sum(_soundness(_best_of(_readings(words))))
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


def _readings(words: Sequence[str]) -> list[str]:
    """Return what may be meant by the words: those after `MD1`, the first seven groups, all."""
    starts = [at for at, word in enumerate(words) if word == PREFIX]
    starts += [at for at, word in enumerate(words) if word[GROUP:] and word.startswith(PREFIX)]
    whole = "".join(words)
    if not starts:
        return [whole.removeprefix(PREFIX), whole]
    after = words[starts[0] :]
    # Sheets of earlier versions are copied with the numbers of the groups between these.
    unnumbered = [word for word in after if word not in _NUMBERS]
    kept = [_first_whole(after), _first_whole(unnumbered)]
    return [*kept, whole.removeprefix(PREFIX), whole]


def _first_whole(words: Sequence[str]) -> str:
    """Return what stands after `MD1`, up to the end of a key where a word ends just there."""
    marks = ""
    for word in words:
        marks += word
        if len(marks) == len(PREFIX) + WHOLE:
            break
    return marks.removeprefix(PREFIX)


def _best_of(readings: Sequence[str]) -> str:
    # By how far it goes well: behind characters that are missing, any reading may be sound again.
    return max(readings, key=lambda marks: [*_soundness(marks), False].index(False))


def _soundness(marks: str) -> list[bool]:
    return [_is_sound(at, group) for at, group in enumerate(_groups(marks))]


def _groups(marks: str) -> list[str]:
    """Return the seven groups, of which the last may be short or empty."""
    return [marks[at : at + GROUP] for at in range(0, WHOLE, GROUP)]


def _refuse_newer(marks: str) -> None:
    if len(marks) == WHOLE + len(PREFIX) and marks.startswith("MD") and marks[2] in "23456789":
        raise _refusal(
            "A newer version of Mentor Desk made this recovery key; please update the program."
        )


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
