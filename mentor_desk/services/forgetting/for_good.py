"""Forget one person for good: from the desk, its history and its trash."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.forgetting.absence import (
    FORGOT,
    Absence,
    absence_of,
    is_told_of_before,
)
from mentor_desk.services.forgetting.called import names_of
from mentor_desk.services.forgetting.file_names import cut_file_names, files_naming
from mentor_desk.services.forgetting.holds import Hold, holds_in
from mentor_desk.services.forgetting.mentions import Mention, earlier_names, mentions_of
from mentor_desk.services.forgetting.names import Names
from mentor_desk.services.forgetting.others import OtherRecord, beside_others, others_like
from mentor_desk.services.forgetting.reach import reaches_of
from mentor_desk.services.forgetting.step_names import (
    let_go_of_steps,
    names_in_steps,
    take_names_out,
)
from mentor_desk.services.forgetting.versions import (
    EarlierMention,
    Place,
    cut_earlier_mentions,
    earlier_mentions,
)
from mentor_desk.services.history.records import Image, Records
from mentor_desk.services.history.words import IN_ORDER, KINDS, TABLES, Count, Kind
from mentor_desk.settings import Settings
from mentor_desk.storage.journal.about_person import (
    Found,
    erase,
    everything_about,
    had_by_nobody,
    images_about,
    let_go_of_unheld,
)

# So many are looked through in a moment that nobody feels.
MANY_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class ForgettingPreview:
    """What would go, and what would still name the person.

    `counts` are records on the desk and in the trash. The `mentions` in notes about others stay;
    out of their `earlier` versions the name is cut, where it is not sure only when asked for.
    `others` are further records that may be of the same person, `with_others` those that were
    counted in. `files_given` are the reviews handed over as files, which lie outside the desk.
    """

    person_id: int
    name: str
    absent: Absence | None
    is_on_desk: bool
    counts: tuple[Count, ...]
    in_history: int
    mentions: tuple[Mention, ...]
    earlier: tuple[EarlierMention, ...]
    others: tuple[OtherRecord, ...]
    with_others: frozenset[int]
    files_given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForgettingReport:
    """What went, and where it still is; `also` are the places that were cut as asked."""

    changes: Changes
    preview: ForgettingPreview
    holds: tuple[Hold, ...]
    also: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class _Sought:
    """Whom it is about: how they stood, what they are called, and all rows about them."""

    people: tuple[int, ...]
    images: list[Image]
    names: Names
    found: Found


def preview_forgetting(
    db: Db, *, person_id: int, now: datetime, others: Collection[int] | None = None
) -> ForgettingPreview:
    """Return what forgetting a person takes away, on the desk or in the trash.

    `others` are the further records of theirs that go too; when nothing is said, those that are
    certain. Raises NotFoundError, and RefusedMoveError for the mentor.
    """
    alike = others_like(db, person_id, _images_of(db, person_id))
    certain = {each.person_id for each in alike if each.is_certain}
    chosen = certain if others is None else set(others)
    sought = _seek(db, person_id, chosen)
    unheld = had_by_nobody(db, sought.found)
    seen = {name: ids | unheld.get(name, set()) for name, ids in (unheld | sought.found).items()}
    today = mentions_of(db, sought.names, seen)
    mentions = (*today, *earlier_names(db, sought.names, seen, told=today))
    files = files_naming(db, sought.names, sought.found)
    earlier = (*earlier_mentions(db, sought.names, sought.found), *files)
    everyone = {*sought.people, *(each.person_id for each in alike)}
    absent = absence_of(db, everyone, now=now)
    # Whoever is told of may have been there long before they were added.
    if absent and is_told_of_before(db, sought.names, everyone):
        absent = None
    return ForgettingPreview(
        person_id=person_id,
        name=sought.images[0]["display_name"],
        absent=absent,
        is_on_desk=Records(db).now(Kind.PERSON, person_id) is not None,
        counts=_counts(sought.found),
        in_history=images_about(db, sought.found),
        mentions=mentions,
        earlier=earlier,
        others=tuple(alike),
        with_others=frozenset(chosen),
        files_given=_files_given(db, sought.found),
    )


def is_slow_to_forget(db: Db) -> bool:
    """Tell, at no price, whether the desk holds so much that forgetting somebody takes a while.

    Every text of the desk and of its history is looked through for the name.
    """
    tables = [*TABLES.values(), "images"]
    rows = sum(db.scalar(text(f'SELECT max(id) FROM "{table}"')) or 0 for table in tables)  # noqa: S608
    return rows > MANY_ROWS


def forget_person(
    db: Db,
    *,
    person_id: int,
    now: datetime,
    others: Collection[int] = (),
    also: Collection[Place] = (),
) -> Changes:
    """Erase a person with all that is about them; nothing can bring them back.

    `others` are further records of theirs, which go too; `also` are the earlier versions out of
    which single words of the name are cut. One step remains that says it happened, without a
    name. Raises NotFoundError, and RefusedMoveError for the mentor.
    """
    sought = _seek(db, person_id, others)
    # Looked for before anything is cut: steps quote texts, and not always whole.
    told = names_in_steps(db, sought.names)
    files = files_naming(db, sought.names, sought.found)
    touched = erase(db, sought.found)
    cut = cut_earlier_mentions(db, sought.names, sought.found, also)
    let_go_of_unheld(db, cut)
    cut_file_names(db, sought.names, files, also)
    let_go_of_steps(db, touched)
    take_names_out(db, told, touched=touched, cut=cut)
    db.add(Step(at=now, did=FORGOT, areas=int(EVERYTHING)))
    db.flush()
    return Changes(EVERYTHING, did=FORGOT)


def forget_for_good(
    desk: Desk,
    *,
    person_id: int,
    settings: Settings | None = None,
    others: Collection[int] | None = None,
    also: Collection[Place] = (),
) -> ForgettingReport:
    """Forget a person and report what went, and what outside the database still holds them.

    `settings` know the second folder of backups; `others` and `also` are as in the preview.
    """
    now = desk.now()
    preview = desk.run(preview_forgetting, person_id=person_id, now=now, others=others)
    chosen = preview.with_others
    changes = desk.do(forget_person, person_id=person_id, now=now, others=chosen, also=also)
    # Last, for a backup may have been made while the mentor was asked.
    holds = holds_in(desk.folder, settings, absent=preview.absent)
    return ForgettingReport(changes, preview, holds, frozenset(also))


def _seek(db: Db, person_id: int, others: Collection[int]) -> _Sought:
    people = (person_id, *sorted(set(others) - {person_id}))
    images = [image for each in people for image in _images_of(db, each)]
    names = replace(names_of(images), reaches=reaches_of(db, people))
    names = beside_others(db, names, but=people)
    return _Sought(people, images, names, everything_about(db, people))


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
    names = db.scalars(text(_FILES.format(ids=ids)))
    return tuple(dict.fromkeys(name for name in names if name))


_ALL_IMAGES = text(
    "SELECT before FROM images WHERE table_name = 'people' AND row_id = :id"
    " AND before IS NOT NULL ORDER BY step_id DESC"
)
_FILES = (
    "SELECT file_name FROM reviews WHERE id IN ({ids}) UNION"
    " SELECT before ->> 'file_name' FROM images WHERE table_name = 'reviews'"
    " AND before IS NOT NULL AND row_id IN ({ids}) ORDER BY 1"
)
