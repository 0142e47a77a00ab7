"""D9: what was acknowledged is there after the power went, and half of it never is."""

import pytest

from tests.faults import desks
from tests.faults.power_loss import Step, disk_with, lose_power
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
@pytest.mark.parametrize(
    ("scene", "look", "losses"),
    [
        ("change of the passphrase", desks.state_once_opened, LOSSES),
        ("import", desks.state_once_opened, 2),
        ("upgrade once", desks.state, 2),
    ],
)
def test_d9_power_that_goes_at_any_moment_of_a_great_step_leaves_it_whole_or_absent(
    writers, base, tmp_path, chance, scene, look, losses
):
    tally = lose_power(writers, base, tmp_path, chance, losses, scene=scene, look=look)

    assert tally.is_clean, told_by(tally.problems)
    assert tally.acknowledged == losses


@needs_strace
@pytest.mark.parametrize("forgotten", [".part", ""])
def test_d9_a_key_file_that_was_renamed_and_not_flushed_would_be_found(
    writers, base, tmp_path, chance, forgotten
):
    scene = "change of the passphrase"
    tally = lose_power(
        writers, base, tmp_path, chance, 2 * LOSSES, scene=scene, forgotten=forgotten
    )

    assert not tally.is_clean


@needs_strace
@pytest.mark.parametrize("forgotten", ["desk.db-journal", "desk.db", ""])
def test_d9_a_flush_that_is_missing_would_be_found(writers, base, tmp_path, chance, forgotten):
    tally = lose_power(writers, base, tmp_path, chance, LOSSES, forgotten=forgotten)

    assert not tally.is_clean


def test_d9_a_played_disk_keeps_what_was_flushed_and_only_that(chance):
    disk = disk_with({"a": b"old"})
    disk.take(Step("write", "a", 0, b"new"))
    disk.take(Step("create", "b"))

    found = [disk.after_power_loss(chance) for _ in range(50)]
    disk.take(Step("flush", "a"))
    disk.take(Step("flush", ""))

    assert {each["a"] for each in found} == {b"old", b"new"}
    assert {"b" in each for each in found} == {True, False}
    assert all(disk.after_power_loss(chance) == {"a": b"new", "b": b""} for _ in range(10))


def test_d9_a_played_disk_renames_a_file_with_all_that_it_holds_or_not(chance):
    disk = disk_with({"a": b"old"})
    for step in (
        Step("create", "b"),
        Step("write", "b", None, b"ne"),
        Step("write", "b", None, b"w"),
        Step("flush", "b"),
        Step("rename", "b", target="a"),
    ):
        disk.take(step)

    found = [disk.after_power_loss(chance) for _ in range(50)]
    disk.take(Step("flush", ""))

    assert {each["a"] for each in found} == {b"old", b"new"}
    assert all(disk.after_power_loss(chance) == {"a": b"new"} for _ in range(10))
