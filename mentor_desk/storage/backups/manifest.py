"""The manifest of a backup: a few figures that can be told without its key."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

FORMAT = 1
COUNTS = ("people", "mentees", "sessions", "notes")
MORE_COUNTS = ("goals", "actions", "introductions")
MOST_COUNTED, MOST_BACKUPS, LONGEST_WORD = 10**9, 10**12, 60
MOST_STEPS = 2**63 - 1
# A clock can be wrong by as much as it likes: what it says is kept within what every system shows.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 12, 30, tzinfo=UTC)
# A note may be of any year, but not of one where a time zone leads out of all calendars.
FIRST_NOTE, LAST_NOTE = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 30, tzinfo=UTC)


class NewerFormatError(Exception):
    """The manifest is of a form that this version does not know."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a desk holds, counted; a note is a session with words in it."""

    people: int = 0
    mentees: int = 0
    sessions: int = 0
    notes: int = 0
    newest_note: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a desk had come: what else is counted, and the last step of its history."""

    goals: int = 0
    actions: int = 0
    introductions: int = 0
    last_step: int = 0
    last_change: datetime | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What can be told of a backup without its key.

    Backups of a desk are ordered by `counter`, for a clock can be wrong. `why` is the word of
    the occasion; `size` is that of the database in bytes. The first backups tell no `extent`.
    """

    counter: int
    made_at: datetime
    desk_id: str
    schema: int
    version: str
    why: str
    is_sample: bool
    size: int
    figures: Figures
    extent: Extent | None = None


def as_json(manifest: Manifest) -> bytes:
    """Return a manifest as it stands in a bundle."""
    told = {"format": FORMAT, **asdict(manifest)}
    return json.dumps(told, indent=1, default=datetime.isoformat).encode()


def manifest_in(written: bytes) -> Manifest:
    """Return a manifest as it stands in a bundle, with its moments where they can be shown.

    Raises NewerFormatError; ValueError, TypeError, KeyError, OverflowError or RecursionError for
    what cannot be one.
    """
    told = json.loads(written)
    if told["format"] > FORMAT:
        raise NewerFormatError
    return _manifest_from(told)


def sane_moment(moment: datetime) -> datetime:
    """Return a moment in UTC, moved to what every calendar and time zone can show."""
    return min(max(moment.astimezone(UTC), EARLIEST), LATEST)


def sane_note(moment: datetime | None) -> datetime | None:
    """Return the moment of the newest note, moved to where every time zone has a day for it."""
    return min(max(moment, FIRST_NOTE), LAST_NOTE) if moment else None


def _manifest_from(told: dict[str, Any]) -> Manifest:
    if told["format"] != FORMAT or not re.fullmatch(r"[0-9a-f-]{36}", told["desk_id"]):
        raise ValueError
    figures = told["figures"]
    newest = figures["newest_note"]
    return Manifest(
        counter=_number(told["counter"], MOST_BACKUPS),
        made_at=sane_moment(_moment(told["made_at"])),
        desk_id=told["desk_id"],
        schema=_number(told["schema"], MOST_COUNTED),
        version=_word(told["version"]),
        why=_word(told["why"]),
        is_sample=bool(told["is_sample"]),
        size=int(told["size"]),
        figures=Figures(
            **{name: _number(figures[name], MOST_COUNTED) for name in COUNTS},
            newest_note=sane_note(_moment(newest) if newest else None),
        ),
        extent=_extent_from(told["extent"]) if told.get("extent") is not None else None,
    )


def _extent_from(told: dict[str, Any]) -> Extent:
    changed = told["last_change"]
    return Extent(
        **{name: _number(told[name], MOST_COUNTED) for name in MORE_COUNTS},
        last_step=_number(told["last_step"], MOST_STEPS),
        last_change=sane_note(_moment(changed) if changed else None),
    )


def _number(told: object, most: int) -> int:
    if not isinstance(told, int) or not 0 <= told <= most:
        raise ValueError
    return told


def _word(told: object) -> str:
    if not isinstance(told, str) or len(told) > LONGEST_WORD or not told.isprintable():
        raise ValueError
    return told


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
