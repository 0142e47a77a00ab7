"""Read rows by SQL alone: what the first page shows, without loading an object mapper."""

from datetime import UTC, date, datetime
from typing import Any


class Reader:
    """The rows of an open database, as plain tuples, within one unit of work."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """Return every row of a SELECT whose `:names` stand for these values."""
        found: list[tuple[Any, ...]] = self._connection.execute(statement, values).fetchall()
        return found

    def row(self, statement: str, **values: object) -> tuple[Any, ...] | None:
        """Return the first row of a SELECT, or None."""
        found: tuple[Any, ...] | None = self._connection.execute(statement, values).fetchone()
        return found

    def value(self, statement: str, **values: object) -> Any:
        """Return the first value of the first row of a SELECT, or None."""
        found = self.row(statement, **values)
        return found[0] if found else None


def as_day(kept: str | None) -> date | None:
    """Return the day that is kept as text."""
    return None if kept is None else date.fromisoformat(kept)


def as_moment(kept: str | None) -> datetime | None:
    """Return the moment that is kept as text: aware, in UTC."""
    return None if kept is None else datetime.fromisoformat(kept).replace(tzinfo=UTC)


def moment_if_any(kept: object) -> datetime | None:
    """Return the moment that is kept, or None for what is none: a damaged row may hold anything."""
    try:
        return as_moment(kept.decode() if isinstance(kept, bytes) else str(kept))
    except ValueError:
        return None


def kept_moment(moment: datetime) -> str:
    """Return the text as which a moment is kept, to be compared with others."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def kept_day(day: date) -> str:
    """Return the text as which a day is kept, to be compared with others."""
    return day.isoformat()
