"""Resource: something worth knowing; Share: giving it to someone, and what became of it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import ResourceKind, ShareDirection, ShareState


class Resource(Base):
    """A course, article, book, video, talk or tool; `remark` is private."""

    __tablename__ = "resources"
    __table_args__ = kept_with(CheckConstraint("trim(title) <> ''", name="has_title"))

    title: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    kind: Mapped[ResourceKind] = mapped_column(default=ResourceKind.ARTICLE)
    author: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")


class Share(Base):
    """A resource given to or received from a person.

    `response` is what they made of it, in their words, and may enter their review; `remark` is
    the mentor's own and private.
    """

    __tablename__ = "shares"

    resource_id: Mapped[int] = mapped_column(
        ForeignKey("resources.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="SET NULL"), index=True
    )
    direction: Mapped[ShareDirection] = mapped_column(default=ShareDirection.GIVEN)
    shared_on: Mapped[date]
    state: Mapped[ShareState] = mapped_column(default=ShareState.SUGGESTED)
    state_since: Mapped[date]
    response: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")

    resource: Mapped[Resource] = relationship(lazy="raise")

    def become(self, state: ShareState, today: date) -> None:
        """Note how far they have come with it."""
        self.state = state
        self.state_since = today
