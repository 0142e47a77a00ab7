"""How words are compared: without case, accents or the width of a space."""

import unicodedata

# Letters of their own, which no normal form takes apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def fold(text: str) -> str:
    """Return `text` as it is searched and compared: "Łódź  Straße" becomes "lodz strasse"."""
    if text.isascii():
        return " ".join(text.lower().split())
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark for mark in parts if not unicodedata.combining(mark))
    return " ".join(bare.translate(_PLAIN).split())
