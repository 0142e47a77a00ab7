"""`mentor-desk people`, `show` and `info`: read the desk aloud."""

import argparse
from dataclasses import asdict
from typing import Any

from mentor_desk import paths
from mentor_desk.cli.answers import DONE, answer
from mentor_desk.errors import InvalidEntryError, NotFoundError
from mentor_desk.services.counts import count_tables
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.listing import PersonRow, find_people, people_named
from mentor_desk.services.network.people import PersonCard, person_card
from mentor_desk.storage.database import SCHEMA
from mentor_desk.version import __version__

EVERYBODY = 1_000_000
NOT_SHOWN = frozenset({"images", "steps", "about"})


def show_people(desk: Desk, arguments: argparse.Namespace) -> int:
    """List everybody who matches all the words, by name."""
    rows = desk.run(find_people, " ".join(arguments.words), limit=EVERYBODY)
    answer(
        arguments,
        [_row_value(row) for row in rows],
        lambda: [_row_line(row) for row in rows] or ["Nobody matches these words."],
    )
    return DONE


def show_person(desk: Desk, arguments: argparse.Namespace) -> int:
    """Show one person whole; a name that means several people is refused with their names."""
    card = desk.run(person_card, person_id=the_one_named(desk, arguments.name).id)
    answer(arguments, _card_value(card), lambda: _card_lines(card))
    return DONE


def the_one_named(desk: Desk, name: str) -> PersonRow:
    """Return the person a name means. Raises NotFoundError or InvalidEntryError."""
    rows = desk.run(people_named, name)
    if not rows:
        raise NotFoundError(f"Nobody on this desk is called “{name}”.")
    if len(rows) > 1:
        names = "; ".join(_row_line(row) for row in rows[:5])
        raise InvalidEntryError(f"“{name}” can mean {len(rows)} people: {names}.")
    return rows[0]


def show_info(desk: Desk, arguments: argparse.Namespace) -> int:
    """Say which program and schema, how much of everything, and where things lie."""
    counts = {name: rows for name, rows in desk.look(count_tables).items() if name not in NOT_SHOWN}
    value = {
        "version": __version__,
        "schema": SCHEMA,
        "sample": desk.is_sample,
        "desk": str(desk.folder),
        "settings": str(paths.settings_file()),
        "log": str(paths.log_file()),
        "counts": counts,
    }
    answer(arguments, value, lambda: _info_lines(value, counts))
    return DONE


def _info_lines(value: dict[str, Any], counts: dict[str, int]) -> list[str]:
    kind = "sample desk, invented people, not protected" if value["sample"] else "encrypted"
    return [
        f"Mentor Desk {value['version']}, schema {value['schema']}",
        f"Desk: {value['desk']} ({kind})",
        f"Settings: {value['settings']}",
        f"Log: {value['log']}",
        *(f"{name.replace('_', ' ')}: {rows:,}" for name, rows in counts.items() if rows),
    ]


def _row_value(row: PersonRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "role": row.role,
        "organisation": row.organisation,
        "city": row.city,
        "mentorship": row.mentorship_state.value if row.mentorship_state else None,
    }


def _row_line(row: PersonRow) -> str:
    rest = [row.place_in_life, row.city]
    if row.mentorship_state:
        rest.append(f"mentee, {row.mentorship_state.value}")
    return " · ".join(part for part in (row.name, *rest) if part)


def _card_value(card: PersonCard) -> dict[str, Any]:
    entry = {name: value for name, value in asdict(card.entry).items() if value}
    entry.pop("ways", None)
    return {
        "id": card.id,
        "name": card.name,
        **entry,
        "ways": [asdict(way) for way in card.entry.ways],
        "topics": [
            {
                "name": topic.name,
                "kind": topic.kind,
                "level": topic.level,
                "state": topic.need_state,
            }
            for topic in card.topics
        ],
        "mentorship": card.mentorship_state.value if card.mentorship_state else None,
        "introductions": card.introductions,
        "came_from": card.came_from,
    }


def _card_lines(card: PersonCard) -> list[str]:
    entry = card.entry
    place = ", ".join(part for part in (entry.city, entry.region, entry.country) if part)
    known = {
        "Pronouns": entry.pronouns,
        "Role": entry.role,
        "Organisation": entry.organisation,
        "Place": place,
        "Birthday": entry.birthday,
        "How we met": entry.how_we_met,
        "Remark (private)": entry.remark,
        "Mentorship": card.mentorship_state.value if card.mentorship_state else "",
        "Introductions": str(card.introductions or ""),
        "Came from": card.came_from,
    }
    lines = [card.name]
    for title, value in known.items():
        lines += [f"  {title}: {line}" for line in value.splitlines() if line.strip()]
    lines += [f"  {way.kind.value.capitalize()}: {way.value}" for way in entry.ways]
    lines += [
        f"  {topic.kind.value.capitalize()}: {topic.name}"
        + (f" ({topic.level.value})" if topic.level else "")
        + (f" ({topic.need_state.value})" if topic.need_state else "")
        for topic in card.topics
    ]
    return lines
