"""Name what stays on the desk when a review is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from mentor_desk.models import Goal, Introduction, MentoringSession
from mentor_desk.models.kinds import ActionState, GoalState, IntroductionState
from mentor_desk.services.reviews import people as review_people
from mentor_desk.services.reviews.choice import ReviewChoice
from mentor_desk.services.reviews.record import Period


class KeptOutKind(StrEnum):
    """The kinds of things that stay."""

    PRIVATE_NOTES = "private notes"
    LEARNED = "what you learned, and what to ask next time"
    PRIVATE_GOAL = "private goals"
    DRAFT_GOAL = "goals not agreed yet"
    PRIVATE_ACTION = "private actions"
    INTRODUCTION = "introductions still being asked, or not wanted"
    PRIVATE_REMARK = "private remarks"


@dataclass(frozen=True, slots=True)
class KeptOut:
    """One thing of the period that stays on the desk; `what` is for the mentor's eyes only."""

    kind: KeptOutKind
    what: str
    day: date | None = None


def kept_out_of(period: Period, choice: ReviewChoice, zone: tzinfo | None) -> tuple[KeptOut, ...]:
    """Return everything of the period that does not enter the review, kind by kind."""
    found = [
        *_of_sessions(period.sessions, zone),
        *_of_goals(period.goals),
        *(
            KeptOut(KeptOutKind.PRIVATE_ACTION, each.text, each.due_on)
            for each in period.actions
            if each.is_private and each.state is not ActionState.DROPPED
        ),
        *(
            KeptOut(KeptOutKind.INTRODUCTION, _other(each, period.person.id), each.state_since)
            for each in period.introductions
            if not review_people.may_be_shown(each) and _is_of_now(each, choice)
        ),
        *(
            KeptOut(KeptOutKind.PRIVATE_REMARK, resource.title, share.shared_on)
            for share, resource in period.shares
            if share.remark
        ),
    ]
    order = list(KeptOutKind)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def _is_of_now(introduction: Introduction, choice: ReviewChoice) -> bool:
    still_open = introduction.state in {IntroductionState.IDEA, IntroductionState.ASKING}
    return still_open or introduction.state_since >= choice.since


def _of_sessions(sessions: Iterable[MentoringSession], zone: tzinfo | None) -> Iterable[KeptOut]:
    for session in sessions:
        day = session.starts_at.astimezone(zone).date()
        title = f"Session {session.number}"
        if session.private_notes.strip():
            yield KeptOut(KeptOutKind.PRIVATE_NOTES, title, day)
        if session.learned.strip() or session.ask_next.strip():
            yield KeptOut(KeptOutKind.LEARNED, title, day)


def _of_goals(goals: Iterable[Goal]) -> Iterable[KeptOut]:
    for goal in goals:
        if goal.is_private:
            yield KeptOut(KeptOutKind.PRIVATE_GOAL, goal.title, goal.target_on)
        elif goal.state is GoalState.DRAFT:
            yield KeptOut(KeptOutKind.DRAFT_GOAL, goal.title, goal.target_on)


def _other(introduction: Introduction, person_id: int) -> str:
    names = [
        each.person.display_name for each in introduction.parties if each.person_id != person_id
    ]
    return ", ".join(names)
