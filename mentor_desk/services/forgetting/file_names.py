"""The names of files from which people were taken in, where they name a person."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.forgetting.names import Found, Names
from mentor_desk.services.forgetting.versions import EarlierMention, Place, without
from mentor_desk.storage.engine import bare_in
from mentor_desk.storage.journal.about_person import Found as Rows
from mentor_desk.storage.journal.about_person import steps_about

_COLUMN = "came_from"
_TOLD = re.compile(
    r"(?:Undid: |Did again: )?(?:Imported|Added to) (?:1 person|\d+ people)"
    r" from (.*?)(?: and added to \d+)?",
    re.DOTALL,
)
_DIGIT = re.compile(r"\d")


def file_told(did: str) -> str | None:
    """Return the name of the file of which the name of a step tells; None when of none."""
    told = _TOLD.fullmatch(did)
    return told[1] if told else None


def ways_of_file(name: str) -> tuple[str, str]:
    """Return the name of a file as it is, and with its digits as the edges of words."""
    return name, _DIGIT.sub("_", name)


def files_naming(db: Db, names: Names, theirs: Rows) -> list[EarlierMention]:
    """Return the names of files that name the person, each with how often it is told.

    Nobody can change them. It is sure of those from which the person was taken in themselves,
    unless they may be called after somebody else, with a longer name.
    """
    db.flush()
    bare, about = bare_in(db), steps_about(db, theirs)
    found: Counter[str] = Counter(name for (name,) in bare.execute(_CAME_FROM))
    own: set[str] = set()
    for step_id, did in bare.execute("SELECT id, did FROM steps WHERE did LIKE '% from %'"):
        name = file_told(did)
        if name is not None:
            found[name] += 1
            own |= {name} if step_id in about else set()
    return [
        _mention(
            name,
            times,
            is_sure=(name in own or any(each.is_sure for each in names_in))
            and not any(map(names.is_of_others, ways_of_file(name))),
        )
        for name, times in found.items()
        if name and (names_in := _found_in(name, names))
    ]


def cut_file_names(
    db: Db, names: Names, files: Collection[EarlierMention], also: Collection[Place]
) -> None:
    """Cut the name out of these names of files, wherever they are told.

    What is not sure is cut only in the places that are named in `also`.
    """
    for each in files:
        if not (each.is_sure or each.place in also):
            continue
        values = {"old": each.passage, "new": without(each.passage, _found_in(each.passage, names))}
        for query in (_CUT_ON_DESK, _CUT_BEFORE):
            db.execute(query, values)
        for step_id, did in db.execute(_STEPS, values).all():
            if file_told(did) == each.passage:
                told = values["new"].join(did.rsplit(each.passage, 1))
                db.execute(_RENAME, {"did": told, "id": step_id})


def _found_in(name: str, names: Names) -> list[Found]:
    """Return where the name of a file names the person, or somebody with a longer name."""
    as_it_is, parted = ways_of_file(name)
    return _told(as_it_is, names) or [replace(one, is_sure=False) for one in _told(parted, names)]


def _told(name: str, names: Names) -> list[Found]:
    mine = list(names.in_text(name))
    places = {one.start for one in mine}
    # Words are run together there, so what holds the whole name is never left unasked.
    others = (one for one in names.anywhere_in(name) if one.is_whole and one.start not in places)
    return [*mine, *(replace(one, is_sure=False) for one in others)]


def _mention(name: str, times: int, *, is_sure: bool) -> EarlierMention:
    return EarlierMention(None, 0, _COLUMN, "", times, name, is_gone=False, is_sure=is_sure)


_CAME_FROM = (
    "SELECT came_from FROM people UNION ALL SELECT before ->> 'came_from' FROM images"
    " WHERE table_name = 'people' AND before IS NOT NULL"
)
_CUT_ON_DESK = text("UPDATE people SET came_from = :new WHERE came_from = :old")
_CUT_BEFORE = text(
    "UPDATE images SET before = json_set(before, '$.came_from', :new)"
    " WHERE table_name = 'people' AND before IS NOT NULL AND before ->> 'came_from' = :old"
)
_STEPS = text("SELECT id, did FROM steps WHERE instr(did, :old)")
_RENAME = text("UPDATE steps SET did = :did WHERE id = :id")
