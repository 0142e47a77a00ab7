"""What a disk may hold after the power went: what was flushed, and of the rest anything or nothing.

The calls of one act are recorded by strace with every byte. A disk is then played that keeps a
write only once its file was flushed, and a new, renamed or removed name only once its folder was.
Whatever was not flushed when the power goes is there, is not there, or is there in part, as chance
has it.
"""

import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from mentor_desk.errors import DeskError
from tests.faults import desks
from tests.faults.strace import watched
from tests.faults.tallies import Tally
from tests.faults.writers import Writers

SECTOR = 512
_CALL = re.compile(
    r"^\d+ +(?P<call>\w+)\((?:AT_FDCWD(?:<[^>]*>)?, )?(?:\d+<(?P<on>[^>]*)>|\"(?P<path>[^\"]*)\")"
    r"(?P<rest>.*)$",
    re.MULTILINE,
)
_WRITE = re.compile(
    r", \"(?P<data>(?:\\x[0-9a-f]{2})*)\", \d+(?:, (?P<offset>\d+))?\) = (?P<done>\d+)"
)
_TARGET = re.compile(r", \"(?P<path>[^\"]*)\"\) = 0")
_WATCHED = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename"


@dataclass(frozen=True)
class Step:
    """One call that changed the disk or had it flushed; `name` is empty for the folder itself.

    A write without an offset goes to the end of what was written; a rename has a `target`.
    """

    call: str
    name: str
    offset: int | None = 0
    data: bytes = b""
    target: str = ""


