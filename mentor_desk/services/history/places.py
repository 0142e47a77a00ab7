"""Where records stand in the order of their fellows, before and after a step."""

import json
from collections.abc import Collection
from typing import TypeAlias

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.history.records import Image, Records
from mentor_desk.services.history.words import TABLES, Kind

# What stands in an order, and the column that says among whom.
ORDERED: dict[Kind, str] = {
    Kind.WAY: "person_id",
    Kind.SESSION_TOPIC: "session_id",
    Kind.MILESTONE: "goal_id",
}

Images: TypeAlias = dict[int, Image]


def places_changed(
    db: Db, kind: Kind, record_ids: Collection[int], *, step_id: int
) -> dict[int, tuple[int, int]]:
    """Return those of these records that a step put in another place, with both, counted from 1.

    Counted among what was there, for a record that was deleted leaves a gap in what the desk
    keeps. All of them were there before and after the step.
    """
    before, after = _fellows(db, kind, record_ids, step_id)
    was, came = _counted(before, ORDERED[kind]), _counted(after, ORDERED[kind])
    return {each: (was[each], came[each]) for each in record_ids if was[each] != came[each]}


def _fellows(
    db: Db, kind: Kind, record_ids: Collection[int], step_id: int
) -> tuple[Images, Images]:
    values = {"ids": json.dumps([*record_ids]), "step": step_id}
    records, before, after = Records(db), Images(), Images()
    for record_id, is_touched, held in db.execute(_beside(kind), values):
        then = records.after(kind, record_id, step_id)
        first = (json.loads(held) if held else None) if is_touched else then
        before |= {record_id: first} if first else {}
        after |= {record_id: then} if then else {}
    return before, after


def _counted(images: Images, column: str) -> dict[int, int]:
    """Return the place of each among those of the same owner."""
    counts: dict[int, int] = {}
    places: dict[int, int] = {}
    for each in sorted(images, key=lambda each: (images[each]["position"], each)):
        owner = images[each][column]
        places[each] = counts[owner] = counts.get(owner, 0) + 1
    return places


def _beside(kind: Kind) -> TextClause:
    table, column = TABLES[kind], ORDERED[kind]
    owners = f"SELECT {column} FROM {table} WHERE id IN (SELECT value FROM json_each(:ids))"  # noqa: S608
    held = f"SELECT before ->> '{column}' FROM images WHERE table_name = '{table}'"  # noqa: S608
    return text(
        f"WITH owners (id) AS ({owners} UNION {held}"  # noqa: S608
        " AND row_id IN (SELECT value FROM json_each(:ids)))"
        f" SELECT fellows.id, mine.id IS NOT NULL, mine.before FROM"
        f" (SELECT id FROM {table} WHERE {column} IN owners"
        f" UNION SELECT row_id FROM images WHERE table_name = '{table}'"
        f" AND before ->> '{column}' IN owners) AS fellows LEFT JOIN images AS mine"
        f" ON step_id = :step AND table_name = '{table}' AND row_id = fellows.id"
    )
