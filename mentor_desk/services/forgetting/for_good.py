"""Forget one person for good: from the desk, its history and its trash."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.models.words import fold
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.forgetting.holds import Hold, holds_in
from mentor_desk.services.forgetting.mentions import (
    Mention,
    Names,
    mentions_of,
    names_of,
    whole_in,
    with_lone_names,
)
from mentor_desk.services.forgetting.versions import (
    EarlierMention,
    cut_earlier_mentions,
    earlier_mentions,
)
from mentor_desk.services.history.records import Image, Records
from mentor_desk.services.history.words import IN_ORDER, KINDS, TABLES, Count, Kind
from mentor_desk.settings import Settings
from mentor_desk.storage.journal.about_person import Found, erase, everything_about, images_about
from mentor_desk.storage.journal.chains import read_chains

DID = "Forgot one person for good"
SPOKEN_OF = "Changed entries of several people"
MANY_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class ForgettingPreview:
    """What would go, and what would still name the person.

    `counts` are records on the desk and in the trash. The `mentions` in notes about others stay,
    their `earlier` versions go. `files_given` are the reviews handed over as files, which lie
    outside the desk.
    """

    person_id: int
    name: str
    known_since: datetime
    is_on_desk: bool
    counts: tuple[Count, ...]
    in_history: int
    mentions: tuple[Mention, ...]
    earlier: tuple[EarlierMention, ...]
    files_given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForgettingReport:
    """What went, and where it still is."""

    changes: Changes
    preview: ForgettingPreview
    holds: tuple[Hold, ...]


def preview_forgetting(db: Db, *, person_id: int) -> ForgettingPreview:
    """Return what forgetting a person takes away, on the desk or in the trash.

    Raises NotFoundError, and RefusedMoveError for the mentor.
    """
    images = _images_of(db, person_id)
    found = everything_about(db, person_id)
    names = with_lone_names(db, names_of(images), images)
    last = images[0]
    return ForgettingPreview(
        person_id=person_id,
        name=last["display_name"],
        known_since=datetime.fromisoformat(last["created_at"]).replace(tzinfo=UTC),
        is_on_desk=Records(db).now(Kind.PERSON, person_id) is not None,
        counts=_counts(found),
        in_history=images_about(db, found),
        mentions=tuple(mentions_of(db, names, found)),
        earlier=tuple(earlier_mentions(db, names, found)),
        files_given=_files_given(db, found),
    )


def is_slow_to_forget(db: Db) -> bool:
    """Tell, at no price, whether the desk holds so much that forgetting somebody takes a while.

    Every text of the desk and of its history is looked through for the name.
    """
    tables = [*TABLES.values(), "images"]
    rows = sum(db.scalar(text(f'SELECT max(id) FROM "{table}"')) or 0 for table in tables)  # noqa: S608
    return rows > MANY_ROWS


def forget_person(db: Db, *, person_id: int, now: datetime) -> Changes:
    """Erase a person with all that is about them; nothing can bring them back.

    One step remains that says it happened, without a name. Raises NotFoundError, and
    RefusedMoveError for the mentor.
    """
    images = _images_of(db, person_id)
    names = with_lone_names(db, names_of(images), images)
    found = everything_about(db, person_id)
    touched = erase(db, found)
    cut_earlier_mentions(db, names, found)
    _let_go_of_steps(db, touched)
    _take_names_out(db, touched, names)
    db.add(Step(at=now, did=DID, areas=int(EVERYTHING)))
    db.flush()
    return Changes(EVERYTHING, did=DID)


def forget_for_good(
    desk: Desk, *, person_id: int, settings: Settings | None = None
) -> ForgettingReport:
    """Forget a person and report what went, and what outside the database still holds them.

    `settings` know the second folder of backups.
    """
    preview = desk.run(preview_forgetting, person_id=person_id)
    changes = desk.do(forget_person, person_id=person_id, now=desk.now())
    # Last, for a backup may have been made while the mentor was asked.
    holds = holds_in(desk.folder, settings, known_since=preview.known_since)
    return ForgettingReport(changes, preview, holds)


def _images_of(db: Db, person_id: int) -> list[Image]:
    held = db.scalars(_ALL_IMAGES, {"id": person_id})
    images = [json.loads(each) for each in held]
    now = Records(db).now(Kind.PERSON, person_id)
    images = [now, *images] if now else images
    if not images:
        raise NotFoundError("This person is no longer on the desk or in the trash.")
    if images[0]["is_oneself"]:
        raise RefusedMoveError("You cannot forget yourself on your own desk.")
    return images


def _counts(found: Found) -> tuple[Count, ...]:
    counts = [Count(KINDS[name], len(ids)) for name, ids in found.items()]
    return tuple(sorted(counts, key=lambda count: IN_ORDER[count.kind]))


def _files_given(db: Db, found: Found) -> tuple[str, ...]:
    ids = ", ".join(map(str, found.get("reviews", ()))) or "NULL"
    query = f"SELECT file_name FROM reviews WHERE file_name <> '' AND id IN ({ids}) ORDER BY id"  # noqa: S608
    return tuple(db.scalars(text(query)))


def _let_go_of_steps(db: Db, touched: set[int]) -> None:
    chains = read_chains(db)
    whole = {tuple(chains.members(step_id)) for step_id in touched}
    for members in whole:
        ids = ", ".join(map(str, members))
        held = text(f"SELECT EXISTS (SELECT 1 FROM images WHERE step_id IN ({ids}))")  # noqa: S608
        if not db.scalar(held):
            db.execute(text(f"DELETE FROM steps WHERE id IN ({ids})"))  # noqa: S608


def _take_names_out(db: Db, touched: set[int], names: Names) -> None:
    db.flush()
    words = {word for word in names.all_words() if len(word) > 1}
    is_named = whole_in(names)
    for step_id, did in db.execute(text("SELECT id, did FROM steps WHERE did <> ''")).all():
        told = fold(did)
        # An import names its file and how many people; all else may quote what was theirs.
        quotes = step_id in touched and not told.startswith(("imported ", "added to "))
        if quotes or is_named(did) or (step_id in touched and any(each in told for each in words)):
            db.execute(_RENAME, {"did": SPOKEN_OF, "id": step_id})


_ALL_IMAGES = text(
    "SELECT before FROM images WHERE table_name = 'people' AND row_id = :id"
    " AND before IS NOT NULL ORDER BY step_id DESC"
)
_RENAME = text("UPDATE steps SET did = :did WHERE id = :id")
