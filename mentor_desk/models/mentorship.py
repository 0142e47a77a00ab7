"""Mentorship: the relationship with a mentee, apart from the person."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import MentorshipKind, MentorshipState
from mentor_desk.models.person import Person
from mentor_desk.models.rules import MENTORSHIP_MOVES, ONGOING, is_quiet


class Mentorship(Base):
    """What was agreed with a mentee; a person has at most one that is not over.

    `cadence_days` is the agreed rhythm of sessions. `agreement` is private.
    """

    __tablename__ = "mentorships"
    __table_args__ = kept_with(
        CheckConstraint("cadence_days BETWEEN 1 AND 366", name="sane_cadence"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        Index(
            "ix_mentorships_ongoing",
            "person_id",
            unique=True,
            sqlite_where=text("state IN ('prospective', 'active', 'paused')"),
        ),
        Index("ix_mentorships_state", "state"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MentorshipKind] = mapped_column(default=MentorshipKind.ONE_TO_ONE)
    state: Mapped[MentorshipState] = mapped_column(default=MentorshipState.ACTIVE)
    state_since: Mapped[date]
    purpose: Mapped[str] = mapped_column(default="")
    agreement: Mapped[str] = mapped_column(default="")
    cadence_days: Mapped[int | None]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def is_ongoing(self) -> bool:
        """Whether it has not been completed or ended."""
        return self.state in ONGOING

    def can_become(self, state: MentorshipState) -> bool:
        """Tell whether the mentorship may go from its state to this one."""
        return state in MENTORSHIP_MOVES[self.state]

    def become(self, state: MentorshipState, today: date) -> None:
        """Go over to `state`; the end day is set when it is over, and cleared when taken up."""
        self.state = state
        self.state_since = today
        self.ended_on = None if state in ONGOING else max(today, self.started_on)

    def has_sane_cadence(self) -> bool:
        """Tell whether the rhythm is absent, or from a day to a year."""
        return self.cadence_days is None or 1 <= self.cadence_days <= 366

    def is_quiet(self, last_held: date | None, next_planned: date | None, today: date) -> bool:
        """Tell whether nothing is planned and half a turn more than the rhythm has gone by.

        Only an active mentorship with a cadence can be quiet; without a session yet, the time
        counts from its start.
        """
        if self.state is not MentorshipState.ACTIVE or next_planned:
            return False
        return is_quiet(self.cadence_days, last_held or self.started_on, today)
