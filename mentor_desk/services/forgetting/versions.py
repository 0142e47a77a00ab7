"""Earlier versions of what was written about others, where they name a person."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from mentor_desk.models.words import fold
from mentor_desk.services.forgetting.many_records import ManyRecords
from mentor_desk.services.forgetting.mentions import named_in, texts_of
from mentor_desk.services.forgetting.names import MARK, Found, Names
from mentor_desk.services.history.records import Image
from mentor_desk.services.history.words import KINDS, Kind, field_name
from mentor_desk.storage.journal.about_person import Found as Rows
from mentor_desk.storage.journal.cutting import HeldImage, cut, images_with_words

# A name in a field of a record: its kind, id and column, and the words around the name.
Place = tuple[Kind, int, str, str]

# As Person puts its search text together.
_SEARCHED = ("display_name", "nickname", "organisation", "role", "city")
_AROUND = 40


@dataclass(frozen=True, slots=True)
class EarlierMention:
    """A field of which `versions` earlier texts name the person, in words as in the `passage`.

    Its record is no longer on the desk when it `is_gone`: it may lie in the trash. What is sure
    is told once for each field; what is not, as it may mean somebody else or nobody, is told for
    each passage.
    """

    kind: Kind
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
    counts: Counter[tuple[Place, bool]] = Counter()
    passages: dict[tuple[Place, bool], str] = {}
    for image, texts in _naming(db, names, but):
        for each in texts:
            told = {_told_once(image, each, one): _passage(each.held, one) for one in each.found}
            counts.update(told.keys())
            for place, passage in told.items():
                passages.setdefault(place, passage)
    records = ManyRecords(db, ((kind, row_id) for (kind, row_id, _, _), _ in counts))
    found = [
        EarlierMention(
            kind,
            row_id,
            column,
            records.name(kind, row_id),
            versions,
            passages[(kind, row_id, column, words), is_sure],
            not records.is_here(kind, row_id),
            is_sure,
        )
        for ((kind, row_id, column, words), is_sure), versions in counts.items()
    ]
    return sorted(found, key=lambda mention: not mention.is_sure)


def cut_earlier_mentions(
    db: Db, names: Names, but: Rows, also: Collection[Place] = ()
) -> set[tuple[str, int]]:
    """Cut the name out of those texts, and `MARK` it; return the rows of the tables it was in.

    What is not sure is cut only in the places that are named in `also`.
    """
    rows: set[tuple[str, int]] = set()
    for image, texts in list(_naming(db, names, but)):
        kind = KINDS[image.table]
        words = {
            each.column: without(each.held, wanted)
            for each in texts
            if (wanted := [one for one in each.found if _is_wanted(image, each, one, also)])
        }
        if words:
            cut(db, image, words | _found_by(kind, json.loads(image.before) | words))
            rows.add((image.table, image.row_id))
    return rows


def without(held: str, found: Iterable[Found]) -> str:
    """Return a text with a mark in the place of each name."""
    for each in sorted(found, key=lambda one: -one.start):
        held = f"{held[: each.start]}{MARK}{held[each.end :]}"
    return held


def _naming(db: Db, names: Names, but: Rows) -> Iterator[tuple[HeldImage, list[_Text]]]:
    for image in images_with_words(db):
        kind = KINDS.get(image.table)
        if kind is None or image.row_id in but.get(image.table, ()):
            continue
        if not names.may_be_in(image.before):
            continue
        texts = list(_texts(kind, json.loads(image.before), names))
        if texts:
            yield image, texts


def _texts(kind: Kind, image: Image, names: Names) -> Iterator[_Text]:
    for column in texts_of(kind):
        held = image.get(column)
        found = named_in(names, column, held) if held else []
        if held and found:
            yield _Text(column, held, found)


def _is_wanted(image: HeldImage, text: _Text, one: Found, also: Collection[Place]) -> bool:
    return one.is_sure or _place(image, text.column, _passage(text.held, one)) in also


def _told_once(image: HeldImage, text: _Text, one: Found) -> tuple[Place, bool]:
    words = "" if one.is_sure else _passage(text.held, one)
    return _place(image, text.column, words), one.is_sure


def _place(image: HeldImage, column: str, words: str) -> Place:
    return KINDS[image.table], image.row_id, column, words


def _passage(held: str, one: Found) -> str:
    start, end = max(one.start - _AROUND, 0), min(one.end + _AROUND, len(held))
    words = " ".join(held[start:end].split())
    return f"{'…' if start else ''}{words}{'…' if end < len(held) else ''}"


def _found_by(kind: Kind, held: Image) -> dict[str, str]:
    """Return what a record is found by, as it is once names are cut."""
    if kind is Kind.TOPIC:
        return {"folded": fold(held["name"])}
    if kind is Kind.PERSON:
        sort_name = f"{held['family']} {held['given']}".strip() or held["display_name"]
        return {
            "search_text": fold(" ".join(filter(None, (held[name] for name in _SEARCHED)))),
            "sort_name": fold(sort_name),
        }
    return {}
