"""D4: a disk that does not answer is told of; nothing is called saved that is not."""

import re

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskFileError
from mentor_desk.storage.database import explained
from tests.faults import desks
from tests.faults.exact_kills import ExactKills
from tests.faults.failing_calls import OLD, fail
from tests.faults.great_steps import FEW, SALVAGED, STEPS
from tests.faults.strace import needs_strace, sample

pytestmark = needs_strace
SAMPLED, SAMPLED_OF_EACH = 12, 4
REFUSED = re.compile(r"refused DeskFileError: The disk in .+ does not answer properly")
NOTHING = "; nothing was saved"
# The flush of the folder for the journal of a new file.
TAKEN_LIGHTLY = {("fsync", 6)}
# What is tried again after a fault, and what clears up after it, is a handful of calls and no
# loop; a great step may try its next file, and a salvage the rows of a table one by one.
MOST_AGAIN, MOST_OF_A_STEP = 3, 40


@pytest.mark.parametrize("lasts", ["", "+"], ids=["once", "for good"])
def test_d4_a_save_whose_disk_fails_is_refused_or_kept_and_goes_on_afterwards(
    writers, base, tmp_path, chance, times, tally, lasts
):
    kills = _kills(writers, "save-once", base, tmp_path)
    points = [point for point in kills.points if point[0] in {"pwrite64", "fsync", "fdatasync"}]
    # The note in the lock comes after it, and is nobody's promise.
    last_flush = [point for point in points if point[0] != "pwrite64"][-1]

    for name, number in sample(points, SAMPLED * times, chance):
        injection = f"{name}:error=EIO:when={number}{lasts}"
        failed = fail(writers, "save-once", base, tmp_path / f"{name}-{number}", injection)

        failed.count_in(tally)
        assert not failed.is_lost, (name, number)
        assert failed.first == "done" or REFUSED.match(failed.first), failed.first
        # Once the journal is gone the save stands, though its last flush was refused; one that
        # goes on with a step is told as not saved then, which does no harm: it is tried again.
        is_kept = NOTHING not in failed.first or (name, number) == last_flush
        assert failed.between == (kills.after if is_kept else kills.before), (name, number)
        assert failed.second == "done", (name, number)
        assert failed.after == kills.after
        assert 1 <= failed.refusals <= MOST_AGAIN


@pytest.mark.parametrize("scene", ["look", "open"])
def test_d4_a_desk_whose_disk_cannot_be_read_is_told_of_and_read_once_it_can(
    writers, base, tmp_path, tally, scene
):
    failed = fail(writers, scene, base, tmp_path / "it", "pread64:error=EIO:when=1+")

    failed.count_in(tally)
    # SQLite calls a file that cannot be read malformed, and gives no other reason.
    assert failed.first.startswith(("refused DeskFileError: ", "refused DeskDamagedError: "))
    assert "disk" in failed.first
    assert failed.between == failed.before
    assert failed.second == "done"


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_d4_a_review_whose_disk_fails_leaves_the_one_that_was_there(
    writers, base, tmp_path, tally, call
):
    failed = fail(writers, "export", base, tmp_path / "it", f"{call}:error=EIO:when=1")

    failed.count_in(tally)
    assert failed.first.startswith("refused FileError: “review.pdf” could not be written")
    assert failed.beside["review.pdf"] == OLD
    assert set(failed.beside) == {"review.pdf", "settings.json"}
    assert failed.second == "done"


@pytest.mark.parametrize("lasts", ["", "+"], ids=["once", "for good"])
@pytest.mark.parametrize("step", sorted(STEPS.keys() - {"import", "salvage"}))
def test_d4_a_great_step_whose_disk_fails_is_whole_or_absent_and_works_afterwards(
    writers, base, tmp_path, chance, times, tally, step, lasts
):
    kills = _kills(writers, step, base, tmp_path)

    for failed in _failures(writers, kills, base, tmp_path, _some(kills, times, chance), lasts):
        failed.count_in(tally)
        assert not failed.is_lost, failed.injection
        # While a new passphrase is not proven, the old one opens the desk as well.
        known = {failed.before, kills.after}
        assert failed.between in known or failed.is_pending, failed.injection
        assert failed.second == "done", failed.injection
        assert 1 <= failed.refusals <= MOST_OF_A_STEP


@pytest.mark.parametrize("lasts", ["", "+"], ids=["once", "for good"])
def test_d4_an_import_whose_disk_fails_says_truly_whether_the_people_came_and_brings_them_once(
    writers, base, tmp_path, chance, times, tally, lasts
):
    kills = _kills(writers, "import", base, tmp_path)
    # The last flush comes when all is written: the import stands, and may not be said to be absent.
    points = sorted({*_some(kills, times, chance), _points(kills)[-1]})

    for failed in _failures(writers, kills, base, tmp_path, points, lasts):
        failed.count_in(tally)
        assert failed.first == "done" or REFUSED.match(failed.first), failed.first
        came = desks.people(failed.place / "copy-between") - desks.people(base)
        assert came.total() == (0 if NOTHING in failed.first else FEW), failed.injection
        assert failed.second == "done", failed.injection
        assert (desks.people(failed.place / "desk") - desks.people(base)).total() == FEW
        assert 1 <= failed.refusals <= MOST_OF_A_STEP


@pytest.mark.parametrize("lasts", ["", "+"], ids=["once", "for good"])
def test_d4_a_salvage_whose_disk_fails_leaves_all_or_nothing_and_works_afterwards(
    writers, base, tmp_path, chance, times, tally, lasts
):
    kills = _kills(writers, "salvage", base, tmp_path)
    points = sorted({*_some(kills, times, chance), *TAKEN_LIGHTLY})

    for failed in _failures(writers, kills, base, tmp_path, points, lasts):
        failed.count_in(tally)
        assert failed.between == failed.before, failed.injection
        if failed.first == "done":
            # SQLite goes on when the folder of a new journal is not flushed.
            assert failed.second.startswith("refused DeskFileError: There is already a desk in ")
        else:
            assert failed.second == "done", failed.injection
        salvaged = failed.place / SALVAGED
        assert desks.people(salvaged) == desks.people(base), failed.injection
        assert desks.faults_of(salvaged) == []
        assert 1 <= failed.refusals <= MOST_OF_A_STEP


def test_d4_what_fails_in_clearing_up_does_not_hide_that_the_disk_failed(tmp_path):
    def fail_twice():
        with explained(tmp_path):
            try:
                raise sqlcipher.OperationalError("disk I/O error")
            finally:
                raise sqlcipher.OperationalError("no such table: _alembic_tmp_people")

    with pytest.raises(DeskFileError, match="does not answer properly; nothing was saved"):
        fail_twice()


def _kills(writers, step, base, tmp_path):
    (tmp_path / "kills").mkdir()
    return ExactKills(writers, step, base, tmp_path / "kills")


def _points(kills):
    return [point for point in kills.points if point[0] != "unlink"]


def _some(kills, times, chance):
    return sample(_points(kills), SAMPLED_OF_EACH * times, chance)


def _failures(writers, kills, base, tmp_path, points, lasts):
    for name, number in points:
        injection = f"{name}:error=EIO:when={number}{lasts}"
        yield fail(writers, kills.scene, base, tmp_path / f"{name}-{number}", injection)
