"""Tell a desk from every other database, so that nothing of a stranger is run or upgraded.

Asked before anything is written, and without the object mapper, for the first page waits for it.
"""

from typing import Any

from mentor_desk.errors import DeskDamagedError

TABLES = frozenset(
    {
        "about",
        "actions",
        "alembic_version",
        "goals",
        "images",
        "introductions",
        "mentorships",
        "milestones",
        "parties",
        "people",
        "person_topics",
        "photos",
        "progress_updates",
        "resources",
        "reviews",
        "session_topics",
        "sessions",
        "shares",
        "steps",
        "topics",
        "ways",
    }
)
HALF_MADE = ("_alembic_tmp_",)


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

    Raises DeskDamagedError; nothing was written.
    """
    kept = {
        label
        for (label,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not label.startswith("sqlite_")
    }
    if kept != TABLES:
        raise DeskDamagedError(
            f"“{name}” does not hold the tables of a desk: an upgrade may have broken off, or"
            " another program changed it. Nothing was changed now; look for a backup of it."
        )


def _is_virtual(statement: str | None) -> bool:
    return bool(statement) and " ".join(str(statement).split()[:2]).upper() == "CREATE VIRTUAL"
