"""Progress: goals moved by hand or by their milestones, and a history that stays true."""

from datetime import date, timedelta

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import GoalMeasure, GoalState, Owner
from mentor_desk.services.goals.listing import goal_card
from mentor_desk.services.goals.milestones import (
    add_milestone,
    delete_milestone,
    edit_milestone,
    move_milestone,
    tick_milestone,
    untick_milestone,
)
from mentor_desk.services.goals.progress import delete_update, edit_update, move_goal
from mentor_desk.services.history.steps import undo_step


@pytest.fixture
def goal(add):
    return add.goal(add.mentee(), "Speak up")


@pytest.fixture
def stepped(add):
    return add.goal(add.mentee("Joy Mensah"), "Statistics", measure=GoalMeasure.MILESTONES)


@pytest.fixture
def card(desk, today):
    return lambda goal_id: desk.look(goal_card, goal_id=goal_id, today=today)


@pytest.fixture
def steps(desk, stepped, today):
    titles = ("Course begun", "First test", "Own study")
    return [
        desk.do(add_milestone, goal_id=stepped, title=title, today=today).made for title in titles
    ]


def values(card):
    return [update.value for update in card.row.updates]


def test_a_goal_is_moved_with_a_comment_in_the_mentees_own_judgement(desk, goal, card, add, today):
    session = add.session(desk.look(goal_card, goal_id=goal, today=today).row.mentorship_id)

    changes = desk.do(
        move_goal,
        goal_id=goal,
        value=40,
        comment=" said two sentences ",
        by=Owner.MENTEE,
        session_id=session,
        today=today,
    )

    update = card(goal).row.last_update
    assert (update.value, update.comment, update.by) == (40, "said two sentences", Owner.MENTEE)
    assert (update.on_day, update.session_id, update.before) == (today, session, 0)
    assert changes.did == "Moved the goal “Speak up” from 0 to 40 %"
    assert changes.made == update.id


def test_a_comment_alone_leaves_the_value(desk, goal, card, today):
    desk.do(move_goal, goal_id=goal, value=40, today=today)

    changes = desk.do(move_goal, goal_id=goal, comment="still there", today=today)

    assert values(card(goal)) == [40, 40]
    assert changes.did == "Noted how the goal “Speak up” stands"


def test_an_update_of_an_earlier_day_takes_its_place_in_the_history(desk, goal, card, today):
    desk.do(move_goal, goal_id=goal, value=40, today=today)

    earlier = today - timedelta(days=9)
    desk.do(move_goal, goal_id=goal, value=10, on_day=earlier, today=today)

    assert values(card(goal)) == [10, 40]
    assert card(goal).row.value == 40


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": 101}, "value"),
        ({"value": -1}, "value"),
        ({}, "comment"),
        ({"value": 5, "comment": "x" * 2001}, "comment"),
        ({"value": 5, "on_day": date(2026, 11, 24)}, "on_day"),
    ],
)
def test_a_move_that_cannot_be_kept_names_its_field(desk, goal, today, wrong, field):
    with pytest.raises(InvalidEntryError) as refusal:
        desk.do(move_goal, goal_id=goal, today=today, **wrong)

    assert refusal.value.field == field


def test_a_closed_goal_does_not_move(desk, add, today):
    closed = add.goal(add.mentee(), state=GoalState.DEFERRED, closed_on=today)
    step = add.milestone(closed)

    with pytest.raises(RefusedMoveError, match="deferred; make it active"):
        desk.do(move_goal, goal_id=closed, value=5, today=today)
    with pytest.raises(RefusedMoveError, match="deferred; make it active"):
        desk.do(tick_milestone, milestone_id=step, today=today)


def test_what_is_gone_cannot_be_moved(desk, goal, today):
    with pytest.raises(NotFoundError, match="goal"):
        desk.do(move_goal, goal_id=404, value=5, today=today)
    with pytest.raises(NotFoundError, match="session"):
        desk.do(move_goal, goal_id=goal, value=5, session_id=404, today=today)


def test_an_update_is_corrected(desk, goal, card, today):
    made = desk.do(move_goal, goal_id=goal, value=40, today=today).made
    yesterday = today - timedelta(days=1)

    desk.do(
        edit_update,
        update_id=made,
        value=30,
        comment="less",
        by=Owner.MENTEE,
        on_day=yesterday,
        today=today,
    )

    update = card(goal).row.last_update
    assert (update.value, update.comment, update.by) == (30, "less", Owner.MENTEE)
    assert update.on_day == yesterday


def test_a_deleted_update_comes_back(desk, goal, card, today):
    desk.do(move_goal, goal_id=goal, value=20, today=today)
    made = desk.do(move_goal, goal_id=goal, value=40, today=today).made

    changes = desk.do(delete_update, update_id=made)

    assert card(goal).row.value == 20
    desk.do(undo_step, step_id=changes.step)
    assert card(goal).row.value == 40


def test_an_update_that_is_gone_is_told_as_such(desk, today):
    with pytest.raises(NotFoundError, match="progress update"):
        desk.do(delete_update, update_id=404)


