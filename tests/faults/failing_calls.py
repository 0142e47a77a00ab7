"""Let calls to the system fail during one act, and look at the desk before, between and after."""

from dataclasses import dataclass
from pathlib import Path

from tests.faults import desks
from tests.faults.strace import calls_in, watched
from tests.faults.tallies import Tally
from tests.faults.writers import Writers
from tests.own_desk import OTHER

WATCHED = "pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat2,unlink,pread64,openat"
OLD = b"what was there before"
BESIDE = ("review.pdf", "settings.json")


@dataclass(frozen=True)
class Failed:
    """How an act went that met with faults, and how it went again without them.

    The three states are those of the desk; `beside` is what stood next to it between the two. All
    of it lies in `place`, with copies of the desk in those states.
    """

    place: Path
    injection: str
    first: str
    second: str
    before: str
    between: str
    after: str
    beside: dict[str, bytes]
    calls: list[tuple[str, str]]

    @property
    def refusals(self) -> int:
        """How many calls were refused in the first act: a fault, and every try after it."""
        return sum("(INJECTED)" in rest for _, rest in self.calls)

    @property
    def is_lost(self) -> bool:
        """Whether an act that changes the desk was told to be done, and nothing of it is there."""
        found = ((self.first, self.between), (self.second, self.after))
        return any(told == "done" and state == self.before for told, state in found)

    def count_in(self, tally: Tally) -> None:
        """Count this as one round, with each act that was told to be done."""
        tally.rounds += 1
        tally.acknowledged += (self.first, self.second).count("done")

    @property
    def is_pending(self) -> bool:
        """Whether all is as before, but that a new passphrase opens the desk beside the old one."""
        old, held = self.before.split(": ")
        return self.between == f"{old}, {OTHER}: {held}"


def fail(writers: Writers, scene: str, base: Path, place: Path, *injections: str) -> Failed:
    """Run a scene whose first act meets with faults, and whose second has none."""
    place.mkdir()
    folder = desks.copy(base, place / "desk")
    for name in BESIDE:
        (place / name).write_bytes(OLD)
    run = writers.start(scene, folder)
    assert run.is_waiting(), run.told()
    before = _state(folder, place / "copy-before")
    with watched(run.pid, place / "calls.log", WATCHED, *injections):
        run.go_on()
        assert run.is_waiting(), run.told()
    between = _state(folder, place / "copy-between")
    beside = {path.name: path.read_bytes() for path in place.iterdir() if _is_beside(path)}
    run.go_on()
    assert run.is_waiting(), run.told()
    first, second = run.told()
    run.kill()
    after = _state(folder, place / "copy-after")
    calls = calls_in(place / "calls.log")
    told = " ".join(injections)
    return Failed(place, told, first, second, before, between, after, beside, calls)


def _state(folder: Path, target: Path) -> str:
    state = desks.state(desks.copy(folder, target))
    assert desks.faults_of(target, secret=desks.secret_of(target)) == []
    return state


def _is_beside(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".log", ".txt"}
