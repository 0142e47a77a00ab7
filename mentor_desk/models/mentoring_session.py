"""MentoringSession: one conversation between the mentor and a mentee."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import SessionFormat, SessionState
from mentor_desk.models.mentorship import Mentorship
from mentor_desk.models.topic import Topic

LONGEST = timedelta(days=1)


class MentoringSession(Base):
    """A planned or past conversation.

    Of its words only `shared_notes` and the topics may enter a review; agenda, private notes,
    what the mentor learned and what to ask next time stay on the desk.
    """

    __tablename__ = "sessions"
    __table_args__ = kept_with(
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="sane_length"),
        CheckConstraint("number >= 1", name="counts_from_one"),
        UniqueConstraint("mentorship_id", "number"),
        Index("ix_sessions_mentorship_id_state_starts_at", "mentorship_id", "state", "starts_at"),
        Index("ix_sessions_state_starts_at", "state", "starts_at"),
    )

    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id", ondelete="CASCADE"))
    number: Mapped[int]
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=60)
    format: Mapped[SessionFormat] = mapped_column(default=SessionFormat.VIDEO)
    state: Mapped[SessionState] = mapped_column(default=SessionState.PLANNED)
    agenda: Mapped[str] = mapped_column(default="")
    shared_notes: Mapped[str] = mapped_column(default="")
    private_notes: Mapped[str] = mapped_column(default="")
    learned: Mapped[str] = mapped_column(default="")
    ask_next: Mapped[str] = mapped_column(default="")

    mentorship: Mapped[Mentorship] = relationship(lazy="raise")

    @property
    def ends_at(self) -> datetime:
        """The moment the session is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def has_sane_length(self) -> bool:
        """Tell whether the session lasts at all, and no longer than a day."""
        return timedelta(0) < timedelta(minutes=self.minutes) <= LONGEST

    def is_owed(self, now: datetime) -> bool:
        """Tell whether the session is over and nobody has written it up."""
        has_words = bool(self.shared_notes.strip() or self.private_notes.strip())
        open_states = (SessionState.PLANNED, SessionState.HELD)
        return self.state in open_states and self.ends_at <= now and not has_words

    def overlaps(self, other: "MentoringSession") -> bool:
        """Tell whether the two share any moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class SessionTopic(Base):
    """A topic that a session was about; they stand in the order of `position`."""

    __tablename__ = "session_topics"
    __table_args__ = kept_with(UniqueConstraint("session_id", "topic_id"))

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    topic: Mapped[Topic] = relationship(lazy="raise")
