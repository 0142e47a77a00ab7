"""Take people on as mentees, change what was agreed, and let them go."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Action, Goal, MentoringSession, Mentorship, Person, Review
from mentor_desk.models.kinds import MentorshipKind, MentorshipState
from mentor_desk.models.rules import MENTORSHIP_MOVES, ONGOING
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import clean_text
from mentor_desk.services.network.people import PersonEntry, add_person

LONGEST_PURPOSE = 10_000

_SHOWN = Area.MENTORSHIPS | Area.PEOPLE


@dataclass(frozen=True, slots=True)
class MentorshipEntry:
    """What can be entered about a mentorship; `agreement` is private, the cadence is in days."""

    started_on: date
    purpose: str = ""
    agreement: str = ""
    kind: MentorshipKind = MentorshipKind.ONE_TO_ONE
    cadence_days: int | None = 14


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much goes with a mentorship when it is deleted."""

    sessions: int
    goals: int
    actions: int
    reviews: int

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all would go with it."""
        return not (self.sessions or self.goals or self.actions or self.reviews)


def take_on(
    db: Db,
    *,
    person_id: int,
    entry: MentorshipEntry,
    today: date,
    state: MentorshipState = MentorshipState.ACTIVE,
) -> Changes:
    """Make a person a mentee, active or prospective.

    Raises NotFoundError, RefusedMoveError for the mentor and for a mentorship that is still
    going on, and InvalidEntryError naming the field that cannot be kept.
    """
    person = _person(db, person_id)
    _refuse_oneself(person)
    _refuse_a_second(db, person)
    if state not in {MentorshipState.ACTIVE, MentorshipState.PROSPECTIVE}:
        raise RefusedMoveError("A mentorship begins as prospective or active.")
    since = min(entry.started_on, today)
    mentorship = Mentorship(person_id=person_id, state=state, state_since=since)
    _fill(mentorship, entry)
    db.add(mentorship)
    db.flush()
    did = f"Took on {person.display_name} as a mentee"
    return Changes(_SHOWN, made=mentorship.id, did=did)


def take_on_new(
    db: Db,
    *,
    name: str,
    entry: MentorshipEntry,
    now: datetime,
    state: MentorshipState = MentorshipState.ACTIVE,
) -> Changes:
    """Add a person by name and make them a mentee, in one step.

    Raises InvalidEntryError as `add_person` and `take_on` do; an unfit name is the field
    `display_name`.
    """
    person = add_person(db, entry=PersonEntry(display_name=name), now=now)
    today = now.astimezone().date()
    return take_on(db, person_id=person.made or 0, entry=entry, today=today, state=state)


def mentorship_entry(db: Db, *, mentorship_id: int) -> MentorshipEntry:
    """Return what was entered about a mentorship, to be edited. Raises NotFoundError."""
    held = _mentorship(db, mentorship_id)
    return MentorshipEntry(
        started_on=held.started_on,
        purpose=held.purpose,
        agreement=held.agreement,
        kind=held.kind,
        cadence_days=held.cadence_days,
    )


def edit_mentorship(db: Db, *, mentorship_id: int, entry: MentorshipEntry) -> Changes:
    """Replace what was agreed. Raises NotFoundError, InvalidEntryError naming the field."""
    mentorship = _mentorship(db, mentorship_id)
    _fill(mentorship, entry)
    if mentorship.ended_on is not None and mentorship.ended_on < mentorship.started_on:
        ended = f"{mentorship.ended_on.day} {mentorship.ended_on:%B %Y}"
        raise InvalidEntryError(
            f"This mentorship ended on {ended}; it cannot have begun later.", field="started_on"
        )
    db.flush()
    return Changes(_SHOWN, did=f"Changed the mentorship with {_name(db, mentorship)}")


def next_states(db: Db, *, mentorship_id: int) -> list[MentorshipState]:
    """Return the states a mentorship can go over to. Raises NotFoundError."""
    return list(MENTORSHIP_MOVES[_mentorship(db, mentorship_id).state])


def change_mentorship_state(
    db: Db, *, mentorship_id: int, state: MentorshipState, today: date
) -> Changes:
    """Go over to another state.

    Raises NotFoundError, and RefusedMoveError when the states do not follow each other or
    another mentorship with this person is going on.
    """
    mentorship = _mentorship(db, mentorship_id)
    person = _person(db, mentorship.person_id)
    if not mentorship.can_become(state):
        raise RefusedMoveError(_why_not(mentorship.state, state))
    if not mentorship.is_ongoing and state in ONGOING:
        _refuse_a_second(db, person)
    mentorship.become(state, today)
    db.flush()
    did = f"Marked the mentorship with {person.display_name} as {state.value}"
    return Changes(_SHOWN, did=did)


def what_goes_with(db: Db, *, mentorship_id: int) -> Belongings:
    """Return how much would be deleted with a mentorship. Raises NotFoundError."""
    _mentorship(db, mentorship_id)
    parts = (MentoringSession, Goal, Action, Review)
    counts = [
        select(func.count()).where(part.mentorship_id == mentorship_id).scalar_subquery()
        for part in parts
    ]
    return Belongings(*db.execute(select(*counts)).one())


def delete_mentee(db: Db, *, mentorship_id: int) -> Changes:
    """Delete a mentorship with its sessions, goals, actions and reviews; the person stays.

    Raises NotFoundError.
    """
    mentorship = _mentorship(db, mentorship_id)
    did = f"Deleted the mentorship with {_name(db, mentorship)}"
    db.delete(mentorship)
    belongings = Area.SESSIONS | Area.GOALS | Area.ACTIONS | Area.REVIEWS
    # A session may be where an introduction or a share came from.
    return Changes(_SHOWN | belongings | Area.INTRODUCTIONS | Area.SHARING, did=did)


def _fill(mentorship: Mentorship, entry: MentorshipEntry) -> None:
    mentorship.purpose = clean_text(entry.purpose, field="purpose", longest=LONGEST_PURPOSE)
    mentorship.agreement = clean_text(entry.agreement, field="agreement", longest=LONGEST_PURPOSE)
    mentorship.kind = entry.kind
    mentorship.cadence_days = entry.cadence_days
    mentorship.started_on = entry.started_on
    if not mentorship.has_sane_cadence():
        raise InvalidEntryError(
            "Sessions take place between every day and once a year.", field="cadence_days"
        )


def _refuse_oneself(person: Person) -> None:
    if person.is_oneself:
        raise RefusedMoveError("You cannot be your own mentee.")


def _refuse_a_second(db: Db, person: Person) -> None:
    going_on = select(Mentorship.id).where(
        Mentorship.person_id == person.id, Mentorship.state.in_(ONGOING)
    )
    if db.scalar(going_on) is not None:
        raise RefusedMoveError(f"{person.display_name} is your mentee already.")


def _why_not(here: MentorshipState, there: MentorshipState) -> str:
    ways = " or ".join(state.value for state in MENTORSHIP_MOVES[here])
    if here is there:
        return f"This mentorship is {here.value} already."
    return f"A mentorship that is {here.value} cannot become {there.value}, only {ways}."


def _name(db: Db, mentorship: Mentorship) -> str:
    return db.get_one(Person, mentorship.person_id).display_name


def _person(db: Db, person_id: int) -> Person:
    person = db.get(Person, person_id)
    if person is None:
        raise NotFoundError("This person is no longer on the desk.")
    return person


def _mentorship(db: Db, mentorship_id: int) -> Mentorship:
    mentorship = db.get(Mentorship, mentorship_id)
    if mentorship is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    return mentorship
