"""Cut words out of the journal, so that nothing brings them back.

A step that would write over what stands today with a text that was cut is barred: it carries an
image of no table, by which it is known at once, however many rows it touched.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

# Where the name of a table stands otherwise.
BARRED = "barred"


@dataclass(frozen=True, slots=True)
class HeldImage:
    """An image of the journal: a row as it stood before a step, as JSON."""

    id: int
    step_id: int
    table: str
    row_id: int
    before: str


def images_like(db: Db, patterns: Iterable[str]) -> Iterable[HeldImage]:
    """Return the images that may hold a text, by patterns of LIKE; reads all the journal."""
    likes = {f"like_{place}": pattern for place, pattern in enumerate(patterns)}
    if not likes:
        return
    rule = " OR ".join(f"before LIKE :{name}" for name in likes)
    query = f"SELECT id, step_id, table_name, row_id, before FROM images WHERE {rule} ORDER BY id"  # noqa: S608
    for row in db.execute(text(query), likes):
        yield HeldImage(*row)


def cut(db: Db, image: HeldImage, words: Mapping[str, str]) -> None:
    """Put these words in the place of those that the columns held, and bar the step if need be."""
    pairs = ", ".join(f"'$.{column}', :{column}" for column in words)
    query = text(f"UPDATE images SET before = json_set(before, {pairs}) WHERE id = :image_id")  # noqa: S608
    db.execute(query, {**words, "image_id": image.id})
    if _stayed(db, image):
        db.execute(_BAR, {"step": image.step_id, "name": BARRED})


def is_barred(db: Db, step_id: int) -> bool:
    """Tell whether taking a step back would write a text that was cut over one that is there."""
    return bool(db.scalar(_IS_BARRED, {"step": step_id, "name": BARRED}))


def _stayed(db: Db, image: HeldImage) -> bool:
    # What the step deleted comes back with the mark in it, and nothing is lost by that.
    values = {"name": image.table, "row": image.row_id, "step": image.step_id}
    later = db.execute(_NEXT, values).one_or_none()
    if later is not None:
        return later.before is not None
    here = text(f'SELECT EXISTS (SELECT 1 FROM "{image.table}" WHERE id = :row)')  # noqa: S608
    return bool(db.scalar(here, {"row": image.row_id}))


_BAR = text(
    "INSERT INTO images (step_id, table_name, row_id, before) SELECT :step, :name, :step, NULL"
    " WHERE NOT EXISTS (SELECT 1 FROM images WHERE step_id = :step AND table_name = :name)"
)
_IS_BARRED = text(
    "SELECT EXISTS (SELECT 1 FROM images WHERE step_id = :step AND table_name = :name)"
)
_NEXT = text(
    "SELECT before FROM images WHERE table_name = :name AND row_id = :row AND step_id > :step"
    " ORDER BY step_id LIMIT 1"
)
