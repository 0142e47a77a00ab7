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

    Counted among what stood there before the step and still does after it: where others came or
    went, the rest only shifts along. A record that was given to another owner is not counted.
    """
    # Counting reads what is kept of all the fellows, and most steps leave the order alone.
    put = _put_elsewhere(db, kind, record_ids, step_id)
    if not put:
        return {}
    column = ORDERED[kind]
    before, after = _fellows(db, kind, put, step_id)
    stayed = {
        each for each in before.keys() & after.keys() if before[each][column] == after[each][column]
    }
    was, came = _counted(before, stayed, column), _counted(after, stayed, column)
    moved = [each for each in put if each in stayed and was[each] != came[each]]
    return {each: (was[each], came[each]) for each in moved}


def _put_elsewhere(db: Db, kind: Kind, record_ids: Collection[int], step_id: int) -> list[int]:
    """Return those whose position the step changed, be it only to shift along."""
    values = {"ids": json.dumps([*record_ids]), "step": step_id, "table": TABLES[kind]}
    records, put = Records(db), list[int]()
    for record_id, position in db.execute(_HELD, values):
        after = records.after(kind, record_id, step_id)
        if after and after["position"] != position:
            put.append(record_id)
    return put


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


def _counted(images: Images, wanted: Collection[int], column: str) -> dict[int, int]:
    """Return the place of each that is wanted among those of the same owner."""
    counts: dict[int, int] = {}
    places: dict[int, int] = {}
    for each in sorted(wanted, key=lambda each: (images[each]["position"], each)):
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


_HELD = text(
    "SELECT row_id, before ->> 'position' FROM images WHERE step_id = :step"
    " AND table_name = :table AND row_id IN (SELECT value FROM json_each(:ids))"
)
