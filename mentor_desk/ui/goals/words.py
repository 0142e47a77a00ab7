"""What the states, measures and voices of a goal are called on screen."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from mentor_desk.models.kinds import GoalMeasure, GoalState, Owner
from mentor_desk.services.goals.listing import GoalRow, UpdateRow
from mentor_desk.ui.common.discreet import for_all
from mentor_desk.ui.common.formatting import day, percent

translate = QCoreApplication.translate


def goal_words(row: GoalRow) -> str:
    """Return the title of a goal, as somebody who looks on may read it."""
    return for_all(row.title, is_private=row.is_private)


def state_verb(here: GoalState, there: GoalState) -> str:
    """Return what a menu calls going over from one state to another."""
    if there is GoalState.ACTIVE:
        if here is GoalState.DRAFT:
            return translate("goals", "Begin to work on it")
        return translate("goals", "Take up again")
    return {
        GoalState.DRAFT: translate("goals", "Make it a draft"),
        GoalState.ACHIEVED: translate("goals", "Achieved"),
        GoalState.PARTLY_ACHIEVED: translate("goals", "Partly achieved"),
        GoalState.DEFERRED: translate("goals", "Defer"),
        GoalState.DROPPED: translate("goals", "Drop"),
    }[there]


def measure_words(measure: GoalMeasure) -> str:
    """Return how progress is measured, as a choice in a form."""
    return {
        GoalMeasure.PERCENT: translate("goals", "in percent, as you both judge it"),
        GoalMeasure.MILESTONES: translate("goals", "by its milestones"),
    }[measure]


def voice(by: Owner, mentee_name: str) -> str:
    """Return whose judgement an update is."""
    return translate("goals", "you") if by is Owner.MENTOR else mentee_name


def moved_words(update: UpdateRow) -> str:
    """Return what an update did: "55% → 70%", or "70%" when only a comment was noted."""
    if update.before == update.value:
        return percent(update.value / 100)
    before, after = percent(update.before / 100), percent(update.value / 100)
    return translate("goals", "{before} → {after}").format(before=before, after=after)


def days_words(row: GoalRow, today: date) -> str:
    """Return when a goal began and until when it is meant to be reached."""
    begun = translate("goals", "since {day}").format(day=day(row.started_on))
    if row.started_on > today:
        begun = translate("goals", "from {day}").format(day=day(row.started_on))
    if row.closed_on is not None:
        until = translate("goals", "closed on {day}").format(day=day(row.closed_on))
    elif row.target_on is None:
        until = translate("goals", "no target date")
    else:
        until = translate("goals", "until {day}").format(day=day(row.target_on))
    return f"{begun} · {until}"
