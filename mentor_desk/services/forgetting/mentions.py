"""Where the notes about others still name a person."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Text, text
from sqlalchemy.orm import Session as Db

from mentor_desk.models.words import fold
from mentor_desk.services.history.records import Image, Records, table_of
from mentor_desk.services.history.words import TABLES, Kind, field_name
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
    """What a person is called, folded: the whole names, and the short ones.

    `spelled` are all of them as they are written. `lone` are whole names of a single word that
    nobody else bears; as any word might, they count only as they are written.
    """

    full: frozenset[str]
    short: frozenset[str]
    spelled: frozenset[str]
    lone: frozenset[str] = frozenset()

    @property
    def whole(self) -> frozenset[str]:
        """The whole names as they are written."""
        return self.lone | {name for name in self.spelled if fold(name) in self.full}

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


def with_lone_names(db: Db, names: Names, images: Iterable[Image]) -> Names:
    """Return the same with the names of a single word that are the person's own."""
    words = {image["display_name"] for image in images if len(image["display_name"].split()) == 1}
    own = {word for word in words if len(word) >= SHORTEST_NAME and not _is_borne(db, word, images)}
    return replace(names, lone=frozenset(own))


def whole_in(names: Names) -> Callable[[str], bool]:
    """Return what tells whether a text names the person whole."""
    full, lone = _pattern(names.full), _pattern(names.lone)

    def is_named(held: str) -> bool:
        return bool((full and full.search(fold(held))) or (lone and lone.search(held)))

    return is_named


def mentions_of(db: Db, names: Names, but: Found) -> list[Mention]:
    """Return the notes that name the person, but for the rows that are about them.

    A short name counts as a whole word only; others may bear it too.
    """
    if not names.spelled:
        return []
    is_whole, brief = whole_in(names), _pattern(names.short)
    records = Records(db)
    return [
        Mention(kind, row_id, records.name(kind, row_id), field_name(column), is_full)
        for kind, row_id, column, held in _near(db, names, but)
        if (is_full := is_whole(held)) or (brief is not None and brief.search(fold(held)))
    ]


def texts_of(kind: Kind) -> list[str]:
    """Return the columns of a kind in which somebody else may be named."""
    return [
        column.name
        for column in table_of(kind).columns
        if isinstance(column.type, Text) and column.name not in _NOT_SEARCHED
    ]


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    any_of = "|".join(re.escape(name) for name in sorted(names) if name)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)") if any_of else None


def _is_borne(db: Db, word: str, images: Iterable[Image]) -> bool:
    """Tell whether somebody else has the word in what they are found by."""
    mine = next(iter(images))["id"]
    query = text(
        "SELECT EXISTS (SELECT 1 FROM people WHERE id <> :id"
        " AND instr(' ' || search_text || ' ', :word) > 0)"
    )
    return bool(db.scalar(query, {"id": mine, "word": f" {fold(word)} "}))


def _near(db: Db, names: Names, but: Found) -> Iterable[tuple[Kind, int, str, str]]:
    likes = {f"like_{place}": _like(name) for place, name in enumerate(sorted(names.spelled))}
    for kind in TABLES:
        skipped = but.get(TABLES[kind], set())
        for column in texts_of(kind):
            rule = " OR ".join(f"\"{column}\" LIKE :{each} ESCAPE '\\'" for each in likes)
            query = text(f'SELECT id, "{column}" FROM "{TABLES[kind]}" WHERE {rule}')  # noqa: S608
            for row_id, held in db.execute(query, likes):
                if row_id not in skipped:
                    yield kind, row_id, column, held


def _like(name: str) -> str:
    # Letters with accents may stand there without them.
    return "%" + "".join(mark if mark.isascii() and mark.isalnum() else "_" for mark in name) + "%"
