"""The stretch in which a person was not on the desk, as far as that is certain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.storage.reading import as_moment

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Absence:
    """From `since` on, and before `until`, the history knows nobody of whom it is asked."""

    since: datetime
    until: datetime


def absence_of(db: Db, people: Iterable[int], *, now: datetime) -> Absence | None:
    """Return the stretch before the people were added; None when the history cannot tell.

    It cannot where it no longer reaches back to that step, and where the clock went back since.
    """
    ids = ", ".join(map(str, people))
    step = db.execute(text(_ADDED.format(ids=ids))).one_or_none()
    if step is None or step.missing:
        return None
    until, latest = as_moment(step.at), as_moment(step.earliest_since)
    if until is None or latest is None or min(latest, now) < until:
        return None
    oldest = db.execute(_OLDEST).one()
    since = LONG_AGO if oldest.id == 1 else as_moment(oldest.at)
    return Absence(since, until) if since is not None else None


_ADDED = (
    "SELECT first.at, (SELECT min(at) FROM steps WHERE id >= first.id) AS earliest_since,"
    " (SELECT count(*) FROM (SELECT row_id FROM images WHERE table_name = 'people'"
    "   AND row_id IN ({ids}) UNION SELECT id FROM people WHERE id IN ({ids})) AS each"
    "  WHERE NOT EXISTS (SELECT 1 FROM images WHERE table_name = 'people'"
    "   AND row_id = each.row_id AND before IS NULL)) AS missing"
    " FROM steps AS first WHERE first.id = (SELECT min(step_id) FROM images"
    " WHERE table_name = 'people' AND row_id IN ({ids}))"
)
_OLDEST = text("SELECT id, at FROM steps ORDER BY id LIMIT 1")
