"""D6: one desk, one window, whatever the desk is called and however fast the second start is."""

import errno
import fcntl
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mentor_desk.errors import DeskBusyError
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.storage.desk_lock import DeskLock
from tests.faults.two_starts import start_two_windows
from tests.faults.window_process import WindowProcess
from tests.ui.shell.protected_window import SECRET, make_protected_desk

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals and links of POSIX"),
    pytest.mark.timeout(180),
]

_HOLD = """
import sys, pathlib
from mentor_desk.storage.desk_lock import DeskLock
lock = DeskLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path):
    (tmp_path / "passphrase").write_text(SECRET + "\n")
    make_protected_desk(tmp_path / "desk")
    return tmp_path


def test_d6_a_second_start_brings_the_first_window_to_the_front_and_ends(home):
    with WindowProcess(home / "desk", home) as first:
        first.wait_for("shown")

        with WindowProcess(home / "desk", home) as second:
            code, said, wrong = second.end()

        assert first.wait_for("raised")
        assert (code, wrong) == (0, "")
        assert said.count("\n") == 1
        assert "already" in said


def test_d6_a_second_start_finds_the_first_where_the_session_has_no_folder_of_its_own(home):
    # A socket has a short name, and the folder of a test has a long one.
    temporary = Path(tempfile.mkdtemp())
    lost = {"XDG_RUNTIME_DIR": str(home / "gone"), "TMPDIR": str(temporary)}
    with WindowProcess(home / "desk", home, **lost) as first:
        first.wait_for("shown")

        with WindowProcess(home / "desk", home, **lost) as second:
            code, said, wrong = second.end()

        assert first.wait_for("raised")
        assert (code, wrong) == (0, "")
        assert "already" in said
    (place,) = temporary.glob("mentor-desk-*")
    assert place.stat().st_mode & 0o777 == 0o700
    assert not (home / "gone").exists()
    shutil.rmtree(temporary)


def test_d6_starts_fifty_milliseconds_apart_leave_one_window(tmp_path, chance):
    # `make faults` does so fifty times.
    outcomes = start_two_windows(tmp_path, chance, rounds=4)

    assert outcomes.wrong == []
    assert outcomes.tried == 4


def test_d6_a_second_start_finds_a_first_window_that_is_locked(home):
    with WindowProcess(home / "desk", home) as first:
        first.wait_for("shown")
        first.do("window.locking.locked.connect(lambda: tell(locked=True)); window.lock()")
        first.wait_for("locked")

        with WindowProcess(home / "desk", home) as second:
            code, said, _ = second.end()

        assert first.wait_for("raised")
        assert code == 0
        assert "already" in said


def test_d6_a_second_start_finds_a_first_window_with_a_dialog_open(home):
    with WindowProcess(home / "desk", home) as first:
        first.wait_for("shown")
        first.do("QTimer.singleShot(300, lambda: tell(asked=True)); window.verbs.show_about()")
        first.wait_for("asked")

        with WindowProcess(home / "desk", home) as second:
            assert second.end()[0] == 0


def test_d6_a_window_that_was_killed_blocks_nobody(home):
    with WindowProcess(home / "desk", home) as first:
        first.wait_for("shown")
        first.process.kill()

    assert list((home / "run").iterdir()) != []
    with WindowProcess(home / "desk", home) as second:
        second.wait_for("shown")


def test_d6_a_link_to_the_folder_is_the_same_desk(home):
    (home / "other name").symlink_to(home / "desk")
    with WindowProcess(home / "desk", home) as first:
        first.wait_for("shown")

        with WindowProcess(home / "other name", home) as second:
            assert second.end()[0] == 0

        assert first.wait_for("raised")


def test_d6_a_hard_link_to_the_data_file_is_the_same_desk(home):
    (home / "linked").mkdir()
    os.link(home / "desk" / "desk.db", home / "linked" / "desk.db")
    (home / "linked" / "desk.keys").write_bytes((home / "desk" / "desk.keys").read_bytes())
    desk = open_desk(home / "desk", passphrase=SECRET)

    with pytest.raises(DeskBusyError, match="already open"):
        open_desk(home / "linked", passphrase=SECRET)

    desk.close()
    open_desk(home / "linked", passphrase=SECRET).close()


def test_d6_a_desk_that_a_command_works_on_says_so(home):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _HOLD,
            str(home / "desk"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(DeskBusyError) as busy:
        DeskLock(home / "desk")

    assert f"A command of Mentor Desk is at work on this desk (process {holder.pid})" in str(
        busy.value
    )
    holder.communicate("")
    DeskLock(home / "desk").release()


def test_d6_a_desk_that_another_user_has_open_says_whose_it_is(home):
    lock = DeskLock(home / "desk")
    note = (home / "desk" / "desk.lock").read_bytes()
    own, other = f'"user": "{os.getuid()}"'.encode(), b'"user": "2"'
    (home / "desk" / "desk.lock").write_bytes(note.replace(own, other))

    with pytest.raises(DeskBusyError) as busy:
        DeskLock(home / "desk")

    lock.release()
    assert "Another user of this computer" in str(busy.value)
    assert pwd.getpwuid(2).pw_name in str(busy.value)


def test_d6_removing_the_lock_file_gives_nobody_an_open_desk(home):
    desk = open_desk(home / "desk", passphrase=SECRET)
    (home / "desk" / "desk.lock").unlink()

    with pytest.raises(DeskBusyError, match="already open"):
        open_desk(home / "desk", passphrase=SECRET)

    assert not (home / "desk" / "desk.lock").exists()
    desk.close()
    open_desk(home / "desk", passphrase=SECRET).close()


def test_d6_a_removed_lock_file_does_not_let_another_program_in(home):
    desk = open_desk(home / "desk", passphrase=SECRET)
    (home / "desk" / "desk.lock").unlink()

    ended = subprocess.run(
        [sys.executable, "-c", _HOLD, str(home / "desk")],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )

    assert "DeskBusyError" in ended.stderr
    desk.close()


def test_d6_a_disk_that_locks_no_folder_still_has_the_lock_file(home, monkeypatch):
    real = fcntl.flock

    def files_alone(handle, how):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EBADF, "network disk")
        real(handle, how)

    monkeypatch.setattr("fcntl.flock", files_alone)
    lock = DeskLock(home / "desk")

    with pytest.raises(DeskBusyError, match="already open"):
        DeskLock(home / "desk")

    lock.release()
    DeskLock(home / "desk").release()


def test_d6_the_note_in_the_lock_is_no_lock(home):
    (home / "desk" / "desk.lock").write_text(' {"process": 1, "user": "0", "computer": "x"}')

    open_desk(home / "desk", passphrase=SECRET).close()


def test_d6_a_window_that_is_locked_at_once_is_found_as_well(home):
    with WindowProcess(home / "desk", home, leisure=600_000) as first:
        first.wait_for("shown")
        first.do("window.locking.locked.connect(lambda: tell(locked=True)); window.lock()")
        first.wait_for("locked")

        with WindowProcess(home / "desk", home) as second:
            assert second.end()[0] == 0

        assert first.wait_for("raised")
