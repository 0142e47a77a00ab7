"""D9: a save that was acknowledged is there after the power went, and half a save never is."""

import pytest

from tests.faults.power_loss import Disk, Step, lose_power
from tests.faults.random_kills import told_by
from tests.faults.strace import needs_strace

LOSSES = 6


@needs_strace
def test_d9_power_that_goes_at_any_moment_of_a_save_leaves_it_whole_or_absent(
    writers, base, tmp_path, chance
):
    tally = lose_power(writers, base, tmp_path, chance, LOSSES)

    assert tally.is_clean, told_by(tally.lost + tally.corrupt)
    assert tally.rounds >= 20 * LOSSES
    assert tally.acknowledged == LOSSES


@needs_strace
@pytest.mark.parametrize("forgotten", ["desk.db-journal", "desk.db", ""])
def test_d9_a_flush_that_is_missing_would_be_found(writers, base, tmp_path, chance, forgotten):
    tally = lose_power(writers, base, tmp_path, chance, LOSSES, forgotten=forgotten)

    assert not tally.is_clean


def test_d9_a_played_disk_keeps_what_was_flushed_and_only_that(chance):
    disk = Disk({"a": b"old"}, {"a"})
    disk.take(Step("write", "a", 0, b"new"))
    disk.take(Step("create", "b"))

    found = [disk.after_power_loss(chance) for _ in range(50)]
    disk.take(Step("flush", "a"))
    disk.take(Step("flush", ""))

    assert {each["a"] for each in found} == {b"old", b"new"}
    assert {"b" in each for each in found} == {True, False}
    assert all(disk.after_power_loss(chance) == {"a": b"new", "b": b""} for _ in range(10))
