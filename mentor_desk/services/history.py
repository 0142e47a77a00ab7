"""Take back what was done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models import Image, Step
from mentor_desk.services.changes import Area, Changes
from mentor_desk.storage import journal


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that was done."""

    id: int
    at: datetime
    did: str


def undo_step(db: Db, *, step_id: int) -> Changes:
    """Take one step back, whole; undoing an undo is doing it again.

    Raises NotFoundError when the history no longer knows it, and RefusedMoveError when something
    later builds on it or it is undone already; then nothing is changed.
    """
    step = db.get(Step, step_id)
    if step is None:
        raise NotFoundError("This step is no longer in the history.")
    if db.scalar(select(Step.id).where(Step.undoes_id == step_id)) is not None:
        raise RefusedMoveError("This has been undone already.")
    _refuse_what_is_built_upon(db, step_id)
    _put_back(db, step_id)
    _refuse_what_reaches_beyond(db, step_id)
    return Changes(Area(step.areas), did=f"Undid: {step.did}", undoes=step_id)


def latest_step(db: Db) -> StepRow | None:
    """Return the latest step that can be undone: no undo itself, and not undone yet."""
    undone = select(Step.undoes_id).where(Step.undoes_id.is_not(None))
    step = db.scalar(
        select(Step)
        .where(Step.undoes_id.is_(None), Step.id.not_in(undone))
        .order_by(Step.id.desc())
        .limit(1)
    )
    return StepRow(step.id, step.at, step.did) if step else None


def _put_back(db: Db, step_id: int) -> None:
    try:
        journal.put_back(db, step_id)
    except IntegrityError as error:
        raise RefusedMoveError(
            "This cannot be undone any more, for something later has taken its place."
        ) from error


def _refuse_what_is_built_upon(db: Db, step_id: int) -> None:
    later = journal.built_upon_by(db, step_id)
    if later is not None:
        did = db.get_one(Step, later).did
        raise RefusedMoveError(f"This cannot be undone by itself, for later you did: {did}.")


def _refuse_what_reaches_beyond(db: Db, step_id: int) -> None:
    this = db.scalar(select(Image.step_id).order_by(Image.step_id.desc()).limit(1))
    if this is not None and this > step_id and journal.reaches_beyond(db, this, step_id):
        raise RefusedMoveError("This cannot be undone any more, for later entries belong to it.")
