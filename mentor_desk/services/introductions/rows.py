"""Read the lines of a list of introductions, a board's cards among them."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Introduction, Party, Person, PersonTopic, Topic
from mentor_desk.models.kinds import IntroductionState, Side, TopicKind
from mentor_desk.models.words import fold
from mentor_desk.services.introductions.words import PartyStanding, Standing

_STRONGEST_FIRST = (TopicKind.NEED, TopicKind.EXPERTISE, TopicKind.INTEREST)


@dataclass(frozen=True, slots=True)
class IntroductionRow:
    """One line of a list of introductions, or one card of the board.

    `topic_kind` is how a party stands to the topic: a need goes before an expertise, and that
    before an interest. `status` is a short sentence: "Mei said yes · Omar asked 4 days ago".
    """

    id: int
    first_id: int
    first_name: str
    second_id: int
    second_name: str
    topic: str
    topic_kind: TopicKind | None
    state: IntroductionState
    state_since: date
    days_in_state: int
    status: str
    is_stuck: bool


def introduction_rows(db: Db, today: date, *rules: ColumnElement[bool]) -> list[IntroductionRow]:
    """Return the lines of the introductions that meet the rules; always in four queries."""
    parties = _standings(db, *rules)
    led_to = _led_to(db)
    kinds = _topic_kinds(db, *rules)
    query = (
        select(Introduction, Topic.name)
        .outerjoin(Introduction.topic)
        .where(*rules)
        .order_by(Introduction.state_since.desc(), Introduction.id.desc())
    )
    return [
        _row(
            each,
            topic or "",
            kinds.get(each.id),
            _standing(each, parties[each.id], led_to.get(each.id, 0)),
            today,
        )
        for each, topic in db.execute(query)
        if len(parties.get(each.id, ())) == len(Side)
    ]


def _standing(each: Introduction, parties: list[PartyStanding], led_to: int) -> Standing:
    first, second = parties
    if fold(first.first_name) == fold(second.first_name):
        first, second = (replace(party, first_name=party.name) for party in parties)
    return Standing(
        state=each.state,
        state_since=each.state_since,
        noted_on=each.noted_on,
        introduced_on=each.introduced_on,
        met_on=each.met_on,
        first=first,
        second=second,
        led_to=led_to,
    )


def _row(
    each: Introduction, topic: str, kind: TopicKind | None, standing: Standing, today: date
) -> IntroductionRow:
    first, second = standing.first, standing.second
    return IntroductionRow(
        id=each.id,
        first_id=first.person_id,
        first_name=first.name,
        second_id=second.person_id,
        second_name=second.name,
        topic=topic,
        topic_kind=kind,
        state=each.state,
        state_since=each.state_since,
        days_in_state=each.days_waiting(today),
        status=standing.in_words(today),
        is_stuck=standing.is_stuck(today),
    )


def _standings(db: Db, *rules: ColumnElement[bool]) -> dict[int, list[PartyStanding]]:
    query = (
        select(
            Party.introduction_id,
            Party.side,
            Party.person_id,
            Person.display_name,
            Person.given,
            Party.opt_in,
            Party.asked_on,
            Party.answered_on,
            Party.outcome,
        )
        .join(Party.person)
        .join(Party.introduction)
        .where(*rules)
        .order_by(Party.introduction_id, Party.side)
    )
    found: dict[int, list[PartyStanding]] = {}
    for row in db.execute(query):
        party = PartyStanding(
            side=row.side,
            person_id=row.person_id,
            name=row.display_name,
            first_name=row.given or row.display_name,
            opt_in=row.opt_in,
            asked_on=row.asked_on,
            answered_on=row.answered_on,
            outcome=row.outcome,
        )
        found.setdefault(row.introduction_id, []).append(party)
    return found


def _led_to(db: Db) -> dict[int, int]:
    query = (
        select(Introduction.grew_from_id, func.count())
        .where(Introduction.grew_from_id.is_not(None))
        .group_by(Introduction.grew_from_id)
    )
    return {origin: count for origin, count in db.execute(query) if origin is not None}


def _topic_kinds(db: Db, *rules: ColumnElement[bool]) -> dict[int, TopicKind]:
    held = and_(
        PersonTopic.person_id == Party.person_id, PersonTopic.topic_id == Introduction.topic_id
    )
    query = (
        select(Introduction.id, PersonTopic.kind)
        .join(Party, Party.introduction_id == Introduction.id)
        .join(PersonTopic, held)
        .where(*rules)
    )
    found: dict[int, TopicKind] = {}
    for introduction_id, kind in db.execute(query):
        best = found.get(introduction_id, kind)
        found[introduction_id] = min(best, kind, key=_STRONGEST_FIRST.index)
    return found
