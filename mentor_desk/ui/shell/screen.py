"""Tell beforehand whether a window can be opened at all, for Qt itself would abort."""

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

NO_SCREEN = (
    "There is no screen to open a window on; mentor-desk --help names the commands that work"
    " without one."
)


def has_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether Qt will find a display; only on Linux and its kin is there a doubt."""
    if sys.platform in {"win32", "darwin"}:
        return True
    asked_for = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if asked_for and asked_for not in {"xcb", "wayland", "wayland-egl"}:
        return True
    if asked_for != "xcb" and _has_wayland(environment):
        return True
    return bool(environment.get("DISPLAY")) and _answers(environment["DISPLAY"])


def _has_wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    if not name:
        return False
    import socket  # noqa: PLC0415

    # A compositor that is gone leaves its socket lying.
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(Path(environment.get("XDG_RUNTIME_DIR", "/"), name)))
        except OSError:
            return False
    return True


def _answers(display: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused
