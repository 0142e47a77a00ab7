"""U4: the desk is locked when the computer sleeps, or its screen or session is locked.

The real buses of this computer are not to be disturbed, so a bus of its own stands for both, in a
process of its own; what speaks on it speaks as systemd and the desktops do.
"""

import shutil
import subprocess
import sys

import pytest

from mentor_desk.ui.shell.locking.system import _session_path

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus tells it on Linux"),
    pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="wants a bus to speak on"),
]

_PROGRAM = """
import os, sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
os.environ["XDG_SESSION_ID"] = "2"
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVirtualObject
from mentor_desk.ui.shell.locking.system import SystemWatch
from mentor_desk.ui.common.lasting_none import keep_none_alive

keep_none_alive()
app = QCoreApplication(sys.argv)
bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "the system")
assert bus.registerService("org.freedesktop.login1")
asked = []

class Manager(QDBusVirtualObject):
    def introspect(self, path):
        return ""

    def handleMessage(self, message, connection):
        asked.append(message.arguments())
        return False

manager = Manager()
bus.registerVirtualObject("/org/freedesktop/login1", manager)
watch = SystemWatch()
watch.lock_asked.connect(lambda: print("lock", flush=True))

def say(path, interface, member, *values):
    message = QDBusMessage.createSignal(path, interface, member)
    message.setArguments(list(values))
    bus.send(message)

LOGIN = "/org/freedesktop/login1"
SIGNALS = {
    "sleep": (LOGIN, "org.freedesktop.login1.Manager", "PrepareForSleep", True),
    "awake": (LOGIN, "org.freedesktop.login1.Manager", "PrepareForSleep", False),
    "session": (LOGIN + "/session/_32", "org.freedesktop.login1.Session", "Lock"),
    "other": (LOGIN + "/session/_33", "org.freedesktop.login1.Session", "Lock"),
    "gnome": ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True),
    "free": ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", False),
    "kde": ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", True),
}

def speak():
    say(*SIGNALS[sys.argv[1]])
    QTimer.singleShot(400, app.quit)

QTimer.singleShot(200, speak)
app.exec()
print("asked to wait", asked[0][0], asked[0][3], flush=True)
"""


def told_of(what):
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", _PROGRAM, what],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("what", ["sleep", "session", "gnome", "kde"])
def test_u4_the_system_asks_for_a_lock(what):
    assert "lock" in told_of(what)


@pytest.mark.parametrize("what", ["awake", "other", "free"])
def test_u4_what_is_no_lock_or_of_another_session_locks_nothing(what):
    assert "lock" not in told_of(what)


def test_u4_the_computer_is_asked_to_wait_with_its_sleep():
    assert "asked to wait sleep delay" in told_of("awake")


@pytest.mark.parametrize(
    ("session", "path"),
    [
        ("", ""),
        ("2", "/org/freedesktop/login1/session/_32"),
        ("c1", "/org/freedesktop/login1/session/c1"),
        ("a_b", "/org/freedesktop/login1/session/a_5fb"),
    ],
)
def test_a_session_is_spelt_as_systemd_spells_it(session, path):
    assert _session_path(session) == path


def test_u4_the_window_locks_when_the_system_asks(qtbot, opened):
    opened.locking.watch()

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        opened.locking._system.lock_asked.emit()

    assert opened.pages is None


def test_u4_a_window_that_may_not_lock_with_the_system_lets_it_sleep(qtbot, opened):
    opened.locking.watch()
    opened.settings.remember({"lock with the system": 0})
    opened.locking._system._watch = "a lock on the sleep"

    opened.locking._system.lock_asked.emit()

    assert opened.pages is not None
    assert opened.locking._system._watch is None
