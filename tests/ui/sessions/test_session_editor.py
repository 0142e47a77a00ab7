"""Writing up a session, as a mentor does it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mentor_desk.models.kinds import (
    ActionState,
    GoalMeasure,
    GoalState,
    MentorshipState,
    Owner,
    SessionFormat,
    SessionState,
)
from mentor_desk.services.actions.rows import actions_of, list_open_actions
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.forgetting.for_good import forget_person
from mentor_desk.services.goals.listing import list_goals
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.sessions.card import SessionCard, session_card
from mentor_desk.services.sessions.moves import cancel_session
from mentor_desk.services.sessions.planning import delete_session, list_sessions
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.ui.common import theme
from mentor_desk.ui.sessions.editor import SessionEditor
from tests.factories import Factories

Kept = Callable[[int], SessionCard]
Heard = Callable[..., list[object]]

CONTROL = Qt.KeyboardModifier.ControlModifier


def shared(editor: SessionEditor):
    return editor._parts.shared_pane.edit


def saved_word(editor: SessionEditor) -> str:
    return editor._parts.header._saved_label.text()


def trigger(editor: SessionEditor, words: str) -> None:
    [action] = [each for each in editor._parts.header.menu().actions() if each.text() == words]
    action.trigger()


def answer(keys: Callable[[QWidget], None]) -> None:
    """Deal with the next dialog as soon as it is open."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        keys(dialog)

    QTimer.singleShot(0, act)


def test_what_is_typed_is_saved_within_two_seconds(
    qtbot: QtBot, editor: SessionEditor, ada, kept: Kept
):
    clock = QElapsedTimer()
    clock.start()

    qtbot.keyClicks(shared(editor), "Rehearsed")
    assert saved_word(editor) == "Saving…"
    qtbot.waitUntil(lambda: kept(ada.session).shared_notes == "Rehearsed", timeout=3000)

    assert clock.elapsed() < 2000
    assert saved_word(editor) == "Saved"
    qtbot.waitUntil(lambda: saved_word(editor) == "Saved 1 s ago", timeout=3000)


def test_typing_on_does_not_put_the_save_off(qtbot: QtBot, editor: SessionEditor, ada, kept: Kept):
    clock = QElapsedTimer()
    clock.start()

    def saved_while_typing() -> bool:
        qtbot.keyClicks(shared(editor), "x")
        return bool(kept(ada.session).shared_notes)

    qtbot.waitUntil(saved_while_typing, timeout=3000)

    assert clock.elapsed() < 2000
    assert editor.flush()
    assert kept(ada.session).shared_notes == shared(editor).text()


def test_each_text_is_kept_where_it_belongs(editor: SessionEditor, ada, kept: Kept):
    texts = editor._parts.texts()
    for field, edit in texts.items():
        edit.insertPlainText(f" {field} & <b>\n")

    assert editor.flush()

    for field in texts:
        assert getattr(kept(ada.session), field) == f" {field} & <b>\n"


def test_a_save_is_told_as_an_autosave_of_one_step(editor: SessionEditor, heard: Heard):
    told = heard(editor.changed)
    for word in ("one ", "two"):
        shared(editor).insertPlainText(word)
        editor.flush()

    assert [each.is_autosave for each in told] == [True, True]
    assert len({each.step for each in told}) == 1
    assert told[0].did == "Wrote up session 2 with Ada Okafor"


def test_leaving_saves_what_is_typed(editor: SessionEditor, ada, kept: Kept):
    shared(editor).insertPlainText("before leaving")

    editor.hide()

    assert kept(ada.session).shared_notes == "before leaving"


def test_another_session_takes_over_after_a_save_and_nothing_crosses(
    qtbot: QtBot, editor: SessionEditor, ada, kept: Kept
):
    shared(editor).insertPlainText("of the second")

    editor.show_session(ada.before)
    qtbot.keyClick(shared(editor), Qt.Key.Key_Z, CONTROL)

    assert editor.session_id == ada.before
    assert shared(editor).text() == "Met"
    assert kept(ada.session).shared_notes == "of the second"
    assert kept(ada.before).shared_notes == "Met"


