"""What one step changed, record by record and field by field, in the mentor's words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.history.places import ORDERED, places_changed
from mentor_desk.services.history.records import Image, Records, Value
from mentor_desk.services.history.steps import StepRow, step_row, steps_in_the_way
from mentor_desk.services.history.words import (
    IN_ORDER,
    KINDS,
    PRIVATE,
    TABLES,
    UNSPOKEN,
    Kind,
    field_name,
)

LONGEST_TEXT = 160
LEAD = 40


class Deed(StrEnum):
    """What happened to a record."""

    MADE = "made"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, whole; None is nothing. `shortened` cuts long texts."""

    field: str
    before: Value
    after: Value
    is_private: bool


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that a step made, changed or deleted."""

    kind: Kind
    record_id: int
    name: str
    deed: Deed
    fields: tuple[FieldChange, ...]
    is_private: bool


@dataclass(frozen=True, slots=True)
class StepDetails:
    """A step with what it changed; `more` records are not shown.

    `in_the_way` are later steps that build on it and must be undone before it, newest first, and
    `more_in_the_way` says how many others must be.
    """

    step: StepRow
    records: tuple[RecordChange, ...]
    more: int
    in_the_way: tuple[StepRow, ...]
    more_in_the_way: int


def step_details(db: Db, *, step_id: int, most: int = 100) -> StepDetails:
    """Return what a step changed, at most `most` records of it. Raises NotFoundError."""
    step = step_row(db, step_id=step_id)
    touched = sum(count.number for count in step.counts)
    found = db.execute(_IMAGES, {"step": step.id, "most": most}).all()
    records = _told(db, step.id, found)
    in_the_way, others = steps_in_the_way(db, step_id=step.id)
    return StepDetails(step, records, max(0, touched - len(found)), tuple(in_the_way), others)


def shortened(change: FieldChange) -> FieldChange:
    """Return the same with long texts cut to where they differ, to be read on a line each."""
    before, after = _cut(change.before, change.after)
    return replace(change, before=before, after=after)


def changes_of(
    db: Db, *, step_id: int, rows: Iterable[tuple[Kind, int]]
) -> tuple[RecordChange, ...]:
    """Return what a step did to these records, for those that it touched."""
    found = [
        image
        for kind, record_id in rows
        for image in db.execute(
            _IMAGE_OF, {"step": step_id, "table": TABLES[kind], "row": record_id}
        )
    ]
    return _told(db, step_id, found)


def _told(db: Db, step_id: int, found: Iterable[Any]) -> tuple[RecordChange, ...]:
    records = Records(db, at_step=step_id)
    changes = [
        _record_change(records, step_id, KINDS[name], row_id, before)
        for name, row_id, before in found
        if name in KINDS
    ]
    there = _with_places(db, step_id, [change for change in changes if change is not None])
    told = [change for change in there if change.deed is not Deed.CHANGED or change.fields]
    return tuple(sorted(told, key=lambda change: IN_ORDER[change.kind]))


def _record_change(
    records: Records, step_id: int, kind: Kind, record_id: int, held: str | None
) -> RecordChange | None:
    before = json.loads(held) if held else None
    after = records.after(kind, record_id, step_id)
    shown = after or before
    if shown is None:
        # Made and gone again within the step.
        return None
    is_private = bool(shown.get("is_private"))
    fields = tuple(_field_changes(records, kind, before, after, is_private=is_private))
    # As it was called then, which says more of an old step than what it is called today.
    name = records.name_in(kind, shown)
    return RecordChange(kind, record_id, name, _deed(before, after), fields, is_private)


def _with_places(db: Db, step_id: int, changes: list[RecordChange]) -> Iterable[RecordChange]:
    """Return the same, with the place of each that was put before or behind another."""
    places: dict[tuple[Kind, int], tuple[int, int]] = {}
    for kind in ORDERED:
        of_kind = [each for each in changes if each.kind is kind]
        ids = [each.record_id for each in of_kind if each.deed is Deed.CHANGED]
        found = places_changed(db, kind, ids, step_id=step_id)
        places |= {(kind, record_id): place for record_id, place in found.items()}
    for each in changes:
        was, came = places.get((each.kind, each.record_id), (0, 0))
        place = FieldChange(field_name("position"), was, came, is_private=each.is_private)
        yield replace(each, fields=(*each.fields, place)) if was else each


def _deed(before: Image | None, after: Image | None) -> Deed:
    if before is None:
        return Deed.MADE
    return Deed.CHANGED if after else Deed.DELETED


def _field_changes(
    records: Records, kind: Kind, before: Image | None, after: Image | None, *, is_private: bool
) -> Iterable[FieldChange]:
    for column in after or before or {}:
        was, came = (before or {}).get(column), (after or {}).get(column)
        if column in UNSPOKEN or was == came:
            continue
        old, new = records.value(kind, column, was), records.value(kind, column, came)
        if old is None and new is None:
            continue
        stays = is_private or f"{TABLES[kind]}.{column}" in PRIVATE
        yield FieldChange(field_name(column), old, new, is_private=stays)


def _cut(old: Value, new: Value) -> tuple[Value, Value]:
    texts = [value if isinstance(value, str) else "" for value in (old, new)]
    if max(map(len, texts)) <= LONGEST_TEXT:
        return old, new
    start = max(0, _first_difference(*texts) - LEAD)
    cut = [_window(value, start) for value in texts]
    return cut[0] or old, cut[1] or new


def _first_difference(one: str, other: str) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _window(value: str, start: int) -> str:
    part = value[start : start + LONGEST_TEXT]
    head = "…" if start and value else ""
    return f"{head}{part}" + ("…" if len(value) > start + LONGEST_TEXT else "")


_IMAGES = text(
    "SELECT table_name, row_id, before FROM images WHERE step_id = :step"
    " ORDER BY table_name, row_id LIMIT :most"
)
_IMAGE_OF = text(
    "SELECT table_name, row_id, before FROM images WHERE step_id = :step"
    " AND table_name = :table AND row_id = :row"
)
