"""The stretch in which a person was not on the desk, as far as that is certain."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.forgetting.file_names import ways_of_file
from mentor_desk.services.forgetting.mentions import GIVEN_OUT
from mentor_desk.services.forgetting.names import Names
from mentor_desk.services.history.records import table_of
from mentor_desk.services.history.words import TABLES, Kind
from mentor_desk.storage.engine import bare_in
from mentor_desk.storage.journal.chains import read_chains
from mentor_desk.storage.journal.steps import row_as_json
from mentor_desk.storage.reading import as_moment

# The name of the step that remains of somebody, with nothing of what the desk held before.
FORGOT = "Forgot one person for good"

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Absence:
    """From `since` on, and before `until`, the history knows nobody of whom it is asked."""

    since: datetime
    until: datetime


def absence_of(db: Db, people: Iterable[int], *, now: datetime) -> Absence | None:
    """Return the stretch before the people were added; None when the history cannot tell.

    It cannot where it no longer reaches back to that step, where the clock went back since, and of
    what was before somebody else was forgotten.
    """
    step = _added(db, people)
    if step is None or step.missing:
        return None
    until, latest = as_moment(step.at), as_moment(step.earliest_since)
    if until is None or latest is None or min(latest, now) < until:
        return None
    since = _told_since(db)
    return Absence(since, until) if since is not None and since < until else None


def is_told_of_before(db: Db, names: Names, people: Iterable[int]) -> bool:
    """Tell whether anything that stood on the desk before the people were added may name them.

    Any form of the name counts, in the names of others too.
    """
    step = _added(db, people)
    texts = _texts_before(db, step.id) if step is not None else ()
    return any(_is_in(names, each) for each in texts)


def _added(db: Db, people: Iterable[int]) -> Any:
    ids = ", ".join(map(str, people))
    return db.execute(text(_ADDED.format(ids=ids))).one_or_none()


def _told_since(db: Db) -> datetime | None:
    """Return from when on the history is whole.

    What was undone later keeps an old step in it, when those around have left: from the first
    tail of all on, none has.
    """
    chains = read_chains(db)
    whole = min(map(chains.tail, db.scalars(_ROOTS)), default=0)
    first = max(whole, db.scalar(_FORGOTTEN, {"did": FORGOT}) or 0)
    is_all = first == 1 and db.scalar(_NAME_OF, {"id": first}) != FORGOT
    return LONG_AGO if is_all else as_moment(db.scalar(_LATEST_UNTIL, {"id": first}))


def _is_in(names: Names, held: str) -> bool:
    if not names.may_be_in(held):
        return False
    return any(any(names.anywhere_in(way)) for way in ways_of_file(held))


def _texts_before(db: Db, step_id: int) -> Iterator[str]:
    """Yield all that the desk held before the step, and what the steps before it are called."""
    db.flush()
    bare = bare_in(db)
    yield from (did for (did,) in bare.execute(_STEPS_BEFORE, {"step": step_id}))
    for (held,) in bare.execute(_IMAGES_BEFORE, {"step": step_id}):
        yield from _words_of(held)
    for kind in TABLES:
        if kind is not Kind.PHOTO:
            for (held,) in bare.execute(_standing(kind), {"step": step_id}):
                yield from _words_of(held)


def _words_of(held: str) -> Iterator[str]:
    for column, each in json.loads(held).items():
        # An identifier is letters and digits by chance, and a name of three may be among them.
        if isinstance(each, str) and column not in GIVEN_OUT:
            yield each


def _standing(kind: Kind) -> str:
    table = table_of(kind)
    return (
        f'SELECT {row_as_json(table, "here")} FROM "{table.name}" AS here'  # noqa: S608
        f" WHERE NOT EXISTS (SELECT 1 FROM images WHERE table_name = '{table.name}'"
        "  AND row_id = here.id AND step_id >= :step)"
    )


_ADDED = (
    "SELECT first.id, first.at, (SELECT min(at) FROM steps WHERE id >= first.id) AS earliest_since,"
    " (SELECT count(*) FROM (SELECT row_id FROM images WHERE table_name = 'people'"
    "   AND row_id IN ({ids}) UNION SELECT id FROM people WHERE id IN ({ids})) AS each"
    "  WHERE NOT EXISTS (SELECT 1 FROM images WHERE table_name = 'people'"
    "   AND row_id = each.row_id AND before IS NULL)) AS missing"
    " FROM steps AS first WHERE first.id = (SELECT min(step_id) FROM images"
    " WHERE table_name = 'people' AND row_id IN ({ids}))"
)
_ROOTS = text("SELECT id FROM steps WHERE undoes_id IS NULL AND did <> ''")
_FORGOTTEN = text("SELECT max(id) FROM steps WHERE did = :did")
_NAME_OF = text("SELECT did FROM steps WHERE id = :id")
_LATEST_UNTIL = text("SELECT max(at) FROM steps WHERE id <= :id")
_STEPS_BEFORE = "SELECT did FROM steps WHERE id < :step"
# Of each row the first image since then: so it stood when the step was done.
_IMAGES_BEFORE = (
    "SELECT before FROM images WHERE step_id < :step AND before IS NOT NULL"
    " AND table_name <> 'photos' UNION ALL"
    " SELECT before FROM (SELECT before, min(step_id) FROM images WHERE step_id >= :step"
    " AND table_name <> 'photos' GROUP BY table_name, row_id) WHERE before IS NOT NULL"
)
