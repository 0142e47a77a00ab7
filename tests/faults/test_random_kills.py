"""D1: a crash at any moment costs nothing that was acknowledged."""

from contextlib import closing

import pytest

from mentor_desk.models import MentoringSession
from tests.faults import desks
from tests.faults.random_kills import kill_at_random, told_by
from tests.faults.scenes import SCENES
from tests.faults.tallies import Outcomes, Tally
from tests.faults.verbs import VERBS
from tests.faults.window_kills import ACTS, judge, kill_windows
from tests.ui.shell.protected_window import make_protected_desk


@pytest.mark.parametrize("verb", VERBS)
def test_d1_what_was_acknowledged_survives_a_kill_at_any_moment(
    writers, base, tmp_path, seed, verb
):
    tally = kill_at_random(writers, verb, base, tmp_path, rounds=VERBS[verb].rounds, seed=seed)

    assert tally.is_clean, told_by(tally.lost + tally.corrupt)
    assert tally.rounds >= VERBS[verb].rounds
    assert tally.acknowledged > 0


@pytest.mark.timeout(240)
def test_d1_a_window_that_is_killed_in_a_lock_or_at_its_end_loses_nothing(tmp_path, chance):
    # `make faults` does so more often.
    tally = kill_windows(tmp_path, chance, rounds=len(ACTS))

    assert tally.is_clean, told_by(tally.problems)
    assert tally.rounds == len(ACTS)
    assert tally.acknowledged > 0


def test_d1_the_search_itself_finds_what_a_window_saved_and_is_gone(tmp_path):
    folder, tally = make_protected_desk(tmp_path / "desk"), Tally()

    judge(folder, [1, 2], "killed at last", tally)

    assert tally.lost == ["killed at last: 2 was saved, and 0 is there"]


def test_d1_no_verb_is_hidden_by_a_scene_of_its_name():
    assert not VERBS.keys() & SCENES.keys()


def test_d1_the_search_itself_finds_what_was_told_and_is_gone(base, tmp_path):
    folder = desks.copy(base, tmp_path / "desk")

    assert VERBS["save"].lost(folder, ["3 9"]) == ["session 3: 9"]
    assert VERBS["import of 1,000 cards"].lost(folder, ["Batch7"]) == ["Batch7"]


def test_d1_the_search_itself_finds_half_a_session(base, tmp_path):
    folder = desks.copy(base, tmp_path / "desk")
    with closing(desks.opened(folder)) as desk, desk.work(writes=True) as db:
        db.get_one(MentoringSession, 3).learned = "5"

    with pytest.raises(AssertionError, match="half a session"):
        VERBS["save"].lost(folder, [])


def test_d1_a_tally_is_clean_until_something_is_lost_or_corrupt():
    tally = Tally(rounds=3, acknowledged=7)
    tally.add(Tally(rounds=1, lost=["a save"]))

    assert str(tally) == "4 rounds, 7 acknowledged, 1 lost, 0 corrupt"
    assert not tally.is_clean
    assert Tally(rounds=1).is_clean


def test_d6_outcomes_say_how_many_went_astray():
    outcomes = Outcomes("rounds", "not exactly one writer")
    outcomes.count([])
    outcomes.count(["2 have it"])

    assert str(outcomes) == "2 rounds, 1 not exactly one writer"
    assert outcomes.problems == ["2 have it"]
