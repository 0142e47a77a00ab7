"""A foreign record in the desk's own terms: what of it can be kept."""

from mentor_desk.exchange.records import PartialDate, PersonRecord
from mentor_desk.models.kinds import TopicKind, TopicLevel, WayKind
from mentor_desk.models.person import LONGEST_NAME
from mentor_desk.models.topic import LEVELS, LONGEST_TOPIC
from mentor_desk.models.words import fold
from mentor_desk.services.entry import LONGEST_LINE

LONGEST_REMARK = 100_000
LONGEST_WAY = 2_000

PLAIN_FIELDS = (
    *("prefix", "given", "middle", "family", "suffix", "nickname", "pronouns"),
    *("organisation", "department", "role"),
    *("street", "city", "region", "postcode", "country"),
)

Way = tuple[WayKind, str, str, bool]
HeldTopic = tuple[TopicKind, str, TopicLevel | None]


def name_of(record: PersonRecord) -> str:
    """Return the name a record goes by: as shown, from its parts, or the first address."""
    parts = (record.prefix, record.given, record.middle, record.family, record.suffix)
    shown = record.display_name or " ".join(part for part in parts if part) or record.nickname
    if not shown:
        shown = record.organisation or next((way.value for way in record.ways), "")
    return _line(shown, LONGEST_NAME)


def fields_of(record: PersonRecord) -> dict[str, str]:
    """Return the plain fields that the record fills, each as one line."""
    found = {name: _line(getattr(record, name)) for name in PLAIN_FIELDS}
    found["birthday"] = birthday_text(record.birthday)
    return {name: value for name, value in found.items() if value}


def ways_of(record: PersonRecord) -> list[Way]:
    """Return the ways to reach the person and their links, each once."""
    ways: list[Way] = [
        (_way_kind(way.kind), _line(way.value, LONGEST_WAY), _line(way.label), way.is_preferred)
        for way in record.ways
    ]
    ways += [(WayKind.LINK, _line(link, LONGEST_WAY), "", False) for link in record.links]
    once: dict[tuple[WayKind, str], Way] = {}
    for way in ways:
        if way[1]:
            once.setdefault(way_key(way[0], way[1]), way)
    return list(once.values())


def way_key(kind: WayKind, value: str) -> tuple[WayKind, str]:
    """Return what two spellings of one address have in common."""
    if kind is WayKind.PHONE:
        digits = "".join(mark for mark in value if mark.isdigit())
        return (kind, digits or value)
    return (kind, value.casefold().rstrip("/"))


def topics_of_record(record: PersonRecord) -> list[HeldTopic]:
    """Return the interests, expertise and needs that the record names, each once."""
    found: dict[tuple[TopicKind, str], HeldTopic] = {}
    for topic in record.topics:
        name = _line(topic.name, LONGEST_TOPIC)
        if topic.kind in set(TopicKind) and name:
            kind = TopicKind(topic.kind)
            found.setdefault((kind, fold(name) or name), (kind, name, _level(kind, topic.level)))
    return list(found.values())


def remark_of(record: PersonRecord) -> str:
    """Return the private remark: the record's note, and its labels in a line of their own."""
    parts = [record.remark.strip()]
    if record.tags:
        parts.append("Labels: " + ", ".join(_line(tag) for tag in record.tags))
    return "\n\n".join(part for part in parts if part)[:LONGEST_REMARK]


def birthday_text(day: PartialDate | None) -> str:
    """Return a day of which parts may be unknown, in the forms of RFC 6350, or as it was said."""
    if day is None:
        return ""
    if day.month is None:
        return f"{day.year:04d}" if day.year else _line(day.text)
    if day.day is None:
        return f"{day.year:04d}-{day.month:02d}" if day.year else f"--{day.month:02d}"
    head = f"{day.year:04d}-" if day.year else "--"
    return f"{head}{day.month:02d}-{day.day:02d}"


def _way_kind(kind: str) -> WayKind:
    known = {"email": WayKind.EMAIL, "phone": WayKind.PHONE, "chat": WayKind.CHAT}
    return WayKind.LINK if kind in {"url", "link"} else known.get(kind, WayKind.OTHER)


def _level(kind: TopicKind, level: str) -> TopicLevel | None:
    return next((each for each in LEVELS[kind] if each.value == level.strip().lower()), None)


def _line(text: str, longest: int = LONGEST_LINE) -> str:
    return " ".join(text.split())[:longest].strip()
