"""What is typed or imported, made fit to be kept, or refused with a sentence."""

import re

from mentor_desk.errors import InvalidEntryError

LONGEST_LINE = 300
LONGEST_TEXT = 1_000_000

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_line(text: str, *, field: str | None = None, longest: int = LONGEST_LINE) -> str:
    """Return one line of text: outer space and line ends taken out.

    Raises InvalidEntryError for what cannot be kept as text, and for more than `longest`
    characters.
    """
    return clean_text(" ".join(text.split()), field=field, longest=longest)


def clean_text(text: str, *, field: str | None = None, longest: int = LONGEST_TEXT) -> str:
    """Return text without space at its ends, line ends as one character.

    Raises InvalidEntryError for a NUL or half a character, and for more than `longest`
    characters.
    """
    text = kept_text(text, field=field, longest=longest)
    return text.strip()


def kept_text(text: str, *, field: str | None = None, longest: int = LONGEST_TEXT) -> str:
    """Return text just as it was written, for what is saved while it is being typed.

    Raises as `clean_text` does.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not is_storable(text):
        raise InvalidEntryError("This text holds a character that cannot be kept.", field=field)
    if len(text) > longest:
        raise InvalidEntryError(
            f"This is longer than {longest:,} characters, so it cannot be kept.", field=field
        )
    return text


def is_storable(text: str) -> bool:
    """Tell whether a text can be kept: it holds no NUL and no half of a character."""
    return not _UNSTORABLE.search(text)


def required_line(text: str, sentence: str, *, field: str, longest: int = LONGEST_LINE) -> str:
    """Return one line of text that may not be empty; `sentence` says what is missing."""
    line = clean_line(text, field=field, longest=longest)
    if not line:
        raise InvalidEntryError(sentence, field=field)
    return line