def test_a_failed_save_keeps_the_text_says_why_and_is_tried_again(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, ada, kept: Kept
):
    shared(editor).insertPlainText("precious")
    deleted = desk.do(delete_session, session_id=ada.session)

    assert not editor.flush()
    editor.react_to(deleted)
    assert saved_word(editor) == "Not saved: This session is no longer on the desk."
    assert shared(editor).text() == "precious"

    assert deleted.step is not None
    desk.do(undo_step, step_id=deleted.step)
    qtbot.waitUntil(lambda: kept(ada.session).shared_notes == "precious", timeout=4000)
    assert saved_word(editor) == "Saved"


def test_a_text_that_cannot_be_kept_does_not_hold_up_the_others(
    editor: SessionEditor, ada, kept: Kept, heard: Heard
):
    refused = heard(editor.refused)
    shared(editor).insertPlainText("good")
    private = editor._parts.private_pane.edit
    private.insertPlainText("never \x00 kept")

    assert not editor.flush()

    assert kept(ada.session).shared_notes == "good"
    assert kept(ada.session).private_notes == ""
    assert saved_word(editor) == "Not saved: This text holds a character that cannot be kept."
    editor.show_session(ada.before)
    assert editor.session_id == ada.session
    assert refused == ["What you wrote in session 2 is not saved yet; it stays there."]

    private.selectAll()
    private.insertPlainText("mended")
    assert editor.flush()
    assert kept(ada.session).private_notes == "mended"


def test_what_changes_elsewhere_does_not_touch_what_is_being_typed(
    desk: Desk, editor: SessionEditor, add: Factories, ada, kept: Kept
):
    shared(editor).insertPlainText("still typing")
    add.action(ada.mentorship, "From elsewhere", session_id=ada.session)

    editor.react_to(Changes(Area.ACTIONS))

    assert shared(editor).text() == "still typing"
    assert [row.text for row in editor._parts.actions_card._list.rows()] == ["From elsewhere"]


def test_undo_brings_the_former_words_back_on_screen(
    desk: Desk, editor: SessionEditor, heard: Heard
):
    told = heard(editor.changed)
    shared(editor).insertPlainText("wrong")
    editor.flush()

    undone = desk.do(undo_step, step_id=told[0].step)
    editor.react_to(undone)

    assert shared(editor).text() == ""


def test_one_key_finishes_without_a_dialog(
    qtbot: QtBot, editor: SessionEditor, ada, kept: Kept, heard: Heard
):
    told = heard(editor.changed)
    qtbot.keyClicks(shared(editor), "All said")

    qtbot.keyClick(shared(editor), Qt.Key.Key_Return, CONTROL)

    assert kept(ada.session).state is SessionState.HELD
    assert kept(ada.session).shared_notes == "All said"
    assert told[-1].did == "Finished session 2 with Ada Okafor"
    header = editor._parts.header
    assert header._verb_button.isHidden()
    assert header._state_pill.accessibleName() == "held"
    qtbot.keyClick(shared(editor), Qt.Key.Key_Return, CONTROL)
    assert len(told) == 2


def test_the_button_finishes_too(qtbot: QtBot, editor: SessionEditor, ada, kept: Kept):
    button = editor._parts.header._verb_button
    assert button.text() == "Finish session"

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert kept(ada.session).state is SessionState.HELD


def test_a_session_that_is_still_ahead_is_prepared_and_not_finished(
    editor: SessionEditor, add: Factories, ada, now: datetime, heard: Heard
):
    refused = heard(editor.refused)
    later = add.session(
        ada.mentorship, starts_at=now + timedelta(days=7), state=SessionState.PLANNED
    )

    editor.show_session(later)
    editor.finish()

    assert editor._parts.header._verb_button.isHidden()
    assert not editor._parts.agenda_pane.isHidden()
    assert refused == ["Session 3 is still to come; change its time if it has taken place."]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("It was cancelled", SessionState.CANCELLED),
        ("It was missed", SessionState.MISSED),
    ],
)
def test_what_did_not_take_place_says_so_and_shows_the_way_out(
    qtbot: QtBot, editor: SessionEditor, ada, kept: Kept, words: str, state: SessionState
):
    header = editor._parts.header
    trigger(editor, words)

    assert kept(ada.session).state is state
    assert header._state_pill.accessibleName() == state.value
    assert header._verb_button.text() == "Plan it again"

    qtbot.mouseClick(header._verb_button, Qt.MouseButton.LeftButton)
    assert kept(ada.session).state is SessionState.PLANNED


