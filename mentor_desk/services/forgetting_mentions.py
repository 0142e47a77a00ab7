"""Where the notes about others still name a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Text, text
from sqlalchemy.orm import Session as Db

from mentor_desk.models.words import fold
from mentor_desk.services.history_records import Image, Records, table_of
from mentor_desk.services.history_words import TABLES, Kind, field_name
from mentor_desk.storage.journal.about_person import Found

# Names that the program keeps for itself, and those of the people themselves.
_NOT_SEARCHED = frozenset(
    {
        "uid",
        "desk_uid",
        "made_by",
        "sort_name",
        "search_text",
        "folded",
        "sha256",
        "sections",
        "display_name",
        "given",
        "family",
        "middle",
        "prefix",
        "suffix",
    }
)
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A note about somebody else that names the person; `is_full` when by the whole name."""

    kind: Kind
    record_id: int
    name: str
    field: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class Names:
    """What a person is called, folded: the whole names, and the short ones."""

    full: frozenset[str]
    short: frozenset[str]
    spelled: frozenset[str]

    def all_words(self) -> frozenset[str]:
        """Return every word of every name."""
        return frozenset(word for name in self.full | self.short for word in name.split())


def names_of(images: Iterable[Image]) -> Names:
    """Return the names that a person has or had."""
    full: set[str] = set()
    short: set[str] = set()
    spelled: set[str] = set()
    for image in images:
        both = f"{image['given']} {image['family']}".strip()
        whole = {name for name in (image["display_name"], both) if len(name.split()) > 1}
        first = image["given"].split()[:1] or image["display_name"].split()[:1]
        brief = {name for name in (*first, image["nickname"]) if len(name) >= SHORTEST_NAME}
        full |= {fold(name) for name in whole}
        short |= {fold(name) for name in brief}
        spelled |= {*brief, *whole}
    return Names(frozenset(full), frozenset(short), frozenset(spelled))


def mentions_of(db: Db, names: Names, but: Found) -> list[Mention]:
    """Return the notes that name the person, but for the rows that are about them.

    A short name counts as a whole word only; others may bear it too.
    """
    if not names.spelled:
        return []
    patterns = [(_pattern(names.full), True), (_pattern(names.short), False)]
    records = Records(db)
    return [
        Mention(kind, row_id, records.name(kind, row_id), field_name(column), is_full)
        for kind, row_id, column, held in _near(db, names, but)
        if (is_full := _how(patterns, fold(held))) is not None
    ]


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    any_of = "|".join(re.escape(name) for name in sorted(names) if name)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)") if any_of else None


def _how(patterns: list[tuple[re.Pattern[str] | None, bool]], held: str) -> bool | None:
    for pattern, is_full in patterns:
        if pattern is not None and pattern.search(held):
            return is_full
    return None


def _near(db: Db, names: Names, but: Found) -> Iterable[tuple[Kind, int, str, str]]:
    likes = {f"like_{place}": _like(name) for place, name in enumerate(sorted(names.spelled))}
    for kind in TABLES:
        skipped = but.get(TABLES[kind], set())
        for column in _columns(kind):
            rule = " OR ".join(f"\"{column}\" LIKE :{each} ESCAPE '\\'" for each in likes)
            query = text(f'SELECT id, "{column}" FROM "{TABLES[kind]}" WHERE {rule}')  # noqa: S608
            for row_id, held in db.execute(query, likes):
                if row_id not in skipped:
                    yield kind, row_id, column, held


def _columns(kind: Kind) -> list[str]:
    return [
        column.name
        for column in table_of(kind).columns
        if isinstance(column.type, Text) and column.name not in _NOT_SEARCHED
    ]


def _like(name: str) -> str:
    # Letters with accents may stand there without them.
    return "%" + "".join(mark if mark.isascii() and mark.isalnum() else "_" for mark in name) + "%"
