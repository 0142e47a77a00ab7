"""Earlier versions of what was written about others, where they name a person whole."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from mentor_desk.models.words import fold
from mentor_desk.services.forgetting.mentions import Names, texts_of, whole_in
from mentor_desk.services.history.records import Image, Records
from mentor_desk.services.history.words import CUT, KINDS, Kind, field_name
from mentor_desk.storage.journal.about_person import Found
from mentor_desk.storage.journal.cutting import HeldImage, cut, images_like

# As Person puts its search text together.
SEARCHED = ("display_name", "nickname", "organisation", "role", "city")


@dataclass(frozen=True, slots=True)
class EarlierMention:
    """A field of which `versions` earlier texts name the person whole.

    Its record is no longer on the desk when it `is_gone`: it may lie in the trash.
    """

    kind: Kind
    record_id: int
    name: str
    field: str
    versions: int
    is_gone: bool


def earlier_mentions(db: Db, names: Names, but: Found) -> list[EarlierMention]:
    """Return where the history names the person whole, but for the rows that are about them."""
    counts = Counter(
        (KINDS[image.table], image.row_id, column)
        for image, columns in _naming(db, names, but)
        for column in columns
    )
    records = Records(db)
    return [
        EarlierMention(
            kind,
            row_id,
            records.name(kind, row_id),
            field_name(column),
            versions,
            records.now(kind, row_id) is None,
        )
        for (kind, row_id, column), versions in counts.items()
    ]


def cut_earlier_mentions(db: Db, names: Names, but: Found) -> None:
    """Cut those texts out of the history.

    A step that would put such a text in the place of another can no longer be undone; what it
    deleted can be put back, without that text.
    """
    for image, columns in list(_naming(db, names, but)):
        words = dict.fromkeys(columns, CUT)
        cut(db, image, words | _searched_by(KINDS[image.table], json.loads(image.before) | words))


def _naming(db: Db, names: Names, but: Found) -> Iterator[tuple[HeldImage, list[str]]]:
    is_named = whole_in(names)
    for image in images_like(db, map(_like, sorted(names.whole))):
        kind = KINDS.get(image.table)
        if kind is None or image.row_id in but.get(image.table, ()):
            continue
        columns = list(_named(kind, json.loads(image.before), is_named))
        if columns:
            yield image, columns


def _named(kind: Kind, held: Image, is_named: Callable[[str], bool]) -> Iterator[str]:
    for column in texts_of(kind):
        if held.get(column) and is_named(held[column]):
            yield column


def _searched_by(kind: Kind, held: Image) -> dict[str, str]:
    """Return what a record is searched by, as it is once texts are cut."""
    if kind is Kind.TOPIC:
        return {"folded": fold(held["name"])}
    if kind is Kind.PERSON:
        return {"search_text": fold(" ".join(filter(None, (held[name] for name in SEARCHED))))}
    return {}


def _like(name: str) -> str:
    # Letters with accents may stand without them, and marks of speech are written otherwise.
    return "%" + "".join(mark if mark.isascii() and mark.isalnum() else "%" for mark in name) + "%"
