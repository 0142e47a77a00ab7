"""What the lock of a desk tells of the last one who had it, so that a crash is known by it."""

import os
import signal

import pytest

from mentor_desk.errors import DeskBusyError
from mentor_desk.storage.desk_lock import DeskLock, Ending


def die_with(folder, act=lambda _lock: None):
    pid = os.fork()
    if not pid:
        try:
            act(DeskLock(folder))
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)


def told(folder):
    lock = DeskLock(folder)
    lock.release()
    return lock.ending


@pytest.fixture
def beside(tmp_path):
    return tmp_path / "desk.db-journal"


def test_of_a_desk_that_nobody_ever_had_nothing_is_told(tmp_path):
    assert told(tmp_path) is Ending.UNTOLD


def test_a_desk_that_was_given_back_was_not_left_open(tmp_path):
    told(tmp_path)

    assert told(tmp_path) is Ending.GIVEN_BACK


def test_a_desk_whose_program_died_was_left_at_rest_until_somebody_gives_it_back(tmp_path):
    die_with(tmp_path)

    assert told(tmp_path) is Ending.AT_REST
    assert told(tmp_path) is Ending.GIVEN_BACK


def test_whoever_has_it_only_for_a_moment_leaves_the_trace_of_a_crash(tmp_path, beside):
    die_with(tmp_path)
    beside.write_bytes(b"of that crash")

    assert [told(tmp_path) for _ in range(3)] == [Ending.AT_REST, Ending.AT_REST, Ending.AT_REST]

    beside.unlink()
    assert [told(tmp_path) for _ in range(2)] == [Ending.AT_REST, Ending.GIVEN_BACK]


def test_what_was_laid_beside_a_desk_that_was_given_back_is_of_no_crash(tmp_path, beside):
    told(tmp_path)
    beside.write_bytes(b"from elsewhere")

    assert [told(tmp_path) for _ in range(2)] == [Ending.GIVEN_BACK, Ending.GIVEN_BACK]
    die_with(tmp_path)
    assert told(tmp_path) is Ending.GIVEN_BACK


def test_a_crash_after_that_was_settled_is_one(tmp_path, beside):
    told(tmp_path)
    beside.write_bytes(b"from elsewhere")

    die_with(tmp_path, DeskLock.take_over)

    assert told(tmp_path) is Ending.AT_REST


def test_what_a_save_left_that_could_not_be_taken_back_is_of_the_desk(tmp_path, beside):
    lock = DeskLock(tmp_path)

    beside.write_bytes(b"the disk did not answer")
    lock.release()

    assert told(tmp_path) is Ending.AT_REST


def test_without_its_lock_file_nothing_is_told_however_often_it_is_asked(tmp_path, beside):
    beside.write_bytes(b"copied here")

    assert [told(tmp_path) for _ in range(2)] == [Ending.UNTOLD, Ending.UNTOLD]


@pytest.mark.parametrize("content", [bytes(1001), b"\0" + b" " * 1000])
def test_a_note_that_a_loss_of_power_made_nothing_of_tells_nothing(tmp_path, content):
    (tmp_path / "desk.lock").write_bytes(content)

    assert told(tmp_path) is Ending.UNTOLD


@pytest.mark.parametrize(
    "note", [b'{"process": 12}', b'{"is_open": 1}', b'{"is_op', b"[1]", b"[" * 999, b"\xff\xfe"]
)
def test_a_note_that_does_not_say_so_tells_nothing(tmp_path, note):
    (tmp_path / "desk.lock").write_bytes(b" " + note)

    assert told(tmp_path) is Ending.UNTOLD


def test_a_lock_that_was_refused_takes_no_note_out(tmp_path):
    lock = DeskLock(tmp_path)

    with pytest.raises(DeskBusyError):
        DeskLock(tmp_path)
    note = (tmp_path / "desk.lock").read_bytes()

    assert b'"process"' in note
    lock.release()
    lock.release()
    assert b'"process"' not in (tmp_path / "desk.lock").read_bytes()


