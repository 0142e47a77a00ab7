"""Cut words out of the journal, so that nothing brings them back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.storage.engine import bare_in

# Where the name of a table stands otherwise: earlier versions of the program barred steps so.
BARRED = "barred"


@dataclass(frozen=True, slots=True)
class HeldImage:
    """An image of the journal: a row as it stood before a step, as JSON.

    Without an id it is a row as it stands on the desk.
    """

    id: int | None
    table: str
    row_id: int
    before: str


def images_with_words(db: Db) -> Iterator[HeldImage]:
    """Return every image that holds a row, oldest first; reads all the journal."""
    db.flush()
    for row in bare_in(db).execute(_WITH_WORDS):
        yield HeldImage(*row)


def cut(db: Db, image: HeldImage, words: Mapping[str, str]) -> None:
    """Put these words in the place of those that the columns held."""
    if image.id is None:
        pairs = ", ".join(f'"{column}" = :{column}' for column in words)
        query = text(f'UPDATE "{image.table}" SET {pairs} WHERE id = :row_id')  # noqa: S608
        db.execute(query, {**words, "row_id": image.row_id})
        return
    pairs = ", ".join(f"'$.{column}', :{column}" for column in words)
    query = text(f"UPDATE images SET before = json_set(before, {pairs}) WHERE id = :image_id")  # noqa: S608
    db.execute(query, {**words, "image_id": image.id})


def is_barred(db: Db, step_id: int) -> bool:
    """Tell whether an earlier version of the program barred a step from being taken back."""
    return bool(db.scalar(_IS_BARRED, {"step": step_id, "name": BARRED}))


_WITH_WORDS = (
    "SELECT id, table_name, row_id, before FROM images"
    " WHERE before IS NOT NULL AND table_name <> 'photos' ORDER BY id"
)
_IS_BARRED = text(
    "SELECT EXISTS (SELECT 1 FROM images WHERE step_id = :step AND table_name = :name)"
)
