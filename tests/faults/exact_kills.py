"""Kill a save at one exact call to the system, and the opening after it at another."""

import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mentor_desk.errors import DeskError
from tests.faults import desks
from tests.faults.strace import points_in, watched
from tests.faults.tallies import Tally
from tests.faults.writers import Writers

# Every call by which something on a disk is changed or made to last.
LASTING = "pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat2,unlink"
# A recovery reads, too, and can be stopped there.
OPENING = f"{LASTING},pread64,openat"
# Every call at all, but for those by which the writer is told to go on and says what it has done.
EVERY = "!read,writev"

Point = tuple[str, int]


@dataclass(frozen=True)
class Killed:
    """What a kill left behind; `done` when the act was acknowledged before it."""

    folder: Path
    point: Point
    done: bool

    @property
    def is_interrupted(self) -> bool:
        """Whether the next opening has something to roll back."""
        return any(path.stat().st_size for path in self.folder.glob("*-journal"))


class ExactKills:
    """One scene, killed call by call. `before` and `after` are the two states that may be left.

    `left` counts how often each was. To `look` at what a kill left is what the next start does.
    The points are the `calls` of these names.
    """

    def __init__(
        self,
        writers: Writers,
        scene: str,
        base: Path,
        place: Path,
        look: Callable[[Path], str] = desks.state_once_opened,
        calls: str = LASTING,
    ) -> None:
        self._look = look
        self._calls = calls
        self._writers = writers
        self.scene = scene
        self._base = base
        self._place = place
        self.left: Counter[str] = Counter()
        self.before, self.after, self.points = self._unharmed()

    def kill_at(self, point: Point) -> Killed:
        """Kill the act in this call, before the call does anything."""
        folder = desks.copy(self._base, self._fresh() / "desk")
        done = self._run(self.scene, folder, point)
        return Killed(folder, point, done)

    def kill_opening(self, killed: Killed, point: Point) -> Killed:
        """Open what a kill left, and kill the opening in this call."""
        folder = desks.copy(killed.folder, self._fresh() / "desk")
        self._run("open", folder, point)
        return Killed(folder, point, killed.done)

    def points_of_opening(self, killed: Killed) -> list[Point]:
        """Return every call that the opening of what a kill left needs."""
        folder = desks.copy(killed.folder, self._fresh() / "desk")
        run = self._writers.start("open", folder)
        assert run.is_waiting()
        log = folder.parent / "calls.txt"
        with watched(run.pid, log, OPENING):
            run.go_on()
            assert run.is_waiting()
        run.kill()
        return points_in(log)

    def judge(self, killed: Killed, tally: Tally) -> None:
        """Open what a kill left, and count it if it is neither before nor after."""
        tally.rounds += 1
        tally.acknowledged += killed.done
        how = f"{self.scene} killed at {killed.point[0]} {killed.point[1]}"
        try:
            state = self._look(killed.folder)
            faults = desks.faults_of(killed.folder)
        except DeskError as problem:
            state, faults = self.before, [str(problem)]
        tally.corrupt += [f"{how}: {fault}" for fault in faults]
        self.left[state] += 1
        if state not in {self.before, self.after}:
            tally.corrupt.append(f"{how}: neither before nor after")
        elif killed.done and state != self.after:
            tally.lost.append(how)

    def _run(self, scene: str, folder: Path, point: Point) -> bool:
        name, number = point
        run = self._writers.start(scene, folder)
        assert run.is_waiting(), run.told()
        log = folder.parent / "calls.txt"
        seen = OPENING if self._calls == LASTING else self._calls
        with watched(run.pid, log, seen, f"{name}:signal=KILL:when={number}"):
            run.go_on()
            run.is_waiting()
            status = run.status
        run.kill()
        # A fault that never came would leave every desk whole, and show nothing.
        assert status == -signal.SIGKILL, f"{scene} was not killed at {name} {number}: {run.told()}"
        return run.told() == ["done"]

    def _unharmed(self) -> tuple[str, str, list[Point]]:
        folder = desks.copy(self._base, self._fresh() / "desk")
        run = self._writers.start(self.scene, folder)
        assert run.is_waiting(), run.told()
        before = desks.state(desks.copy(folder, self._fresh() / "desk"))
        log = folder.parent / "calls.txt"
        with watched(run.pid, log, self._calls):
            run.go_on()
            assert run.is_waiting(), run.told()
        run.kill()
        assert run.told() == ["done"]
        return before, desks.state(folder), points_in(log)

    def _fresh(self) -> Path:
        number = sum(1 for _ in self._place.iterdir())
        made = self._place / f"{self.scene}-{number}"
        made.mkdir()
        return made
