"""A crowd to import, so that a step of the history is a big one."""

from mentor_desk.exchange.records import ForeignPeople, PersonRecord, WayToReach
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.transfer.importing import apply_import


def import_crowd(desk: Desk, size: int = 1500) -> Changes:
    """Import this many people, with a way to reach each of them, as one step."""
    people = ForeignPeople(
        tuple(
            PersonRecord(
                number,
                number,
                given=f"Given{number}",
                family=f"Family{number}",
                ways=(WayToReach("email", f"person{number}@example.org"),),
            )
            for number in range(1, size + 1)
        )
    )
    return desk.do(apply_import, people, now=desk.now(), source="crowd.csv")
