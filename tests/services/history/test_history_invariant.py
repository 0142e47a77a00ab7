"""Whatever a mentor does: undoing all of it gives the first desk, redoing all of it the last."""

from tests.services.history.desk_life import DeskLife, DeskThatForgets, play

# `make faults` plays ten times as many, other ones every time.
SERIES = 10


def test_undoing_all_gives_the_first_desk_and_redoing_all_the_last():
    assert play(DeskLife, SERIES) >= SERIES


def test_nobody_who_was_forgotten_comes_back_by_undoing_or_redoing():
    assert play(DeskThatForgets, SERIES) >= SERIES