def test_a_held_session_is_opened_again_from_the_menu(editor: SessionEditor, ada, kept: Kept):
    editor.show_session(ada.before)

    trigger(editor, "Open it again")

    assert kept(ada.before).state is SessionState.PLANNED


def test_deleting_leads_back_to_the_mentee_and_can_be_undone(
    desk: Desk, editor: SessionEditor, ada, kept: Kept, heard: Heard
):
    told, opened = heard(editor.changed), heard(editor.mentee_opened)
    shared(editor).insertPlainText("last word")

    trigger(editor, "Delete session")

    assert opened == [ada.mentorship]
    assert told[-1].did == "Deleted session 2 with Ada Okafor"
    assert editor.session_id is None
    assert editor.flush()
    desk.do(undo_step, step_id=told[-1].step)
    assert kept(ada.session).shared_notes == "last word"


def test_a_session_deleted_elsewhere_leaves_a_way_back(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, ada, heard: Heard
):
    opened = heard(editor.mentee_opened)

    deleted = desk.do(delete_session, session_id=ada.session)
    editor.react_to(deleted)

    assert editor._pages.currentWidget() is editor._gone
    editor._gone.step_requested.emit()
    assert opened == [ada.mentorship]
    assert deleted.step is not None
    editor.react_to(desk.do(undo_step, step_id=deleted.step))
    assert editor._pages.currentWidget() is editor._parts


@pytest.mark.parametrize("is_deleted_here", [False, True])
def test_nothing_of_who_is_forgotten_is_held_out_of_sight(
    desk: Desk, editor: SessionEditor, ada, add, is_deleted_here
):
    add.action(ada.mentorship, "CANARY action", session_id=ada.session)
    fields = ("agenda", "shared_notes", "private_notes", "learned", "ask_next")
    words = SessionWords(**{field: f"CANARY {field}" for field in fields})
    editor.react_to(desk.do(write_session, session_id=ada.session, words=words))
    assert "CANARY" in held_in(editor)

    if is_deleted_here:
        trigger(editor, "Delete session")
    person_id = desk.run(session_card, session_id=ada.before, now=desk.now()).person_id
    editor.react_to(desk.do(forget_person, person_id=person_id, now=desk.now()))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert "CANARY" not in held_in(editor)
    assert "Ada" not in held_in(editor)


