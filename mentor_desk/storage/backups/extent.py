"""How far a desk has come, and how much was done on it since a backup was made."""

from datetime import datetime

from mentor_desk.storage.backups.manifest import Extent, sane_note
from mentor_desk.storage.reading import Reader, kept_moment, moment_if_any


def read_extent(reader: Reader) -> Extent:
    """Return how far a desk has come; a day of its last step that makes no sense is not known."""
    last_step, changed = reader.row("SELECT max(id), CAST(max(at) AS BLOB) FROM steps") or (0, None)
    return Extent(
        goals=reader.value("SELECT count(*) FROM goals"),
        actions=reader.value("SELECT count(*) FROM actions"),
        introductions=reader.value("SELECT count(*) FROM introductions"),
        last_step=last_step or 0,
        last_change=sane_note(moment_if_any(changed)),
    )


def steps_since(reader: Reader, made_at: datetime, then: Extent | None) -> int:
    """Return how many steps the history tells that a backup does not hold.

    They are those after its last one, by number and by time: after a restore the same numbers are
    given again. Of a backup that tells no extent, those since it was made.
    """
    moment = (then.last_change if then else None) or made_at
    found: int = reader.value(
        "SELECT count(*) FROM steps WHERE did <> '' AND (at > :moment OR id > :last)",
        moment=kept_moment(moment),
        last=then.last_step if then else 2**62,
    )
    return found
