"""The row that says which desk a database is: one alone, and of the desk that its keys are of."""

from datetime import UTC, datetime
from typing import Any

from mentor_desk.storage.damage.check import RULE, Finding
from mentor_desk.storage.reading import kept_moment
from mentor_desk.version import __version__

WHAT = "it does not say which desk it is"


def says_another(connection: Any, desk_id: str) -> list[Finding]:
    """Return whether a database does not say that it is the desk of this id."""
    # As bytes, for what stands there may be no text at all.
    asked = "SELECT CAST(desk_uid AS BLOB) FROM about WHERE id = 1"
    if connection.execute(asked).fetchall() == [(desk_id.encode(),)]:
        return []
    return [Finding(RULE, "about", WHAT, 1, can_repair=True)]


def sign(connection: Any, desk_id: str, *, is_sample: bool) -> list[Finding]:
    """Have a database say which desk it is, as its keys do; return what was repaired."""
    found = says_another(connection, desk_id)
    if not found:
        return []
    told = (desk_id, int(is_sample))
    own = connection.execute("UPDATE about SET desk_uid = ?, is_sample = ? WHERE id = 1", told)
    if not own.rowcount:
        connection.execute(
            "INSERT INTO about (id, desk_uid, is_sample, made_at, made_by) VALUES (1, ?, ?, ?, ?)",
            (*told, kept_moment(datetime.now(UTC)), __version__),
        )
    return found