def held_in(editor: SessionEditor) -> str:
    """Return every word that any widget of the editor holds, seen or not."""
    shown = [each.text() for each in editor.findChildren(QLabel)]
    shown += [each.toPlainText() for each in editor.findChildren(QPlainTextEdit)]
    shown += [each.text() for each in editor.findChildren(QLineEdit)]
    shown += [each.accessibleName() for each in editor.findChildren(QWidget)]
    shown += [each.text() for each in editor.findChildren(QAbstractButton)]
    for view in editor.findChildren(QAbstractItemView):
        model = view.model()
        shown += [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    return "\n".join([*shown, repr(editor._card)])


def test_a_session_that_is_gone_cannot_be_opened(editor: SessionEditor, ada, heard: Heard):
    refused = heard(editor.refused)

    editor.show_session(999)

    assert refused == ["This session is no longer on the desk."]
    assert editor.session_id == ada.session


def test_an_action_is_kept_as_it_was_understood(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, ada, today: date, heard: Heard
):
    told = heard(editor.changed)
    line = editor._parts.actions_card._line_edit

    qtbot.keyClicks(line._line_edit, "Write to the tutor @me by friday")
    assert line._line_edit.accessibleDescription() == "Write to the tutor, you do it, by Fri 27 Nov"
    qtbot.keyClick(line._line_edit, Qt.Key.Key_Return)

    [row] = desk.look(actions_of, mentorship_id=ada.mentorship, today=today)
    assert (row.text, row.owner, row.due_on) == (
        "Write to the tutor",
        Owner.MENTOR,
        date(2026, 11, 27),
    )
    assert row.session_id == ada.session
    assert line.text() == ""
    assert told[-1].did == "Noted the action “Write to the tutor”"


def test_a_line_without_words_stays_and_says_what_is_missing(
    qtbot: QtBot, editor: SessionEditor, heard: Heard
):
    told = heard(editor.changed)
    line = editor._parts.actions_card._line_edit

    qtbot.keyClicks(line._line_edit, "@me by friday")
    assert line._word_label.text() == "Say what is to be done."
    qtbot.keyClick(line._line_edit, Qt.Key.Key_Return)

    assert line._word_label.text() == "An action needs a few words."
    assert line.text() == "@me by friday"
    assert told == []
    assert not editor.flush()
    refused = heard(editor.refused)
    editor.hide()
    assert refused == ["What you wrote in session 2 is not saved yet; it stays there."]


def test_a_day_that_does_not_exist_is_mentioned(qtbot: QtBot, editor: SessionEditor):
    line = editor._parts.actions_card._line_edit

    qtbot.keyClicks(line._line_edit, "Send it by 31 feb")

    assert line._word_label.text() == "“by 31 feb” is no day I know, so it stays in the text."


def test_a_line_that_was_not_entered_is_kept_when_the_session_is_left(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, ada, today: date
):
    qtbot.keyClicks(editor._parts.actions_card._line_edit._line_edit, "Half typed")

    editor.show_session(ada.before)

    [row] = desk.look(actions_of, mentorship_id=ada.mentorship, today=today)
    assert (row.text, row.session_id) == ("Half typed", ada.session)


def test_what_was_carried_in_is_ticked_off(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, add: Factories, ada, today: date
):
    yesterday = today - timedelta(days=1)
    add.action(ada.mentorship, "Rehearse", session_id=ada.before, due_on=yesterday)
    editor.reload()
    card = editor._parts.carried_in
    view = card._list._view
    assert card.accessibleName() == "From session 1"
    index = view.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Rehearse, Ada · 1 day late"

    view.setFocus()
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Space)

    assert desk.look(list_open_actions, mentorship_id=ada.mentorship, today=today) == []
    assert view.currentIndex().row() == 0
    spoken = view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("done, Rehearse")
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert len(desk.look(list_open_actions, mentorship_id=ada.mentorship, today=today)) == 1


def test_nothing_carried_in_is_said_in_words(editor: SessionEditor, ada):
    assert editor._parts.carried_in._none_label.text() == "Nothing was left open."

    editor.show_session(ada.before)

    assert "first session" in editor._parts.carried_in._none_label.text()


def test_a_slider_writes_one_update_however_often_it_is_moved(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, ada, today: date, heard: Heard
):
    told = heard(editor.changed)
    slider = editor._parts.goals.part(ada.goal).slider
    assert slider is not None
    assert slider.value() == 70

    slider.setFocus()
    for _press in range(3):
        qtbot.keyClick(slider._slider, Qt.Key.Key_Right)

    [goal] = desk.look(list_goals, mentorship_id=ada.mentorship, today=today)
    assert [(each.value, each.session_id) for each in goal.updates] == [
        (70, None),
        (73, ada.session),
    ]
    assert editor._parts.goals.part(ada.goal).slider is slider
    assert len({each.step for each in told}) == 1
    assert "was 70% on Mon 9 Nov" in slider._caption_label.text()


def test_a_goal_moved_elsewhere_is_shown_where_it_stands(
    editor: SessionEditor, add: Factories, ada, today: date
):
    add.progress(ada.goal, 90, on_day=today)

    editor.react_to(Changes(Area.GOALS))

    slider = editor._parts.goals.part(ada.goal).slider
    assert slider is not None
    assert slider.value() == 90


def test_milestones_are_ticked_instead_of_slid(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, add: Factories, ada, today: date
):
    goal = add.goal(ada.mentorship, "Lead a project", measure=GoalMeasure.MILESTONES)
    step = add.milestone(goal, "Team found")
    add.milestone(goal, "Charter signed")
    editor.reload()
    part = editor._parts.goals.part(goal)
    assert part.slider is None
    assert part._caption_label.text() == "0 of 2 milestones"

    part.lines[step].click()

    moved = desk.look(list_goals, mentorship_id=ada.mentorship, today=today)[-1]
    assert (moved.value, moved.updates[-1].session_id) == (50, ada.session)
    assert editor._parts.goals.part(goal)._value_label.text() == "50%"


