"""The trash: what was deleted, and how it is put back with all that went with it."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError
from mentor_desk.models import Step
from mentor_desk.models.words import fold
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.history.parts import THESE_UNDONE, Deletion, Record, deletions_of
from mentor_desk.services.history.records import Records
from mentor_desk.services.history.reversing import reverse
from mentor_desk.services.history.standing import standing_in_the_way
from mentor_desk.services.history.words import IN_ORDER, TABLES, Count, Kind
from mentor_desk.storage.journal.chains import Chains, read_chains
from mentor_desk.storage.journal.cutting import is_barred

# The first of these that went stands for all that went with it.
KINDS_IN_TRASH = (
    Kind.PERSON,
    Kind.MENTORSHIP,
    Kind.INTRODUCTION,
    Kind.SESSION,
    Kind.GOAL,
    Kind.SHARE,
    Kind.RESOURCE,
    Kind.REVIEW,
    Kind.ACTION,
    Kind.MILESTONE,
    Kind.PROGRESS,
    Kind.PERSON_TOPIC,
)

# So many deletions are read at once.
CHUNK = 100
CANNOT = "This cannot be put back"


@dataclass(frozen=True, slots=True)
class TrashRow:
    """One thing that was deleted; `went_with` counts what went with it, itself not included."""

    kind: Kind
    record_id: int
    name: str
    deleted_at: datetime
    step_id: int
    did: str
    went_with: tuple[Count, ...]


def list_trash(
    db: Db, *, kind: Kind | None = None, words: str = "", limit: int = 500
) -> list[TrashRow]:
    """Return what was deleted and can be put back, latest first, of one kind or of all.

    With words, only what has all of them in its name or in what was done, however long ago. What
    an undo took away is not here, for it can be done again.
    """
    wanted = fold(words).split()
    rows: list[TrashRow] = []
    records, chains = Records(db), read_chains(db)
    tails = _deleting_steps(db, chains)
    for start in range(0, len(tails), CHUNK):
        deletions = deletions_of(db, tails[start : start + CHUNK], chains.undone)
        deleted = {chains.root(tail): deletion for tail, deletion in deletions.items()}
        rows += [row for row in _rows_of(db, records, deleted, kind) if _has(row, wanted)]
        if len(rows) >= limit:
            break
    return rows[:limit]


def put_back(db: Db, *, kind: Kind, record_id: int) -> Changes:
    """Put one deleted thing back, with all that went with it.

    Raises NotFoundError when the history no longer holds it, and RefusedMoveError when what it
    belonged to is gone too, or something new has taken its place.
    """
    chains = read_chains(db)
    tail = _last_step_of(db, chains, kind, record_id)
    deletion = deletions_of(db, [tail], chains.undone)[tail]
    if (kind, record_id) not in deletion.refers:
        raise NotFoundError("This is no longer in the trash.")
    did = f"Put back {Records(db).name(kind, record_id)}"
    together = deletion.together_with((kind, record_id))
    whole = len(together) == len(deletion.refers) and _may_be_undone_whole(db, chains, tail)
    only = None if whole else together
    changes = reverse(db, chains, tail, cannot=CANNOT, did=did, only=only)
    # A step like any other, so that it is what Ctrl+Z takes back next.
    return replace(changes, areas=EVERYTHING, made=record_id, undoes=None)


def _rows_of(
    db: Db, records: Records, deleted: dict[int, Deletion], wanted: Kind | None
) -> list[TrashRow]:
    found = db.scalars(select(Step).where(Step.id.in_(deleted)))
    steps = {step.id: step for step in found}
    heads = [
        (steps[root], head, together)
        for root, deletion in deleted.items()
        # Without a name, it is leaving the history.
        if steps[root].did
        for head, together in _heads(deletion)
        if wanted in {None, head[0]}
    ]
    records.learn_gone(head for _step, head, _together in heads)
    return [
        TrashRow(*head, records.name(*head), step.at, step.id, step.did, _counts(together - {head}))
        for step, head, together in heads
    ]


def _has(row: TrashRow, words: list[str]) -> bool:
    held = fold(f"{row.name} {row.did}") if words else ""
    return all(word in held for word in words)


def _heads(deletion: Deletion) -> Iterable[tuple[Record, set[Record]]]:
    left = set(deletion.refers)
    for kind in KINDS_IN_TRASH:
        for record in sorted(each for each in left if each[0] is kind):
            if record in left:
                together = deletion.together_with(record)
                left -= together
                yield record, together


def _counts(records: set[Record]) -> tuple[Count, ...]:
    counts = Counter(kind for kind, _ in records)
    return tuple(Count(kind, counts[kind]) for kind in sorted(counts, key=IN_ORDER.__getitem__))


def _deleting_steps(db: Db, chains: Chains) -> list[int]:
    """Return the steps in effect that deleted something, latest first, as the tails of chains."""
    tails: set[int] = set()
    values = {"undone": json.dumps(sorted(chains.undone))}
    for kind in KINDS_IN_TRASH:
        tails.update(db.scalars(text(_DELETING.format(table=TABLES[kind])), values))
    return sorted(tails, reverse=True)


def _last_step_of(db: Db, chains: Chains, kind: Kind, record_id: int) -> int:
    values = {"table": TABLES[kind], "row": record_id, "undone": json.dumps(sorted(chains.undone))}
    found: int | None = db.scalar(_LAST_STEP, values)
    if found is None or not db.get_one(Step, found).did:
        raise NotFoundError("This is no longer in the trash.")
    return found


def _may_be_undone_whole(db: Db, chains: Chains, tail: int) -> bool:
    return not is_barred(db, tail) and standing_in_the_way(db, chains, tail) is None


# By step and not by row: what a step that was undone took away, however much, is passed over.
_DELETING = (
    f"SELECT id FROM steps WHERE did <> '' AND id NOT IN {THESE_UNDONE}"  # noqa: S608
    " AND NOT EXISTS (SELECT 1 FROM steps AS undo WHERE undo.undoes_id = steps.id)"
    " AND EXISTS (SELECT 1 FROM images WHERE step_id = steps.id AND table_name = '{table}'"
    ' AND NOT EXISTS (SELECT 1 FROM "{table}" AS here WHERE here.id = images.row_id)'
    " AND before IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM images AS later WHERE later.table_name = '{table}'"
    " AND later.row_id = images.row_id AND later.step_id > images.step_id"
    f" AND later.step_id NOT IN {THESE_UNDONE}))"
)
_LAST_STEP = text(
    "SELECT max(step_id) FROM images WHERE table_name = :table AND row_id = :row"  # noqa: S608
    f" AND step_id NOT IN {THESE_UNDONE}"
)
