"""The names of steps: what they tell of a person who is forgotten is taken out."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.models.words import fold
from mentor_desk.services.forgetting.names import Names
from mentor_desk.services.forgetting.versions import without
from mentor_desk.services.history.words import KINDS, Count
from mentor_desk.storage.journal.chains import read_chains

# Of an import is told its file and how many people; every other step may quote what was theirs.
_TELLS_LITTLE = ("imported ", "added to ")


def let_go_of_steps(db: Db, touched: Iterable[int]) -> None:
    """Drop the steps of which nothing is left, each with all that undid it and did it again."""
    chains = read_chains(db)
    whole = {tuple(chains.members(step_id)) for step_id in touched}
    for members in whole:
        ids = ", ".join(map(str, members))
        held = text(f"SELECT EXISTS (SELECT 1 FROM images WHERE step_id IN ({ids}))")  # noqa: S608
        if not db.scalar(held):
            db.execute(text(f"DELETE FROM steps WHERE id IN ({ids})"))  # noqa: S608


def take_names_out(
    db: Db, names: Names, *, touched: set[int], rows: Iterable[tuple[str, int]] = ()
) -> None:
    """Take a person out of the names of all steps.

    Steps that touched what was theirs are named anew, by what is left of them. Of the steps on
    `rows`, of which words were cut, single words of the name go too.
    """
    db.flush()
    asked = touched | {step_id for row in rows for step_id in _steps_on(db, row)}
    for step_id, did in db.execute(text("SELECT id, did FROM steps WHERE did <> ''")).all():
        if step_id in touched and not fold(did).startswith(_TELLS_LITTLE):
            told = _by_what_is_left(db, step_id)
        elif names.may_be_in(did):
            told = without(did, (e for e in names.in_text(did) if e.is_sure or step_id in asked))
        else:
            continue
        db.execute(_RENAME, {"did": told, "id": step_id})


def _steps_on(db: Db, row: tuple[str, int]) -> Iterable[int]:
    return db.scalars(_STEPS_ON, {"table": row[0], "row": row[1]})


def _by_what_is_left(db: Db, step_id: int) -> str:
    left = db.execute(_LEFT, {"step": step_id}).all()
    counts = [Count(KINDS[row.table_name], row.rows) for row in left if row.table_name in KINDS]
    verb = "Added" if all(row.rows == row.made for row in left) else "Changed"
    if len(counts) == 1:
        return f"{verb} {counts[0].in_words()}"
    return f"{verb} {sum(count.number for count in counts):,} entries"


_RENAME = text("UPDATE steps SET did = :did WHERE id = :id")
_STEPS_ON = text("SELECT step_id FROM images WHERE table_name = :table AND row_id = :row")
_LEFT = text(
    "SELECT table_name, count(*) AS rows, sum(before IS NULL) AS made FROM images"
    " WHERE step_id = :step GROUP BY table_name"
)
