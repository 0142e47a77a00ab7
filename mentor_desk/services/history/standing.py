"""What stands in the way of taking a step back: later steps, and the rules of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.models.kinds import GoalState
from mentor_desk.services.history.parts import Record
from mentor_desk.services.history.words import TABLES
from mentor_desk.services.introductions.records import OPEN
from mentor_desk.storage.journal.afterwards import Afterwards
from mentor_desk.storage.journal.chains import Chains
from mentor_desk.storage.journal.in_the_way import in_the_way
from mentor_desk.storage.journal.reading import lasting

# Who has so many steps to undo first sees what is behind the last of them later.
MOST_ASKED = 50

CHANGED = "later steps build on it"
BELONGS = "later entries belong to it"
GONE = "what it belonged to is gone"
TAKEN = "something later has taken its place"
OPEN_ALREADY = "the two have another introduction that is open, or was"
CLOSED_SINCE = "the goal was closed since"


@dataclass(frozen=True, slots=True)
class Standing:
    """Why something cannot be brought back by itself, and the steps behind that, newest first."""

    reason: str
    roots: list[int]


def standing_in_the_way(
    db: Db,
    chains: Chains,
    tail: int,
    *,
    only: Iterable[Record] | None = None,
    after: Afterwards | None = None,
) -> Standing | None:
    """Return what must be reversed before the last step of a chain can be, or nothing.

    With `only`, just these records of it are to be put back. Who asks about many steps gives what
    came `after` the first of them, which is then read once.
    """
    after = after or Afterwards(db, chains, tail)
    if not after.tables:
        return None
    rows = None if only is None else {(TABLES[kind], row_id) for kind, row_id in only}
    way = in_the_way(db, tail, chains, after, only=rows)
    second = lasting(_second_introductions(db, after, tail), tail, chains)
    closed = lasting(_goals_closed(db, after, tail), tail, chains) if only is None else []
    found = {
        CHANGED: way.changed,
        BELONGS: way.belongs,
        GONE: way.gone,
        TAKEN: way.taken,
        OPEN_ALREADY: second,
        CLOSED_SINCE: closed,
    }
    reasons = [reason for reason, roots in found.items() if roots]
    if not reasons:
        return None
    roots = {root for each in found.values() for root in each}
    return Standing(reasons[0], sorted(roots, reverse=True))


def all_in_the_way(db: Db, chains: Chains, tail: int) -> list[int]:
    """Return every step that must be reversed first, also for the sake of another.

    In the order in which they are to be reversed, so that none has anything in its way.
    """
    after = Afterwards(db, chains, tail)
    found = {chains.root(tail)}
    waiting = [tail]
    for _ in range(MOST_ASKED):
        if not waiting:
            break
        after.expect(waiting[-MOST_ASKED:])
        # The latest first: what is in its way is later still.
        standing = standing_in_the_way(db, chains, waiting.pop(), after=after)
        new = set(standing.roots if standing else ()).difference(found)
        found |= new
        waiting = sorted([*waiting, *map(chains.tail, new)])
    found.remove(chains.root(tail))
    return sorted(found, key=chains.tail, reverse=True)


def _second_introductions(db: Db, after: Afterwards, tail: int) -> set[int]:
    """Return the later steps on other introductions of the pairs that this would open."""
    if "introductions" not in after.tables & after.sizes_of(tail).keys():
        return set()
    mine = db.execute(_OPENED, {"step": tail}).scalars().all()
    later = set(db.scalars(_LATER_OPEN, {"step": tail})).difference(mine) if mine else set()
    pairs = {_pair(db, each) for each in mine} if later else set()
    same = {each for each in later if _pair(db, each) in pairs}
    return after.touching(tail, "introductions", same)


def _pair(db: Db, introduction_id: int) -> frozenset[int]:
    return frozenset(db.scalars(_PAIR, {"id": introduction_id}))


def _goals_closed(db: Db, after: Afterwards, tail: int) -> set[int]:
    """Return the later steps that closed a goal, a milestone of which would be ticked or opened.

    What was done to a goal while it was closed is meant too.
    """
    found: set[int] = set()
    if "goals" not in after.tables or "milestones" not in after.sizes_of(tail):
        return found
    for goal_id in db.scalars(_GOALS_TICKED, {"step": tail}).all():
        images = db.execute(_GOAL_LATER, {"step": tail, "goal": goal_id}).all()
        states = [*(image.state for image in images), db.scalar(_GOAL_NOW, {"goal": goal_id})]
        for place, image in enumerate(images):
            if not {*states[place : place + 2], None} <= {*_WORKING, None}:
                found.add(image.step_id)
    return found


def _listed(states: Iterable[str]) -> str:
    return ", ".join(f"'{state}'" for state in states)


_WORKING = (GoalState.DRAFT, GoalState.ACTIVE)
_OPEN = _listed(OPEN)
_OPENED = text(
    "SELECT row_id FROM images WHERE step_id = :step AND table_name = 'introductions'"  # noqa: S608
    f" AND before IS NOT NULL AND before ->> 'state' IN ({_OPEN})"
)
_LATER_OPEN = text(
    "SELECT DISTINCT later.row_id FROM images AS later"  # noqa: S608
    " LEFT JOIN introductions AS here ON here.id = later.row_id"
    " WHERE later.step_id > :step AND later.table_name = 'introductions'"
    f" AND (here.state IN ({_OPEN}) OR later.before ->> 'state' IN ({_OPEN}))"
)
_PAIR = text(
    "SELECT person_id FROM parties WHERE introduction_id = :id UNION"
    " SELECT before ->> 'person_id' FROM images WHERE table_name = 'parties'"
    " AND before IS NOT NULL AND before ->> 'introduction_id' = :id"
    " AND NOT EXISTS (SELECT 1 FROM parties WHERE introduction_id = :id)"
)
_GOALS_TICKED = text(
    "SELECT DISTINCT here.goal_id FROM images AS mine JOIN milestones AS here"
    " ON here.id = mine.row_id WHERE mine.step_id = :step AND mine.table_name = 'milestones'"
    " AND mine.before ->> 'state' <> here.state"
)
_GOAL_LATER = text(
    "SELECT step_id, before ->> 'state' AS state FROM images"
    " WHERE step_id > :step AND table_name = 'goals' AND row_id = :goal ORDER BY step_id"
)
_GOAL_NOW = text("SELECT state FROM goals WHERE id = :goal")
