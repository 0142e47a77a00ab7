"""Of what the tables of a database are made, and how that differs from today's schema.

The object mapper is loaded only where something differs, for the first page waits for this.
"""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2 as sqlcipher

TABLE_MISSING = "the table is missing"
COLUMN_MISSING = "columns are missing"
COLUMN_CHANGED = "columns are not of the kind they were made"
INDEX_MISSING = "an index is missing"
RULE_MISSING = "an index or a tie that keeps a rule is missing"
RULE_STRANGE = "a rule of another program is in the way"
UNKNOWN = "this version does not know it, and leaves it alone"
UNKNOWN_IN_THE_WAY = "this version does not know it, and does not open a desk that has it"
HALF_MADE_LEFT = "an upgrade broke off half way, and left it"
HALF_MADE = ("_alembic_tmp_",)


COLUMN, INDEX, TIE = "column", "index", "tie"
_PARTS = """
    WITH ours(name) AS (
        SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name <> 'alembic_version'
        AND name NOT LIKE 'sqlite!_%' ESCAPE '!')
    SELECT 'column', ours.name, c.name, upper(c.type) || iif(c.pk, ' KEY', ''),
           c."notnull" AND c.dflt_value IS NULL
    FROM ours, pragma_table_xinfo(ours.name) AS c
    UNION ALL
    SELECT 'index', ours.name,
           (SELECT group_concat(coalesce(x.name, '?')) FROM pragma_index_info(i.name) AS x),
           iif(i.partial, 'of some', 'of all'), i."unique"
    FROM ours, pragma_index_list(ours.name) AS i
    UNION ALL
    SELECT 'tie', ours.name, f."from", f."table" || ' ' || f.on_delete, 1
    FROM ours, pragma_foreign_key_list(ours.name) AS f
"""


class Part(NamedTuple):
    """A column, an index or a tie of a table, by its name, or by the columns of an index.

    It `binds` when it can refuse a row that does not know of it.
    """

    kind: str
    table: str
    name: str
    how: str
    binds: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a database differs from today's schema, how, and how often.

    One that `is_in_the_way` keeps the desk from being opened, for a page would fail by it.
    """

    where: str
    what: str
    count: int
    is_in_the_way: bool


def form_of(connection: Any) -> frozenset[Part]:
    """Return of what the tables of a desk are made, whatever stands in them."""
    return frozenset(Part(*row) for row in connection.execute(_PARTS))


def seal_of(form: frozenset[Part]) -> str:
    """Return a short text that is the same for the same form alone."""
    lines = sorted(" ".join(map(str, part)) for part in form)
    return sha256("\n".join(lines).encode()).hexdigest()


def differences(connection: Any) -> list[Difference]:
    """Return how the tables of a database differ from those of today's schema."""
    from mentor_desk.models import Base  # noqa: PLC0415

    found, wanted = form_of(connection), _todays_form()
    tables = {part.table for part in found}
    lost = {part for part in wanted - found if part.table in tables}
    strange = {part for part in found - wanted if part.table in Base.metadata.tables}
    in_the_way = Counter(
        (table, TABLE_MISSING) for table in Base.metadata.tables if table not in tables
    )
    in_the_way += _columns(lost, strange) + _rules(lost, strange)
    indices = Counter((part.table, INDEX_MISSING) for part in lost if not part.binds)
    told = [
        *(Difference(*at, n, is_in_the_way=True) for at, n in sorted(in_the_way.items())),
        *(Difference(*at, n, is_in_the_way=False) for at, n in sorted(indices.items())),
    ]
    unknown = {table: True for table in tables if table not in Base.metadata.tables}
    unknown |= {
        f"{part.table}.{part.name}": bool(part.binds)
        for part in strange
        if part.kind == COLUMN and part.name not in Base.metadata.tables[part.table].columns
    }
    return told + [_unknown(name, is_in_the_way=binds) for name, binds in sorted(unknown.items())]


def missing_indices(connection: Any) -> list[tuple[str, str]]:
    """Return the tables that lost an index which refuses no row, and what makes it anew."""
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415
    from sqlalchemy.schema import CreateIndex  # noqa: PLC0415

    from mentor_desk.models import Base  # noqa: PLC0415

    found = {(part.table, part.name) for part in form_of(connection) if part.kind == INDEX}
    return [
        (table.name, str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        for table in Base.metadata.sorted_tables
        for index in sorted(table.indexes, key=lambda each: str(each.name))
        if not index.unique
        and (table.name, ",".join(column.name for column in index.columns)) not in found
    ]


def _todays_form() -> frozenset[Part]:
    from sqlalchemy import create_engine  # noqa: PLC0415

    from mentor_desk.models import Base  # noqa: PLC0415

    engine = create_engine("sqlite+pysqlite://", module=sqlcipher)
    try:
        with engine.begin() as connection:
            Base.metadata.create_all(connection)
            return form_of(connection.connection.driver_connection)
    finally:
        engine.dispose()


def _unknown(name: str, *, is_in_the_way: bool) -> Difference:
    if name.startswith(HALF_MADE):
        return Difference(name, HALF_MADE_LEFT, 1, is_in_the_way)
    return Difference(name, UNKNOWN_IN_THE_WAY if is_in_the_way else UNKNOWN, 1, is_in_the_way)


def _columns(lost: set[Part], strange: set[Part]) -> Counter[tuple[str, str]]:
    changed = {(part.table, part.name) for part in strange}
    return Counter(
        (part.table, COLUMN_CHANGED if (part.table, part.name) in changed else COLUMN_MISSING)
        for part in lost
        if part.kind == COLUMN
    )


def _rules(lost: set[Part], strange: set[Part]) -> Counter[tuple[str, str]]:
    kinds = ((lost, RULE_MISSING), (strange, RULE_STRANGE))
    return Counter(
        (part.table, what)
        for parts, what in kinds
        for part in parts
        if part.kind != COLUMN and part.binds
    )
