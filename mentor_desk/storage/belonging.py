"""Tell a desk from every other database, so that nothing of a stranger is run or upgraded.

Asked before anything is written, and without the object mapper, for the first page waits for it.
"""

from typing import Any

from mentor_desk.errors import DeskDamagedError
from mentor_desk.storage.form import HALF_MADE, differences, form_of, seal_of

# What `seal_of` gives for a desk of today's schema, and the last of the upgrades that made it.
FORM = "24f1ecf22a7985e4e04b5cf3f08ac2b479aab33506c48172d4debb0a5042e390"
LAST_UPGRADE = "0001"


def refuse_stranger(connection: Any, name: str) -> None:
    """Refuse a database that carries what no desk carries, or the rest of a broken upgrade.

    A trigger, a view or a virtual table would run or read when nobody asked for it. Raises
    DeskDamagedError; nothing was written, and no statement of the file was run.
    """
    # A view or trigger of a stranger is only named here, never compiled into a statement.
    for kind, label, statement in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        if kind in {"trigger", "view"} or _is_virtual(statement):
            raise DeskDamagedError(
                f"“{name}” carries instructions of its own, which no desk does."
                " It was not opened, and nothing was changed."
            )
        if kind == "table" and label.startswith(HALF_MADE):
            raise DeskDamagedError(
                f"An upgrade of “{name}” broke off half way. Nothing was changed now;"
                " restore the backup that was made before it."
            )


def refuse_half_made(connection: Any, name: str) -> None:
    """Refuse a database that says it is of today's schema, and is not.

    A column that may stay empty, or an index that refuses nothing, is in nobody's way. Raises
    DeskDamagedError; nothing was written.
    """
    is_as_made = seal_of(form_of(connection)) == FORM or not any(
        each.is_in_the_way for each in differences(connection)
    )
    if not is_as_made or not is_last_upgrade(connection):
        raise DeskDamagedError(
            f"“{name}” does not hold the tables of a desk as they were made: an upgrade may have"
            " broken off, or another program changed them. Nothing was changed now; look for a"
            " backup of it."
        )


def is_last_upgrade(connection: Any) -> bool:
    """Tell whether the tool that upgrades would have nothing to do."""
    kept = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if not connection.execute(kept).fetchone()[0]:
        return False
    told = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return bool(told == [(LAST_UPGRADE,)])


def _is_virtual(statement: str | None) -> bool:
    return bool(statement) and " ".join(str(statement).split()[:2]).upper() == "CREATE VIRTUAL"
