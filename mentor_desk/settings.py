"""This machine's preferences: appearance, the window's places, the desk last opened.

They hold nothing that people wrote and no key; a file that cannot be read counts as absent.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mentor_desk.errors import FileError


class Settings:
    """Preferences by name, kept in one small file; what is not set has the default asked for."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or _usual_file()
        self._values = _read(self._path)

    def text(self, name: str, default: str = "") -> str:
        """Return a preference that is text."""
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int = 0) -> int:
        """Return a preference that is a whole number."""
        value = self._values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def numbers(self, name: str) -> list[int]:
        """Return a preference that is a list of whole numbers, such as the widths of columns."""
        value = self._values.get(name)
        if not isinstance(value, list) or not all(isinstance(each, int) for each in value):
            return []
        return value

    def remember(self, values: Mapping[str, str | int | list[int]]) -> bool:
        """Keep these preferences; return False when the disk refuses, for they are no data."""
        if all(self._values.get(name) == value for name, value in values.items()):
            return True
        self._values.update(values)
        # Needed only to write, and the window is to stand before that.
        from mentor_desk.files import write_whole  # noqa: PLC0415

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._path, json.dumps(self._values, indent=1, sort_keys=True).encode())
        except (OSError, FileError):
            return False
        return True


def _usual_file() -> Path:
    from mentor_desk.paths import settings_file  # noqa: PLC0415

    return settings_file()


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
