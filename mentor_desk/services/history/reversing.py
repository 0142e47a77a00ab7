"""Reverse what a step changed, or say which later steps stand in the way."""

from collections.abc import Callable
from functools import partial
from typing import Concatenate, ParamSpec

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.history.parts import Record
from mentor_desk.services.history.standing import (
    BELONGS,
    GONE,
    TAKEN,
    all_in_the_way,
    standing_in_the_way,
)
from mentor_desk.services.history.words import TABLES
from mentor_desk.storage.engine import bare_in
from mentor_desk.storage.journal import reading as journal_reading
from mentor_desk.storage.journal import steps as journal
from mentor_desk.storage.journal.chains import Chains
from mentor_desk.storage.journal.cutting import is_barred
from mentor_desk.storage.journal.undo import (
    Rows,
    link_again,
    number_anew,
    put_back,
    put_back_rows,
)
from mentor_desk.storage.stopping import stoppable

P = ParamSpec("P")

CANNOT = "This cannot be undone"


def attended(
    db: Db,
    verb: Callable[Concatenate[Db, P], Changes],
    progress: Callable[[int, int], object],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> Changes:
    """Do something for somebody who waits for it and may want it stopped.

    `progress` is called with zeros again and again while the database works, for nobody knows how
    far it is. What it raises ends the work, and nothing is changed then.
    """
    with stoppable(bare_in(db), partial(progress, 0, 0)):
        return verb(db, *args, **kwargs)


def reverse(
    db: Db,
    chains: Chains,
    tail: int,
    *,
    cannot: str = CANNOT,
    did: str = "",
    only: set[Record] | None = None,
) -> Changes:
    """Bring back all that the last step of a chain changed: undo it, or do it again.

    `did` says what is done by it, when that is more than an undo. With `only`, just these records
    that it took away are put back. A session whose number is taken comes back under the next free
    one, and what was done says so. Raises RefusedMoveError, in a sentence that begins with
    `cannot` and names what stands in the way; then the transaction is not to be kept.
    """
    root = db.get_one(Step, chains.root(tail))
    if not journal_reading.has_images(db, tail):
        raise RefusedMoveError("This is done for good and cannot be undone.")
    # What is put back is its own row whole; what else the step held stays where it is.
    if only is None and is_barred(db, tail):
        raise RefusedMoveError(
            f"{cannot}, for a text that it would bring back named somebody who was forgotten for"
            " good."
        )
    standing = standing_in_the_way(db, chains, tail, only=only)
    if standing is not None:
        later = standing.roots if only is not None else all_in_the_way(db, chains, tail)
        raise _refusal(db, cannot, standing.reason, later)
    rows = None if only is None else {(TABLES[kind], row_id) for kind, row_id in only}
    fresh = number_anew(db, tail, rows)
    _put_back(db, tail, rows, cannot)
    _refuse_what_reaches_beyond(db, chains, tail, rows, cannot)
    word = "Undid" if chains.is_done(tail) else "Did again"
    named = (did or f"{word}: {root.did}") + renumbered(fresh)
    return Changes(Area(root.areas), did=named, undoes=tail)


def renumbered(fresh: dict[int, int]) -> str:
    """Return the end of a sentence about sessions that came back with another number."""
    if not fresh:
        return ""
    if len(fresh) == 1:
        return f" (as session {min(fresh.values())}, for its number is taken)"
    return f" (as sessions {min(fresh.values())} to {max(fresh.values())}, for theirs are taken)"


def named_steps(db: Db, roots: list[int], most: int = 3) -> str:
    """Return the end of a sentence that names the steps: ": Added Ada (and 2 more)"."""
    names = [db.get_one(Step, root).did for root in roots[:most]]
    rest = len(roots) - len(names)
    return (": " + "; ".join(names) if names else "") + (f" (and {rest} more)" if rest else "")


def _put_back(db: Db, step_id: int, rows: Rows | None, cannot: str) -> None:
    try:
        if rows is None:
            put_back(db, step_id)
        else:
            put_back_rows(db, step_id, rows)
            link_again(db, step_id, rows)
    except IntegrityError as error:
        raise RefusedMoveError(f"{cannot}, for {TAKEN}.") from error


def _refuse_what_reaches_beyond(
    db: Db, chains: Chains, tail: int, rows: Rows | None, cannot: str
) -> None:
    # Told before by the later steps; this is for what none is known for.
    this = journal.open_step(db)
    if this is None:
        return
    later = journal_reading.went_along(db, tail, this, chains) if rows is None else None
    if later is not None:
        raise _refusal(db, cannot, BELONGS, later)
    later = journal_reading.took_away(db, tail, this, chains)
    if later is not None:
        raise _refusal(db, cannot, GONE, later)


def _refusal(db: Db, cannot: str, reason: str, later: list[int]) -> RefusedMoveError:
    return RefusedMoveError(f"{cannot} by itself, for {reason}{named_steps(db, later)}.")
