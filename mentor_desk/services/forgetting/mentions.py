"""Where the notes about others name a person."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.forgetting.many_records import ManyRecords
from mentor_desk.services.forgetting.names import Found, Names
from mentor_desk.services.history.records import Image, table_of
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
OWN_NAME = frozenset({"display_name", "given", "family", "middle", "prefix", "suffix", "nickname"})
# The field of what somebody was called before, which is left to them.
EARLIER_NAME = "earlier name"
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


def earlier_names(db: Db, names: Names, but: Rows, *, told: Iterable[Mention]) -> list[Mention]:
    """Return who was called by a name that names the person, but for those who are `told` of.

    What somebody else is called is theirs: it stays, also in the history and in the trash.
    """
    db.flush()
    known = {each.record_id for each in told if each.kind is Kind.PERSON}
    skipped = known | but.get(TABLES[Kind.PERSON], set())
    naming = {
        row_id: None
        for row_id, held in bare_in(db).execute(_ever_called())
        if row_id not in skipped and names.may_be_in(held) and _calls(json.loads(held), names)
    }
    records = ManyRecords(db, ((Kind.PERSON, row_id) for row_id in naming))
    return [
        Mention(Kind.PERSON, row_id, records.name(Kind.PERSON, row_id), EARLIER_NAME, True)
        for row_id in naming
    ]


def named_in(names: Names, column: str, held: str) -> list[Found]:
    """Return where the text of a column names the person.

    A part of somebody's own name is no mention: "Ben Okafor" is none of Ada Okafor, but
    "Ben Okafor (husband of Ada Okafor)" is one.
    """
    found = list(names.in_text(held))
    if column not in OWN_NAME:
        return found
    return [each for each in found if each.is_whole and held[: each.start].strip()]


def texts_of(kind: Kind) -> list[str]:
    """Return the columns of a kind in which somebody else may be named."""
    return [
        column.name
        for column in table_of(kind).columns
        if isinstance(column.type, Text) and column.name not in _NOT_SEARCHED
    ]


def _calls(image: Image, names: Names) -> bool:
    return any(named_in(names, column, image.get(column) or "") for column in OWN_NAME)


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


def _ever_called() -> str:
    called = ", ".join(f"'{column}', before ->> '{column}'" for column in sorted(OWN_NAME))
    return (
        f"SELECT DISTINCT row_id, json_object({called}) FROM images"  # noqa: S608
        " WHERE table_name = 'people' AND before IS NOT NULL"
    )
