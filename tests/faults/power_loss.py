"""What a disk may hold after the power went: what was flushed, and of the rest anything or nothing.

The calls of one save are recorded by strace with every byte. A disk is then played that keeps a
write only once its file was flushed, and a new or removed name only once its folder was. Whatever
was not flushed when the power goes is there, is not there, or is there in part, as chance has it.
"""

import re
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from mentor_desk.errors import DeskError
from tests.faults import desks
from tests.faults.random_kills import Tally
from tests.faults.strace import watched
from tests.faults.writers import Writers

SECTOR = 512
_CALL = re.compile(
    r"^\d+ +(?P<call>\w+)\((?:AT_FDCWD(?:<[^>]*>)?, )?(?:\d+<(?P<on>[^>]*)>|\"(?P<path>[^\"]*)\")"
    r"(?P<rest>.*)$",
    re.MULTILINE,
)
_WRITE = re.compile(r", \"(?P<data>(?:\\x[0-9a-f]{2})*)\", \d+, (?P<offset>\d+)\) = (?P<done>\d+)")
_WATCHED = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename"


@dataclass(frozen=True)
class Step:
    """One call that changed the disk or had it flushed; `name` is empty for the folder itself."""

    call: str
    name: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """A folder on a disk with a memory of its own, which is lost with the power."""

    flushed: dict[str, bytes]
    names: set[str]
    waiting: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    renaming: list[Step] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Take one call as a disk does: into its memory, or out of it."""
        if step.call == "flush" and not step.name:
            for each in self.renaming:
                self._rename(self.names, each)
            self.renaming.clear()
        elif step.call == "flush":
            content = self.flushed.get(step.name, b"")
            for each in self.waiting.pop(step.name, []):
                content = _changed(content, each)
            self.flushed[step.name] = content
        elif step.call in {"create", "unlink"}:
            self.renaming.append(step)
            self.flushed.setdefault(step.name, b"")
        else:
            self.waiting[step.name].append(step)

    def after_power_loss(self, chance: Random) -> dict[str, bytes]:
        """Return what may be found: what was not flushed is there, not there, or half."""
        likely = chance.choice((0.0, 0.5, 1.0))
        names = set(self.names)
        for each in self.renaming:
            if chance.random() < likely:
                self._rename(names, each)
        return {name: self._content(name, chance, likely) for name in names}

    def _content(self, name: str, chance: Random, likely: float) -> bytes:
        content = self.flushed[name]
        for each in self.waiting.get(name, []):
            if chance.random() < likely:
                content = _changed(content, _torn(each, chance) if likely < 1 else each)
        return content

    @staticmethod
    def _rename(names: set[str], step: Step) -> None:
        if step.call == "create":
            names.add(step.name)
        else:
            names.discard(step.name)


def disk_of(folder: Path) -> Disk:
    """Return a disk on which everything that lies in the folder is safe."""
    flushed = {path.name: path.read_bytes() for path in folder.iterdir()}
    return Disk(flushed, set(flushed))


def record(writers: Writers, base: Path, place: Path) -> tuple[Path, Path, list[Step]]:
    """Save a session; return how the folder stood before and after, and what was done to it."""
    folder = desks.copy(base, place / "desk")
    run = writers.start("save-once", folder)
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
    forgotten: str | None = None,
) -> Tally:
    """Let the power go so many times after each call of a save, and judge what is found.

    With `forgotten`, the disk is never asked to flush the file of that name: what a program that
    forgot it would come to.
    """
    before, folder, steps = record(writers, base, place)
    steps = [step for step in steps if (step.call, step.name) != ("flush", forgotten)]
    states, tally = (desks.dump(before), desks.dump(folder)), Tally()
    disk = disk_of(before)
    for number, step in enumerate(steps, start=1):
        disk.take(step)
        # Once the last call has returned, the save is acknowledged.
        is_done = number == len(steps)
        for loss in range(losses):
            found = _put(disk.after_power_loss(chance), place / f"found-{number}-{loss}")
            how = f"power lost after {step.call} {step.name or 'of the folder'}, {number}"
            tally.rounds += 1
            tally.acknowledged += is_done
            _judge(found, states, how, tally, is_done=is_done)
            shutil.rmtree(found)
    return tally


def _judge(found: Path, states: tuple[str, str], how: str, tally: Tally, *, is_done: bool) -> None:
    try:
        desks.opened(found).close()
        state, faults = desks.dump(found), desks.faults_of(found)
    except DeskError as problem:
        tally.corrupt.append(f"{how}: {problem}")
        return
    tally.corrupt += [f"{how}: {fault}" for fault in faults]
    if state not in states:
        tally.corrupt.append(f"{how}: neither before nor after")
    elif is_done and state != states[1]:
        tally.lost.append(how)


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
        elif path.parent == folder:
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
    assert call == "pwrite64", f"{call} is not played yet"
    write = _WRITE.search(rest)
    assert write is not None, rest[-200:]
    data = bytes.fromhex(write["data"].replace("\\x", ""))
    assert len(data) == int(write["done"])
    return [Step("write", name, int(write["offset"]), data)]


def _plain(spelt: str) -> str:
    if not spelt.startswith("\\x"):
        return spelt
    return bytes.fromhex(spelt.replace("\\x", "")).decode()


def _changed(content: bytes, step: Step) -> bytes:
    end = step.offset + len(step.data)
    padded = content.ljust(step.offset, b"\0")
    return padded[: step.offset] + step.data + padded[end:]


def _torn(step: Step, chance: Random) -> Step:
    # A sector is written whole or not at all; of several, any may be missing at the end.
    sectors = -(-len(step.data) // SECTOR)
    return Step("write", step.name, step.offset, step.data[: SECTOR * chance.randint(1, sectors)])
