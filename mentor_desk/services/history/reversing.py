"""Reverse what a step changed, or say which later steps stand in the way."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.services.changes import Area, Changes
from mentor_desk.storage.journal import reading as journal_reading
from mentor_desk.storage.journal import steps as journal
from mentor_desk.storage.journal.chains import Chains
from mentor_desk.storage.journal.cutting import is_barred
from mentor_desk.storage.journal.undo import put_back

CANNOT = "This cannot be undone"


def reverse(db: Db, chains: Chains, tail: int, *, cannot: str = CANNOT) -> Changes:
    """Bring back all that the last step of a chain changed: undo it, or do it again.

    Raises RefusedMoveError, in a sentence that begins with `cannot` and names what stands in the
    way; then the transaction is not to be kept.
    """
    root = db.get_one(Step, chains.root(tail))
    if not journal_reading.has_images(db, tail):
        raise RefusedMoveError("This is done for good and cannot be undone.")
    if is_barred(db, tail):
        raise RefusedMoveError(
            f"{cannot}, for a text that it would bring back named somebody who was forgotten for"
            " good."
        )
    later = journal_reading.built_upon_by(db, tail, chains)
    if later:
        raise _refusal(db, cannot, "later steps build on it", later)
    _put_back(db, tail, cannot)
    _refuse_what_reaches_beyond(db, chains, tail, cannot)
    word = "Undid" if chains.is_done(tail) else "Did again"
    return Changes(Area(root.areas), did=f"{word}: {root.did}", undoes=tail)


def named_steps(db: Db, roots: list[int], most: int = 3) -> str:
    """Return the end of a sentence that names the steps: ": Added Ada (and 2 more)"."""
    names = [db.get_one(Step, root).did for root in roots[:most]]
    rest = len(roots) - len(names)
    return (": " + "; ".join(names) if names else "") + (f" (and {rest} more)" if rest else "")


def _put_back(db: Db, step_id: int, cannot: str) -> None:
    try:
        put_back(db, step_id)
    except IntegrityError as error:
        raise RefusedMoveError(f"{cannot}, for something later has taken its place.") from error


def _refuse_what_reaches_beyond(db: Db, chains: Chains, tail: int, cannot: str) -> None:
    this = journal.open_step(db)
    if this is None:
        return
    later = journal_reading.went_along(db, tail, this, chains)
    if later is not None:
        raise _refusal(db, cannot, "later entries belong to it", later)
    later = journal_reading.took_away(db, tail, this, chains)
    if later is not None:
        raise _refusal(db, cannot, "what it belonged to is gone", later)


def _refusal(db: Db, cannot: str, reason: str, later: list[int]) -> RefusedMoveError:
    return RefusedMoveError(f"{cannot} by itself, for {reason}{named_steps(db, later)}.")
