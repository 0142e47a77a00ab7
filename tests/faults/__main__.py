"""The long run of faults: random kills of everything that writes, exact kills, lost power.

    python -m tests.faults [--times N] [--seed N]

Prints what each part came to, and in the end the figures of all; exit code 1 when anything that
was acknowledged is lost, or anything is corrupt. It takes about ten minutes.
"""

import argparse
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

from tests.faults import desks
from tests.faults.exact_kills import ExactKills
from tests.faults.power_loss import lose_power
from tests.faults.random_kills import Tally, kill_at_random
from tests.faults.strace import can_watch
from tests.faults.verbs import VERBS
from tests.faults.writers import Writers

# How many times the rounds of the suite.
TIMES = 5
LOSSES = 40


def main() -> int:
    """Run all of it and return the exit code."""
    arguments = _arguments()
    print(f"seed {arguments.seed}", flush=True)
    whole = Tally()
    with TemporaryDirectory() as place, Writers() as writers:
        for name, tally in _parts(writers, Path(place), arguments.times, arguments.seed):
            print(f"{name}: {tally}", flush=True)
            for problem in (*tally.lost, *tally.corrupt):
                print(f"  {problem}", flush=True)
            whole.add(tally)
    print(f"All: {whole}")
    return 0 if whole.is_clean else 1


def _parts(writers: Writers, place: Path, times: int, seed: int) -> Iterator[tuple[str, Tally]]:
    base = desks.make(place / "base")
    folders = (place / f"part-{number}" for number in itertools.count())
    for name, verb in VERBS.items():
        rounds = verb.rounds * times
        fresh = _made(next(folders))
        yield f"D1 {name}", kill_at_random(writers, name, base, fresh, rounds=rounds, seed=seed)
    if not can_watch():
        print("D2, D2b, D9: left out, for strace is not here or may not watch other processes")
        return
    yield "D2 a save killed in each call", _exact(writers, base, _made(next(folders)))
    yield "D2b an opening killed in each call", _compound(writers, base, _made(next(folders)))
    chance = Random(seed)
    yield (
        "D9 power lost in a save",
        lose_power(writers, base, _made(next(folders)), chance, LOSSES),
    )


def _exact(writers: Writers, base: Path, place: Path) -> Tally:
    kills, tally = ExactKills(writers, "save-once", base, place), Tally()
    for point in kills.points:
        kills.judge(kills.kill_at(point), tally)
    return tally


def _compound(writers: Writers, base: Path, place: Path) -> Tally:
    kills, tally = ExactKills(writers, "save-once", base, place), Tally()
    for first in [kills.kill_at(point) for point in kills.points]:
        if first.is_interrupted:
            for point in kills.points_of_opening(first):
                kills.judge(kills.kill_opening(first, point), tally)
    return tally


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
