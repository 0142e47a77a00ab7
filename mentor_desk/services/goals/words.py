"""How a goal stands, in words."""

from dataclasses import dataclass

from mentor_desk.models.kinds import GoalPace, GoalState
from mentor_desk.models.rules import QUIET_DAYS, SLACK_POINTS


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a goal stands on a day; percent and days."""

    state: GoalState
    pace: GoalPace
    value: int
    planned: float | None
    days_overdue: int
    days_since_move: int
    was_moved: bool

    @property
    def word(self) -> str:
        """The pace in a word or two ("on track", "slow", "5 days overdue", "achieved")."""
        if self.pace is GoalPace.OVERDUE:
            return f"{_days(self.days_overdue)} overdue"
        if self.pace is GoalPace.CLOSED:
            return self.state.value
        return self.pace.value

    @property
    def reason(self) -> str:
        """Why a goal is slow or overdue; nothing when there is nothing to say."""
        if self.pace is GoalPace.OVERDUE:
            return f"{self.value} % where 100 % was planned"
        if self.pace is not GoalPace.SLOW:
            return ""
        if self.planned is not None and self.value + SLACK_POINTS < self.planned:
            return f"behind the plan: {self.value} % where {self.planned:.0f} % was planned"
        weeks = max(self.days_since_move, QUIET_DAYS) // 7
        return f"no update for {weeks} weeks" if self.was_moved else f"not moved in {weeks} weeks"

    @property
    def sentence(self) -> str:
        """The word, and the reason after it when there is one."""
        return f"{self.word} · {self.reason}" if self.reason else self.word


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
