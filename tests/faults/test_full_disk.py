"""D3: a full disk costs nothing that was there, is named in plain words, and is over once freed."""

import json

import pytest

from mentor_desk.services.keeping.backups import backup_folders, list_backups
from tests.faults.exact_kills import ExactKills
from tests.faults.failing_calls import OLD, fail
from tests.faults.great_steps import STEPS
from tests.faults.small_disk import TRIES, can_mount, on_small_disk
from tests.faults.strace import needs_strace, sample

SAMPLED, SAMPLED_OF_EACH = 10, 5


@needs_strace
def test_d3b_a_save_that_finds_the_disk_full_at_any_write_changes_nothing_and_says_so(
    writers, base, tmp_path, chance, times, tally
):
    (tmp_path / "kills").mkdir()
    points = ExactKills(writers, "save-once", base, tmp_path / "kills").points
    writes = [point for point in points if point[0] == "pwrite64"]

    for name, number in sample(writes, SAMPLED * times, chance):
        injection = f"{name}:error=ENOSPC:when={number}+"
        failed = fail(writers, "save-once", base, tmp_path / str(number), injection)

        failed.count_in(tally)
        assert not failed.is_lost, number
        assert failed.first.startswith("refused DeskFileError: The disk in "), number
        assert "is full, so nothing was saved. Free some space" in failed.first
        assert failed.between == failed.before, number
        assert failed.second == "done", number


@needs_strace
@pytest.mark.parametrize("call", ["openat", "write", "fsync"])
def test_d3b_a_review_that_finds_the_disk_full_leaves_the_one_that_was_there(
    writers, base, tmp_path, tally, call
):
    failed = fail(writers, "export", base, tmp_path / "it", f"{call}:error=ENOSPC:when=1+")

    failed.count_in(tally)
    assert failed.first.startswith("refused FileError: “review.pdf” could not be written to")
    assert "no space left on device" in failed.first
    assert failed.beside["review.pdf"] == OLD
    assert set(failed.beside) == {"review.pdf", "settings.json"}
    assert failed.second == "done"
    assert (tmp_path / "it" / "review.pdf").read_bytes().startswith(b"%PDF")


@needs_strace
@pytest.mark.parametrize("call", ["openat", "write", "fsync"])
def test_d3b_a_preference_that_finds_the_disk_full_leaves_those_that_were_there(
    writers, base, tmp_path, tally, call
):
    failed = fail(writers, "settings", base, tmp_path / "it", f"{call}:error=ENOSPC:when=1+")

    failed.count_in(tally)
    assert failed.first.startswith("refused")
    assert failed.beside["settings.json"] == OLD
    assert set(failed.beside) == {"review.pdf", "settings.json"}
    assert failed.second == "done"
    assert json.loads((tmp_path / "it" / "settings.json").read_bytes())["turn"] == 2


@needs_strace
@pytest.mark.parametrize("call", ["pwrite64", "write", "fsync"])
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_d3b_a_backup_that_finds_the_disk_full_leaves_the_earlier_ones_and_no_part(
    writers, base, tmp_path, tally, call, error
):
    failed = fail(writers, "back it up", base, tmp_path / "it", f"{call}:error={error}:when=1+")

    failed.count_in(tally)
    assert failed.first.startswith("refused "), failed.first
    assert failed.between == failed.before
    [earlier] = list_backups(backup_folders(tmp_path / "it" / "copy-between"))
    assert earlier.is_good
    left = (tmp_path / "it" / "copy-between" / "backups").iterdir()
    assert [path for path in left if path != earlier.path] == []
    assert failed.second == "done"
    after = list_backups(backup_folders(tmp_path / "it" / "desk"))
    assert all(row.is_good for row in after)
    assert after[0].counter > earlier.counter


@needs_strace
@pytest.mark.parametrize("step", STEPS)
def test_d3b_a_great_step_that_finds_the_disk_full_at_any_write_costs_nothing(
    writers, base, tmp_path, chance, times, tally, step
):
    (tmp_path / "kills").mkdir()
    points = ExactKills(writers, step, base, tmp_path / "kills").points
    writes = [point for point in points if point[0] in {"pwrite64", "write"}]
    refused = 0

    firsts = {(name, 1) for name, _ in writes}
    for name, number in sorted({*firsts, *sample(writes, SAMPLED_OF_EACH * times, chance)}):
        injection = f"{name}:error=ENOSPC:when={number}+"
        failed = fail(writers, step, base, tmp_path / f"{name}-{number}", injection)

        failed.count_in(tally)
        assert step == "salvage" or not failed.is_lost, (name, number)
        if failed.first != "done":
            refused += 1
            # What was done before the disk was full is said to be done.
            is_told = failed.first.startswith("refused FileError: The desk was repaired, but")
            assert failed.between == failed.before or is_told or failed.is_pending, (name, number)
            assert tells_of_room(failed.first), failed.first
            assert list((tmp_path / f"{name}-{number}").glob("**/*.part")) == []
        # A salvage leaves the desk itself as it is.
        assert (failed.after == failed.before) == (step == "salvage")
        assert failed.second == "done", (name, number)
    assert refused > 0


def tells_of_room(told):
    return any(words in told for words in ("is full", "no space left", "too little room"))


@pytest.mark.skipif(not can_mount(), reason="this computer lets nobody make a small disk")
def test_d3a_a_disk_that_is_really_full_costs_nothing_and_is_over_once_freed(tally):
    tried = on_small_disk()

    tally.rounds = len(tried)
    tally.acknowledged = sum(told["works_once_freed"] for told in tried)
    assert {told["name"] for told in tried} == set(TRIES)
    for told in tried:
        assert told["is_filled"], told
        assert tells_of_room(told["refused"]), told
        assert told["is_unchanged"], told
        assert told["left_over"] == [], told
        assert told["works_once_freed"], told
