"""Put the people of a crowd on the desk."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mentor_desk.models import Person, PersonTopic, Way
from mentor_desk.models.kinds import NeedState, TopicKind, WayKind
from mentor_desk.models.topic import LEVELS
from mentor_desk.models.words import fold
from mentor_desk.services.network.people import LINE_FIELDS
from mentor_desk.services.sample.crowd import Crowd
from mentor_desk.services.sample.people import invented_uid

DOMAINS = ("example.org", "example.com", "example.net")
# The first three hundred are for people made by hand.
FIRST_UK = 300
UK_NUMBERS = 1000 - FIRST_UK
FIRST_AREA, LAST_AREA = 203, 480
MOST_TOPICS = 4
MOST_DAYS_KNOWN = 3_000
MOST_DAYS_NOTED = 400


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody who can be a mentee of the crowd; only before `busy_from`, if that is a day."""

    person_id: int
    busy_from: date | None = None


def write_crowd(crowd: Crowd, people: int) -> list[Host]:
    """Add so many people; return them as hosts for mentorships."""
    hosts: list[Host] = []
    told = 0
    for number in range(people):
        hosts.append(Host(_add_person(crowd, number)))
        if crowd.rows.is_full:
            crowd.rows.flush()
            crowd.counted.add(len(hosts) - told)
            told = len(hosts)
    crowd.rows.flush()
    crowd.counted.add(people - told)
    return hosts


def invented_phone(number: int) -> str | None:
    """Return a telephone number for this person of the crowd, each once, until there are no more.

    The ranges are kept for fiction: +44 1632 960xxx by Ofcom, 555-0100 to 555-0199 in every area
    of the North American plan.
    """
    if number < UK_NUMBERS:
        return f"+44 1632 960{FIRST_UK + number}"
    area, last = divmod(number - UK_NUMBERS, 100)
    area += FIRST_AREA
    return f"+1 {area} 555 01{last:02d}" if area <= LAST_AREA else None


def _add_person(crowd: Crowd, number: int) -> int:
    parts = _parts(crowd)
    known_since = crowd.today - timedelta(days=crowd.chance.randrange(MOST_DAYS_KNOWN))
    # How names are searched and sorted is the record's own affair.
    named = Person(display_name=f"{parts['given']} {parts['family']}", **parts)
    named.refresh_names()
    person_id = crowd.rows.add(
        Person,
        uid=invented_uid(crowd.chance),
        is_oneself=False,
        display_name=named.display_name,
        sort_name=named.sort_name,
        search_text=named.search_text,
        how_we_met=crowd.word("met"),
        met_on=known_since,
        remark="",
        came_from="",
        created_at=datetime.combine(known_since, time(8)).astimezone(),
        **parts,
    )
    _add_ways(crowd, person_id, number, named.display_name)
    _add_topics(crowd, person_id)
    return person_id


def _parts(crowd: Crowd) -> dict[str, str]:
    city, country = crowd.pick(*crowd.words["places"])
    return {
        **dict.fromkeys(LINE_FIELDS, ""),
        "given": crowd.word("given"),
        "family": crowd.word("family"),
        "organisation": f"{crowd.word('firms_first')} {crowd.word('firms_second')}",
        "role": crowd.word("roles"),
        "city": city,
        "country": country,
    }


def _add_ways(crowd: Crowd, person_id: int, number: int, name: str) -> None:
    local = ".".join("".join(filter(str.isalnum, part)) for part in fold(name).split())
    ways = [(WayKind.EMAIL, f"{local}.{number + 1}@{crowd.pick(*DOMAINS)}")]
    if (phone := invented_phone(number)) is not None:
        ways.append((WayKind.PHONE, phone))
    for position, (kind, value) in enumerate(ways):
        crowd.rows.add(
            Way,
            person_id=person_id,
            kind=kind,
            value=value,
            label="",
            is_preferred=position == 0,
            position=position,
        )


def _add_topics(crowd: Crowd, person_id: int) -> None:
    number = crowd.chance.randint(1, MOST_TOPICS)
    for topic_id in crowd.chance.sample(crowd.topic_ids, number):
        kind = crowd.pick(*TopicKind)
        is_need = kind is TopicKind.NEED
        crowd.rows.add(
            PersonTopic,
            person_id=person_id,
            topic_id=topic_id,
            kind=kind,
            level=None if is_need else crowd.pick(*LEVELS[kind]),
            need_state=NeedState.OPEN if is_need else None,
            noted_on=crowd.today - timedelta(days=crowd.chance.randrange(MOST_DAYS_NOTED)),
        )