def test_a_goal_that_was_closed_meanwhile_refuses_and_goes_back(
    desk: Desk, editor: SessionEditor, ada, add: Factories, heard: Heard
):
    refused = heard(editor.refused)

    editor._parts.goals.goal_moved.emit(999, 80)

    assert refused == ["This goal is no longer on the desk."]


def test_without_a_goal_there_is_a_way_to_set_one(
    qtbot: QtBot, editor: SessionEditor, add: Factories, heard: Heard
):
    joy = add.mentee("Joy Mensah")
    opened = heard(editor.mentee_opened)

    editor.show_session(add.session(joy))
    editor._parts.goals.goals_wanted.emit()

    assert opened == [joy]


def test_topics_are_kept_as_they_are_typed(qtbot: QtBot, editor: SessionEditor, ada, kept: Kept):
    typed = editor._parts.facts._topics_edit._line_edit

    qtbot.keyClicks(typed, "statistics,board pitch")
    editor.flush()

    assert kept(ada.session).topics == ("statistics", "board pitch")
    editor._parts.facts._topics_edit._chips[0].removal_requested.emit("statistics")
    assert kept(ada.session).topics == ("board pitch",)


def test_the_format_is_chosen_from_its_menu(editor: SessionEditor, ada, kept: Kept):
    menu = editor._parts.facts.format_menu()
    [in_person] = [each for each in menu.actions() if each.text() == "In person"]

    in_person.trigger()

    assert kept(ada.session).format is SessionFormat.IN_PERSON
    assert editor._parts.facts._format_link.text() == "In person"


def test_the_time_is_changed_where_it_stands(
    qtbot: QtBot, editor: SessionEditor, ada, kept: Kept, now: datetime, heard: Heard
):
    told = heard(editor.changed)
    clash = now - timedelta(days=14)

    def clash_then_move(dialog: QWidget) -> None:
        dialog._when_edit.set_value(clash)
        dialog.accept()
        assert "already session 1" in dialog.form.refusal_of("starts_at")
        dialog._when_edit.set_value(now + timedelta(hours=1))
        dialog._length_edit.setValue(45)
        dialog.accept()

    answer(clash_then_move)
    qtbot.keyClick(editor._parts.facts._when_link, Qt.Key.Key_Return)

    assert kept(ada.session).minutes == 45
    assert kept(ada.session).starts_at == now + timedelta(hours=1)
    assert told[-1].did == "Moved session 2 with Ada Okafor"


def test_a_cancelled_dialog_changes_nothing(
    qtbot: QtBot, editor: SessionEditor, ada, kept: Kept, heard: Heard
):
    told = heard(editor.changed)
    answer(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))

    trigger(editor, "Change the time…")

    assert told == []
    assert kept(ada.session).minutes == 60


def test_the_next_session_is_planned_as_proposed(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, ada, now: datetime, heard: Heard
):
    opened = heard(editor.session_opened)
    card = editor._parts.next
    assert card._why_label.text() == "in 2 weeks, as agreed"

    qtbot.mouseClick(card._button, Qt.MouseButton.LeftButton)

    planned = desk.run(list_sessions, mentorship_id=ada.mentorship, now=now)[0]
    assert planned.number == 3
    assert planned.starts_at.astimezone() == (now.astimezone() + timedelta(days=14))
    assert card._why_label.text() == "Session 3 · in 2 weeks"
    qtbot.mouseClick(card._button, Qt.MouseButton.LeftButton)
    assert opened == [planned.id]


def test_another_time_is_asked_for(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, ada, now: datetime
):
    wanted = datetime(2026, 12, 3, 9, tzinfo=UTC)

    def plan(dialog: QWidget) -> None:
        dialog._when_edit.set_value(wanted)
        dialog._agenda_edit.insertPlainText("The appraisal")
        dialog.accept()

    answer(plan)
    qtbot.keyClick(editor._parts.next._other_link, Qt.Key.Key_Return)

    planned = desk.run(list_sessions, mentorship_id=ada.mentorship, now=now)[0]
    assert planned.starts_at == wanted
    editor.show_session(planned.id)
    assert editor._parts.agenda_pane.edit.text() == "The appraisal"


