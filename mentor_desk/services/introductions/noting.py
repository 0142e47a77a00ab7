"""List introductions, note, change and delete them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Introduction, MentoringSession, Party, Person
from mentor_desk.models.kinds import IntroductionState, Side
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import clean_text, kept_text
from mentor_desk.services.introductions.records import (
    introduction_of,
    names_of,
    open_between,
    party_of,
)
from mentor_desk.services.introductions.rows import IntroductionRow, introduction_rows
from mentor_desk.services.introductions.words import STATE_WORDS, both
from mentor_desk.services.network.topics import topic_named

_AREAS = Area.INTRODUCTIONS | Area.TOPICS


@dataclass(frozen=True, slots=True)
class IntroductionEntry:
    """What can be entered when two people are to be introduced.

    A reason says why the meeting would be good for that side. `remark` is private.
    """

    first_id: int
    second_id: int
    topic: str = ""
    first_reason: str = ""
    second_reason: str = ""
    remark: str = ""
    grew_from_id: int | None = None
    session_id: int | None = None


def list_introductions(
    db: Db, *, today: date, person_id: int | None = None
) -> list[IntroductionRow]:
    """Return introductions in every state, those that moved last first; of one person or all."""
    if person_id is None:
        return introduction_rows(db, today)
    theirs = select(Party.introduction_id).where(Party.person_id == person_id)
    return introduction_rows(db, today, Introduction.id.in_(theirs))


def count_introductions(db: Db, *, person_id: int) -> int:
    """Return how many introductions a person is a party of, in whatever state."""
    query = select(func.count()).select_from(Party).where(Party.person_id == person_id)
    return db.scalar(query) or 0


def add_introduction(db: Db, *, entry: IntroductionEntry, today: date) -> Changes:
    """Note that two people should meet, as an idea.

    Raises InvalidEntryError for one person twice and for the mentor, RefusedMoveError when the
    two have an introduction open already, NotFoundError for who or what is gone.
    """
    people = _parties_to_be(db, entry)
    refuse_second_one(db, people)
    introduction = Introduction(
        state_since=today,
        noted_on=today,
        topic_id=_topic_id(db, entry.topic),
        remark=clean_text(entry.remark, field="remark"),
        grew_from_id=_known(db, Introduction, entry.grew_from_id, "grew_from"),
        session_id=_known(db, MentoringSession, entry.session_id, "session"),
    )
    db.add(introduction)
    db.flush()
    reasons = (entry.first_reason, entry.second_reason)
    for side, person, reason in zip(Side, people, reasons, strict=True):
        words = clean_text(reason, field=f"{side.value}_reason")
        db.add(Party(introduction_id=introduction.id, person_id=person.id, side=side, reason=words))
    db.flush()
    did = f"Noted the introduction of {both(people[0].display_name, people[1].display_name)}"
    return Changes(_AREAS, made=introduction.id, did=did)


def edit_introduction(
    db: Db,
    *,
    introduction_id: int,
    topic: str | None = None,
    remark: str | None = None,
    message: str | None = None,
) -> Changes:
    """Change what is given and leave the rest; an empty topic takes the topic off.

    `remark` is private, `message` is the draft that brings the two together. Raises
    NotFoundError, InvalidEntryError.
    """
    introduction = introduction_of(db, introduction_id)
    if topic is not None:
        introduction.topic_id = _topic_id(db, topic)
    if remark is not None:
        introduction.remark = kept_text(remark, field="remark")
    if message is not None:
        introduction.message = kept_text(message, field="message")
    return Changes(_AREAS, did=f"Changed the introduction of {names_of(introduction)}")


def edit_party(
    db: Db,
    *,
    introduction_id: int,
    side: Side,
    reason: str | None = None,
    ask_draft: str | None = None,
    blurb: str | None = None,
) -> Changes:
    """Change what is written for one side: why they should meet, the asking, how to tell of them.

    What is not given stays. Raises NotFoundError, InvalidEntryError.
    """
    introduction = introduction_of(db, introduction_id)
    party = party_of(introduction, side)
    written = {"reason": reason, "ask_draft": ask_draft, "blurb": blurb}
    for name, text in written.items():
        if text is not None:
            setattr(party, name, kept_text(text, field=name))
    return Changes(_AREAS, did=f"Changed the introduction of {names_of(introduction)}")


def set_outcome(db: Db, *, introduction_id: int, side: Side, outcome: str) -> Changes:
    """Note what came of it for one side; a closed introduction keeps at least one outcome.

    Raises NotFoundError, InvalidEntryError, and RefusedMoveError as long as the two have not
    been introduced.
    """
    introduction = introduction_of(db, introduction_id)
    words = kept_text(outcome, field="outcome")
    if introduction.introduced_on is None and words.strip():
        raise RefusedMoveError(
            f"{names_of(introduction)} have not been introduced yet, so nothing came of it."
        )
    party = party_of(introduction, side)
    party.outcome = words
    is_bare = not any(each.outcome.strip() for each in introduction.parties)
    if introduction.state is IntroductionState.CLOSED and is_bare:
        raise InvalidEntryError(
            "A closed introduction keeps what came of it for at least one side.", field="outcome"
        )
    return Changes(_AREAS, did=f"Noted what came of it for {party.person.display_name}")


def delete_introduction(db: Db, *, introduction_id: int) -> Changes:
    """Delete an introduction; those that grew from it stay. Raises NotFoundError."""
    introduction = introduction_of(db, introduction_id)
    did = f"Deleted the introduction of {names_of(introduction)}"
    db.execute(delete(Introduction).where(Introduction.id == introduction_id))
    return Changes(_AREAS, did=did)


def refuse_second_one(db: Db, people: list[Person], *, but: int | None = None) -> None:
    """Raise RefusedMoveError when the two have an introduction open, other than `but`."""
    found = open_between(db, [person.id for person in people], but=but)
    if found is None:
        return
    held = introduction_of(db, found)
    about = f" about {held.topic.name}" if held.topic else ""
    names = both(people[0].display_name, people[1].display_name)
    raise RefusedMoveError(
        f"{names} already have an introduction{about} ({STATE_WORDS[held.state]})."
    )


def _parties_to_be(db: Db, entry: IntroductionEntry) -> list[Person]:
    if entry.first_id == entry.second_id:
        raise InvalidEntryError("An introduction needs two different people.", field="second_id")
    people = []
    for field, person_id in (("first_id", entry.first_id), ("second_id", entry.second_id)):
        person = db.get(Person, person_id)
        if person is None:
            raise NotFoundError("This person is no longer on the desk.")
        if person.is_oneself:
            raise InvalidEntryError(
                "You introduce others to each other, so you are not one of the two.", field=field
            )
        people.append(person)
    return people


def _topic_id(db: Db, name: str) -> int | None:
    return topic_named(db, name).id if name.strip() else None


def _known(db: Db, kind: type[Any], wanted: int | None, field: str) -> int | None:
    if wanted is not None and db.get(kind, wanted) is None:
        raise InvalidEntryError("What it grew from is no longer on the desk.", field=field)
    return wanted
