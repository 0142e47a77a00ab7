"""A crowd of invented people: the box of words it is put together from, and chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar

from mentor_desk.services.sample.entries import Entry
from mentor_desk.services.sample.progress import Counted
from mentor_desk.services.sample.rows import Rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Crowd:
    """What is at hand while a crowd is made; the same chance makes the same crowd.

    `topic_ids` are the topics it cares about.
    """

    rows: Rows
    words: Entry
    topic_ids: Sequence[int]
    today: date
    chance: Random
    counted: Counted

    def pick(self, *things: T) -> T:
        """Return one of these things."""
        return self.chance.choice(things)

    def word(self, kind: str) -> str:
        """Return one word or sentence of a kind."""
        found: str = self.chance.choice(self.words[kind])
        return found

    def words_of(self, kind: str, number: int) -> list[str]:
        """Return so many words or sentences of a kind, no two the same."""
        return self.chance.sample(self.words[kind], number)

    def shared_notes(self) -> str:
        """Return shared notes of a session, in Markdown."""
        first, second = self.words_of("points", 2)
        return f"{self.word('openings')} {self.word('middles')}\n\n- {first}\n- {second}"
