"""What may be a passphrase."""

import unicodedata

from mentor_desk.errors import DeskError, InvalidEntryError

SHORTEST_PASSPHRASE = 8


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short, that no field can take, or that is a recovery key.

    Spaces around it are part of it, but they protect nothing. With a recovery key in its place,
    one paper would be both ways in.
    """
    sentence = ""
    if any(unicodedata.category(mark) == "Cc" for mark in passphrase):
        sentence = "A passphrase is one line of characters that can be typed."
    elif len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        sentence = (
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters, not counting spaces"
            " around it; a few words are best."
        )
    elif _is_recovery_key(passphrase):
        sentence = "This is a recovery key. Please choose a passphrase of your own."
    if sentence:
        raise InvalidEntryError(sentence, field="passphrase")


def _is_recovery_key(text: str) -> bool:
    from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415

    try:
        return bool(read_recovery_key(text))
    except DeskError:
        return False
