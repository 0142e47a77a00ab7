"""Make the golden desk of today's schema; run once for each schema, and its files are kept.

    python -m tests.golden.make_desk tests/golden/schema_1

It holds what real desks never have all at once: every kind, every odd text, every edge of time.
The people are invented. Its passphrase is below, and protects nothing.
"""

import json
import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.models import Photo, Review, Way
from mentor_desk.models.kinds import (
    ActionState,
    GoalMeasure,
    GoalState,
    IntroductionState,
    MentorshipState,
    NeedState,
    Paper,
    ReviewState,
    SessionFormat,
    SessionState,
    ShareState,
    TopicKind,
    TopicLevel,
    WayKind,
)
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.opening.opening import make_desk_at
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.storage.keys.wrapping import Argon2
from tests.factories import Factories

PASSPHRASE = "golden desk of invented people"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DUMP_NAME = "dump.json"
CHEAP = Argon2(passes=1, memory_kib=8, lanes=1)

ODD_NAMES = (
    "Łódź Žižek",
    "محمد علي",
    "עדה כהן",
    "山田 太郎",
    "Zoe\u0301 Noe\u0308l",
    "<b>Bold & Sons</b>",
    "O'Brien; DROP TABLE people",
    "👩🏽‍🚀 Sally",
    "\u202eEvil",
    "=1+1",
    "İpek ışık",
    "x" * 300,
)
ODD_TEXT = 'Line one\nLine two\t“quoted” {json: ["yes"]} \\ % _ 🙂 é e\u0301 \u200b \u2028 end'


def make(folder: Path) -> None:
    """Make the desk and the dump of it in a folder that has none."""
    desk = make_desk_at(folder, lambda vault, key: vault.with_passphrase(key, PASSPHRASE, CHEAP))
    desk._clock = lambda: NOW
    add = Factories(desk, NOW)
    add.mentor("Michelle Roy")
    people = [add.person(name, remark=ODD_TEXT, birthday=day) for name, day in _people()]
    mentorships = _mentorships(add, people)
    _work(add, mentorships)
    _network(add, people)
    _papers(add, people, mentorships)
    _history(desk)
    desk.close()
    (folder / DUMP_NAME).write_text(dump_text(folder), encoding="utf-8")
    for path in folder.iterdir():
        if path.name not in {DATABASE_NAME, KEYS_NAME, DUMP_NAME}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def key_of(folder: Path) -> bytes:
    """Return the key of a golden desk."""
    return read_vault(folder / KEYS_NAME).open_with_passphrase(PASSPHRASE)


def dump_text(folder: Path) -> str:
    """Return every row of every table of a golden desk as text that can be read and compared."""
    connection = connect(folder / DATABASE_NAME, key_of(folder))
    try:
        return json.dumps(dump(connection), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    finally:
        connection.close()


def dump(connection: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table by their columns, in the order of their ids."""
    connection.row_factory = sqlcipher.Row
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name <> 'alembic_version' ORDER BY name"
    ).fetchall()
    return {
        name: [
            {key: _plain(row[key]) for key in row.keys()}  # noqa: SIM118 - a Row is no dict
            for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY id')
        ]
        for (name,) in names
    }


def _plain(value: Any) -> Any:
    return {"bytes": value.hex()} if isinstance(value, bytes) else value


def _people() -> list[tuple[str, str]]:
    days = ("", "1985-04-12", "--02-29", "1985", "2000-02-29", "0001-01-01", "9999-12-31")
    return [(name, days[number % len(days)]) for number, name in enumerate(ODD_NAMES)]


def _mentorships(add: Factories, people: list[int]) -> list[int]:
    states = list(MentorshipState)
    return [
        add.mentee(
            person_id=person_id,
            state=states[number % len(states)],
            started_on=date(2024, 2, 29),
            cadence_days=(None, 1, 14, 366)[number % 4],
            purpose=ODD_TEXT,
            agreement=ODD_TEXT,
        )
        for number, person_id in enumerate(people[:6])
    ]


def _work(add: Factories, mentorships: list[int]) -> None:
    formats, states = list(SessionFormat), list(SessionState)
    for number, mentorship in enumerate(mentorships):
        for turn, state in enumerate(states):
            session = add.session(
                mentorship,
                state=state,
                format=formats[turn % len(formats)],
                minutes=(1, 60, 1440)[turn % 3],
                starts_at=datetime(2025, 3, 30, 1, 30, tzinfo=UTC) + timedelta(days=182 * turn),
                shared_notes=ODD_TEXT * (1 + 300 * (number == 0 and turn == 0)),
                private_notes=ODD_TEXT,
                learned=ODD_TEXT,
            )
            add.action(
                mentorship,
                text=ODD_TEXT,
                session_id=session,
                state=list(ActionState)[turn % len(ActionState)],
                due_on=date(2026, 2, 28),
            )
        _goals(add, mentorship)


def _goals(add: Factories, mentorship: int) -> None:
    for state in GoalState:
        is_closed = state not in {GoalState.DRAFT, GoalState.ACTIVE}
        goal = add.goal(
            mentorship,
            title=f"A goal that is {state.value}",
            why=ODD_TEXT,
            state=state,
            closed_on=date(2026, 10, 1) if is_closed else None,
            measure=GoalMeasure.MILESTONES if is_closed else GoalMeasure.PERCENT,
            is_private=state is GoalState.DRAFT,
        )
        add.milestone(goal, weight=100, done_on=date(2026, 9, 9))
        add.milestone(goal, title=ODD_TEXT)
        for value in (0, 100):
            add.progress(goal, value, comment=ODD_TEXT)


def _network(add: Factories, people: list[int]) -> None:
    first, second, third = people[:3]
    add.topic(first, TopicKind.INTEREST, "Łódź & Straße", level=TopicLevel.HIGH)
    add.topic(second, TopicKind.EXPERTISE, "数据", level=TopicLevel.EXPERT)
    for number, need_state in enumerate(NeedState):
        add.topic(people[number], TopicKind.NEED, f"Need {number}", need_state=need_state)
    grown = None
    for state in IntroductionState:
        grown = add.introduction(first, third, state=state, grew_from_id=grown, message=ODD_TEXT)
    resource = add.resource("Data <storytelling>", link="https://example.org/?a=1&b=2")
    for share_state in ShareState:
        add.share(resource, second, state=share_state, response=ODD_TEXT, remark=ODD_TEXT)


def _papers(add: Factories, people: list[int], mentorships: list[int]) -> None:
    for position, kind in enumerate(WayKind):
        add._add(Way(person_id=people[0], kind=kind, value=ODD_TEXT, position=position))
    add._add(Photo(person_id=people[0], content=bytes(range(256))))
    days = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    add._add(Review(mentorship_id=mentorships[0], **days, in_short=ODD_TEXT))
    issued = {"state": ReviewState.ISSUED, "sha256": "0" * 64, "issued_at": NOW}
    add._add(Review(mentorship_id=mentorships[1], **days, **issued, paper=Paper.LETTER))


def _history(desk: Any) -> None:
    for name in ("Added and kept", "Added and undone"):
        step = desk.do(add_person, entry=PersonEntry(display_name=name), now=NOW).step
    desk.do(undo_step, step_id=step)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
