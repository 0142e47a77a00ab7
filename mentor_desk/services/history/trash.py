"""The trash: what was deleted, and how it is put back with all that went with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.history.parts import Deletion, Record, deletion_of
from mentor_desk.services.history.records import Records
from mentor_desk.services.history.reversing import named_steps, reverse
from mentor_desk.services.history.words import IN_ORDER, TABLES, Count, Kind
from mentor_desk.storage.journal import reading as journal_reading
from mentor_desk.storage.journal import steps as journal
from mentor_desk.storage.journal.chains import Chains, read_chains
from mentor_desk.storage.journal.cutting import is_barred
from mentor_desk.storage.journal.undo import link_again, put_back_rows

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


def list_trash(db: Db, *, kind: Kind | None = None, limit: int = 500) -> list[TrashRow]:
    """Return what was deleted and can be put back, latest first, of one kind or of all.

    What an undo took away is not here, for it can be done again.
    """
    rows: list[TrashRow] = []
    records = Records(db)
    for root, tail in _deleting_steps(db, read_chains(db)):
        rows += _rows_of(db, records, root, deletion_of(db, tail), kind)
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
    deletion = deletion_of(db, tail)
    if (kind, record_id) not in deletion.refers:
        raise NotFoundError("This is no longer in the trash.")
    did = f"Put back {Records(db).name(kind, record_id)}"
    together = deletion.together_with((kind, record_id))
    if len(together) == len(deletion.refers) and _may_be_undone_whole(db, chains, tail):
        return replace(reverse(db, chains, tail, cannot=CANNOT), made=record_id, did=did)
    _put_back_part(db, chains, tail, together)
    return Changes(EVERYTHING, made=record_id, did=did)


def _rows_of(
    db: Db, records: Records, root: int, deletion: Deletion, wanted: Kind | None
) -> Iterable[TrashRow]:
    step = db.get_one(Step, root)
    # Without a name, it is leaving the history.
    left = set(deletion.refers) if step.did else set()
    for kind in KINDS_IN_TRASH:
        for record in sorted(each for each in left if each[0] is kind):
            if record not in left:
                continue
            together = deletion.together_with(record)
            left -= together
            if wanted in {None, kind}:
                name = records.name(kind, record[1])
                counts = _counts(together - {record})
                yield TrashRow(kind, record[1], name, step.at, root, step.did, counts)


def _counts(records: set[Record]) -> tuple[Count, ...]:
    counts = Counter(kind for kind, _ in records)
    return tuple(Count(kind, counts[kind]) for kind in sorted(counts, key=IN_ORDER.__getitem__))


def _deleting_steps(db: Db, chains: Chains) -> Iterable[tuple[int, int]]:
    tails: set[int] = set()
    for kind in KINDS_IN_TRASH:
        tails.update(db.scalars(text(_GONE.format(table=TABLES[kind]))))
    # A step in effect is either a root, or did one again.
    lasting = {tail for tail in tails if tail not in chains.undone_by and chains.is_done(tail)}
    for tail in sorted(lasting, reverse=True):
        yield chains.root(tail), tail


def _last_step_of(db: Db, chains: Chains, kind: Kind, record_id: int) -> int:
    found: int | None = db.scalar(_LAST_STEP, {"table": TABLES[kind], "row": record_id})
    if found is None or not chains.is_done(found) or not db.get_one(Step, found).did:
        raise NotFoundError("This is no longer in the trash.")
    return found


def _may_be_undone_whole(db: Db, chains: Chains, tail: int) -> bool:
    return not is_barred(db, tail) and not journal_reading.built_upon_by(db, tail, chains)


def _put_back_part(db: Db, chains: Chains, tail: int, together: set[Record]) -> None:
    rows = {(TABLES[kind], record_id) for kind, record_id in together}
    try:
        put_back_rows(db, tail, rows)
        link_again(db, tail, rows)
    except IntegrityError as error:
        raise RefusedMoveError(f"{CANNOT}, for something later has taken its place.") from error
    this = journal.open_step(db)
    later = journal_reading.took_away(db, tail, this, chains) if this else None
    if later is not None:
        raise RefusedMoveError(
            f"{CANNOT} by itself, for what it belonged to is gone{named_steps(db, later)}."
        )


_GONE = (
    "SELECT step_id FROM (SELECT row_id, max(step_id) AS step_id FROM images"
    " WHERE table_name = '{table}' AND row_id NOT IN (SELECT id FROM \"{table}\")"
    " GROUP BY row_id) AS last"
    " WHERE EXISTS (SELECT 1 FROM images WHERE images.step_id = last.step_id"
    " AND images.table_name = '{table}' AND images.row_id = last.row_id"
    " AND images.before IS NOT NULL) GROUP BY step_id"
)
_LAST_STEP = text("SELECT max(step_id) FROM images WHERE table_name = :table AND row_id = :row")
