"""A home that a test has for itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
BUSES = ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS")


@contextmanager
def homeless(place: Path) -> Iterator[None]:
    """Let nobody touch a home but what lies in this folder, and no keyring at all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(place))
        for name in FOLDERS:
            patch.setenv(name, str(place / name))
        for bus in BUSES:
            patch.setenv(bus, "unix:path=/nonexistent")
        yield
