"""Kill writers at random moments, and count what that cost."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from mentor_desk.errors import DeskError
from tests.faults import desks
from tests.faults.tallies import Tally
from tests.faults.verbs import VERBS
from tests.faults.writers import Round, Writers

# A word that says what comes next, and acknowledges nothing.
INTENT = "to "
MOST_PATIENCE = 20


def kill_at_random(
    writers: Writers, name: str, base: Path, place: Path, *, rounds: int, seed: int
) -> Tally:
    """Let a writer do one verb on one desk, and kill it in each round at a random moment.

    The desk goes on from round to round, as somebody's desk does. `base` is a desk to begin with
    and `place` a folder for it. On a computer so busy that nothing was acknowledged, there are
    more rounds, and longer ones.
    """
    verb, chance, tally = VERBS[name], Random(f"{name} {seed}"), Tally()
    folder = desks.copy(base, place / "desk")
    patience = 1
    while tally.rounds < rounds or (not tally.acknowledged and patience < MOST_PATIENCE):
        how = f"{name}, seed {seed}, round {tally.rounds}"
        run = writers.start(name, folder, seed=chance.getrandbits(32))
        run.kill_after(chance.uniform(0, verb.seconds * patience))
        tally.rounds += 1
        tally.acknowledged += _judge(run, name, folder, how, tally)
        patience += tally.rounds >= rounds
    return tally


def _judge(run: Round, name: str, folder: Path, how: str, tally: Tally) -> int:
    told = run.told()
    if run.status is not None and run.status >= 0:
        tally.corrupt.append(f"{how}: the writer stopped by itself: {told[-1:]}")
        told = [word for word in told if not word.startswith(("failed", "refused", " "))]
    try:
        lost = VERBS[name].lost(folder, told)
        faults = desks.faults_of(folder, secret=desks.secret_of(folder))
    except (DeskError, AssertionError, ValueError) as problem:
        lost, faults = [], [f"{type(problem).__name__}: {problem}"]
    tally.lost += [f"{how}: {each}" for each in lost]
    tally.corrupt += [f"{how}: {each}" for each in faults]
    return sum(not word.startswith(INTENT) for word in told)


def told_by(problems: Sequence[str]) -> str:
    """Return the first problems, one a line."""
    return "\n".join(problems[:20])
