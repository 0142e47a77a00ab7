"""The history of one record, and the earlier texts of its notes."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.models.words import fold
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.history.details import RecordChange, changes_of
from mentor_desk.services.history.parts import parts_of
from mentor_desk.services.history.records import Records
from mentor_desk.services.history.steps import StepRow, step_row
from mentor_desk.services.history.words import CUT, TABLES, Kind, field_name

MOST_VERSIONS = 20

NOTES: dict[Kind, tuple[str, ...]] = {
    Kind.PERSON: ("how_we_met", "remark"),
    Kind.MENTORSHIP: ("purpose", "agreement"),
    Kind.SESSION: ("agenda", "shared_notes", "private_notes", "learned", "ask_next"),
    Kind.GOAL: ("why", "success_criteria"),
    Kind.PROGRESS: ("comment",),
    Kind.INTRODUCTION: ("message", "remark"),
    Kind.PARTY: ("reason", "blurb", "ask_draft", "outcome"),
    Kind.RESOURCE: ("remark",),
    Kind.SHARE: ("response", "remark"),
    Kind.REVIEW: ("in_short",),
}

_AREAS: dict[Kind, Area] = {
    Kind.PERSON: Area.PEOPLE,
    Kind.MENTORSHIP: Area.MENTORSHIPS,
    Kind.SESSION: Area.SESSIONS,
    Kind.GOAL: Area.GOALS,
    Kind.PROGRESS: Area.GOALS,
    Kind.INTRODUCTION: Area.INTRODUCTIONS,
    Kind.PARTY: Area.INTRODUCTIONS,
    Kind.RESOURCE: Area.SHARING,
    Kind.SHARE: Area.SHARING,
    Kind.REVIEW: Area.REVIEWS,
}


@dataclass(frozen=True, slots=True)
class RecordStep:
    """A step, with what it did to one record and its parts."""

    step: StepRow
    records: tuple[RecordChange, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A text whose earlier versions can be read; `whose` names the person of one side."""

    kind: Kind
    record_id: int
    field: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A note as it read once.

    `since` is when it came to read so, None when that was before the history began; `step_id` is
    the step that replaced it, None for how it reads now.
    """

    text: str
    since: datetime | None
    step_id: int | None

    @property
    def is_now(self) -> bool:
        """Whether this is how the note reads today."""
        return self.step_id is None


def record_history(
    db: Db,
    *,
    kind: Kind,
    record_id: int,
    words: str = "",
    before_id: int | None = None,
    limit: int = 100,
) -> list[RecordStep]:
    """Return the steps that touched one record or a part of it, newest first.

    Parts of a person are the ways to reach them, their photo, topics and mentorships; of a goal
    its milestones and updates. Only steps with all the words in their name; the next page is
    asked for with the id of the last step of this one as `before_id`.
    """
    wanted = fold(words).split()
    touched: dict[int, list[tuple[Kind, int]]] = {}
    for each in parts_of(db, kind, record_id):
        for step_id, did in db.execute(_STEPS_ON, {"table": TABLES[each[0]], "row": each[1]}):
            if all(word in fold(did) for word in wanted):
                touched.setdefault(step_id, []).append(each)
    listed = sorted((each for each in touched if not before_id or each < before_id), reverse=True)
    return [
        RecordStep(
            step_row(db, step_id=step_id),
            changes_of(db, step_id=step_id, rows=touched[step_id]),
        )
        for step_id in listed[:limit]
    ]


def record_name(db: Db, *, kind: Kind, record_id: int) -> str:
    """Return what a record is called, also when it is no longer on the desk."""
    return Records(db).name(kind, record_id)


def note_fields(kind: Kind) -> tuple[str, ...]:
    """Return the columns of a kind that are notes; `field_name` says what they are called."""
    return NOTES.get(kind, ())


def notes_of(db: Db, *, kind: Kind, record_id: int) -> list[Note]:
    """Return the notes of a record; those of an introduction with what is written for each side."""
    notes = [Note(kind, record_id, field) for field in note_fields(kind)]
    if kind is Kind.INTRODUCTION:
        for party_id, name in db.execute(_SIDES, {"id": record_id}):
            notes += [Note(Kind.PARTY, party_id, field, name) for field in NOTES[Kind.PARTY]]
    return notes


def note_versions(
    db: Db, *, kind: Kind, record_id: int, field: str, most: int = MOST_VERSIONS
) -> list[NoteVersion]:
    """Return how a note reads and read, newest first; what did not differ counts once.

    Raises NotFoundError when the record is not on the desk.
    """
    now = _record_now(db, kind, record_id, field)
    versions: list[NoteVersion] = []
    since: datetime | None = None
    for step_id, held in (*_held(db, kind, record_id, field), (None, now[field])):
        if versions and versions[-1].text == held:
            versions[-1] = replace(versions[-1], step_id=step_id)
        elif held is not None:
            versions.append(NoteVersion(held, since, step_id))
        since = db.get_one(Step, step_id).at if step_id else None
    return versions[::-1][:most]


def take_back_version(db: Db, *, kind: Kind, record_id: int, field: str, step_id: int) -> Changes:
    """Let a note read again as it did before a step; what it reads now stays in the history.

    Raises NotFoundError when the record or that version is gone, and RefusedMoveError when the
    note reads so.
    """
    now = _record_now(db, kind, record_id, field)
    held = dict(_held(db, kind, record_id, field)).get(step_id)
    if held is None:
        raise NotFoundError("This version is no longer in the history.")
    if held == now[field]:
        raise RefusedMoveError("This is how it reads now.")
    db.execute(
        text(f'UPDATE "{TABLES[kind]}" SET "{field}" = :held WHERE id = :id'),  # noqa: S608
        {"held": held, "id": record_id},
    )
    db.expire_all()
    name = Records(db).name(kind, record_id)
    return Changes(
        _AREAS[kind], made=record_id, did=f"Took back earlier {field_name(field)}: {name}"
    )


def _record_now(db: Db, kind: Kind, record_id: int, field: str) -> dict[str, Any]:
    if field not in note_fields(kind):
        raise InvalidEntryError(f"The {field_name(field)} of a {kind.value} is no note.")
    found = Records(db).now(kind, record_id)
    if found is None:
        raise NotFoundError(f"This {kind.value} is no longer on the desk.")
    return found


def _held(db: Db, kind: Kind, record_id: int, field: str) -> list[tuple[int, str | None]]:
    query = text(
        f"SELECT step_id, before ->> '{field}' AS held FROM images"  # noqa: S608
        " WHERE table_name = :table AND row_id = :row ORDER BY step_id"
    )
    found = db.execute(query, {"table": TABLES[kind], "row": record_id})
    return [(row.step_id, None if row.held == CUT else row.held) for row in found]


_STEPS_ON = text(
    "SELECT images.step_id, steps.did FROM images JOIN steps ON steps.id = images.step_id"
    " WHERE table_name = :table AND row_id = :row AND steps.undoes_id IS NULL AND steps.did <> ''"
)
_SIDES = text(
    "SELECT parties.id, display_name FROM parties JOIN people ON people.id = person_id"
    " WHERE introduction_id = :id ORDER BY side"
)
