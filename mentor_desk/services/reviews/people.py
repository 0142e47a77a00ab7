"""Read the introductions that may stand in a mentee's review: both parties agreed to them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import selectinload

from mentor_desk.models import Introduction, Party
from mentor_desk.models.introduction import CONNECTED
from mentor_desk.reports import records
from mentor_desk.services.reviews.choice import ReviewChoice


def introductions_of(db: Db, person_id: int) -> list[Introduction]:
    """Return every introduction that a person is a party of, the earliest first."""
    query = (
        select(Introduction)
        .where(
            Introduction.id.in_(select(Party.introduction_id).where(Party.person_id == person_id))
        )
        .options(
            selectinload(Introduction.parties).selectinload(Party.person),
            selectinload(Introduction.topic),
        )
        .order_by(Introduction.introduced_on, Introduction.id)
    )
    return list(db.scalars(query))


def may_be_shown(introduction: Introduction) -> bool:
    """Tell whether an introduction may be spoken of: the two were brought together and agreed."""
    return introduction.state in CONNECTED and not introduction.lacking_consent()


def belongs_to(introduction: Introduction, choice: ReviewChoice) -> bool:
    """Tell whether the two were introduced, or met, in the period."""
    days = (introduction.introduced_on, introduction.met_on)
    return any(choice.covers(day) for day in days)


def people_record(
    introductions: list[Introduction], person_id: int, choice: ReviewChoice
) -> records.People:
    """Return the section of people met, from introductions that may be shown."""
    shown = [each for each in introductions if belongs_to(each, choice)]
    meetings = tuple(_meeting(each, person_id, choice.until) for each in shown)
    return records.People(meetings, _chains(shown, person_id, choice.until))


def _meeting(introduction: Introduction, person_id: int, until: date) -> records.MeetingRecord:
    mine, theirs = _sides(introduction, person_id)
    topic = introduction.topic.name if introduction.topic else ""
    return records.MeetingRecord(
        name=theirs.person.display_name,
        because=mine.reason or topic,
        introduced_on=_by(introduction.introduced_on, until),
        met_on=_by(introduction.met_on, until),
        outcome=mine.outcome,
    )


def _chains(
    shown: list[Introduction], person_id: int, until: date
) -> tuple[tuple[records.Link, ...], ...]:
    # A chain is drawn only where one meeting led on to the next; the table holds the rest.
    by_id = {each.id: each for each in shown}
    led_on = {each.grew_from_id for each in shown}
    chains = []
    for last in shown:
        if last.id in led_on or last.grew_from_id not in by_id:
            continue
        steps = [last]
        while (before := by_id.get(steps[0].grew_from_id or 0)) and before not in steps:
            steps.insert(0, before)
        chains.append(
            tuple(_link(each, person_id, until, is_first=each is steps[0]) for each in steps)
        )
    return tuple(chains)


def _link(
    introduction: Introduction, person_id: int, until: date, *, is_first: bool
) -> records.Link:
    _, theirs = _sides(introduction, person_id)
    topic = introduction.topic.name if introduction.topic else ""
    day = _by(introduction.met_on, until) or _by(introduction.introduced_on, until)
    return records.Link(theirs.person.display_name, topic if is_first else "led on to", day)


def _sides(introduction: Introduction, person_id: int) -> tuple[Party, Party]:
    first, second = introduction.parties
    return (first, second) if first.person_id == person_id else (second, first)


def _by(day: date | None, until: date) -> date | None:
    return day if day is not None and day <= until else None
