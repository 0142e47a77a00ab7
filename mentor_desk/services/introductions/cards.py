"""Read one introduction whole: both sides, why they should meet, what it came from."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import selectinload

from mentor_desk.models import Introduction, MentoringSession, Mentorship, Party, Person, Way
from mentor_desk.models.kinds import OptIn, Side, WayKind
from mentor_desk.services.introductions.facts import Fact, short_names, why_they_should_meet
from mentor_desk.services.introductions.records import introduction_of, names_of, party_of
from mentor_desk.services.introductions.rows import IntroductionRow, introduction_rows


@dataclass(frozen=True, slots=True)
class PartyCard:
    """One side shown whole; `short_name` tells the two apart in a sentence."""

    side: Side
    person_id: int
    name: str
    short_name: str
    email: str
    reason: str
    opt_in: OptIn
    asked_on: date | None
    answered_on: date | None
    ask_draft: str
    blurb: str
    outcome: str


@dataclass(frozen=True, slots=True)
class IntroductionLink:
    """Another introduction that this one grew from, or led to."""

    id: int
    names: str
    topic: str


@dataclass(frozen=True, slots=True)
class SessionLink:
    """The session in which the thought came up."""

    id: int
    number: int
    mentee_name: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class IntroductionCard:
    """One introduction shown whole; `remark` is private."""

    row: IntroductionRow
    first: PartyCard
    second: PartyCard
    noted_on: date
    introduced_on: date | None
    met_on: date | None
    message: str
    remark: str
    facts: tuple[Fact, ...]
    grew_from: IntroductionLink | None
    session: SessionLink | None
    led_to: tuple[IntroductionLink, ...]

    @property
    def parties(self) -> tuple[PartyCard, PartyCard]:
        """Both sides, the first one first."""
        return self.first, self.second

    @property
    def have_agreed(self) -> bool:
        """Whether both said yes."""
        return all(party.opt_in is OptIn.AGREED for party in self.parties)


def introduction_card(db: Db, *, introduction_id: int, today: date) -> IntroductionCard:
    """Return one introduction whole. Raises NotFoundError."""
    introduction = introduction_of(db, introduction_id)
    first, second = (party_of(introduction, side) for side in Side)
    short = short_names(first.person, second.person)
    emails = _emails(db, [first.person_id, second.person_id])
    return IntroductionCard(
        row=introduction_rows(db, today, Introduction.id == introduction_id)[0],
        first=_party_card(first, short[0], emails),
        second=_party_card(second, short[1], emails),
        noted_on=introduction.noted_on,
        introduced_on=introduction.introduced_on,
        met_on=introduction.met_on,
        message=introduction.message,
        remark=introduction.remark,
        facts=why_they_should_meet(db, first_id=first.person_id, second_id=second.person_id),
        grew_from=next(iter(_links(db, introduction.grew_from_id)), None),
        session=_session(db, introduction.session_id),
        led_to=_led_to(db, introduction_id),
    )


def _party_card(party: Party, short_name: str, emails: dict[int, str]) -> PartyCard:
    return PartyCard(
        side=party.side,
        person_id=party.person_id,
        name=party.person.display_name,
        short_name=short_name,
        email=emails.get(party.person_id, ""),
        reason=party.reason,
        opt_in=party.opt_in,
        asked_on=party.asked_on,
        answered_on=party.answered_on,
        ask_draft=party.ask_draft,
        blurb=party.blurb,
        outcome=party.outcome,
    )


def _emails(db: Db, person_ids: list[int]) -> dict[int, str]:
    # The last one read stays: a preferred address, or else the first one given.
    query = (
        select(Way.person_id, Way.value)
        .where(Way.person_id.in_(person_ids), Way.kind == WayKind.EMAIL)
        .order_by(Way.is_preferred, Way.position.desc(), Way.id.desc())
    )
    return dict(db.execute(query).all())


def _links(db: Db, *introduction_ids: int | None) -> tuple[IntroductionLink, ...]:
    query = (
        select(Introduction)
        .where(Introduction.id.in_([each for each in introduction_ids if each is not None]))
        .options(
            selectinload(Introduction.parties).selectinload(Party.person),
            selectinload(Introduction.topic),
        )
        .order_by(Introduction.noted_on, Introduction.id)
    )
    return tuple(
        IntroductionLink(each.id, names_of(each), each.topic.name if each.topic else "")
        for each in db.scalars(query)
        if len(each.parties) == len(Side)
    )


def _led_to(db: Db, introduction_id: int) -> tuple[IntroductionLink, ...]:
    later = select(Introduction.id).where(Introduction.grew_from_id == introduction_id)
    return _links(db, *db.scalars(later))


def _session(db: Db, session_id: int | None) -> SessionLink | None:
    query = (
        select(
            MentoringSession.id,
            MentoringSession.number,
            Person.display_name,
            MentoringSession.starts_at,
        )
        .join(MentoringSession.mentorship)
        .join(Mentorship.person)
        .where(MentoringSession.id == session_id)
    )
    found = db.execute(query).one_or_none()
    return SessionLink(*found) if found else None
