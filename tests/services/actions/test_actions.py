"""Promises: noted, changed, ticked off, dropped, deleted."""

from datetime import date, timedelta

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import ActionState, Owner
from mentor_desk.services.actions.noting import (
    ActionEntry,
    action_entry,
    add_action,
    delete_action,
    drop_action,
    edit_action,
    open_action,
    set_action_privacy,
    tick_action,
)
from mentor_desk.services.actions.rows import actions_of, list_open_actions
from mentor_desk.services.changes import Area
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.steps import undo_step
from tests.factories import Factories

FRIDAY = date(2026, 11, 27)
GONE = 999


def test_an_action_made_in_a_session_is_noted(desk: Desk, add: Factories, today: date):
    ada = add.mentee()
    session = add.session(ada)
    entry = ActionEntry("  Write to\nthe tutor ", Owner.MENTOR, FRIDAY, is_private=True)

    changes = desk.do(add_action, mentorship_id=ada, entry=entry, today=today, session_id=session)

    [row] = desk.look(actions_of, mentorship_id=ada, today=today)
    assert row.text == "Write to the tutor"
    assert (row.owner, row.due_on, row.is_private) == (Owner.MENTOR, FRIDAY, True)
    assert (row.session_id, row.session_number, row.made_on) == (session, 1, today)
    assert changes.areas == Area.ACTIONS
    assert changes.did == "Noted the action “Write to the tutor”"


def test_a_long_action_is_named_by_its_beginning(desk: Desk, add: Factories, today: date):
    entry = ActionEntry("word " * 40)

    changes = desk.do(add_action, mentorship_id=add.mentee(), entry=entry, today=today)

    assert len(changes.did) < 90
    assert changes.did.endswith("…”")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  ", "needs a few words"), ("x" * 501, "longer than 500"), ("a\x00b", "cannot be kept")],
)
def test_an_action_that_cannot_be_kept_is_refused(
    desk: Desk, add: Factories, today: date, text: str, sentence: str
):
    with pytest.raises(InvalidEntryError, match=sentence) as refusal:
        desk.do(add_action, mentorship_id=add.mentee(), entry=ActionEntry(text), today=today)

    assert refusal.value.field == "text"


def test_an_action_belongs_to_a_mentorship_and_its_session(desk: Desk, add: Factories, today: date):
    ada, joy = add.mentee(), add.mentee("Joy Mensah")
    entry = ActionEntry("Rehearse")

    with pytest.raises(NotFoundError, match="mentorship is no longer"):
        desk.do(add_action, mentorship_id=GONE, entry=entry, today=today)
    for session in (GONE, add.session(joy)):
        with pytest.raises(NotFoundError, match="session is no longer"):
            desk.do(add_action, mentorship_id=ada, entry=entry, today=today, session_id=session)


def test_open_actions_stand_in_the_order_in_which_they_press(
    desk: Desk, add: Factories, today: date
):
    ada = add.mentee()
    add.action(ada, "some day")
    add.action(ada, "friday", due_on=FRIDAY)
    add.action(ada, "late", due_on=today - timedelta(days=3))
    add.action(ada, "done", state=ActionState.DONE)
    add.action(add.mentee("Joy Mensah"), "of another")

    rows = desk.look(list_open_actions, mentorship_id=ada, today=today)

    assert [row.text for row in rows] == ["late", "friday", "some day"]
    assert [row.days_late for row in rows] == [3, 0, 0]


def test_every_action_is_listed_latest_first(desk: Desk, add: Factories, today: date):
    ada = add.mentee()
    add.action(ada, "old", made_on=today - timedelta(days=9), state=ActionState.DROPPED)
    add.action(ada, "new")

    rows = desk.look(actions_of, mentorship_id=ada, today=today)

    assert [row.text for row in rows] == ["new", "old"]


def test_an_action_is_changed(desk: Desk, add: Factories, today: date):
    action = add.action(add.mentee(), "Rehearse")

    changes = desk.do(
        edit_action, action_id=action, entry=ActionEntry("Rehearse twice", due_on=FRIDAY)
    )

    assert changes.did == "Changed the action “Rehearse twice”"
    assert desk.run(action_entry, action_id=action) == ActionEntry("Rehearse twice", due_on=FRIDAY)
    with pytest.raises(InvalidEntryError):
        desk.do(edit_action, action_id=action, entry=ActionEntry(""))


def test_an_action_is_ticked_and_opened_again(desk: Desk, add: Factories, today: date):
    ada = add.mentee()
    action = add.action(ada, "Rehearse", due_on=today - timedelta(days=1))

    ticked = desk.do(tick_action, action_id=action, today=today)
    [row] = desk.look(actions_of, mentorship_id=ada, today=today)

    assert ticked.did == "Ticked off the action “Rehearse”"
    assert (row.is_done, row.closed_on, row.days_late) == (True, today, 0)
    assert desk.do(tick_action, action_id=action, today=FRIDAY).step is None

    desk.do(open_action, action_id=action, today=today)
    [row] = desk.look(actions_of, mentorship_id=ada, today=today)
    assert (row.is_done, row.closed_on, row.days_late) == (False, None, 1)


def test_only_what_is_not_done_can_be_dropped(desk: Desk, add: Factories, today: date):
    ada = add.mentee()
    wish, done = add.action(ada, "Wish"), add.action(ada, "Done", state=ActionState.DONE)

    desk.do(drop_action, action_id=wish, today=today)

    assert desk.look(list_open_actions, mentorship_id=ada, today=today) == []
    with pytest.raises(RefusedMoveError, match="is done"):
        desk.do(drop_action, action_id=done, today=today)


def test_an_action_is_made_private_and_shareable_again(desk: Desk, add: Factories, today: date):
    ada = add.mentee()
    action = add.action(ada, "Rehearse")

    private = desk.do(set_action_privacy, action_id=action, is_private=True)
    shareable = desk.do(set_action_privacy, action_id=action, is_private=False)

    assert private.did == "Made the action “Rehearse” private"
    assert shareable.did == "Made the action “Rehearse” shareable"


def test_a_deleted_action_comes_back_with_undo(desk: Desk, add: Factories, today: date):
    ada = add.mentee()
    action = add.action(ada, "Rehearse")

    changes = desk.do(delete_action, action_id=action)
    assert desk.look(actions_of, mentorship_id=ada, today=today) == []
    assert changes.step is not None
    desk.do(undo_step, step_id=changes.step)

    assert [row.id for row in desk.look(actions_of, mentorship_id=ada, today=today)] == [action]


def test_what_is_gone_is_said_to_be_gone(desk: Desk, today: date):
    for verb in (tick_action, open_action, drop_action):
        with pytest.raises(NotFoundError, match="action is no longer"):
            desk.do(verb, action_id=GONE, today=today)
    with pytest.raises(NotFoundError):
        desk.do(delete_action, action_id=GONE)
    with pytest.raises(NotFoundError):
        desk.run(action_entry, action_id=GONE)
