"""What must hold in every table, read off the schema: a rule says how to find what breaks it.

The database keeps these rules itself while all is well. They are asked again because a damaged
file, another program or a mistake of an earlier version may have left rows that no longer keep
them, and one such row can stand in the way of a whole page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Date, DateTime, Enum, Integer, Table, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.types import TypeDecorator

from mentor_desk.models import Base
from mentor_desk.storage.damage import domain_repairs as repairs


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of mistake in one table.

    `where` is true for a row that makes it. `repair` is what an UPDATE sets, DELETE for a row that
    holds nothing, COMPLETE for one that lacks its sides; None when only the mentor can tell what
    was meant.
    """

    table: str
    what: str
    where: str
    repair: str | None


def rules() -> list[Rule]:
    """Return every rule of one table, in the order in which they are to be repaired."""
    found: list[Rule] = []
    for table in Base.metadata.sorted_tables:
        columns = [each for each in table.columns if not each.primary_key]
        for column in columns:
            found += _rules_of(table, column)
        found += _checks_of(table)
        found += _uniques_of(table)
    return [*found, *_SPECIAL]


def _rules_of(table: Table, column: Column[Any]) -> Iterator[Rule]:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    name = f'"{column.name}"'
    spoken = column.name.replace("_", " ")
    default = repairs.default_of(column)
    if not column.nullable:
        yield Rule(table.name, f"the {spoken} is missing", f"{name} IS NULL", _set(name, default))
    if isinstance(kind, Enum):
        choices = ", ".join(_quoted(str(value)) for value in kind.enums)
        repair = repairs.KIND_REPAIRS.get((table.name, column.name)) or default
        where = f"{name} IS NOT NULL AND {name} NOT IN ({choices})"
        what = f"the {spoken} is none that exists"
        if taken := repairs.taken(column):
            values = ", ".join(f"({_quoted(str(value))})" for value in kind.enums)
            free = (
                f"SELECT column1 FROM (VALUES ({repair}), {values}) WHERE column1 NOT IN ({taken})"  # noqa: S608
            )
            yield Rule(
                table.name, f"{what}, and all are taken", f"{where} AND NOT EXISTS ({free})", None
            )
            where, repair = f"{where} AND EXISTS ({free})", f"({free} LIMIT 1)"
        yield Rule(table.name, what, where, _set(name, repair))
    elif isinstance(kind, Boolean):
        where = f"{name} IS NOT NULL AND (typeof({name}) <> 'integer' OR {name} NOT IN (0, 1))"
        yield Rule(table.name, f"“{spoken}” is neither yes nor no", where, _set(name, default))
    elif isinstance(kind, DateTime | Date):
        where = _no_moment(name) if isinstance(kind, DateTime) else _no_day(name)
        repair = repairs.day_repair(column)
        yield Rule(table.name, f"the day in “{spoken}” does not exist", where, _set(name, repair))
    elif isinstance(kind, Text):
        where = f"typeof({name}) NOT IN ('text', 'null')"
        repair = repairs.text_repair(column)
        yield Rule(table.name, f"“{spoken}” is no text", where, _set(name, repair))
    elif isinstance(kind, Integer) and not column.foreign_keys:
        where = f"typeof({name}) NOT IN ('integer', 'null')"
        yield Rule(table.name, f"“{spoken}” is no whole number", where, _set(name, default))


def _no_day(name: str) -> str:
    # date() gives another day for the 30th of February, and accepts a year 0 that Python does not.
    return (
        f"{name} IS NOT NULL AND (typeof({name}) <> 'text' OR date({name}) IS NOT {name}"
        f" OR {name} < '0001')"
    )


def _no_moment(name: str) -> str:
    digits = "[0-9][0-9]"
    shape = f"{digits * 2}-{digits}-{digits} {digits}:{digits}:{digits}*"
    return (
        f"{name} IS NOT NULL AND (typeof({name}) <> 'text' OR {name} NOT GLOB '{shape}'"
        f" OR datetime(substr({name}, 1, 19)) IS NOT substr({name}, 1, 19) OR {name} < '0001')"
    )


