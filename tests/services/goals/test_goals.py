"""Goals: set, read with their pace in words, changed, closed and deleted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import GoalMeasure, GoalPace, GoalState
from mentor_desk.services.goals.listing import goal_card, list_goals
from mentor_desk.services.goals.setting import (
    GoalEntry,
    add_goal,
    change_goal_state,
    delete_goal,
    edit_goal,
    goal_entry,
    set_goal_privacy,
)
from mentor_desk.services.history.steps import undo_step

ENTRY = GoalEntry(
    title="Present the study",
    started_on=date(2026, 9, 1),
    why="The board decides in December",
    success_criteria="They ask a question",
    measure=GoalMeasure.MILESTONES,
    target_on=date(2026, 12, 18),
    is_private=True,
)


def test_a_goal_is_set_with_everything_about_it(desk, add, today):
    mentee = add.mentee("Ada Okafor")

    changes = desk.do(add_goal, mentorship_id=mentee, entry=ENTRY)

    assert desk.run(goal_entry, goal_id=changes.made) == ENTRY
    card = desk.look(goal_card, goal_id=changes.made, today=today)
    assert card.person_name == "Ada Okafor"
    assert card.why == "The board decides in December"
    assert card.row.is_private
    assert changes.did == "Set the goal “Present the study”"


def test_a_goal_may_begin_as_a_draft_but_not_closed(desk, add, today):
    mentee = add.mentee()

    made = desk.do(add_goal, mentorship_id=mentee, entry=ENTRY, state=GoalState.DRAFT).made

    assert desk.look(goal_card, goal_id=made, today=today).row.standing.word == "draft"
    with pytest.raises(RefusedMoveError, match="draft or active"):
        desk.do(add_goal, mentorship_id=mentee, entry=ENTRY, state=GoalState.ACHIEVED)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"why": "\0"}, "why"),
        ({"success_criteria": "x" * 10_001}, "success_criteria"),
        ({"target_on": date(2026, 8, 31)}, "target_on"),
    ],
)
def test_what_cannot_be_kept_names_its_field(desk, add, wrong, field):
    with pytest.raises(InvalidEntryError) as refusal:
        desk.do(add_goal, mentorship_id=add.mentee(), entry=replace(ENTRY, **wrong))

    assert refusal.value.field == field


def test_no_goal_without_a_mentorship(desk):
    with pytest.raises(NotFoundError):
        desk.do(add_goal, mentorship_id=404, entry=ENTRY)


def test_goals_come_open_ones_first_in_the_order_they_were_set(desk, add, today):
    mentee = add.mentee()
    add.goal(mentee, "Dropped", state=GoalState.DROPPED, closed_on=today)
    add.goal(mentee, "Draft", state=GoalState.DRAFT)
    for title in ("First", "Second"):
        desk.do(add_goal, mentorship_id=mentee, entry=replace(ENTRY, title=title))

    titles = [row.title for row in desk.look(list_goals, mentorship_id=mentee, today=today)]

    assert titles == ["First", "Second", "Draft", "Dropped"]


def pace_of(desk, goal, today):
    return desk.look(goal_card, goal_id=goal, today=today).row.standing


def test_a_goal_that_moves_with_its_plan_is_on_track(desk, add, today):
    goal = add.goal(add.mentee(), target_on=date(2026, 12, 18))
    add.progress(goal, 70, on_day=today - timedelta(days=14))

    standing = pace_of(desk, goal, today)

    assert standing.pace is GoalPace.ON_TRACK
    assert standing.sentence == "on track"


def test_a_goal_past_its_target_says_by_how_much(desk, add, today):
    goal = add.goal(add.mentee(), target_on=today - timedelta(days=5))
    add.progress(goal, 80)
    other = add.goal(add.mentee("Joy"), target_on=today - timedelta(days=1))

    assert pace_of(desk, goal, today).sentence == "5 days overdue · 80 % where 100 % was planned"
    assert pace_of(desk, other, today).word == "1 day overdue"


def test_a_goal_behind_its_plan_says_where_it_should_be(desk, add, today):
    start, target = today - timedelta(days=60), today + timedelta(days=40)
    goal = add.goal(add.mentee(), started_on=start, target_on=target)
    add.progress(goal, 35)

    standing = pace_of(desk, goal, today)

    assert standing.sentence == "slow · behind the plan: 35 % where 60 % was planned"


def test_a_goal_nobody_spoke_of_says_for_how_long(desk, add, today):
    mentee = add.mentee()
    moved = add.goal(mentee)
    add.progress(moved, 35, on_day=today - timedelta(days=36))
    never = add.goal(mentee, started_on=today - timedelta(days=50))

    assert pace_of(desk, moved, today).sentence == "slow · no update for 5 weeks"
    assert pace_of(desk, never, today).sentence == "slow · not moved in 7 weeks"


def test_a_closed_goal_is_called_by_its_state(desk, add, today):
    goal = add.goal(add.mentee(), state=GoalState.PARTLY_ACHIEVED, closed_on=today)

    standing = pace_of(desk, goal, today)

    assert standing.sentence == "partly achieved"
    assert standing.pace is GoalPace.CLOSED


def test_a_history_begins_with_nothing_on_the_first_day(desk, add, today):
    goal = add.goal(add.mentee())
    add.progress(goal, 40, on_day=date(2026, 10, 1))
    add.progress(goal, 20, on_day=date(2026, 8, 1), comment="before it was a goal")

    row = desk.look(goal_card, goal_id=goal, today=today).row

    first = date(2026, 8, 1)
    assert row.points == ((first, 0), (first, 20), (date(2026, 10, 1), 40))
    assert [update.before for update in row.updates] == [0, 20]
    assert row.last_update.value == 40


def test_a_goal_never_moved_has_no_last_update(desk, add, today):
    row = desk.look(goal_card, goal_id=add.goal(add.mentee()), today=today).row

    assert row.last_update is None
    assert row.points == ((date(2026, 9, 1), 0),)


def test_a_goal_is_changed_and_keeps_its_progress(desk, add, today):
    goal = add.goal(add.mentee())
    add.progress(goal, 40)
    entry = replace(ENTRY, measure=GoalMeasure.PERCENT)

    desk.do(edit_goal, goal_id=goal, entry=entry, today=today)

    assert desk.run(goal_entry, goal_id=goal) == entry
    assert desk.look(goal_card, goal_id=goal, today=today).row.value == 40


def test_measured_anew_by_its_milestones_a_goal_notes_where_it_stands(desk, add, today):
    goal = add.goal(add.mentee())
    add.progress(goal, 40, on_day=date(2026, 10, 1))
    add.milestone(goal, done_on=today)
    add.milestone(goal, "Rehearsed")

    desk.do(edit_goal, goal_id=goal, entry=ENTRY, today=today)

    row = desk.look(goal_card, goal_id=goal, today=today).row
    assert [update.value for update in row.updates] == [40, 50]


def test_a_goal_is_made_private_and_shareable(desk, add, today):
    goal = add.goal(add.mentee(), "Speak up")

    changes = desk.do(set_goal_privacy, goal_id=goal, is_private=True, today=today)

    assert desk.run(goal_entry, goal_id=goal).is_private
    assert changes.did == "Made the goal “Speak up” private"
    again = desk.do(set_goal_privacy, goal_id=goal, is_private=False, today=today)
    assert again.did == "Made the goal “Speak up” shareable"


def test_a_goal_is_achieved_and_taken_up_again(desk, add, today):
    goal = add.goal(add.mentee())

    changes = desk.do(change_goal_state, goal_id=goal, state=GoalState.ACHIEVED, today=today)

    card = desk.look(goal_card, goal_id=goal, today=today)
    assert changes.did == "Marked the goal “Present the study” as achieved"
    assert card.row.closed_on == today
    assert not card.row.is_open
    assert card.next_states == (GoalState.ACTIVE,)

    desk.do(change_goal_state, goal_id=goal, state=GoalState.ACTIVE, today=today)
    assert desk.look(goal_card, goal_id=goal, today=today).row.closed_on is None


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (GoalState.ACHIEVED, "draft cannot become achieved, only active or deferred or dropped"),
        (GoalState.DRAFT, "draft already"),
    ],
)
def test_a_state_that_does_not_follow_is_refused(desk, add, today, state, sentence):
    goal = add.goal(add.mentee(), state=GoalState.DRAFT)

    with pytest.raises(RefusedMoveError, match=sentence):
        desk.do(change_goal_state, goal_id=goal, state=state, today=today)


def test_a_deleted_goal_comes_back_whole(desk, add, today):
    goal = add.goal(add.mentee())
    add.milestone(goal)
    add.progress(goal, 10)
    before = desk.look(goal_card, goal_id=goal, today=today)

    changes = desk.do(delete_goal, goal_id=goal)

    with pytest.raises(NotFoundError):
        desk.look(goal_card, goal_id=goal, today=today)
    desk.do(undo_step, step_id=changes.step)
    assert desk.look(goal_card, goal_id=goal, today=today) == before


def test_a_goal_that_is_gone_cannot_be_changed(desk, today):
    with pytest.raises(NotFoundError, match="This goal is no longer on the desk"):
        desk.do(edit_goal, goal_id=404, entry=ENTRY, today=today)
