"""Introduction: connecting two people who both agreed to it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import IntroductionState, OptIn, Side
from mentor_desk.models.person import Person
from mentor_desk.models.topic import Topic

# States in which the two know of each other, so both must have agreed.
CONNECTED = (IntroductionState.INTRODUCED, IntroductionState.MET, IntroductionState.CLOSED)

MOVES: dict[IntroductionState, tuple[IntroductionState, ...]] = {
    IntroductionState.IDEA: (IntroductionState.ASKING, IntroductionState.WITHDRAWN),
    IntroductionState.ASKING: (
        IntroductionState.IDEA,
        IntroductionState.INTRODUCED,
        IntroductionState.DECLINED,
        IntroductionState.WITHDRAWN,
    ),
    IntroductionState.INTRODUCED: (
        IntroductionState.ASKING,
        IntroductionState.MET,
        IntroductionState.CLOSED,
        IntroductionState.WITHDRAWN,
    ),
    IntroductionState.MET: (IntroductionState.INTRODUCED, IntroductionState.CLOSED),
    IntroductionState.CLOSED: (IntroductionState.MET, IntroductionState.INTRODUCED),
    IntroductionState.DECLINED: (IntroductionState.IDEA, IntroductionState.ASKING),
    IntroductionState.WITHDRAWN: (IntroductionState.IDEA, IntroductionState.ASKING),
}


class Introduction(Base):
    """Two parties, a reason for each, what each answered, and what came of it."""

    __tablename__ = "introductions"
    __table_args__ = kept_with(
        CheckConstraint("grew_from_id IS NULL OR grew_from_id <> id", name="not_from_itself"),
        CheckConstraint(
            "state NOT IN ('introduced', 'met') OR introduced_on IS NOT NULL",
            name="introduced_has_day",
        ),
        CheckConstraint("state <> 'met' OR met_on IS NOT NULL", name="met_has_day"),
        Index("ix_introductions_state", "state"),
    )

    state: Mapped[IntroductionState] = mapped_column(default=IntroductionState.IDEA)
    state_since: Mapped[date]
    noted_on: Mapped[date]
    introduced_on: Mapped[date | None]
    met_on: Mapped[date | None]
    topic_id: Mapped[int | None] = mapped_column(
        ForeignKey("topics.id", ondelete="SET NULL"), index=True
    )
    message: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    grew_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("introductions.id", ondelete="SET NULL"), index=True
    )
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="SET NULL"), index=True
    )

    parties: Mapped[list["Party"]] = relationship(
        back_populates="introduction", lazy="raise", order_by="Party.side", passive_deletes=True
    )
    topic: Mapped[Topic | None] = relationship(lazy="raise")

    def can_become(self, state: IntroductionState) -> bool:
        """Tell whether the introduction may go from its state to this one."""
        return state in MOVES[self.state]

    def lacking_consent(self) -> list["Party"]:
        """Return the parties that have not agreed; needs the parties loaded."""
        return [party for party in self.parties if party.opt_in is not OptIn.AGREED]

    def become(self, state: IntroductionState, today: date) -> None:
        """Go over to `state` and note the days that go with it."""
        self.state = state
        self.state_since = today
        if state in {IntroductionState.INTRODUCED, IntroductionState.MET}:
            self.introduced_on = self.introduced_on or today
        if state is IntroductionState.MET:
            self.met_on = self.met_on or today

    def days_waiting(self, today: date) -> int:
        """Return for how many days the introduction has been in its state."""
        return max(0, (today - self.state_since).days)


class Party(Base):
    """One side of an introduction.

    In a review of this person, only this side's reason and outcome may be said. The ask draft
    and the blurb stay on the desk.
    """

    __tablename__ = "parties"
    __table_args__ = kept_with(
        UniqueConstraint("introduction_id", "side"),
        UniqueConstraint("introduction_id", "person_id"),
        CheckConstraint("opt_in = 'not asked' OR asked_on IS NOT NULL", name="asked_has_day"),
        CheckConstraint(
            "(opt_in IN ('agreed', 'declined')) = (answered_on IS NOT NULL)",
            name="answer_has_day",
        ),
    )

    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side]
    reason: Mapped[str] = mapped_column(default="")
    ask_draft: Mapped[str] = mapped_column(default="")
    blurb: Mapped[str] = mapped_column(default="")
    opt_in: Mapped[OptIn] = mapped_column(default=OptIn.NOT_ASKED)
    asked_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")

    introduction: Mapped[Introduction] = relationship(back_populates="parties", lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

    def answer(self, opt_in: OptIn, today: date) -> None:
        """Note that the party was asked, or what it answered, with the day."""
        self.opt_in = opt_in
        if opt_in is OptIn.NOT_ASKED:
            self.asked_on = None
        elif self.asked_on is None:
            self.asked_on = today
        self.answered_on = today if opt_in in {OptIn.AGREED, OptIn.DECLINED} else None
