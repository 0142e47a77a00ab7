"""What takes long to reverse can be stopped in its midst, and then nothing is changed."""

import pytest

from mentor_desk.services.history.reversing import attended
from mentor_desk.services.history.steps import list_steps, redo_step, undo_step
from tests.canonical import canonical_dump
from tests.crowd import import_crowd

CROWD = 1500


class StoppedError(Exception):
    """Somebody wanted it stopped."""


class Impatience:
    """Stop the work at the nth time that it is heard of."""

    def __init__(self, times):
        self.left = times

    def __call__(self, done, of):
        assert (done, of) == (0, 0)
        self.left -= 1
        if not self.left:
            raise StoppedError


@pytest.mark.parametrize("times", [1, 2, 5])
def test_an_undo_that_was_stopped_changes_nothing_and_can_be_done_later(desk, times):
    empty = canonical_dump(desk)
    step = import_crowd(desk, CROWD).step
    before, steps = canonical_dump(desk), desk.run(list_steps)

    with pytest.raises(StoppedError):
        desk.do(attended, undo_step, Impatience(times), step_id=step)

    assert canonical_dump(desk) == before
    assert desk.run(list_steps) == steps
    desk.do(undo_step, step_id=step)
    assert canonical_dump(desk) == empty


@pytest.mark.parametrize("times", [1, 2, 5])
def test_the_same_holds_for_doing_it_again(desk, times):
    step = import_crowd(desk, CROWD).step
    whole = canonical_dump(desk)
    desk.do(undo_step, step_id=step)
    before, steps = canonical_dump(desk), desk.run(list_steps)

    with pytest.raises(StoppedError):
        desk.do(attended, redo_step, Impatience(times), step_id=step)

    assert canonical_dump(desk) == before
    assert desk.run(list_steps) == steps
    desk.do(redo_step, step_id=step)
    assert canonical_dump(desk) == whole


def test_nobody_is_asked_once_it_is_over(desk):
    heard = []
    step = import_crowd(desk, CROWD).step

    desk.do(attended, undo_step, lambda *how_far: heard.append(how_far), step_id=step)
    so_far = len(heard)
    desk.do(redo_step, step_id=step)

    assert len(heard) == so_far > 5
