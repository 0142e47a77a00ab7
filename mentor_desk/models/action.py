"""Action: a promise made by the mentee or the mentor."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import ActionState, Owner
from mentor_desk.models.rules import days_late


class Action(Base):
    """A promise; overdue is computed. A private action enters no review."""

    __tablename__ = "actions"
    __table_args__ = kept_with(
        CheckConstraint("trim(text) <> ''", name="has_text"),
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed_has_day"),
        Index("ix_actions_mentorship_id_state", "mentorship_id", "state"),
    )

    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="SET NULL"), index=True
    )
    owner: Mapped[Owner] = mapped_column(default=Owner.MENTEE)
    text: Mapped[str]
    due_on: Mapped[date | None]
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    closed_on: Mapped[date | None]
    made_on: Mapped[date]
    is_private: Mapped[bool] = mapped_column(default=False)

    def days_late(self, today: date) -> int:
        """Return by how many days an open action is overdue; 0 when it is not."""
        return days_late(self.state, self.due_on, today)

    def become(self, state: ActionState, today: date) -> None:
        """Open, do or drop the action."""
        self.state = state
        self.closed_on = None if state is ActionState.OPEN else today
