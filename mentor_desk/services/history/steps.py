"""The history: what was done, step by step, and how it is taken back and done again."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.models.words import fold
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.history.reversing import reverse
from mentor_desk.services.history.standing import all_in_the_way
from mentor_desk.services.history.words import IN_ORDER, KINDS, Count
from mentor_desk.storage.journal import reading as journal_reading
from mentor_desk.storage.journal.chains import Chains, read_chains
from mentor_desk.storage.journal.cutting import BARRED

CHUNK = 500
# So many of the steps in the way are told; who took these back sees the others then.
MOST_TOLD = 4
# Beyond so many rows, taking a step back is felt.
MANY_ROWS = 2000
CANNOT_REDO = "This cannot be done again"


class StepState(StrEnum):
    """How a step stands today."""

    DONE = "done"
    UNDONE = "undone"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that was done.

    An undo is no row of its own: the step it took back is `UNDONE`, since `changed_at`, and done
    again it is `DONE` again. A `FINAL` step cannot be undone, such as forgetting for good.
    `counts` says how many records of each kind it touched; `is_autosave` marks what was saved
    while it was written.
    """

    id: int
    at: datetime
    did: str
    areas: Area
    counts: tuple[Count, ...]
    state: StepState
    changed_at: datetime | None
    is_autosave: bool


@dataclass(frozen=True, slots=True)
class Reversal:
    """What undoing a step, or doing it again, is about; `is_big` when it may take seconds."""

    did: str
    is_big: bool


def list_steps(
    db: Db, *, words: str = "", before_id: int | None = None, limit: int = 200
) -> list[StepRow]:
    """Return what was done, newest first, where all the words occur in its name.

    The next page is asked for with the id of the last row of this one as `before_id`.
    """
    chains = read_chains(db)
    return _rows(db, chains, _wanted(db, fold(words).split(), before_id, limit))


def step_row(db: Db, *, step_id: int) -> StepRow:
    """Return one step, or the step that an undo is about. Raises NotFoundError."""
    chains = read_chains(db)
    return _rows(db, chains, [chains.root(step_id)])[0]


def latest_step(db: Db) -> StepRow | None:
    """Return the step that Ctrl+Z takes back: the one last done or done again, and not undone."""
    chains = read_chains(db)
    found = journal_reading.latest_done(db, chains)
    return _rows(db, chains, [found], are_counted=False)[0] if found is not None else None


def next_redo(db: Db) -> StepRow | None:
    """Return the step that Ctrl+Shift+Z does again: the one last undone.

    Nothing is left to do again once something new was done.
    """
    chains = read_chains(db)
    found = journal_reading.latest_undone(db, chains)
    return _rows(db, chains, [found], are_counted=False)[0] if found is not None else None


def undo_step(db: Db, *, step_id: int) -> Changes:
    """Take one step back, whole; undoing an undo is doing it again.

    Raises NotFoundError when the history no longer knows it, and RefusedMoveError when something
    later builds on it or it is undone already; then nothing is changed.
    """
    chains = read_chains(db)
    step = _step(db, step_id)
    if chains.is_root(step_id) and chains.is_done(step_id):
        return reverse(db, chains, chains.tail(step_id))
    if chains.tail(step_id) != step_id:
        raise RefusedMoveError("This has been undone already.")
    return reverse(db, chains, step.id)


def redo(db: Db) -> Changes:
    """Do again what was last undone. Raises RefusedMoveError when there is nothing."""
    chains = read_chains(db)
    found = journal_reading.latest_undone(db, chains)
    if found is None:
        raise RefusedMoveError("There is nothing to do again.")
    return reverse(db, chains, chains.tail(found), cannot=CANNOT_REDO)


def redo_step(db: Db, *, step_id: int) -> Changes:
    """Do a step again that was undone, by the id of the step itself.

    Raises NotFoundError, and RefusedMoveError when it is not undone or something later is in
    its way.
    """
    chains = read_chains(db)
    _step(db, step_id)
    if chains.is_done(step_id):
        raise RefusedMoveError("This has not been undone.")
    return reverse(db, chains, chains.tail(step_id), cannot=CANNOT_REDO)


