"""D2 and D2b: a save is there whole or not at all, in whatever call it is killed."""

import pytest

from tests.faults import desks
from tests.faults.exact_kills import ExactKills
from tests.faults.random_kills import told_by
from tests.faults.strace import needs_strace, sample
from tests.faults.tallies import Tally

pytestmark = needs_strace
SAVES, OPENINGS = 3, 12


def test_d2_a_save_killed_in_any_call_is_whole_or_absent(writers, base, tmp_path):
    kills, tally = ExactKills(writers, "save-once", base, tmp_path), Tally()

    for point in kills.points:
        kills.judge(kills.kill_at(point), tally)

    assert tally.is_clean, told_by(tally.lost + tally.corrupt)
    assert tally.rounds >= 20
    assert {name for name, _ in kills.points} >= {"pwrite64", "fsync", "unlink"}
    assert kills.before != kills.after
    # Most calls come before the save stands, and the flush of the folder comes after.
    assert kills.left[kills.before] > kills.left[kills.after] > 0


def test_d1_a_step_killed_in_any_call_is_settled_without_a_word(writers, base, tmp_path):
    look = desks.state_once_opened_in_silence
    kills, tally = ExactKills(writers, "step-once", base, tmp_path, look), Tally()

    for point in kills.points:
        kills.judge(kills.kill_at(point), tally)

    assert tally.is_clean, told_by(tally.lost + tally.corrupt)
    assert tally.rounds >= 20
    assert kills.left[kills.before] > kills.left[kills.after] > 0


def test_d2b_a_recovery_that_is_killed_is_gone_on_with_the_next_time(
    writers, base, tmp_path, chance
):
    kills, tally = ExactKills(writers, "save-once", base, tmp_path), Tally()
    killed = [each for each in map(kills.kill_at, kills.points) if each.is_interrupted]

    for first in chance.sample(killed, SAVES):
        for point in sample(kills.points_of_opening(first), OPENINGS, chance):
            kills.judge(kills.kill_opening(first, point), tally)

    assert tally.is_clean, told_by(tally.lost + tally.corrupt)
    assert tally.rounds == SAVES * OPENINGS
    # The first kill came before the save stood; however often its recovery begins anew.
    assert kills.left == {kills.before: tally.rounds}


def test_d2_a_kill_that_never_comes_would_be_found(writers, base, tmp_path):
    kills = ExactKills(writers, "save-once", base, tmp_path)

    with pytest.raises(AssertionError, match="was not killed at pwrite64 60000"):
        kills.kill_at(("pwrite64", 60_000))


def test_d2_a_save_that_was_told_and_is_not_there_would_be_found(writers, base, tmp_path):
    kills, tally = ExactKills(writers, "save-once", base, tmp_path), Tally()
    early = kills.kill_at(kills.points[0])
    folder = desks.copy(base, tmp_path / "other")

    kills.judge(type(early)(early.folder, early.point, done=True), tally)
    kills.judge(type(early)(folder, early.point, done=False), tally)

    assert len(tally.lost) == 1
    assert len(tally.corrupt) == 1
    assert "neither before nor after" in tally.corrupt[0]
