"""One card of a vCard file as it is being read, and the person it turns out to describe."""

import re
from dataclasses import dataclass, field

from mentor_desk.exchange.records import ForeignTopic, PartialDate, PersonRecord, WayToReach
from mentor_desk.exchange.text import LONGEST_TEXT, clean, clean_line

MOST_OF_A_KIND = 500
NOBODY = "The card holds neither a name nor a way to reach anyone that could be read."
GROUP = "The card describes a group of people, not a person."
NO_PERSON = "The card describes a {kind}, not a person."

_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(slots=True)
class Card:
    """What has been read of one card so far; every list of it is bounded.

    `name` and `address` are structured: prefix, given ... and street, city ... in our order.
    """

    record: int
    line: int
    version: str = ""
    kind: str = ""
    last_property: str = ""
    name: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    birthday: PartialDate | None = None
    photo: bytes | None = None
    linked_photos: int = 0
    bad_photos: int = 0
    bad_lines: int = 0
    is_cut: bool = False
    single: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    _ways: dict[tuple[str, str], tuple[WayToReach, str]] = field(default_factory=dict)
    _links: dict[str, None] = field(default_factory=dict)
    _tags: dict[str, None] = field(default_factory=dict)
    _topics: dict[ForeignTopic, None] = field(default_factory=dict)
    _remarks: list[str] = field(default_factory=list)
    _remarks_length: int = 0

    @property
    def is_old(self) -> bool:
        """Tell whether the card follows the rules of vCard 2.1, as far as is known by now."""
        return self.version == "2.1"

    def keep(self, name: str, value: str) -> bool:
        """Keep the first value of its name; tell whether it was the first."""
        if value and name not in self.single:
            self.single[name] = value
            return True
        return False

    def remember(self, text: str, *, glue: str = "\n\n") -> None:
        """Add to the remark, as long as there is room."""
        text = clean(text)
        room = LONGEST_TEXT - self._remarks_length
        if not text or room <= 0:
            self.is_cut = self.is_cut or bool(text)
            return
        self.is_cut = self.is_cut or len(text) > room
        text = text[:room]
        self._remarks_length += len(text) + len(glue)
        if self._remarks:
            self._remarks.append(glue)
        self._remarks.append(text)

    def add_way(self, way: WayToReach, group: str) -> None:
        """Add a way to reach the person, unless it is there already."""
        key = (way.kind, way.value.casefold())
        if way.value and key not in self._ways and self._has_room(len(self._ways)):
            self._ways[key] = (way, group)

    def add_link(self, link: str) -> None:
        """Add a link, once."""
        if link and link not in self._links and self._has_room(len(self._links)):
            self._links[link] = None

    def add_tag(self, tag: str) -> None:
        """Add a tag, once."""
        if tag and tag not in self._tags and self._has_room(len(self._tags)):
            self._tags[tag] = None

    def add_topic(self, topic: ForeignTopic) -> None:
        """Add an interest or expertise, once."""
        if topic.name and topic not in self._topics and self._has_room(len(self._topics)):
            self._topics[topic] = None

    def add_bad_line(self, text: str) -> None:
        """Keep a stray line that goes on with a remark; count any other that is no comment."""
        if text.startswith("#"):
            return
        if self.last_property == "NOTE":
            self.remember(text, glue="\n")
        else:
            self.bad_lines += 1

    def person(self) -> PersonRecord | str:
        """Return the person, or in one sentence why the card describes none."""
        if self.kind == "group":
            return GROUP
        if self.kind in {"location", "device", "application", "thing"}:
            return NO_PERSON.format(kind=self.kind)
        display_name = self._display_name()
        if not display_name:
            return NOBODY
        prefix, given, middle, family, suffix = self.name or ("",) * 5
        street, city, region, postcode, country = self.address or ("",) * 5
        return PersonRecord(
            record=self.record,
            line=self.line,
            uid=self.single.get("UID", ""),
            display_name=display_name,
            prefix=prefix,
            given=given,
            middle=middle,
            family=family,
            suffix=suffix,
            nickname=self.single.get("NICKNAME", ""),
            pronouns=self.single.get("PRONOUNS", ""),
            organisation=self.single.get("ORG", ""),
            department=self.single.get("DEPARTMENT", ""),
            role=self.single.get("TITLE") or self.single.get("ROLE", ""),
            street=street,
            city=city,
            region=region,
            postcode=postcode,
            country=country,
            ways=tuple(self._labelled(way, group) for way, group in self._ways.values()),
            links=tuple(self._links),
            topics=tuple(self._topics),
            tags=tuple(self._tags),
            birthday=self.birthday,
            remark=self._remark(),
            photo=self.photo,
        )

    def _has_room(self, count: int) -> bool:
        self.is_cut = self.is_cut or count >= MOST_OF_A_KIND
        return count < MOST_OF_A_KIND

    def _display_name(self) -> str:
        known = self.single
        name = known.get("FN") or _in_order(self.name)
        name = name or known.get("ORG", "") or known.get("NICKNAME", "")
        if name:
            return name
        for kind in ("email", "phone", "chat"):
            for way, _ in self._ways.values():
                if way.kind == kind:
                    return way.value
        return next(iter(self._links), "")

    def _remark(self) -> str:
        title, role = self.single.get("TITLE"), self.single.get("ROLE")
        also = [role] if title and role and role != title else []
        return clean("\n\n".join(filter(None, ("".join(self._remarks), *also))))

    def _labelled(self, way: WayToReach, group: str) -> WayToReach:
        label = self.labels.get(group) if group else ""
        if not label:
            return way
        return WayToReach(way.kind, way.value, label, way.is_preferred)


def _in_order(name: tuple[str, ...]) -> str:
    """Write a structured name as it is spoken: the family first in East Asia."""
    if not name:
        return ""
    prefix, given, middle, family, suffix = name
    if _EAST_ASIAN.match(family):
        return clean_line(f"{prefix} {family} {given} {middle} {suffix}")
    return clean_line(f"{prefix} {given} {middle} {family} {suffix}")
