"""Make one person of one row of a CSV file, once it is known what its columns hold."""

import re
from typing import Any

from mentor_desk.exchange.csv_dates import join_birthday, read_birthday, read_day
from mentor_desk.exchange.csv_fields import ADDRESS_PARTS, KEPT
from mentor_desk.exchange.csv_plan import WAYS, CellValue, RowOfPerson
from mentor_desk.exchange.records import ForeignTopic, PartialDate, PersonRecord, WayToReach
from mentor_desk.exchange.text import clean, clean_line

# Google joins several values of one column with this.
MANY = ":::"

_SYSTEM_GROUP = "mycontacts"

_TOPICS = {"interest": "interest", "expertise": "expertise", "need": "need"}
_LEVELS = {
    "interest": frozenset({"low", "medium", "high"}),
    "expertise": frozenset({"beginner", "average", "expert"}),
    "need": frozenset[str](),
}
_PLACE_NAMES = {
    "": "Address",
    "_home": "Home address",
    "_work": "Work address",
    "_other": "Other address",
    "_2": "Second address",
    "_3": "Third address",
}
_LINES = (
    *("prefix", "given", "middle", "family", "suffix", "nickname", "pronouns"),
    *("organisation", "department", "role"),
)
_NAME_PARTS = ("given", "middle", "family")

_BETWEEN_EMAILS = re.compile(r"[;,\s]+")
_LEVEL = re.compile(r"(.+?)\s*\((\w+)\)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def person_of(row: RowOfPerson, number: int) -> PersonRecord:
    """Return the person of one row; what has no field of its own stands in the remark."""
    ways = _ways(row)
    place, address = _address(row)
    connected = row.first("connected_on")
    connected_on = read_day(connected, row.plan.connection_order) if connected else None
    remark = _remark(row, place, "" if connected_on else connected)
    return PersonRecord(
        record=number,
        line=row.row.line,
        display_name=_display_name(row, ways),
        **row.lines(_LINES),
        **address,
        ways=ways,
        links=tuple(dict.fromkeys(_split(row.values("link")))),
        topics=_topics(row),
        tags=_tags(row),
        birthday=_birthday(row),
        connected_on=connected_on,
        remark=remark,
    )


def _ways(row: RowOfPerson) -> tuple[WayToReach, ...]:
    ways: dict[tuple[str, str], WayToReach] = {}
    for key in row.plan.ways:
        kind, usual_label = WAYS[key]
        for value in row.values(key):
            for way in _ways_of(value, kind, usual_label):
                ways.setdefault((way.kind, way.value), way)
    return tuple(ways.values())


def _ways_of(value: CellValue, kind: str, usual_label: str) -> list[WayToReach]:
    labels = [label.strip() for label in value.label.split(MANY)]
    ways: list[WayToReach] = []
    for at, text in enumerate(value.text.split(MANY)):
        label = labels[at] if at < len(labels) and len(labels) > 1 else labels[0]
        is_preferred = label.startswith("*")
        name = _plain_label(label) if len(labels) < 2 or at < len(labels) else ""
        for part in _addresses(text) if kind == "email" else [clean_line(text)]:
            if part:
                known_kind = "other" if kind == "email" and "@" not in part else kind
                ways.append(WayToReach(known_kind, part, name or usual_label, is_preferred))
    return ways


def _addresses(text: str) -> list[str]:
    parts = [part for part in _BETWEEN_EMAILS.split(text.strip()) if part]
    return parts if all("@" in part for part in parts) else [clean_line(text)]


def _plain_label(label: str) -> str:
    return _CAMEL.sub(" ", clean_line(label.lstrip("* "))).lower()


def _split(values: list[CellValue]) -> list[str]:
    parts = (clean_line(part) for value in values for part in value.text.split(MANY))
    return [part for part in parts if part]


def _address(row: RowOfPerson) -> tuple[str, dict[str, Any]]:
    for place in row.plan.places:
        address = _address_at(row, place)
        if any(address.values()):
            return place, address
    return "", {}


def _address_at(row: RowOfPerson, place: str) -> dict[str, str]:
    parts = {part: _joined(row, part + place) for part in ADDRESS_PARTS}
    whole, formatted = parts.pop("address"), parts.pop("formatted")
    parts["street"] = parts["street"] or whole
    if not any(parts.values()):
        parts["street"] = formatted
    return parts


def _joined(row: RowOfPerson, key: str) -> str:
    if not row.values(key):
        return ""
    lines = (line.strip(" ,") for value in row.values(key) for line in value.text.splitlines())
    return clean_line(", ".join(line for line in lines if line))


def _topics(row: RowOfPerson) -> tuple[ForeignTopic, ...]:
    found = (
        _topic(kind, name)
        for key, kind in _TOPICS.items()
        for value in row.values(key)
        for name in _names(value.text)
    )
    return tuple(dict.fromkeys(found))


def _topic(kind: str, text: str) -> ForeignTopic:
    levelled = _LEVEL.fullmatch(text)
    if levelled and levelled[2].casefold() in _LEVELS[kind]:
        return ForeignTopic(kind, levelled[1], levelled[2].casefold())
    return ForeignTopic(kind, text)


def _tags(row: RowOfPerson) -> tuple[str, ...]:
    names = (name.lstrip("* ") for value in row.values("tags") for name in _names(value.text))
    return tuple(dict.fromkeys(name for name in names if name and name.lower() != _SYSTEM_GROUP))


def _names(text: str) -> list[str]:
    mark = next((mark for mark in (MANY, "\n", ";", ",") if mark in text), MANY)
    return [name for part in text.split(mark) if (name := clean_line(part))]


def _birthday(row: RowOfPerson) -> PartialDate | None:
    if whole := row.first("birthday"):
        return read_birthday(whole, row.plan.birthday_order)
    return join_birthday(row.first("birth_year"), row.first("birth_month"), row.first("birth_day"))


def _display_name(row: RowOfPerson, ways: tuple[WayToReach, ...]) -> str:
    in_parts = " ".join(filter(None, map(row.first, _NAME_PARTS)))
    named = row.first("full_name") or in_parts or row.first("nickname")
    return (
        named or row.first("organisation") or next((way.value for way in ways), row.first("link"))
    )


def _remark(row: RowOfPerson, used_place: str, connected: str) -> str:
    lines = [value.text for value in row.values("remark")]
    for value in row.values(KEPT):
        heading = clean_line(value.label.lstrip("* ")) or value.heading
        lines.append(f"{heading}: {value.text}")
    lines += _second_values(row)
    if connected:
        lines.append(f"{row.values('connected_on')[0].heading}: {connected}")
    return clean("\n".join([*lines, *_other_addresses(row, used_place)]))


def _second_values(row: RowOfPerson) -> list[str]:
    return [
        f"{value.heading}: {value.text}"
        for key in _LINES
        for value in row.values(key)[1:]
        if value.text != row.values(key)[0].text
    ]


def _other_addresses(row: RowOfPerson, used: str) -> list[str]:
    lines: list[str] = []
    for place in row.plan.places:
        parts = [part for part in _address_at(row, place).values() if part]
        if place != used and parts:
            lines.append(f"{_PLACE_NAMES[place]}: {', '.join(parts)}")
    return lines
