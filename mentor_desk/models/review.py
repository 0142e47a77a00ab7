"""Review: the document given to a mentee, and what went into it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import Paper, ReviewState


class Review(Base):
    """A progress review: its period, its own words, and once issued the file that was written.

    `sections` are the names of what was included, joined by commas; `sha256` is the hash of the
    very file, in hexadecimal; `given_to` says to whom it went.
    """

    __tablename__ = "reviews"
    __table_args__ = kept_with(
        CheckConstraint("until >= since", name="period_runs_forward"),
        CheckConstraint(
            "(state = 'issued') = (issued_at IS NOT NULL AND sha256 <> '')", name="issued_has_file"
        ),
    )

    mentorship_id: Mapped[int] = mapped_column(
        ForeignKey("mentorships.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[date]
    until: Mapped[date]
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.DRAFTED)
    in_short: Mapped[str] = mapped_column(default="")
    sections: Mapped[str] = mapped_column(default="")
    paper: Mapped[Paper] = mapped_column(default=Paper.A4)
    pages: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    given_to: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime | None]
