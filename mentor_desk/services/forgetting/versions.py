"""Earlier versions of what was written about others, where they name a person."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Person, Topic
from mentor_desk.models.words import fold
from mentor_desk.services.forgetting.many_records import ManyRecords
from mentor_desk.services.forgetting.mentions import OWN_NAME, texts_of
from mentor_desk.services.forgetting.names import MARK, Found, Names
from mentor_desk.services.history.records import Image
from mentor_desk.services.history.words import KINDS, TABLES, Kind, field_name
from mentor_desk.storage.journal.about_person import Found as Rows
from mentor_desk.storage.journal.about_person import as_they_stand, had_by_nobody
from mentor_desk.storage.journal.cutting import HeldImage, cut, images_with_words

# A name in a field of a record: its kind, id and column, and the words around the name.
Place = tuple[Kind | None, int, str, str]
_RecordPlace = tuple[Kind, int, str, str]
# The rows of which words were cut, by table and id, each with its texts as they were and the words.
Cut = dict[tuple[str, int], dict[str, set[Found]]]

# Of these what a person is found by is put together.
_CALLED = ("display_name", "given", "family", "nickname", "organisation", "role", "city")
_TITLES = {Kind.TOPIC: "name", Kind.RESOURCE: "title"}
_AROUND = 40


@dataclass(frozen=True, slots=True)
class EarlierMention:
    """A field of which `versions` earlier texts name the person, in words as in the `passage`.

    Without a kind it is the name of a file, told as often. Its
    record is no longer on the desk when it `is_gone`: it may lie in the trash. What is sure
    is told once for each field; what is not, as it may mean somebody else or nobody, is told for
    each passage.
    """

    kind: Kind | None
    record_id: int
    column: str
    name: str
    versions: int
    passage: str
    is_gone: bool
    is_sure: bool

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.kind, self.record_id, self.column, self.passage

    @property
    def field(self) -> str:
        """What the field is called on the screen."""
        return field_name(self.column)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the history that names the person, and where."""

    column: str
    held: str
    found: list[Found]


def earlier_mentions(db: Db, names: Names, but: Rows) -> list[EarlierMention]:
    """Return where the history names the person, but for the rows that are about them.

    What is sure comes first.
    """
    counts: Counter[tuple[_RecordPlace, bool]] = Counter()
    passages: dict[tuple[_RecordPlace, bool], str] = {}
    for image, texts in _naming(db, names, but):
        for each in texts:
            told = {_told_once(image, each, one): _passage(each.held, one) for one in each.found}
            counts.update(told.keys())
            for place, passage in told.items():
                passages.setdefault(place, passage)
    records = ManyRecords(db, ((kind, row_id) for (kind, row_id, _, _), _ in counts))
    unheld = had_by_nobody(db, but)
    found = [
        EarlierMention(
            kind,
            row_id,
            column,
            records.name(kind, row_id),
            versions,
            passages[(kind, row_id, column, words), is_sure],
            not records.is_here(kind, row_id) or row_id in unheld.get(TABLES[kind], ()),
            is_sure,
        )
        for ((kind, row_id, column, words), is_sure), versions in counts.items()
    ]
    return sorted(found, key=lambda mention: not mention.is_sure)


def cut_earlier_mentions(db: Db, names: Names, but: Rows, also: Collection[Place] = ()) -> Cut:
    """Cut the name out of those texts, and `MARK` it; return of which rows, and what they read.

    What is not sure is cut only in the places that are named in `also`.
    """
    rows: Cut = {}
    for image, texts in list(_naming(db, names, but)):
        kind = KINDS[image.table]
        wanted = [
            (each, found)
            for each in texts
            if (found := [one for one in each.found if _is_wanted(image, each, one, also)])
        ]
        if wanted:
            words = {each.column: without(each.held, found) for each, found in wanted}
            words |= found_by(kind, json.loads(image.before) | words)
            cut(db, image, words if image.id else _unlike_others(db, image, words))
            read = rows.setdefault((image.table, image.row_id), {})
            for each, found in wanted:
                read.setdefault(each.held, set()).update(found)
    return rows


def without(held: str, found: Iterable[Found]) -> str:
    """Return a text with a mark in the place of each name."""
    for each in sorted(found, key=lambda one: -one.start):
        held = f"{held[: each.start]}{MARK}{held[each.end :]}"
    return held


def found_by(kind: Kind, held: Image) -> dict[str, str]:
    """Return what a record is found by, as it is once names are cut."""
    if kind in _TITLES:
        title = held[_TITLES[kind]]
        return {"folded": fold(title) or title}
    if kind is Kind.PERSON:
        person = Person(**{name: held[name] for name in _CALLED})
        person.refresh_names()
        return {"search_text": person.search_text}
    return {}


def _unlike_others(db: Db, image: HeldImage, words: dict[str, str]) -> dict[str, str]:
    # Two topics are never called the same.
    while KINDS[image.table] is Kind.TOPIC and db.scalar(
        select(Topic.id).where(Topic.folded == words["folded"], Topic.id != image.row_id)
    ):
        name = f"{words['name']} {MARK}"
        words = {"name": name, "folded": fold(name)}
    return words


def _naming(db: Db, names: Names, but: Rows) -> Iterator[tuple[HeldImage, list[_Text]]]:
    # Labels and titles that nobody has are earlier ones too: nobody can change them.
    for image in chain(images_with_words(db), as_they_stand(db, had_by_nobody(db, but))):
        kind = KINDS.get(image.table)
        if kind is None or image.row_id in but.get(image.table, ()):
            continue
        if not names.may_be_in(image.before):
            continue
        texts = list(_texts(kind, json.loads(image.before), names))
        if texts:
            yield image, texts


def _texts(kind: Kind, image: Image, names: Names) -> Iterator[_Text]:
    # What somebody else is called is theirs, and is never cut.
    for column in texts_of(kind):
        held = image.get(column) if column not in OWN_NAME else None
        found = list(names.in_text(held)) if held else []
        if kind is Kind.WAY:
            # An address of somebody else is theirs, whatever it holds.
            found = [replace(one, is_sure=False) for one in found]
        if held and found:
            yield _Text(column, held, found)


def _is_wanted(image: HeldImage, text: _Text, one: Found, also: Collection[Place]) -> bool:
    return one.is_sure or _place(image, text.column, _passage(text.held, one)) in also


def _told_once(image: HeldImage, text: _Text, one: Found) -> tuple[_RecordPlace, bool]:
    words = "" if one.is_sure else _passage(text.held, one)
    return _place(image, text.column, words), one.is_sure


def _place(image: HeldImage, column: str, words: str) -> _RecordPlace:
    return KINDS[image.table], image.row_id, column, words


def _passage(held: str, one: Found) -> str:
    start, end = max(one.start - _AROUND, 0), min(one.end + _AROUND, len(held))
    words = " ".join(held[start:end].split())
    return f"{'…' if start else ''}{words}{'…' if end < len(held) else ''}"
