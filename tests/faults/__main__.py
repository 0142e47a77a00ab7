"""The long run of faults: kills, lost power, full disks, damage, two starts, undoing.

    python -m tests.faults [--times N] [--seed N] [--only WORDS]

Prints what each part came to, and in the end the figures of all; exit code 1 when anything that
was acknowledged is lost, or anything is corrupt or gone astray. It takes about half an hour.
`--only history` runs the parts with that word in their name; 2 when there is none, with the names.
"""

import argparse
import itertools
import sys
import traceback
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

from tests.faults import desks
from tests.faults.exact_kills import EVERY, LASTING, ExactKills
from tests.faults.parts_of_suite import run_tests
from tests.faults.power_loss import lose_power
from tests.faults.random_kills import kill_at_random
from tests.faults.strace import can_watch
from tests.faults.tallies import Outcomes, Tally
from tests.faults.two_starts import start_two_windows, start_two_writers
from tests.faults.upgrades import state_then_finished
from tests.faults.verbs import VERBS
from tests.faults.window_kills import ACTS, kill_windows
from tests.faults.writers import Writers
from tests.services.history.desk_life import DeskLife, DeskThatForgets, play

# How many times the rounds of the suite.
TIMES = 5
LOSSES = 40
STARTS = 50
SERIES = 150
ROUNDS_OF_WINDOW = len(ACTS)
UPGRADE = "upgrade once"

Parts = dict[str, Callable[[], Tally | Outcomes]]


def main() -> int:
    """Run all of it and return the exit code."""
    arguments = _arguments()
    whole, is_clean = Tally(), True
    with TemporaryDirectory() as place, Writers() as writers:
        run = Run(writers, Path(place), arguments.times, arguments.seed)
        exact = _exact_faults(run)
        parts = {**_kills_and_starts(run), **exact, **_parts_of_suite(run)}
        chosen = [name for name in parts if arguments.only in name]
        if not chosen:
            print(f"No part has “{arguments.only}” in its name. The parts:", *parts, sep="\n  ")
            return 2
        print(f"seed {arguments.seed}", flush=True)
        for name in chosen:
            if name in exact and not can_watch():
                print(f"{name}: left out, for strace is not here or may not watch others")
                continue
            found = parts[name]()
            print(f"{name}: {found}", flush=True)
            for problem in found.problems:
                print(f"  {problem}", flush=True)
            is_clean &= not found.problems
            if isinstance(found, Tally):
                whole.add(found)
    if whole.rounds:
        print(f"All rounds: {whole}")
    return 0 if is_clean else 1


class Run:
    """What all parts of one run share: who writes, where, how much, and by which chance."""

    def __init__(self, writers: Writers, place: Path, times: int, seed: int) -> None:
        self.writers, self.times, self.seed = writers, times, seed
        self._place = place
        self._folders = (place / f"part-{number}" for number in itertools.count())

    @cached_property
    def base(self) -> Path:
        """The desk that most of it begins with."""
        return desks.make(self._place / "base")

    @property
    def chance(self) -> Random:
        """Chance that begins anew, the same in each run with the same seed."""
        return Random(self.seed)

    def folder(self) -> Path:
        """Return an empty folder that nobody else has."""
        folder = next(self._folders)
        folder.mkdir()
        return folder


def _kills_and_starts(run: Run) -> Parts:
    parts: Parts = {f"D1 {name}": partial(_kill, run, name) for name in VERBS}
    windows = ROUNDS_OF_WINDOW * run.times
    return {
        **parts,
        "D1 lock and end of the window": lambda: kill_windows(
            run.folder(), run.chance, rounds=windows
        ),
        "D6 two copies: writers": partial(_two_writers, run),
        "D6 two copies: windows": lambda: start_two_windows(
            run.folder(), run.chance, rounds=STARTS
        ),
        "history undone and redone": partial(_play, DeskLife, run.seed, "differing"),
        "history with somebody forgotten": partial(_play, DeskThatForgets, run.seed, "come back"),
    }


def _exact_faults(run: Run) -> Parts:
    upgrade = partial(_exact, run, UPGRADE, state_then_finished, LASTING)
    return {
        "D2 a save killed in each call": partial(_exact, run),
        "D2b an opening killed in each call": partial(_compound, run),
        "D9 power lost in a save": partial(_lose_power, run, "save-once"),
        "D9 power lost in a change of the passphrase": partial(
            _lose_power, run, "change of the passphrase"
        ),
        "D9 power lost in an import": partial(_lose_power, run, "import"),
        "D9 power lost in an upgrade": partial(_lose_power, run, UPGRADE, look=desks.state),
        "M2 an upgrade killed in each call that lasts": upgrade,
    }


def _parts_of_suite(run: Run) -> Parts:
    tests = partial(run_tests, times=run.times, seed=run.seed)
    full, failing, damaged = "test_full_disk.py", "test_disk_errors.py", "test_damage.py"
    keyrings = ("storage/test_keyring_catalogue.py", "storage/test_keychain_real.py")
    return {
        "D3a full disk of 2 MB": partial(tests, f"faults/{full}", words="d3a"),
        "D3b full disk in any write": partial(tests, f"faults/{full}", words="d3b"),
        "D4 failing disk in any call": partial(tests, f"faults/{failing}"),
        "D5 read-only folder": partial(tests, "faults/test_read_only.py"),
        "C1 truncations": partial(tests, "faults/test_cut_short.py"),
        "C2 bit flips": partial(tests, f"faults/{damaged}", words="no_flipped_bit"),
        "K keyring back ends": partial(tests, *keyrings),
        "T3 clock jumps": partial(tests, "faults/test_clock_jumps.py"),
    }


def _kill(run: Run, name: str) -> Tally:
    rounds = VERBS[name].rounds * run.times
    return kill_at_random(run.writers, name, run.base, run.folder(), rounds=rounds, seed=run.seed)


def _lose_power(
    run: Run, scene: str, look: Callable[[Path], str] = desks.state_once_opened
) -> Tally:
    return lose_power(
        run.writers, run.base, run.folder(), run.chance, LOSSES, scene=scene, look=look
    )


def _two_writers(run: Run) -> Outcomes:
    folder = desks.copy(run.base, run.folder() / "desk")
    with Writers() as others:
        return start_two_writers((run.writers, others), folder, rounds=STARTS)


def _play(life: type[DeskLife], seed: int, astray: str) -> Outcomes:
    outcomes = Outcomes("series", astray)
    try:
        outcomes.tried = play(life, SERIES, by_chance=seed)
    except Exception:  # noqa: BLE001
        # The first that is wrong ends it, and says all that was done in it.
        outcomes.count([traceback.format_exc()])
    return outcomes


def _exact(
    run: Run,
    scene: str = "save-once",
    look: Callable[[Path], str] = desks.state_once_opened,
    calls: str = EVERY,
) -> Tally:
    kills = ExactKills(run.writers, scene, run.base, run.folder(), look, calls)
    tally = Tally()
    for point in kills.points:
        kills.judge(kills.kill_at(point), tally)
    return tally


def _compound(run: Run) -> Tally:
    kills, tally = ExactKills(run.writers, "save-once", run.base, run.folder()), Tally()
    for first in [kills.kill_at(point) for point in kills.points]:
        if first.is_interrupted:
            for point in kills.points_of_opening(first):
                kills.judge(kills.kill_opening(first, point), tally)
    return tally


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="", metavar="WORDS")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