def test_that_a_desk_was_given_back_tells_nothing_of_another_file_in_its_place(tmp_path, beside):
    (tmp_path / "desk.db").write_bytes(b"as it was given back")
    told(tmp_path)
    assert told(tmp_path) is Ending.GIVEN_BACK

    (tmp_path / "desk.db").write_bytes(b"as it lay somewhere else")
    beside.write_bytes(b"of a crash there")

    assert [told(tmp_path) for _ in range(2)] == [Ending.UNTOLD, Ending.UNTOLD]


def test_a_file_that_was_changed_beside_a_stranger_is_not_as_it_was_given_back(tmp_path, beside):
    (tmp_path / "desk.db").write_bytes(b"as it was given back")
    told(tmp_path)
    beside.write_bytes(b"from elsewhere")
    assert told(tmp_path) is Ending.GIVEN_BACK

    (tmp_path / "desk.db").write_bytes(b"as it lay somewhere else")

    assert told(tmp_path) is Ending.UNTOLD


def saved(folder, content):
    """Have a program save once, and return what notes that."""

    def save(lock):
        (folder / "desk.db").write_bytes(content)
        told = (folder / "desk.db").stat()
        lock.note_saved((told.st_size, told.st_mtime_ns))

    return save


def test_a_file_that_lies_as_it_did_after_a_save_was_at_rest_when_the_program_died(tmp_path):
    die_with(tmp_path, saved(tmp_path, b"kept"))

    assert told(tmp_path) is Ending.AT_REST


def test_a_file_that_was_written_to_since_the_last_save_is_told_as_such(tmp_path, beside):
    die_with(tmp_path, saved(tmp_path, b"kept"))
    beside.write_bytes(b"of the next save")

    (tmp_path / "desk.db").write_bytes(b"kept, and half of the next")

    assert [told(tmp_path) for _ in range(3)] == [Ending.WRITTEN_SINCE] * 3
    beside.unlink()
    assert [told(tmp_path) for _ in range(2)] == [Ending.WRITTEN_SINCE, Ending.GIVEN_BACK]


def test_a_save_that_had_begun_is_told_where_the_clock_of_the_disk_stands_still(tmp_path):
    def save_again(lock):
        saved(tmp_path, b"kept")(lock)
        lock.note_saved(None)

    die_with(tmp_path, save_again)

    assert told(tmp_path) is Ending.IN_A_SAVE


def test_whoever_dies_before_the_rest_of_a_save_was_settled_leaves_it_told_as_such(
    tmp_path, beside
):
    def save_again(lock):
        saved(tmp_path, b"kept")(lock)
        lock.note_saved(None)
        beside.write_bytes(b"of the next save")
        (tmp_path / "desk.db").write_bytes(b"kept, and half of the next")

    die_with(tmp_path, save_again)

    die_with(tmp_path, DeskLock.take_over)

    assert told(tmp_path) is Ending.IN_A_SAVE


def test_a_file_that_was_written_to_before_its_first_save_is_told_as_such(tmp_path):
    (tmp_path / "desk.db").write_bytes(b"as it was opened")
    die_with(tmp_path)

    (tmp_path / "desk.db").write_bytes(b"and half of a save")

    assert told(tmp_path) is Ending.WRITTEN_SINCE


def test_of_an_earlier_version_that_noted_no_saves_no_save_is_told(tmp_path):
    (tmp_path / "desk.db").write_bytes(b"as it may be")
    (tmp_path / "desk.lock").write_bytes(b' {"is_open": true, "process": 12}')

    assert told(tmp_path) is Ending.WRITTEN_SINCE


def test_a_save_after_the_desk_was_given_back_is_not_noted(tmp_path):
    lock = DeskLock(tmp_path)
    lock.release()
    note = (tmp_path / "desk.lock").read_bytes()

    lock.note_saved((4096, 1))

    assert (tmp_path / "desk.lock").read_bytes() == note
