"""Where the notes about others name a person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.forgetting.many_records import ManyRecords
from mentor_desk.services.forgetting.names import Found, Names
from mentor_desk.services.history.records import table_of
from mentor_desk.services.history.words import TABLES, Kind, field_name
from mentor_desk.storage.engine import bare_in
from mentor_desk.storage.journal.about_person import Found as Rows

# What the program keeps for itself.
_NOT_SEARCHED = frozenset(
    {
        "uid",
        "desk_uid",
        "made_by",
        "came_from",
        "sort_name",
        "search_text",
        "folded",
        "sha256",
        "sections",
    }
)
# What somebody is called themselves: there a single word is their own name.
_OWN_NAME = frozenset({"display_name", "given", "family", "middle", "prefix", "suffix", "nickname"})
_APART = "\x1f"


@dataclass(frozen=True, slots=True)
class Mention:
    """A note about somebody else that names the person; `is_full` when by the whole name."""

    kind: Kind
    record_id: int
    name: str
    field: str
    is_full: bool


def mentions_of(db: Db, names: Names, but: Rows) -> list[Mention]:
    """Return the notes that name the person, but for the rows that are about them.

    Those with the whole name come first. A single word of the name counts too, though others may
    bear it.
    """
    naming = list(_naming(db, names, but))
    records = ManyRecords(db, ((kind, row_id) for kind, row_id, _, _ in naming))
    found = [
        Mention(kind, row_id, records.name(kind, row_id), field_name(column), is_full)
        for kind, row_id, column, is_full in naming
    ]
    return sorted(found, key=lambda mention: not mention.is_full)


def named_in(names: Names, column: str, held: str) -> list[Found]:
    """Return where the text of a column names the person.

    A part of somebody's own name is no mention: "Ben Okafor" is none of Ada Okafor, but
    "Ben Okafor (husband of Ada Okafor)" is one. What only may be one is not sure.
    """
    found = list(names.in_text(held))
    if column not in _OWN_NAME:
        return found
    others = [each for each in found if each.is_whole and held[: each.start].strip()]
    return [
        each if _is_apart(held[: each.start]) else replace(each, is_sure=False) for each in others
    ]


def texts_of(kind: Kind) -> list[str]:
    """Return the columns of a kind in which somebody else may be named."""
    return [
        column.name
        for column in table_of(kind).columns
        if isinstance(column.type, Text) and column.name not in _NOT_SEARCHED
    ]


def _naming(db: Db, names: Names, but: Rows) -> Iterator[tuple[Kind, int, str, bool]]:
    db.flush()
    for kind, table in TABLES.items():
        columns = texts_of(kind)
        skipped = but.get(table, set())
        for row_id, held in bare_in(db).execute(_all_of(table, columns)) if columns else ():
            if row_id in skipped or not names.may_be_in(held):
                continue
            for column, each in zip(columns, held.split(_APART), strict=False):
                found = named_in(names, column, each)
                if found:
                    yield kind, row_id, column, any(one.is_whole for one in found)


def _all_of(table: str, columns: list[str]) -> str:
    joined = " || char(31) || ".join(f"coalesce(\"{column}\", '')" for column in columns)
    return f'SELECT id, {joined} FROM "{table}"'  # noqa: S608


def _is_apart(before: str) -> bool:
    # "(wife of Ada": a bracket, or a small word, stands between two names.
    word = before.rsplit(maxsplit=1)[-1]
    return not word[-1].isalnum() or (word.islower() and word.isascii())
