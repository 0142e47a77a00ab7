"""C3: after two starts that were killed, the third reads nothing of the desk's data."""

import os
import sys
import time

import pytest

from mentor_desk.services.opening.starts import failed_starts
from tests.faults import desks
from tests.faults.window_process import WindowProcess

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a kill of POSIX"),
    pytest.mark.timeout(120),
]

LONG_AGO = 1_000_000_000
_LOOK = (
    "from mentor_desk.ui.recovery.page import RescuePage as R;"
    "page = window.findChild(R);"
    "tell(found={'rescue': page is not None, 'shown': window.pages is not None,"
    " 'said': page.sentence_label.text() if page else ''})"
)


@pytest.fixture
def home(tmp_path):
    (tmp_path / "passphrase").write_text(desks.SECRET)
    desks.make(tmp_path / "desk")
    return tmp_path


def kill_a_start(home, count):
    """Start the program, and kill it as soon as it has begun to read the desk."""
    with WindowProcess(home / "desk", home) as window:
        ends = time.monotonic() + 60
        while failed_starts(home / "desk") < count and time.monotonic() < ends:
            time.sleep(0.005)
        window.process.kill()
        window.process.wait()
    assert failed_starts(home / "desk") == count


def make_unread(path):
    """Set the file's last reading to long ago; the next one is told by the system."""
    os.utime(path, (LONG_AGO, LONG_AGO + 1000))


def was_read(path):
    return path.stat().st_atime > LONG_AGO + 100


def tells_of_reading(tmp_path):
    probe = tmp_path / "probe"
    probe.write_bytes(b"x")
    make_unread(probe)
    probe.read_bytes()
    return was_read(probe)


def look(window):
    window.do(_LOOK)
    return window.wait_for("found")


def test_c3_the_third_start_after_two_kills_reads_nothing_of_the_data_file(home):
    if not tells_of_reading(home):
        pytest.skip("this disk does not note when a file is read")
    path = home / "desk" / "desk.db"
    for count in (1, 2):
        make_unread(path)
        kill_a_start(home, count)
    whole = path.read_bytes()
    # Were it read, nothing in it would make sense.
    path.write_bytes(os.urandom(len(whole)))
    make_unread(path)

    with WindowProcess(home / "desk", home) as window:
        found = look(window)
        while not found["rescue"]:
            found = look(window)
        read = was_read(path)

    assert "ended twice" in found["said"]
    assert not found["shown"]
    assert not read
    path.write_bytes(whole)
    assert desks.faults_of(home / "desk") == []


def test_c3_a_start_that_is_not_the_third_does_read_it(home):
    if not tells_of_reading(home):
        pytest.skip("this disk does not note when a file is read")
    path = home / "desk" / "desk.db"
    kill_a_start(home, 1)
    make_unread(path)

    with WindowProcess(home / "desk", home) as window:
        window.wait_for("shown")

    assert was_read(path)
