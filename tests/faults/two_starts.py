"""Two programs are started on one desk at once, over and over; exactly one may have it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.faults import desks
from tests.faults.tallies import Outcomes
from tests.faults.window_process import WindowProcess, first_told
from tests.faults.writers import Writers
from tests.own_desk import SECRET
from tests.ui.shell.protected_window import make_protected_desk

# Seconds between the two starts of a window, at most.
APART = 0.1
LEISURE = 3000


def start_two_windows(home: Path, chance: Random, *, rounds: int) -> Outcomes:
    """Start the program twice, moments apart: one window stays, the other start says why it ends.

    `home` is an empty folder for all that the two write.
    """
    (home / "passphrase").write_text(SECRET + "\n")
    make_protected_desk(home / "desk")
    outcomes = Outcomes("rounds", "not exactly one window")
    for number in range(rounds):
        outcomes.count(f"round {number}: {each}" for each in _two_windows(home, chance))
    outcomes.wrong += desks.faults_of(home / "desk", secret=SECRET)
    return outcomes


def _two_windows(home: Path, chance: Random) -> Iterator[str]:
    with ExitStack() as stack:
        copies = []
        for _ in range(2):
            copies.append(stack.enter_context(WindowProcess(home / "desk", home, leisure=LEISURE)))
            time.sleep(chance.uniform(0, APART))
        try:
            left = first_told(copies)
            left.wait_for("shown")
        except AssertionError as problem:
            yield str(problem)
            return
        code, said, wrong = next(each for each in copies if each is not left).end()
        if (code, wrong) != (0, "") or "already" not in said:
            yield f"the other ended with {code}: {said}{wrong}"


def start_two_writers(pair: tuple[Writers, Writers], folder: Path, *, rounds: int) -> Outcomes:
    """Let two open a desk at the same moment, and kill the one that has it."""
    outcomes = Outcomes("rounds", "not exactly one writer")
    for number in range(rounds):
        outcomes.count(f"round {number}: {each}" for each in _two_writers(pair, folder))
    outcomes.wrong += desks.faults_of(folder)
    return outcomes


def _two_writers(pair: tuple[Writers, Writers], folder: Path) -> Iterator[str]:
    both = [each.start("keep open", folder) for each in pair]
    if not all(each.is_waiting() for each in both):
        yield "one did not begin"
    for each in both:
        each.go_on()
    have = [each for each in both if each.is_waiting()]
    told = sorted(word for each in both for word in each.told())
    for each in have:
        each.kill()
    is_one = len(have) == 1 and have[0].told() == ["opened"]
    if not is_one or len(told) != 2 or not told[1].startswith("refused DeskBusyError: "):
        yield f"{len(have)} have it: {told}"
