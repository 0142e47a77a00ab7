"""Where the notes about others name a person."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.forgetting.called import folded_name, plain_name
from mentor_desk.services.forgetting.many_records import ManyRecords
from mentor_desk.services.forgetting.names import Found, Names
from mentor_desk.services.history.records import Image, table_of
from mentor_desk.services.history.words import TABLES, Kind, field_name
from mentor_desk.storage.engine import bare_in
from mentor_desk.storage.journal.about_person import Found as Rows

# What the program gives out, in which no words of anybody stand.
GIVEN_OUT = frozenset({"uid", "desk_uid", "made_by", "sha256", "sections"})
# What it makes of other columns, and names of files, which are looked through on their own.
_NOT_SEARCHED = GIVEN_OUT | {"came_from", "sort_name", "search_text", "folded"}
# What somebody is called themselves: there a single word is their own name.
OWN_NAME = frozenset({"display_name", "given", "family", "middle", "prefix", "suffix", "nickname"})
# The fields of what somebody is called that only holds the name, and of what they were before.
LONGER_NAME = "longer name"
EARLIER_NAME = "earlier name"
_APART = "\x1f"


@dataclass(frozen=True, slots=True)
class Mention:
    """A note about somebody else that names the person; `is_full` when by the whole name.

    In the field `LONGER_NAME` stands what somebody else is called, in which theirs is a part.
    """

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
        Mention(kind, row_id, records.name(kind, row_id), _field(column, is_full), is_full)
        for kind, row_id, column, is_full in naming
    ]
    return sorted(dict.fromkeys(found), key=lambda mention: not mention.is_full)


def earlier_names(db: Db, names: Names, but: Rows, *, told: Iterable[Mention]) -> list[Mention]:
    """Return who was called by a name that names the person, but for those who are `told` of.

    What somebody else is called is theirs: it stays, also in the history and in the trash.
    """
    db.flush()
    known = {each.record_id for each in told if each.kind is Kind.PERSON}
    skipped = known | but.get(TABLES[Kind.PERSON], set())
    naming: dict[int, bool] = {}
    for row_id, held in bare_in(db).execute(_ever_called()):
        if row_id not in skipped and names.may_be_in(held):
            for is_full in _calls(json.loads(held), names):
                naming[row_id] = naming.get(row_id, False) or is_full
    records = ManyRecords(db, ((Kind.PERSON, row_id) for row_id in naming))
    return [
        Mention(Kind.PERSON, row_id, records.name(Kind.PERSON, row_id), EARLIER_NAME, is_full)
        for row_id, is_full in naming.items()
    ]


def texts_of(kind: Kind) -> list[str]:
    """Return the columns of a kind in which somebody else may be named."""
    return [
        column.name
        for column in table_of(kind).columns
        if isinstance(column.type, Text) and column.name not in _NOT_SEARCHED
    ]


def _field(column: str, is_full: bool) -> str:
    return LONGER_NAME if column in OWN_NAME and not is_full else field_name(column)


def _calls(image: Image, names: Names) -> Iterator[bool]:
    for column in OWN_NAME:
        if found := _found_in(names, column, image.get(column) or ""):
            yield _is_full(names, column, image[column], found)


def _found_in(names: Names, column: str, held: str) -> list[Found]:
    """Return where the text of a column names the person.

    A part of somebody's own name is no mention: "Ben Okafor" is none of Ada Okafor. All that
    holds the whole name is told, but for the name of somebody who is called the same.
    """
    if column not in OWN_NAME:
        return list(names.in_text(held))
    same = folded_name(plain_name(held))
    return [
        each
        for each in names.anywhere_in(held)
        if each.is_whole and folded_name(held[each.start : each.end]) != same
    ]


def _is_full(names: Names, column: str, held: str, found: list[Found]) -> bool:
    # "Ben Okafor (husband of Ada Okafor)" tells of Ada Okafor, and "Mary Ada Okafor" does not.
    told = names.in_text(held) if column in OWN_NAME else found
    return any(each.is_whole for each in told)


def _naming(db: Db, names: Names, but: Rows) -> Iterator[tuple[Kind, int, str, bool]]:
    db.flush()
    for kind, table in TABLES.items():
        columns = texts_of(kind)
        skipped = but.get(table, set())
        for row_id, held in bare_in(db).execute(_all_of(table, columns)) if columns else ():
            if row_id in skipped or not names.may_be_in(held):
                continue
            for column, each in zip(columns, held.split(_APART), strict=False):
                if found := _found_in(names, column, each):
                    yield kind, row_id, column, _is_full(names, column, each, found)


def _all_of(table: str, columns: list[str]) -> str:
    joined = " || char(31) || ".join(f"coalesce(\"{column}\", '')" for column in columns)
    return f'SELECT id, {joined} FROM "{table}"'  # noqa: S608


def _ever_called() -> str:
    called = ", ".join(f"'{column}', before ->> '{column}'" for column in sorted(OWN_NAME))
    return (
        f"SELECT DISTINCT row_id, json_object({called}) FROM images"  # noqa: S608
        " WHERE table_name = 'people' AND before IS NOT NULL"
    )
