"""Goal: what a mentee works towards, its milestones and its progress."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentor_desk.models.base import Base, kept_with
from mentor_desk.models.kinds import GoalMeasure, GoalPace, GoalState, MilestoneState, Owner
from mentor_desk.models.mentorship import Mentorship
from mentor_desk.models.rules import (
    GOAL_MOVES,
    WORKING,
    days_past,
    goal_pace,
    planned_value,
    share_done,
    working_pace,
)


class Goal(Base):
    """A goal is measured in percent, or by its milestones; a private one enters no review."""

    __tablename__ = "goals"
    __table_args__ = kept_with(
        CheckConstraint("trim(title) <> ''", name="has_title"),
        CheckConstraint("(state IN ('draft', 'active')) = (closed_on IS NULL)", name="closed_day"),
        CheckConstraint("target_on IS NULL OR target_on >= started_on", name="target_after_start"),
        Index("ix_goals_mentorship_id_state", "mentorship_id", "state"),
    )

    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id", ondelete="CASCADE"))
    title: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    success_criteria: Mapped[str] = mapped_column(default="")
    measure: Mapped[GoalMeasure] = mapped_column(default=GoalMeasure.PERCENT)
    state: Mapped[GoalState] = mapped_column(default=GoalState.ACTIVE)
    started_on: Mapped[date]
    target_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    is_private: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    mentorship: Mapped[Mentorship] = relationship(lazy="raise")
    milestones: Mapped[list["Milestone"]] = relationship(
        back_populates="goal",
        lazy="raise",
        order_by="Milestone.position, Milestone.id",
        passive_deletes=True,
    )
    updates: Mapped[list["ProgressUpdate"]] = relationship(
        back_populates="goal",
        lazy="raise",
        order_by="ProgressUpdate.on_day, ProgressUpdate.id",
        passive_deletes=True,
    )

    @property
    def is_open(self) -> bool:
        """Whether it is still a draft or worked on."""
        return self.state in WORKING

    def can_become(self, state: GoalState) -> bool:
        """Tell whether the goal may go from its state to this one."""
        return state in GOAL_MOVES[self.state]

    def become(self, state: GoalState, today: date) -> None:
        """Go over to `state`, closing or reopening the goal."""
        self.state = state
        self.closed_on = None if state in WORKING else today

    def value(self) -> int:
        """Return the progress in percent; needs milestones or updates, as the measure says."""
        if self.measure is GoalMeasure.MILESTONES:
            return value_of(self.milestones)
        return self.updates[-1].value if self.updates else 0

    def planned_value(self, day: date) -> float | None:
        """Return where the straight line from start to target stands on `day`, in percent."""
        return planned_value(self.started_on, self.target_on, day)

    def days_overdue(self, today: date) -> int:
        """Return how many days an active goal is past its target; 0 when it is not."""
        return days_past(self.target_on, today) if self.state is GoalState.ACTIVE else 0

    def pace(self, *, value: int, last_moved: date | None, today: date) -> GoalPace:
        """Return how the goal stands.

        Slow means more than 15 points behind the straight line to the target, or not moved
        for 5 weeks (since the start, when it never was).
        """
        return goal_pace(
            self.state,
            value=value,
            started_on=self.started_on,
            target_on=self.target_on,
            last_moved=last_moved,
            today=today,
        )

    def working_pace(self, *, value: int, last_moved: date | None, today: date) -> GoalPace:
        """Return how the goal stands on a day on which it was worked on, whatever it is now."""
        return working_pace(
            value=value,
            started_on=self.started_on,
            target_on=self.target_on,
            last_moved=last_moved,
            today=today,
        )


class Milestone(Base):
    """A step of a goal; its weight says how much of the goal it is."""

    __tablename__ = "milestones"
    __table_args__ = kept_with(
        CheckConstraint("trim(title) <> ''", name="has_title"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="sane_weight"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_day"),
    )

    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    weight: Mapped[int] = mapped_column(default=1)
    state: Mapped[MilestoneState] = mapped_column(default=MilestoneState.OPEN)
    done_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)

    goal: Mapped[Goal] = relationship(back_populates="milestones", lazy="raise")

    def become(self, state: MilestoneState, today: date) -> None:
        """Tick the milestone off, or open it again."""
        self.state = state
        self.done_on = today if state is MilestoneState.DONE else None


class ProgressUpdate(Base):
    """A dated judgement of a goal in percent; the comment stays on the desk."""

    __tablename__ = "progress_updates"
    __table_args__ = kept_with(
        CheckConstraint("value BETWEEN 0 AND 100", name="percent"),
        Index("ix_progress_updates_goal_id_on_day", "goal_id", "on_day"),
    )

    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="SET NULL"), index=True
    )
    on_day: Mapped[date]
    value: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")
    by: Mapped[Owner] = mapped_column(default=Owner.MENTOR)

    goal: Mapped[Goal] = relationship(back_populates="updates", lazy="raise")


def value_of(milestones: Sequence[Milestone]) -> int:
    """Return the weighted share of milestones that are done, in whole percent."""
    return share_done((step.weight, step.state is MilestoneState.DONE) for step in milestones)
