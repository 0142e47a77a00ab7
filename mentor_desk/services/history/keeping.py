"""How long the history is kept: for some months or up to some size, whichever comes first."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError
from mentor_desk.services.desk import Desk
from mentor_desk.settings import Settings
from mentor_desk.storage.journal.chains import read_chains
from mentor_desk.storage.reading import as_moment, kept_moment

USUAL_DAYS = 180
USUAL_MEGABYTES = 200
FEWEST_DAYS, MOST_DAYS = 7, 3650
FEWEST_MEGABYTES, MOST_MEGABYTES = 10, 10_000
MEGABYTE = 1_000_000

# A clock that runs wild must not empty the history, so the latest steps stay whatever their age.
ALWAYS_KEPT = 100
# Around its text, an image takes this much in its table and its two indexes.
BYTES_AROUND = 64
IMAGES_AT_ONCE = 10_000

_DAYS, _MEGABYTES = "history_days", "history_megabytes"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long steps stay in the history."""

    days: int = USUAL_DAYS
    megabytes: int = USUAL_MEGABYTES


@dataclass(frozen=True, slots=True)
class HistorySize:
    """How much history there is; `since` is the moment of its first step."""

    steps: int
    images: int
    bytes: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many steps left the history, and whether more are still to go."""

    steps: int
    has_more: bool


def keeping_of(settings: Settings) -> Keeping:
    """Return how long steps are kept on this machine."""
    return Keeping(
        _within(settings.number(_DAYS, USUAL_DAYS), FEWEST_DAYS, MOST_DAYS),
        _within(settings.number(_MEGABYTES, USUAL_MEGABYTES), FEWEST_MEGABYTES, MOST_MEGABYTES),
    )


def remember_keeping(settings: Settings, keeping: Keeping) -> None:
    """Keep it in the settings. Raises InvalidEntryError, naming the field, beyond the bounds."""
    if not FEWEST_DAYS <= keeping.days <= MOST_DAYS:
        raise InvalidEntryError("The history is kept from 7 days to 10 years.", field="days")
    if not FEWEST_MEGABYTES <= keeping.megabytes <= MOST_MEGABYTES:
        raise InvalidEntryError("The history may take from 10 MB to 10 GB.", field="megabytes")
    settings.remember({_DAYS: keeping.days, _MEGABYTES: keeping.megabytes})


def history_size(db: Db) -> HistorySize:
    """Return how much history there is; reads all of it, so it may take a second."""
    images, size = db.execute(_SIZE).one()
    steps, first = db.execute(_STEPS).one()
    since = db.scalar(_MOMENT, {"id": first}) if first else None
    return HistorySize(steps, images, size or 0, as_moment(since))


def prune_history(desk: Desk, keeping: Keeping) -> Pruned:
    """Let go of the oldest steps beyond what is kept, each whole, in units of work of its own.

    The steps leave the history at once; their records are erased a stretch at a time, so that
    nobody who saves meanwhile waits for it: call it again while it has more, best in a job.
    """
    # What a stretch before this one left over goes first.
    leaving = [] if desk.run(_is_leaving) else _beyond(desk, keeping)
    with desk.work(writes=True) as db:
        if leaving := _still_whole(db, leaving):
            ids = ", ".join(map(str, leaving))
            db.execute(text(f"UPDATE steps SET did = '' WHERE id IN ({ids})"))  # noqa: S608
        erased = db.execute(_ERASE, {"most": IMAGES_AT_ONCE}).rowcount  # type: ignore[attr-defined]
        if erased < IMAGES_AT_ONCE:
            db.execute(text("DELETE FROM steps WHERE did = ''"))
    return Pruned(len(leaving), has_more=erased >= IMAGES_AT_ONCE)


def _still_whole(db: Db, leaving: list[int]) -> list[int]:
    # Somebody may have undone one of them just now.
    chains, among = read_chains(db), set(leaving)
    return [step_id for step_id in leaving if chains.tail(step_id) in among]


def _is_leaving(db: Db) -> bool:
    return bool(db.scalar(text("SELECT EXISTS (SELECT 1 FROM steps WHERE did = '')")))


def _beyond(desk: Desk, keeping: Keeping) -> list[int]:
    leaving = desk.run(_too_old, now=desk.now(), days=keeping.days)
    return leaving + _too_much(desk, keeping.megabytes, but=set(leaving))


def _too_old(db: Db, *, now: datetime, days: int) -> list[int]:
    spared = db.scalar(_SPARED, {"kept": ALWAYS_KEPT - 1})
    if spared is None:
        return []
    # A clock that stands near the beginning of time says of nothing that it is old.
    if now - datetime.min.replace(tzinfo=UTC) < timedelta(days=days):
        return []
    # From the oldest on and no further than the first that is not too old: one step that carries
    # a wrong date takes no others with it.
    values = {"since": kept_moment(now - timedelta(days=days)), "now": kept_moment(now)}
    is_wild = (db.scalar(_AHEAD, values) or 0) > ALWAYS_KEPT
    first_kept = db.scalar(_FIRST_SINCE if is_wild else _FIRST_SINCE_TILL_NOW, values)
    return _whole_chains(db, min(spared, first_kept or spared))


def _too_much(desk: Desk, megabytes: int, *, but: set[int]) -> list[int]:
    # The whole file is smaller: the usual case, and answered without reading anything.
    if desk.run(_file_size) <= megabytes * MEGABYTE:
        return []
    left = megabytes * MEGABYTE
    sizes = _sizes(desk)
    for place, step_id in enumerate(sorted(sizes, reverse=True)):
        left -= sizes[step_id]
        if left < 0 and place:
            return [each for each in desk.run(_whole_chains, step_id + 1) if each not in but]
    return []


def _whole_chains(db: Db, before: int) -> list[int]:
    chains = read_chains(db)
    members = (chains.members(root) for root in db.scalars(_ROOTS, {"before": before}).all())
    # What was undone lately is history of lately, with all that it is about.
    return [step_id for chain in members if chain[-1] < before for step_id in chain]


def _sizes(desk: Desk) -> dict[int, int]:
    sizes: dict[int, int] = {}
    last = 0
    while (end := desk.run(_end_of_stretch, after=last)) is not None:
        for step_id, size in desk.run(_sizes_between, after=last, until=end):
            sizes[step_id] = sizes.get(step_id, 0) + size
        last = end
    return sizes


def _end_of_stretch(db: Db, *, after: int) -> int | None:
    end: int | None = db.scalar(_END, {"after": after, "most": IMAGES_AT_ONCE})
    return end


def _sizes_between(db: Db, *, after: int, until: int) -> list[tuple[int, int]]:
    found = db.execute(_SIZE_BY_STEP, {"after": after, "until": until})
    return [(row.step_id, row.size) for row in found]


def _file_size(db: Db) -> int:
    pages, free, size = (
        int(db.scalar(text(f"PRAGMA {name}")) or 0)
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _within(value: int, least: int, most: int) -> int:
    return min(max(value, least), most)


_BYTES = f"coalesce(octet_length(before), 0) + {BYTES_AROUND}"
_SIZE = text(f"SELECT count(*), sum({_BYTES}) FROM images")  # noqa: S608
_SIZE_BY_STEP = text(
    f"SELECT step_id, sum({_BYTES}) AS size FROM images"  # noqa: S608
    " WHERE id > :after AND id <= :until GROUP BY step_id"
)
_END = text("SELECT max(id) FROM (SELECT id FROM images WHERE id > :after ORDER BY id LIMIT :most)")
_ERASE = text(
    "DELETE FROM images WHERE id IN (SELECT images.id FROM steps JOIN images"
    " ON images.step_id = steps.id WHERE steps.did = '' LIMIT :most)"
)
_STEPS = text("SELECT count(*), min(id) FROM steps WHERE did <> ''")
_MOMENT = text("SELECT at FROM steps WHERE id = :id")
_ROOTS = text(
    "SELECT id FROM steps WHERE undoes_id IS NULL AND did <> '' AND id < :before ORDER BY id"
)
_SPARED = text(
    "SELECT id FROM steps WHERE undoes_id IS NULL AND did <> ''"
    " ORDER BY id DESC LIMIT 1 OFFSET :kept"
)
_FIRST_SINCE = text("SELECT id FROM steps WHERE at >= :since ORDER BY id LIMIT 1")
# A few steps dated ahead keep nothing once others followed them; many mean that it is the clock of
# today that is wrong.
_AHEAD = text("SELECT count(*) FROM steps WHERE at > :now")
_FIRST_SINCE_TILL_NOW = text(
    "SELECT id FROM steps WHERE at >= :since AND"
    " (at <= :now OR id > (SELECT coalesce(max(id), 0) FROM steps WHERE at <= :now))"
    " ORDER BY id LIMIT 1"
)
