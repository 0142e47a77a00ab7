"""Other records of the same person: added twice, deleted and added again, or undone."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session as Db

from mentor_desk.models.kinds import WayKind
from mentor_desk.services.forgetting.called import (
    folded_name,
    full_names,
    is_sure_name,
    names_of,
    same_names,
)
from mentor_desk.services.forgetting.names import Names
from mentor_desk.services.forgetting.reach import all_ways, compared
from mentor_desk.services.history.records import Image, Records
from mentor_desk.services.history.words import Kind
from mentor_desk.storage.engine import bare_in

_OF_ONE = frozenset({WayKind.EMAIL.value, WayKind.PHONE.value})


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """Another record that is of the same person, or may be.

    It lies in the trash, or in what was undone, unless it `is_on_desk`. `is_certain` when it is
    one that went and has the whole name: then it would bring back who is forgotten.
    """

    person_id: int
    name: str
    is_on_desk: bool
    is_certain: bool


def others_like(db: Db, person_id: int, images: Iterable[Image]) -> list[OtherRecord]:
    """Return the records with a name, a uid or an address of the person; certain ones first."""
    mine = list(images)
    called = {name for image in mine for name in same_names(image)}
    uids = {image["uid"] for image in mine}
    found = {
        **_called_the_same(db, called, uids, names_of(mine)),
        **dict.fromkeys(_reached_the_same(db, person_id)),
    }
    records = Records(db)
    others = []
    for each in found.keys() - {person_id}:
        last = records.last_known(Kind.PERSON, each)
        if last is not None and not last["is_oneself"]:
            others.append(_other(records, each, last, called, uids))
    return sorted(others, key=lambda other: (not other.is_certain, other.person_id))


def beside_others(db: Db, names: Names, *, but: Collection[int]) -> Names:
    """Return these names as they are told from those of others, the mentor among them.

    It counts what anybody else is called or ever was, on the desk or not: they may come back.
    """
    db.flush()
    theirs: set[str] = set()
    longer: set[str] = set()
    for person_id, held in bare_in(db).execute(_CALLED_EVER):
        if person_id not in but and names.may_be_in(held):
            image = json.loads(held)
            theirs |= same_names(image)
            longer |= {name for name in full_names(image) if _is_around(name, names)}
    borne = {name for name in names.whole if folded_name(name) in theirs}
    return replace(names, borne=names.borne | borne, longer=frozenset(longer))


def _is_around(name: str, names: Names) -> bool:
    length = len(name.strip())
    return any(each.end - each.start < length for each in names.in_text(name))


def _other(
    records: Records, person_id: int, last: Image, called: set[str], uids: set[str]
) -> OtherRecord:
    is_on_desk = records.now(Kind.PERSON, person_id) is not None
    shared = any(is_sure_name(name) for name in same_names(last) & called)
    return OtherRecord(
        person_id,
        last["display_name"],
        is_on_desk,
        is_certain=not is_on_desk and (shared or last["uid"] in uids),
    )


def _called_the_same(db: Db, called: set[str], uids: set[str], names: Names) -> dict[int, None]:
    found: dict[int, None] = {}
    for person_id, held in _people(db):
        if not (names.may_be_in(held) or any(uid in held for uid in uids)):
            continue
        image = json.loads(held)
        if image["uid"] in uids or same_names(image) & called:
            found[person_id] = None
    return found


def _reached_the_same(db: Db, person_id: int) -> Iterator[int]:
    ways = [(owner, compared(kind, way)) for owner, kind, way in all_ways(db) if kind in _OF_ONE]
    mine = {way for owner, way in ways if owner == person_id} - {""}
    yield from (owner for owner, way in ways if owner is not None and way in mine)


def _people(db: Db) -> Iterator[tuple[int, str]]:
    db.flush()
    yield from bare_in(db).execute(_PEOPLE_NOW)
    yield from bare_in(db).execute(_PEOPLE_BEFORE)


_PEOPLE_NOW = (
    "SELECT id, json_object('display_name', display_name, 'given', given, 'middle', middle,"
    " 'family', family, 'nickname', nickname, 'uid', uid) FROM people"
)
_CALLED_EVER = (
    "SELECT id, json_object('display_name', display_name, 'given', given, 'middle', middle,"
    " 'family', family, 'nickname', nickname) FROM people UNION"
    " SELECT row_id, json_object('display_name', before ->> 'display_name',"
    " 'given', before ->> 'given', 'middle', before ->> 'middle',"
    " 'family', before ->> 'family', 'nickname', before ->> 'nickname')"
    " FROM images WHERE table_name = 'people' AND before IS NOT NULL"
)
_PEOPLE_BEFORE = (
    "SELECT row_id, before FROM images WHERE table_name = 'people' AND before IS NOT NULL"
    " AND row_id NOT IN (SELECT id FROM people)"
)
