"""Writing to whoever reads: a name of any script gets through whatever encoding is spoken there."""

import io
import sys
from typing import Any

OTHERWISE = "backslashreplace"


def take_every_character() -> None:
    """Have what the encoding of an output lacks written as its number, instead of failing there."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=OTHERWISE)


def as_json(value: Any) -> str:
    """Return a value as JSON that stays JSON on the way to standard output.

    Where that cannot write every character, those beyond ASCII are escaped as RFC 8259 says.
    """
    import json  # noqa: PLC0415

    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(value, ensure_ascii=not is_unicode, indent=2, default=str)
