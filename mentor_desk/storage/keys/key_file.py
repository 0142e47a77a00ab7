"""The key file as it lies on the disk: read with care, and believed only where it makes sense."""

import json
import re
from pathlib import Path
from typing import Any

from mentor_desk.errors import (
    DeskDamagedError,
    DeskFileError,
    DeskMissingError,
    DeskNewerError,
)

FORMAT = 1
LARGEST = 1_000_000
FIELDS = ("format", "desk", "check", "slots")


def read_key_file(path: Path) -> bytes:
    """Return what a key file holds. Raises DeskMissingError or another DeskFileError."""
    try:
        if not path.is_file():
            raise DeskMissingError(
                f"The key file “{path.name}” is missing from {path.parent}."
                " Without it the desk cannot be opened; look for a copy of it."
            )
        if path.stat().st_size > LARGEST:
            raise _damaged(path)
        return path.read_bytes()
    except PermissionError:
        raise DeskFileError(
            f"The key file “{path.name}” in {path.parent} may not be read by you. Nothing was"
            " changed; give yourself the right to read it, and try again."
        ) from None
    except OSError:
        raise _damaged(path) from None


def document_in(written: bytes, path: Path) -> dict[str, Any]:
    """Return what was read from `path`, taken apart; each of `FIELDS` is there and makes sense.

    Nothing is said of what stands in a slot. Raises DeskNewerError or DeskDamagedError.
    """
    try:
        content = json.loads(written)
    except (ValueError, RecursionError):
        raise _damaged(path) from None
    if not isinstance(content, dict):
        raise _damaged(path)
    form = content.get("format")
    if isinstance(form, int) and form > FORMAT:
        raise DeskNewerError(
            "A newer version of Mentor Desk wrote the keys of this desk."
            " Nothing was changed; please update the program."
        )
    if not _makes_sense(content):
        raise _damaged(path)
    return content


def _makes_sense(content: dict[str, Any]) -> bool:
    desk_id, check, slots = content.get("desk"), content.get("check"), content.get("slots")
    return (
        content.get("format") == FORMAT
        and isinstance(desk_id, str)
        and re.fullmatch(r"[0-9a-f-]{36}", desk_id) is not None
        and isinstance(check, str)
        and re.fullmatch(r"[0-9a-f]{64}", check) is not None
        and isinstance(slots, list)
        and bool(slots)
        and all(isinstance(slot, dict) for slot in slots)
    )


def _damaged(path: Path) -> DeskDamagedError:
    return DeskDamagedError(
        f"The key file “{path.name}” in {path.parent} is damaged. Nothing was changed;"
        " look for a copy of it, or go back to a backup, for each carries the keys of its day."
    )
