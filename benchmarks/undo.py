"""Undo of an import: the floor is the import itself, on a desk on the disk.

Beside the bar it says what the history costs once it holds all that: opening its page, the
trash, the details of the import, and letting go of it.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._measuring import report
from mentor_desk.exchange.records import ForeignPeople, ForeignTopic, PersonRecord, WayToReach
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.details import step_details
from mentor_desk.services.history.keeping import Keeping, history_size, prune_history
from mentor_desk.services.history.steps import latest_step, list_steps, redo, undo_step
from mentor_desk.services.history.trash import list_trash
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.transfer.importing import apply_import
from mentor_desk.storage.desk_file import make_database, open_database

PEOPLE = 100_000
BAR = 2.0
KEY = bytes(range(32))


def main() -> int:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory(prefix="mentor-desk-benchmark-") as folder:
        path = Path(folder) / "desk.db"
        make_database(path, KEY)
        clock = [datetime(2026, 11, 23, 10, 0, tzinfo=UTC)]
        desk = Desk(open_database(path, KEY), clock=lambda: clock[0])
        try:
            return measure(desk, crowd(people), clock)
        finally:
            desk.close()


def measure(desk: Desk, people: ForeignPeople, clock: list[datetime]) -> int:
    imported, changes = timed(
        lambda: desk.do(apply_import, people, now=desk.now(), source="people.csv")
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    undone, _ = timed(lambda: desk.do(undo_step, step_id=changes.step))
    listed, _ = timed(lambda: desk.run(list_trash))
    redone, _ = timed(lambda: desk.do(redo))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    how = f"import {imported:.2f} s, undo {undone:.2f} s, again {redone:.2f} s, +{grown:.0f} MB"
    met = report(f"undo of {people.records:,} people", undone / imported, BAR, how)
    print(f"  trash while it stands undone: {listed * 1000:.0f} ms")
    for name, verb in {
        "list of steps": lambda: desk.run(list_steps),
        "latest step": lambda: desk.run(latest_step),
        "details of the import": lambda: desk.run(step_details, step_id=changes.step),
        "trash": lambda: desk.run(list_trash),
        "size": lambda: desk.run(history_size),
    }.items():
        took, _ = timed(verb)
        print(f"  {name}: {took * 1000:.0f} ms")
    size = desk.run(history_size)
    print(f"  the history holds {size.images:,} images, {size.bytes / 1e6:.0f} MB")
    took, _ = timed(lambda: prune_history(desk, Keeping()))
    print(f"  nothing to let go of, found out in {took * 1000:.0f} ms")
    clock[0] += timedelta(days=400)
    for number in range(110):
        desk.do(add_person, entry=PersonEntry(display_name=f"Person {number}"), now=desk.now())
    stretches = []
    while True:
        took, pruned = timed(lambda: prune_history(desk, Keeping()))
        stretches.append(took)
        if not pruned.has_more:
            break
    left = desk.run(history_size).images
    print(
        f"  all of it let go in {sum(stretches):.2f} s, {max(stretches) * 1000:.0f} ms at once"
        f" at most, {left} images left"
    )
    return 0 if met else 1


def crowd(size: int) -> ForeignPeople:
    return ForeignPeople(
        tuple(
            PersonRecord(
                number,
                number,
                given=f"Given{number}",
                family=f"Family{number % 977}",
                organisation=f"House {number % 50}",
                role="Engineer",
                city="Oslo",
                ways=(
                    WayToReach("email", f"person{number}@example.org"),
                    WayToReach("phone", f"+1 203 555 {number:06d}"),
                ),
                topics=(ForeignTopic("interest", f"Topic {number % 40}"),),
            )
            for number in range(1, size + 1)
        )
    )


def timed(verb: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = verb()
    return time.perf_counter() - began, answer


if __name__ == "__main__":
    sys.exit(main())