def test_ticking_a_milestone_writes_the_history(desk, stepped, steps, card, today):
    changes = desk.do(tick_milestone, milestone_id=steps[0], today=today, by=Owner.MENTEE)

    shown = card(stepped)
    assert shown.row.value == 33
    assert shown.row.milestones_done == 1
    assert shown.row.last_update.value == 33
    assert shown.row.last_update.comment == "Milestone done: Course begun"
    assert shown.row.last_update.by is Owner.MENTEE
    assert shown.milestones[0].done_on == today
    assert changes.did == "Ticked the milestone “Course begun”"


def test_ticking_twice_is_ticking_once(desk, stepped, steps, card, today):
    desk.do(tick_milestone, milestone_id=steps[0], today=today)

    again = desk.do(tick_milestone, milestone_id=steps[0], today=today + timedelta(days=3))

    assert again.step is None
    assert values(card(stepped)) == [33]


def test_a_wrong_tick_of_today_leaves_no_trace(desk, stepped, steps, card, today):
    desk.do(tick_milestone, milestone_id=steps[0], today=today)
    desk.do(tick_milestone, milestone_id=steps[1], today=today)

    desk.do(untick_milestone, milestone_id=steps[1], today=today)

    assert values(card(stepped)) == [33]
    assert not card(stepped).milestones[1].is_done


def test_a_milestone_opened_again_later_is_history(desk, stepped, steps, card, today):
    desk.do(tick_milestone, milestone_id=steps[0], today=today - timedelta(days=9))

    desk.do(untick_milestone, milestone_id=steps[0], today=today)

    assert values(card(stepped)) == [33, 0]
    assert card(stepped).row.last_update.comment == "Milestone opened again: Course begun"


def test_a_goal_measured_by_milestones_takes_words_but_no_value(desk, stepped, steps, card, today):
    desk.do(tick_milestone, milestone_id=steps[0], today=today - timedelta(days=3))

    with pytest.raises(RefusedMoveError, match="milestones; tick one"):
        desk.do(move_goal, goal_id=stepped, value=50, today=today)
    early = today - timedelta(days=5)
    desk.do(move_goal, goal_id=stepped, comment="before", today=today, on_day=early)
    made = desk.do(move_goal, goal_id=stepped, comment="goes well", today=today).made

    assert values(card(stepped)) == [0, 33, 33]
    with pytest.raises(RefusedMoveError, match="came from the milestones"):
        desk.do(
            edit_update,
            update_id=made,
            value=90,
            comment="",
            by=Owner.MENTOR,
            on_day=today,
            today=today,
        )


def test_weights_say_how_much_of_the_goal_a_milestone_is(desk, stepped, steps, card, today):
    desk.do(tick_milestone, milestone_id=steps[0], today=today)

    desk.do(edit_milestone, milestone_id=steps[0], title="Course passed", weight=6, today=today)

    assert card(stepped).row.value == 75
    assert values(card(stepped)) == [33, 75]
    assert card(stepped).milestones[0].title == "Course passed"


def test_a_deleted_milestone_changes_the_share_and_comes_back(desk, stepped, steps, card, today):
    desk.do(tick_milestone, milestone_id=steps[0], today=today)

    changes = desk.do(delete_milestone, milestone_id=steps[2], today=today)

    assert values(card(stepped)) == [33, 50]
    desk.do(undo_step, step_id=changes.step)
    assert values(card(stepped)) == [33]
    assert len(card(stepped).milestones) == 3


@pytest.mark.parametrize("order", [(2, 0, 1), (0, 2, 1), (0, 1, 2)])
def test_milestones_are_put_in_order(desk, stepped, steps, card, order):
    desk.do(move_milestone, milestone_id=steps[2], to=order.index(2))

    shown = [step.id for step in card(stepped).milestones]
    assert shown == [steps[number] for number in order]


def test_a_place_beyond_the_end_is_the_end(desk, stepped, steps, card):
    desk.do(move_milestone, milestone_id=steps[0], to=99)

    assert [step.id for step in card(stepped).milestones] == [*steps[1:], steps[0]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": " "}, "title"), ({"weight": 0}, "weight"), ({"weight": 101}, "weight")],
)
def test_a_milestone_that_cannot_be_kept_names_its_field(desk, stepped, today, wrong, field):
    with pytest.raises(InvalidEntryError) as refusal:
        desk.do(add_milestone, goal_id=stepped, today=today, **{"title": "Test", **wrong})

    assert refusal.value.field == field


def test_milestones_of_a_goal_in_percent_leave_its_value(desk, goal, add, card, today):
    step = add.milestone(goal)

    desk.do(tick_milestone, milestone_id=step, today=today)
    desk.do(untick_milestone, milestone_id=step, today=today)

    assert card(goal).row.updates == ()


def test_a_milestone_that_is_gone_is_told_as_such(desk, today):
    with pytest.raises(NotFoundError, match="milestone"):
        desk.do(delete_milestone, milestone_id=404, today=today)
    with pytest.raises(NotFoundError, match="goal"):
        desk.do(add_milestone, goal_id=404, title="Test", today=today)
