"""A person as foreign files describe one: neutral, complete, and not yet on the desk."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day of which the year, or month and day, may be unknown; nothing is ever invented."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class WayToReach:
    """One address of one kind: `kind` is email, phone, url, chat or other; `label` is free."""

    kind: str
    value: str
    label: str = ""
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class ForeignTopic:
    """An interest or expertise with its level, as in RFC 6715, or a tag without one."""

    kind: str
    name: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person of a foreign file, with the place it stands at (counted from 1)."""

    record: int
    line: int
    uid: str = ""
    display_name: str = ""
    prefix: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    pronouns: str = ""
    organisation: str = ""
    department: str = ""
    role: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    ways: tuple[WayToReach, ...] = ()
    links: tuple[str, ...] = ()
    topics: tuple[ForeignTopic, ...] = ()
    tags: tuple[str, ...] = ()
    birthday: PartialDate | None = None
    connected_on: date | None = None
    remark: str = ""
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class SkippedRecord:
    """A record that was not taken: which one, at which line, and why, in one sentence."""

    record: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ForeignPeople:
    """What a file holds: `records` counts everything in it, taken or skipped.

    `notes` are sentences about the file as a whole. `guessed_encoding` names the encoding where
    the file does not say it and another one may be the right one.
    """

    people: tuple[PersonRecord, ...] = ()
    skipped: tuple[SkippedRecord, ...] = ()
    notes: tuple[str, ...] = field(default=())
    guessed_encoding: str = ""

    @property
    def records(self) -> int:
        """The number of records in the file: those taken and those skipped."""
        return len(self.people) + len(self.skipped)