def test_without_a_rhythm_the_next_session_is_asked_for(
    qtbot: QtBot, editor: SessionEditor, add: Factories, heard: Heard
):
    joy = add.mentee("Joy Mensah", cadence_days=None)
    editor.show_session(add.session(joy))
    card = editor._parts.next
    assert card._when_label.text() == "Nothing is planned."
    told = heard(editor.changed)
    answer(lambda dialog: dialog.accept())

    qtbot.mouseClick(card._button, Qt.MouseButton.LeftButton)

    assert told[-1].did == "Planned session 2 with Joy Mensah"


def test_nothing_comes_next_once_a_mentorship_is_over(editor: SessionEditor, add: Factories):
    over = add.mentee("Kwame Boateng", state=MentorshipState.COMPLETED)

    editor.show_session(add.session(over))

    assert editor._parts.next.isHidden()


def test_what_was_to_be_asked_today_is_shown(editor: SessionEditor, add: Factories, now: datetime):
    joy = add.mentee("Joy Mensah")
    add.session(joy, starts_at=now - timedelta(days=7), ask_next="How was the exam?")

    editor.show_session(add.session(joy, starts_at=now, state=SessionState.PLANNED))

    interest = editor._parts.interest
    assert interest._asked_label.text() == "You wanted to ask: How was the exam?"
    assert interest.learned_edit.accessibleName() == "What did you learn from Joy today?"


def test_an_agenda_can_be_written_for_a_session_of_today(editor: SessionEditor):
    assert editor._parts.agenda_pane.isHidden()

    trigger(editor, "Write an agenda")

    assert not editor._parts.agenda_pane.isHidden()
    assert editor._parts.agenda_pane.edit.hasFocus()


def test_the_mentees_name_is_a_door(qtbot: QtBot, editor: SessionEditor, ada, heard: Heard):
    opened = heard(editor.mentee_opened)

    qtbot.keyClick(editor._parts.header._name_link, Qt.Key.Key_Return)

    assert opened == [ada.mentorship]


def test_a_cancelled_session_changed_elsewhere_is_shown_so(desk: Desk, editor: SessionEditor, ada):
    editor.react_to(desk.do(cancel_session, session_id=ada.session))

    assert editor._parts.header._state_pill.accessibleName() == "cancelled"


def test_what_people_wrote_is_never_markup(
    desk: Desk, editor: SessionEditor, add: Factories, ada, now: datetime
):
    hostile = '<img src="/tmp/canary.png"> & <b>x</b>'
    joy = add.mentee(hostile)
    goal = add.goal(joy, hostile)
    step_goal = add.goal(joy, hostile, measure=GoalMeasure.MILESTONES)
    add.milestone(step_goal, hostile)
    add.session(joy, starts_at=now - timedelta(days=7), ask_next=hostile)
    session = add.session(joy, starts_at=now, state=SessionState.PLANNED)
    add.action(joy, hostile, session_id=session)

    editor.show_session(session)

    assert editor._parts.header._name_link.text() == hostile
    assert goal in {each.id for each in editor._parts.goals._goals}
    for label in editor.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    for widget in editor.findChildren(QWidget):
        assert "<img" not in widget.toolTip()


def test_everything_that_takes_the_keyboard_has_a_name(editor: SessionEditor, add: Factories, ada):
    add.action(ada.mentorship, "Rehearse", session_id=ada.session)
    editor.reload()

    for widget in editor.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert named, widget


@pytest.mark.parametrize(("width", "height"), [(962, 900), (892, 700), (560, 600)])
def test_nothing_is_cut_off_at_any_size(
    qtbot: QtBot, editor: SessionEditor, width: int, height: int
):
    editor.resize(width, height)
    QApplication.processEvents()

    parts = editor._parts
    for card in (parts.facts, parts.shared_pane, parts.actions_card, parts.goals, parts.next):
        holder = card.parentWidget()
        assert card.width() >= card.minimumSizeHint().width()
        assert card.geometry().right() <= holder.width()
        assert card.height() >= card.minimumSizeHint().height()


def test_done_actions_of_earlier_sessions_stay_ticked(editor: SessionEditor, add: Factories, ada):
    add.action(ada.mentorship, "Finish", session_id=ada.before, state=ActionState.DONE)

    editor.reload()

    [row] = editor._parts.carried_in._list.rows()
    assert row.is_done


