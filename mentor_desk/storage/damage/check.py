"""Check a database: its pages, its structure, and that every row keeps the rules.

Nothing is changed here. What reads for long must not hold up the window, so an open desk hands
over a copy made for the purpose; see `services/keeping/checking.py`.
"""

import re
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.storage.belonging import is_last_upgrade
from mentor_desk.storage.database import is_ours, refuse_newer
from mentor_desk.storage.stopping import stoppable

Progress: TypeAlias = Callable[[int, int], object]

PAGES, STRUCTURE, INDEX, RULE, ORPHAN, WORDS, SCHEMA_DIFFERS, KEYS = (
    "pages",
    "structure",
    "index",
    "rule",
    "orphan",
    "words",
    "schema",
    "keys",
)
MOST_MESSAGES = 10_000

_INDEX = re.compile(r"missing from index|wrong # of entries in index|non-unique entry in index")
_RULE = re.compile(r"CHECK constraint failed in|NULL value in|value in (\w+)\.(\w+)")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of mistake: where, what, how often, and whether it can be put right safely.

    `kind` is one of the words of this module; `table` is empty for the file as a whole.
    """

    kind: str
    table: str
    what: str
    count: int
    can_repair: bool


def check_quickly(
    connection: Any, *, progress: Progress = lambda _done, _of: None
) -> list[Finding]:
    """Return what is wrong with the structure of a database and with the ties between rows."""
    with stoppable(connection, partial(progress, 0, 2)):
        found = strangers(connection) or check_structure(connection, "quick_check")
    if any(each.kind == STRUCTURE for each in found):
        return found
    with stoppable(connection, partial(progress, 1, 2)):
        found += orphans(connection)
    progress(2, 2)
    return found


def check_fully(connection: Any, *, progress: Progress = lambda _done, _of: None) -> list[Finding]:
    """Return everything that is wrong with a database; a broken structure ends the search."""
    from mentor_desk.storage.damage.counting import beyond_counting  # noqa: PLC0415
    from mentor_desk.storage.damage.domain_rules import rules  # noqa: PLC0415

    every = rules()
    tables = list(dict.fromkeys(rule.table for rule in every))
    # The structure takes about as long as everything else.
    length = 4 * len(tables)
    with stoppable(connection, partial(progress, 0, length)):
        found = strangers(connection) or check_structure(connection)
    if any(each.kind == STRUCTURE for each in found):
        return found
    done = length // 2
    with stoppable(connection, partial(progress, done, length)):
        found += orphans(connection)
        # A CHECK that failed is told by its own rule below, in words.
        found = [each for each in found if each.kind != RULE]
        found += [
            Finding(RULE, table, what, n, can_repair=True)
            for (table, what), n in sorted(beyond_counting(connection).items())
        ]
    for turn, table in enumerate(tables):
        with stoppable(connection, partial(progress, done + 2 * turn, length)):
            mine = [rule for rule in every if rule.table == table]
            found += _broken(connection, table, mine)
            found += unsound_words(connection, table)
    progress(length, length)
    return found


def strangers(connection: Any) -> list[Finding]:
    """Return whether a file carries triggers, views or virtual tables, which no desk does."""
    n = connection.execute(
        "SELECT count(*) FROM main.sqlite_master WHERE type IN ('trigger', 'view')"
        " OR upper(ltrim(sql)) LIKE 'CREATE VIRTUAL%'"
    ).fetchone()[0]
    what = "the file carries instructions of its own"
    return [Finding(STRUCTURE, "", what, n, can_repair=False)] if n else []


def unsound_pages(connection: Any) -> list[int]:
    """Return the numbers of the pages on the disk that do not match their seal.

    Reads the file beside whoever writes it: what it finds while a transaction is being written
    has to be asked again. SQLCipher tells one row for each page, so all are read.
    """
    told = [str(row[0]) for row in connection.execute("pragma cipher_integrity_check")]
    found = [re.search(r"page (\d+)", line) for line in told]
    return sorted({int(each.group(1)) if each else 0 for each in found})


def count_broken(connection: Any, rules_of_table: list[Any]) -> list[int]:
    """Return, for rules of one table, how many rows break each; the table is read once."""
    sums = ", ".join(f"coalesce(sum({rule.where}), 0)" for rule in rules_of_table)
    table = rules_of_table[0].table
    return [int(n) for n in connection.execute(f'SELECT {sums} FROM "{table}"').fetchone()]  # noqa: S608


def orphans(connection: Any) -> list[Finding]:
    """Return the rows that point to a row that is not there, by table and what they miss."""
    found = Counter(
        (table, parent)
        for table, _, parent, _ in connection.execute("pragma foreign_key_check").fetchall()
    )
    return [
        Finding(ORPHAN, table, f"what they belong to is missing from {spoken(parent)}", n, True)
        for (table, parent), n in sorted(found.items())
    ]


def check_form(connection: Any) -> list[Finding]:
    """Return where a database is not of today's form, and what this version does not know.

    What keeps it from being opened is of the kind STRUCTURE; then nothing else can be asked of it.
    What is in nobody's way is of the kind SCHEMA_DIFFERS, and no mistake.
    """
    from mentor_desk.storage.form import INDEX_MISSING, differences  # noqa: PLC0415

    if strangers(connection):
        return []
    marks = {
        "it does not say that Mentor Desk made it": is_ours(connection),
        "it says that it was never finished": refuse_newer(connection) > 0,
        "it does not say which upgrade it had last": is_last_upgrade(connection),
    }
    found = [Finding(STRUCTURE, "", what, 1, False) for what, holds in marks.items() if not holds]
    for each in differences(connection):
        can_repair = each.what == INDEX_MISSING
        kind = INDEX if can_repair else STRUCTURE if each.is_in_the_way else SCHEMA_DIFFERS
        found.append(Finding(kind, each.where, each.what, each.count, can_repair))
    return found


def unsound_words(connection: Any, table: str) -> list[Finding]:
    """Return how many rows of a table hold text that no program can read or show."""
    n = sum(1 for _ in rows_with_unsound_words(connection, table))
    what = "the text holds characters that cannot be kept"
    return [Finding(WORDS, table, what, n, can_repair=True)] if n else []


def rows_with_unsound_words(connection: Any, table: str) -> Generator[tuple[int, dict[str, bytes]]]:
    """Yield the id of each row with a NUL, half a character or broken UTF-8, and its words."""
    names = text_columns(table)
    if not names:
        return
    columns = ", ".join(f'CAST("{name}" AS BLOB)' for name in names)
    rows = connection.execute(f'SELECT id, {columns} FROM "{table}"')  # noqa: S608
    while batch := rows.fetchmany(500):
        if _is_sound(b"\n".join(b"\n".join(filter(None, row[1:])) for row in batch)):
            continue
        for row in batch:
            bad = {
                name: held
                for name, held in zip(names, row[1:], strict=True)
                if held and not _is_sound(held)
            }
            if bad:
                yield int(row[0]), bad


def text_columns(table: str) -> list[str]:
    """Return the columns of a table that hold what people wrote, or the program about it."""
    from sqlalchemy import Text  # noqa: PLC0415

    from mentor_desk.models import Base  # noqa: PLC0415

    columns = Base.metadata.tables[table].columns
    return [column.name for column in columns if isinstance(column.type, Text)]


def spoken(table: str) -> str:
    """Return what a table is called on the screen."""
    return _SPOKEN.get(table, table.replace("_", " ").strip())


def check_structure(connection: Any, how: str = "integrity_check") -> list[Finding]:
    """Return what SQLite itself finds wrong: pages, indices, and rows that break a CHECK."""
    try:
        told = [str(row[0]) for row in connection.execute(f"pragma {how}({MOST_MESSAGES})")]
    except sqlcipher.DatabaseError as problem:
        if "interrupted" in str(problem):
            raise
        told = [str(problem)]
    kinds: Counter[str] = Counter()
    for line in told:
        if line == "ok":
            continue
        kinds[INDEX if _INDEX.search(line) else RULE if _RULE.search(line) else STRUCTURE] += 1
    words = {
        STRUCTURE: "pages of the data file do not make sense",
        INDEX: "an index does not match its table",
        RULE: "a row breaks a rule; the full check tells which",
    }
    return [
        Finding(kind, "", words[kind], n, can_repair=kind == INDEX)
        for kind, n in sorted(kinds.items())
    ]


def _broken(connection: Any, table: str, mine: list[Any]) -> list[Finding]:
    return [
        Finding(RULE, table, rule.what, n, can_repair=rule.repair is not None)
        for rule, n in zip(mine, count_broken(connection, mine), strict=True)
        if n
    ]


def _is_sound(text: bytes) -> bool:
    if b"\0" in text:
        return False
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


_SPOKEN = {
    "about": "the desk itself",
    "images": "the history",
    "keys": "the key file",
    "parties": "sides of introductions",
    "person_topics": "interests, expertise and needs",
    "photos": "pictures of people",
    "progress_updates": "progress of goals",
    "resources": "shared knowledge",
    "session_topics": "topics of sessions",
    "shares": "what was shared",
    "steps": "steps of the history",
    "ways": "ways to reach people",
}
