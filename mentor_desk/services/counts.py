"""Count what the desk holds."""

from dataclasses import dataclass

from mentor_desk.storage.reading import Reader

_COUNTS = """
    SELECT (SELECT count(*) FROM mentorships WHERE state IN ('prospective', 'active', 'paused')),
           (SELECT count(*) FROM introductions WHERE state IN ('idea', 'asking', 'introduced')),
           (SELECT count(*) FROM people WHERE NOT is_oneself),
           (SELECT count(*) FROM reviews WHERE state = 'issued')
"""


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """The counts beside the pages of the navigation; the mentor is not among the people."""

    mentees: int
    open_introductions: int
    people: int
    reviews: int


def count_desk(reader: Reader) -> DeskCounts:
    """Return how many mentees, open introductions, people and issued reviews there are."""
    return DeskCounts(*reader.rows(_COUNTS)[0])


def count_tables(reader: Reader) -> dict[str, int]:
    """Return the number of rows of every table, by its name."""
    from mentor_desk.models import Base  # noqa: PLC0415

    return {
        table.name: reader.value(f'SELECT count(*) FROM "{table.name}"')  # noqa: S608
        for table in Base.metadata.sorted_tables
    }