def test_a_menu_is_opened_where_an_action_stands(
    qtbot: QtBot, editor: SessionEditor, add: Factories, ada
):
    add.action(ada.mentorship, "Rehearse & more", session_id=ada.session)
    editor.reload()
    view = editor._parts.actions_card._list._view
    view.setCurrentIndex(view.model().index(0, 0))

    view.customContextMenuRequested.emit(view.rect().center())

    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [each.text() for each in menu.actions()][:2] == ["Tick off", "Drop"]
    menu.close()


def test_the_ways_to_meet_open_below_their_word(qtbot: QtBot, editor: SessionEditor):
    qtbot.keyClick(editor._parts.facts._format_link, Qt.Key.Key_Return)

    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [each.text() for each in menu.actions()] == ["In person", "Video", "Phone"]
    menu.close()


def test_an_editor_that_shows_nothing_has_nothing_to_save(qtbot: QtBot, desk: Desk):
    blank = SessionEditor(desk)
    qtbot.addWidget(blank)

    blank.reload()
    blank.finish()

    assert blank.flush()
    assert blank.session_id is None


def test_a_goal_closed_since_is_shown_without_a_slider(
    editor: SessionEditor, add: Factories, ada, today: date, heard: Heard
):
    opened = heard(editor.goal_opened)
    goal = add.goal(ada.mentorship, "Done", state=GoalState.ACHIEVED, closed_on=today)
    add.progress(goal, 100, session_id=ada.session)
    overdue = add.goal(ada.mentorship, "Late", target_on=today - timedelta(days=1), is_private=True)

    editor.reload()

    part = editor._parts.goals.part(goal)
    assert part.slider is None
    assert part._caption_label.text() == "was 0% · closed since"
    part.opened.emit()
    assert opened == [goal]
    late = editor._parts.goals.part(overdue).slider
    assert late is not None
    assert late._caption_label.text() == "not moved yet · past its target · private"


def test_a_text_size_that_changes_gives_the_lists_their_room(
    qapp: QApplication, editor: SessionEditor, add: Factories, ada
):
    add.action(ada.mentorship, session_id=ada.session)
    editor.reload()
    view = editor._parts.actions_card._list._view
    before = view.height()

    theme.apply(qapp, theme.Scheme.LIGHT, text_scale=2.0)
    try:
        assert view.height() > before * 1.3
        assert view.height() >= view.sizeHintForRow(0)
    finally:
        theme.apply(qapp, theme.Scheme.LIGHT)


def test_the_keyboard_comes_by_as_the_eye_does(qtbot: QtBot, editor: SessionEditor, ada):
    qtbot.keyClicks(editor._parts.facts._topics_edit._line_edit, "statistics,")
    editor.activateWindow()
    stops: list[str] = []
    editor._parts.header._name_link.setFocus()

    for _stop in range(14):
        stop = QApplication.focusWidget()
        assert stop is not None
        stops.append(stop.accessibleName() or getattr(stop, "text", str)())
        qtbot.keyClick(stop, Qt.Key.Key_Tab)

    assert stops == [
        "Ada Okafor",
        "More for this session",
        "Finish session",
        stops[3],
        "Length: 1 h",
        "How: Video",
        "statistics",
        "Add a topic",
        "Notes you share",
        "Private notes",
        "New action",
        "Present the study",
        "What did you learn from Ada today?",
        "Ask next time",
    ]
    assert stops[3].startswith("When: Today")


def test_words_that_have_no_home_any_more_can_be_discarded(
    qtbot: QtBot, desk: Desk, editor: SessionEditor, ada, heard: Heard
):
    refused = heard(editor.refused)
    shared(editor).insertPlainText("homeless")
    desk.do(delete_session, session_id=ada.session)
    assert not editor.flush()

    answer(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    trigger(editor, "Discard what is not saved…")
    editor.show_session(ada.before)
    assert editor.session_id == ada.session
    assert len(refused) == 1

    answer(lambda dialog: dialog.verb_button.click())
    trigger(editor, "Discard what is not saved…")
    assert editor._pages.currentWidget() is editor._gone
    editor.show_session(ada.before)
    assert editor.session_id == ada.before
