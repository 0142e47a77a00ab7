"""Put right what can be put right safely, in the transaction of whoever calls."""

import contextlib
from collections import Counter
from collections.abc import Generator
from typing import Any

from sqlalchemy import Column, LargeBinary

from mentor_desk.errors import DeskDamagedError
from mentor_desk.models import Base
from mentor_desk.storage.damage import check, lost_and_found
from mentor_desk.storage.damage.check import Finding
from mentor_desk.storage.damage.counting import give_ids
from mentor_desk.storage.damage.domain_repairs import COMPLETE, DELETE, LOST_MARK, text_repair
from mentor_desk.storage.damage.domain_rules import Rule, rules
from mentor_desk.storage.form import INDEX_MISSING, missing_indices

# One repair can lay bare the next: a state that did not exist, then a day that does not fit it.
MOST_ROUNDS = 5


def repair(connection: Any) -> list[Finding]:
    """Repair every safe kind of mistake and return what was repaired, with a count for each.

    Nothing that anybody wrote is lost by it. Runs inside an open transaction. What is left
    afterwards is what a check finds; running it again changes nothing. Raises DeskDamagedError
    when a page cannot be read; then the caller rolls back.
    """
    done: Counter[tuple[str, str, str]] = Counter()
    with _without_checks(connection):
        done += _reindexed(connection)
        for _ in range(MOST_ROUNDS):
            found = _one_round(connection)
            done += found
            if not found:
                break
    return [
        Finding(kind, table, what, n, can_repair=True) for (kind, table, what), n in done.items()
    ]


def repair_types(connection: Any) -> list[Finding]:
    """Turn bytes that stand where none belong into text; part of a repair, and its beginning."""
    found = []
    # What such a tie leads to is looked for once it is text, before the transaction ends.
    connection.execute("pragma defer_foreign_keys=on")
    with _without_checks(connection):
        for table in Base.metadata.sorted_tables:
            columns = [
                each
                for each in table.columns
                if not (each.primary_key or isinstance(each.type, LargeBinary))
            ]
            counts = _blobs_in(connection, columns)
            for column, _ in filter(lambda pair: pair[1], zip(columns, counts, strict=True)):
                found.append(_as_text(connection, column))
    return found


def repair_ids(connection: Any) -> list[Finding]:
    """Give a new id to every row whose id no desk gives; before a step, which may get none else."""
    # What such a tie leads to has its new id before the transaction ends.
    connection.execute("pragma defer_foreign_keys=on")
    with _without_checks(connection):
        done = give_ids(connection)
    return [Finding(check.RULE, table, what, n, True) for (table, what), n in sorted(done.items())]


def _blobs_in(connection: Any, columns: list[Column[Any]]) -> list[int]:
    sums = ", ".join(f"coalesce(sum(typeof(\"{each.name}\") = 'blob'), 0)" for each in columns)
    asked = f'SELECT {sums} FROM "{columns[0].table.name}"'  # noqa: S608
    return [int(n) for n in connection.execute(asked).fetchone()]


def _as_text(connection: Any, column: Column[Any]) -> Finding:
    table, name = column.table.name, column.name
    done = connection.execute(
        f'UPDATE OR IGNORE "{table}" SET "{name}" = {text_repair(column)}'  # noqa: S608
        f" WHERE typeof(\"{name}\") = 'blob'"
    ).rowcount
    return Finding(check.RULE, table, f"“{name.replace('_', ' ')}” is no text", done, True)


def make_missing_indices(connection: Any) -> list[Finding]:
    """Make the indices that were lost and refuse no row; those that do are no part of a repair."""
    found = missing_indices(connection)
    for _, statement in found:
        connection.execute(statement)
    told = Counter(table for table, _ in found)
    return [Finding(check.INDEX, table, INDEX_MISSING, n, True) for table, n in told.items()]


def _one_round(connection: Any) -> Counter[tuple[str, str, str]]:
    done: Counter[tuple[str, str, str]] = Counter()
    every = rules()
    for table in dict.fromkeys(rule.table for rule in every):
        mine = [rule for rule in every if rule.table == table]
        for rule, n in zip(mine, check.count_broken(connection, mine), strict=True):
            if n and rule.repair is not None:
                done[check.RULE, table, rule.what] += _apply(connection, rule)
        done[check.WORDS, table, _WORDS] += _clean_words(connection, table)
    for (table, what), n in lost_and_found.mend_orphans(connection).items():
        done[check.ORPHAN, table, what] += n
    return +done


def _apply(connection: Any, rule: Rule) -> int:
    if rule.repair == COMPLETE:
        return lost_and_found.complete_parties(connection)
    if rule.repair == DELETE:
        statement = f'DELETE FROM "{rule.table}" WHERE {rule.where}'  # noqa: S608
    else:
        # A row that would clash with another stays as it is, and is told of by the next check.
        statement = f'UPDATE OR IGNORE "{rule.table}" SET {rule.repair} WHERE {rule.where}'  # noqa: S608
    return int(connection.execute(statement).rowcount)


def _clean_words(connection: Any, table: str) -> int:
    bad = list(check.rows_with_unsound_words(connection, table))
    for row_id, words in bad:
        for name, held in words.items():
            clean = held.replace(b"\0", b"").decode(errors="replace")
            _put(connection, table, row_id, name, clean)
    return len(bad)


def _put(connection: Any, table: str, row_id: int, name: str, text: str) -> None:
    """Put words into a row; where another must not have the same, a mark at the end tells them."""
    statement = f'UPDATE OR IGNORE "{table}" SET "{name}" = ? WHERE id = ?'  # noqa: S608
    while not connection.execute(statement, (text, row_id)).rowcount:
        text += LOST_MARK


def _reindexed(connection: Any) -> Counter[tuple[str, str, str]]:
    found = check.check_structure(connection)
    if any(each.kind == check.STRUCTURE for each in found):
        raise DeskDamagedError(
            "Pages of the data file cannot be read, so nothing in it was repaired."
            " Restore a backup, or salvage what can be read."
        )
    wrong = sum(each.count for each in found if each.kind == check.INDEX)
    if wrong:
        connection.execute("REINDEX")
    return +Counter({(check.INDEX, "", _INDEX): wrong})


@contextlib.contextmanager
def _without_checks(connection: Any) -> Generator[None]:
    # A row with two mistakes could not be repaired one by one otherwise.
    connection.execute("pragma ignore_check_constraints=on")
    try:
        yield
    finally:
        connection.execute("pragma ignore_check_constraints=off")


_WORDS = "the text holds characters that cannot be kept"
_INDEX = "an index does not match its table"