@dataclass
class Disk:
    """A folder on a disk with a memory of its own, which is lost with the power.

    What a file holds goes by its number, for a name may come to stand for another file: `kept`
    are the names that are safe, `seen` those that the program sees.
    """

    flushed: list[bytes]
    kept: dict[str, int]
    seen: dict[str, int]
    waiting: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    naming: list[tuple[Step, int]] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Take one call as a disk does: into its memory, or out of it."""
        if step.call == "flush" and not step.name:
            for change in self.naming:
                _name(self.kept, *change)
            self.naming.clear()
        elif step.call == "flush":
            file = self.seen[step.name]
            for each in self.waiting.pop(file, []):
                self.flushed[file] = _changed(self.flushed[file], each)
        elif step.call in {"create", "unlink", "rename"}:
            self._take_name(step)
        else:
            self._take_write(step)

    def after_power_loss(self, chance: Random) -> dict[str, bytes]:
        """Return what may be found: what was not flushed is there, not there, or half."""
        likely = chance.choice((0.0, 0.5, 1.0))
        names = dict(self.kept)
        for change in self.naming:
            if chance.random() < likely:
                _name(names, *change)
        return {name: self._content(file, chance, likely) for name, file in names.items()}

    def _take_name(self, step: Step) -> None:
        if step.call == "create":
            if step.name in self.seen:
                return
            self.flushed.append(b"")
        change = step, self.seen.get(step.name, len(self.flushed) - 1)
        _name(self.seen, *change)
        self.naming.append(change)

    def _take_write(self, step: Step) -> None:
        file = self.seen[step.name]
        if step.offset is None:
            written = [len(self.flushed[file]), *(_end(each) for each in self.waiting[file])]
            step = replace(step, offset=max(written))
        self.waiting[file].append(step)

    def _content(self, file: int, chance: Random, likely: float) -> bytes:
        content = self.flushed[file]
        for each in self.waiting.get(file, []):
            if chance.random() < likely:
                content = _changed(content, _torn(each, chance) if likely < 1 else each)
        return content


def disk_with(files: dict[str, bytes]) -> Disk:
    """Return a disk on which these files are safe."""
    names = {name: number for number, name in enumerate(files)}
    return Disk(list(files.values()), names, dict(names))


def disk_of(folder: Path) -> Disk:
    """Return a disk on which everything that lies in the folder itself is safe."""
    return disk_with({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})


def record(writers: Writers, scene: str, base: Path, place: Path) -> tuple[Path, Path, list[Step]]:
    """Play a scene; return how the folder stood before and after, and what was done to it."""
    folder = desks.copy(base, place / "desk")
    run = writers.start(scene, folder)
    assert run.is_waiting(), run.told()
    before = desks.copy(folder, place / "before")
    log = place / "calls.log"
    with watched(run.pid, log, _WATCHED, options=("-y", "-xx", "-s", "1000000")):
        run.go_on()
        assert run.is_waiting(), run.told()
    run.kill()
    assert run.told() == ["done"]
    return before, folder, _steps(log.read_text(), folder)


def lose_power(
    writers: Writers,
    base: Path,
    place: Path,
    chance: Random,
    losses: int,
    *,
    scene: str = "save-once",
    look: Callable[[Path], str] = desks.state_once_opened,
    forgotten: str | None = None,
) -> Tally:
    """Let the power go so many times after each call of an act, and judge what is found.

    To `look` is what the next start does. With `forgotten`, the disk is never asked to flush the
    file whose name ends so: what a program that forgot it would come to.
    """
    before, folder, steps = record(writers, scene, base, place)
    steps = [step for step in steps if not _is_flush_of(step, forgotten)]
    states, tally = (desks.state(before), desks.state(folder)), Tally()
    disk = disk_of(before)
    for number, step in enumerate(steps, start=1):
        disk.take(step)
        # Once the last call has returned, the act is acknowledged.
        is_done = number == len(steps)
        for loss in range(losses):
            found = _put(disk.after_power_loss(chance), place / f"found-{number}-{loss}")
            how = f"power lost after {step.call} {step.name or 'of the folder'}, {number}"
            tally.rounds += 1
            tally.acknowledged += is_done
            _judge(look, found, states, how, tally, is_done=is_done)
            shutil.rmtree(found)
    return tally


def _judge(
    look: Callable[[Path], str],
    found: Path,
    states: tuple[str, str],
    how: str,
    tally: Tally,
    *,
    is_done: bool,
) -> None:
    try:
        state = look(found)
        faults = desks.faults_of(found, secret=desks.secret_of(found))
    except (DeskError, AssertionError) as problem:
        tally.corrupt.append(f"{how}: {problem}")
        return
    tally.corrupt += [f"{how}: {fault}" for fault in faults]
    # Which passphrases open it is in either state, or in one between: there is one that does.
    if _held(state) not in map(_held, states):
        tally.corrupt.append(f"{how}: neither before nor after")
    elif is_done and state != states[1]:
        tally.lost.append(how)


def _held(state: str) -> str:
    return state.split(": ")[1]


def _is_flush_of(step: Step, ending: str | None) -> bool:
    if step.call != "flush" or ending is None:
        return False
    return step.name.endswith(ending) if ending else not step.name


def _put(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def _steps(log: str, folder: Path) -> list[Step]:
    steps = []
    for found in _CALL.finditer(log):
        path = Path(_plain(found["on"] or found["path"]))
        if path == folder:
            name = ""
        elif path.parent == folder and not path.is_dir():
            name = path.name
        else:
            continue
        steps += _step(found["call"], name, found["rest"])
    return steps


def _step(call: str, name: str, rest: str) -> list[Step]:
    if call in {"fsync", "fdatasync"}:
        return [Step("flush", name)]
    if call == "unlink":
        return [Step("unlink", name)] if rest.endswith("= 0") else []
    if call == "openat":
        return [Step("create", name)] if "O_CREAT" in rest else []
    if call == "rename":
        target = _TARGET.search(rest)
        assert target is not None, rest[-200:]
        return [Step("rename", name, target=Path(_plain(target["path"])).name)]
    assert call in {"pwrite64", "write"}, f"{call} is not played yet"
    write = _WRITE.search(rest)
    assert write is not None, rest[-200:]
    data = bytes.fromhex(write["data"].replace("\\x", ""))
    assert len(data) == int(write["done"])
    return [Step("write", name, int(write["offset"]) if write["offset"] else None, data)]


def _name(names: dict[str, int], step: Step, file: int) -> None:
    if step.call == "create":
        names[step.name] = file
        return
    names.pop(step.name, None)
    if step.call == "rename":
        names[step.target] = file


def _plain(spelt: str) -> str:
    if not spelt.startswith("\\x"):
        return spelt
    return bytes.fromhex(spelt.replace("\\x", "")).decode()


def _changed(content: bytes, step: Step) -> bytes:
    begin = step.offset or 0
    return content.ljust(begin, b"\0")[:begin] + step.data + content[_end(step) :]


def _end(step: Step) -> int:
    return (step.offset or 0) + len(step.data)


def _torn(step: Step, chance: Random) -> Step:
    # A sector is written whole or not at all; of several, any may be missing at the end.
    sectors = -(-len(step.data) // SECTOR)
    return replace(step, data=step.data[: SECTOR * chance.randint(1, sectors)])