def _checks_of(table: Table) -> Iterator[Rule]:
    for check in sorted(_checks(table), key=lambda each: str(each.name)):
        name = str(check.name).removeprefix(f"ck_{table.name}_")
        what, repair = repairs.CHECK_REPAIRS[table.name, name]
        where = f"NOT ({check.sqltext})"
        if repair == repairs.DELETE:
            may_go, otherwise, instead = repairs.MAY_GO[table.name, name]
            yield Rule(table.name, otherwise, f"{where} AND NOT ({may_go})", instead)
            where = f"{where} AND {may_go}"
        yield Rule(table.name, what, where, repair)


def _checks(table: Table) -> list[CheckConstraint]:
    # Those of a list of values belong to their column, which has a rule of its own.
    return [
        each
        for each in table.constraints
        if isinstance(each, CheckConstraint) and not getattr(each, "_type_bound", False)
    ]


def _uniques_of(table: Table) -> Iterator[Rule]:
    groups = [
        ([column.name for column in each.columns], "")
        for each in table.constraints
        if isinstance(each, Unique)
    ]
    for index in table.indexes:
        if index.unique:
            only = index.dialect_options["sqlite"].get("where")
            names = [str(each.name) for each in index.columns]
            groups.append((names, "" if only is None else str(only)))
    for names, only in sorted(groups):
        columns = ", ".join(f'"{name}"' for name in names)
        where = f" WHERE {only}" if only else ""
        # An index that lost entries would hide the very rows that are looked for.
        first = f'SELECT min(id) FROM "{table.name}" NOT INDEXED{where} GROUP BY {columns}'  # noqa: S608
        what, repair = repairs.TWICE_REPAIRS[table.name, tuple(names)]
        among = f"({only}) AND " if only else ""
        where = f"{among}id NOT IN ({first})"
        if repair == repairs.DELETE:
            # Asked only of the few rows that are twice, for it looks for the first of each.
            told = _says_no_more(table, names)
            no_more = f"CASE WHEN {where} THEN {told or 1} END"
            yield Rule(table.name, what, no_more, repair)
            if told:
                yield Rule(table.name, f"{what}, and not alike", f"NOT ({no_more})", None)
        else:
            yield Rule(table.name, what, where, repair)


def _says_no_more(table: Table, names: list[str]) -> str:
    """Return, as SQL, whether a row that is twice tells nothing that the first one does not.

    Nothing is returned for a table that tells no more at all.
    """
    own = f'"{table.name}"'
    same = " AND ".join(f'other."{name}" IS {own}."{name}"' for name in names)
    first = f"FROM {own} AS other NOT INDEXED WHERE {same} ORDER BY other.id LIMIT 1"
    told = [
        f'({own}."{c.name}" IS NULL OR {own}."{c.name}" IS (SELECT other."{c.name}" {first}))'
        for c in table.columns
        if c.name not in {"id", "position", *names}
    ]
    return " AND ".join(told)


def _set(name: str, value: str | None) -> str | None:
    return None if value is None else f"{name} = {value}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_TWO_SIDES = "SELECT count(*) FROM parties WHERE parties.introduction_id = introductions.id"
_BOTH_SIDES = (
    "SELECT count(*) - count(DISTINCT person_id) FROM parties"
    " WHERE parties.introduction_id = introductions.id"
)
_FROM_ITSELF = """
    id IN (WITH RECURSIVE line(start, here) AS (
        SELECT id, grew_from_id FROM introductions WHERE grew_from_id IS NOT NULL
        UNION
        SELECT start, introductions.grew_from_id FROM line
        JOIN introductions ON introductions.id = line.here
        WHERE introductions.grew_from_id IS NOT NULL)
    SELECT min(start) FROM line WHERE start = here
    UNION SELECT id FROM introductions WHERE grew_from_id = id)
"""
_ODD_BIRTHDAY = """
    birthday <> '' AND birthday NOT GLOB '[0-9][0-9][0-9][0-9]*'
    AND birthday NOT GLOB '--[0-1][0-9]*' AND birthday NOT GLOB '---[0-3][0-9]'
"""
_SPECIAL = (
    Rule(
        "introductions",
        "one of the two people is missing",
        f"({_TWO_SIDES}) < 2",
        repairs.COMPLETE,
    ),
    Rule(
        "introductions",
        "both sides are the same person",
        f"({_BOTH_SIDES}) > 0",
        None,
    ),
    Rule("introductions", "it grew from itself", _FROM_ITSELF, "grew_from_id = NULL"),
    Rule("people", "the birthday is in no known form", _ODD_BIRTHDAY, None),
)