def look_at_reversal(db: Db, *, step_id: int) -> Reversal:
    """Return what reversing a step is about, in a millisecond. Raises NotFoundError."""
    chains = read_chains(db)
    root = _step(db, chains.root(step_id))
    rows = journal_reading.size_of(db, chains.tail(step_id), most=MANY_ROWS + 1)
    return Reversal(root.did, is_big=rows > MANY_ROWS)


def steps_in_the_way(db: Db, *, step_id: int, most: int = MOST_TOLD) -> tuple[list[StepRow], int]:
    """Return the later steps because of which this one cannot be reversed by itself.

    In the order in which they are to be reversed before it; so many of them, and how many more
    there are.
    """
    chains = read_chains(db)
    found = all_in_the_way(db, chains, chains.tail(step_id))
    told = _rows(db, chains, found[:most], are_counted=False)
    return told, len(found) - len(told)


def _step(db: Db, step_id: int) -> Step:
    step = db.get(Step, step_id)
    if step is None or not step.did:
        raise _unknown()
    return step


def _wanted(db: Db, words: list[str], before_id: int | None, limit: int) -> list[int]:
    named = [Step.undoes_id.is_(None), Step.did != ""]
    if before_id is not None:
        named.append(Step.id < before_id)
    if not words:
        return [*db.scalars(select(Step.id).where(*named).order_by(Step.id.desc()).limit(limit))]
    # Only the names of 100,000 steps are looked through, in a fifth of the time of the steps.
    query = select(Step.id, Step.did).where(*named).order_by(Step.id.desc())
    found: list[int] = []
    for step_id, did in db.execute(query.execution_options(yield_per=CHUNK)):
        if all(word in fold(did) for word in words):
            found.append(step_id)
            if len(found) == limit:
                break
    return found


def _rows(
    db: Db, chains: Chains, roots: Sequence[int], *, are_counted: bool = True
) -> list[StepRow]:
    """Return a row for each step, all of them read together, for there may be thousands.

    Without the counts where nobody waits for them, for they may take their time.
    """
    tails = {root: chains.tail(root) for root in roots}
    steps = _read(db, {*roots, *tails.values()})
    if any(root not in steps or not steps[root].did for root in roots):
        raise _unknown()
    counts = journal_reading.counts_of(db, roots) if are_counted else {}
    states = _states(db, chains, tails)
    rows: list[StepRow] = []
    for root, tail in tails.items():
        _, at, did, areas, joins = steps[root]
        told = _in_order(counts[root]) if are_counted else ()
        changed_at = None if tail == root else steps[tail].at
        state, is_autosave = states[root], joins is not None
        rows.append(StepRow(root, at, did, Area(areas), told, state, changed_at, is_autosave))
    return rows


def _read(db: Db, step_ids: Iterable[int]) -> dict[int, Any]:
    held = Step.__table__.c
    these = func.json_each(json.dumps([*step_ids])).table_valued("value")
    query = select(held.id, held.at, held.did, held.areas, held.joins)
    return {row[0]: row for row in db.execute(query.where(held.id.in_(select(these.c.value))))}


def _in_order(counts: dict[str, int]) -> tuple[Count, ...]:
    told = [Count(KINDS[table], number) for table, number in counts.items() if table in KINDS]
    return tuple(sorted(told, key=lambda count: IN_ORDER[count.kind]))


def _states(db: Db, chains: Chains, tails: dict[int, int]) -> dict[int, StepState]:
    known = journal_reading.with_images(db, tails)
    barred = journal_reading.with_images(db, tails.values(), of=BARRED)

    def state(root: int, tail: int) -> StepState:
        if root not in known:
            return StepState.FINAL
        if not chains.is_done(root):
            return StepState.UNDONE
        return StepState.FINAL if tail in barred else StepState.DONE

    return {root: state(root, tail) for root, tail in tails.items()}


def _unknown() -> NotFoundError:
    return NotFoundError("This step is no longer in the history.")
