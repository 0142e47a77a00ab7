"""How people stand to topics: what each cares about, can give and is looking for."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mentor_desk.models.kinds import NeedState, TopicKind, TopicLevel
from mentor_desk.storage.reading import Reader

_QUERY = """
    SELECT held.person_id, held.id, held.topic_id, topics.name, held.kind, held.level,
           held.need_state
    FROM person_topics AS held JOIN topics ON topics.id = held.topic_id
    WHERE held.person_id IN (SELECT value FROM json_each(:people))
    ORDER BY topics.folded
"""


@dataclass(frozen=True, slots=True)
class PersonTopicRow:
    """How one person stands to one topic."""

    id: int
    topic_id: int
    name: str
    kind: TopicKind
    level: TopicLevel | None
    need_state: NeedState | None

    @property
    def is_open_need(self) -> bool:
        """Whether this is something still looked for."""
        return self.need_state in {NeedState.OPEN, NeedState.IN_HAND}


def topics_of(reader: Reader, *, person_id: int) -> list[PersonTopicRow]:
    """Return the interests, expertise and needs of a person, in this order, by name."""
    return topics_of_all(reader, person_ids=[person_id]).get(person_id, [])


def topics_of_all(reader: Reader, *, person_ids: Iterable[int]) -> dict[int, list[PersonTopicRow]]:
    """Return for each of these people what `topics_of` returns; one query for all."""
    found: dict[int, list[PersonTopicRow]] = {}
    for person_id, *line in reader.rows(_QUERY, people=json.dumps(list(person_ids))):
        found.setdefault(person_id, []).append(_row(line))
    order = list(TopicKind)
    for rows in found.values():
        rows.sort(key=lambda row: order.index(row.kind))
    return found


def _row(line: Sequence[Any]) -> PersonTopicRow:
    each, topic_id, name, kind, level, need = line
    return PersonTopicRow(
        each,
        topic_id,
        name,
        TopicKind(kind),
        TopicLevel(level) if level else None,
        NeedState(need) if need else None,
    )
