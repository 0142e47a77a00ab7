"""The trash: what was deleted, by kind, and how it comes back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from mentor_desk.services.goals.setting import delete_goal
from mentor_desk.services.network.listing import count_people
from mentor_desk.services.network.people import delete_person
from mentor_desk.services.sessions.planning import delete_session
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.history.trash_pane import TrashPane


@pytest.fixture
def pane(desk, show) -> Callable[[], TrashPane]:
    def pane():
        made = show(TrashPane(desk))
        made.reload()
        return made

    return pane


@pytest.fixture
def filled(desk, add):
    """A mentee whose goal and session were deleted, and a contact who was."""
    mentorship = add.mentee("Ada Okafor")
    goal = add.goal(mentorship, "Speak up")
    add.milestone(goal, "First talk")
    session = add.session(mentorship, shared_notes="She spoke")
    ravi = add.person("Ravi Kapoor")
    desk.do(delete_goal, goal_id=goal)
    desk.do(delete_session, session_id=session)
    desk.do(delete_person, person_id=ravi)


def said(pane):
    rows = pane._rows
    return [rows.index(row, 0).data() for row in range(rows.rowCount())]


def choose(pane, name):
    place = pane._rows.index_where(lambda row: row.name == name)
    pane._view.setCurrentIndex(place)


def test_what_was_deleted_stands_under_its_kind(pane, filled):
    assert said(pane()) == [
        "People · 1",
        "Ravi Kapoor",
        "Sessions · 1",
        "Session 1 with Ada Okafor",
        "Goals · 1",
        "Speak up",
    ]


def test_the_first_of_them_is_shown_with_when_and_with_what(pane, filled, texts):
    shown = pane()

    choose(shown, "Speak up")

    assert "Speak up" in texts(shown._detail)
    assert any(text.startswith("deleted today") for text in texts(shown._detail))
    assert "With it went: 1 milestone." in texts(shown._detail)


def test_putting_back_brings_back_all_that_went_with_it(pane, desk, filled, heard, qtbot, add):
    shown = pane()
    told = heard(shown.changed)
    choose(shown, "Speak up")

    qtbot.mouseClick(shown._detail._put_back_button, Qt.MouseButton.LeftButton)

    assert [changes.did for changes in told] == ["Put back Speak up"]
    assert "Speak up" not in said(shown)
    assert shown.chosen() is not None


def test_the_menu_puts_back_shows_the_step_and_forgets_a_person(pane, filled, heard):
    shown = pane()
    steps, forgotten = heard(shown.step_opened), heard(shown.forgetting_requested)
    choose(shown, "Ravi Kapoor")
    row = shown.chosen()

    actions = {action.text(): action for action in shown.menu().actions() if action.text()}
    actions["Show when it was deleted"].trigger()
    actions["Forget for good…"].trigger()
    actions["Put back"].trigger()

    assert steps == [row.step_id]
    assert forgotten == [row.record_id]
    assert "Ravi Kapoor" not in said(shown)


def test_only_a_person_can_be_forgotten_for_good(pane, filled):
    shown = pane()

    choose(shown, "Speak up")

    assert "Forget for good…" not in [action.text() for action in shown.menu().actions()]


def test_what_cannot_be_put_back_is_refused_with_a_sentence(pane, filled, heard):
    shown = pane()
    choose(shown, "Session 1 with Ada Okafor")
    row = shown.chosen()
    refusals = heard(shown.refused)
    shown._put_back(row)

    shown._put_back(row)

    assert refusals == ["This is no longer in the trash."]


def test_words_narrow_the_trash(pane, filled, qtbot):
    shown = pane()

    qtbot.keyClicks(shown._filter_edit, "SPEAK")

    qtbot.waitUntil(lambda: said(shown) == ["Goals · 1", "Speak up"])
    shown._filter_edit.setText("zzz")
    qtbot.waitUntil(lambda: shown._stack.currentWidget() is shown._nobody)
    shown._nobody.step_requested.emit()
    qtbot.waitUntil(lambda: len(said(shown)) == 6)


def test_an_empty_trash_says_what_it_is_for(pane, texts):
    shown = pane()

    assert shown._stack.currentWidget() is shown._none
    assert any("can be put back" in text for text in texts(shown._none))
    assert shown.menu() is None


def test_enter_goes_to_the_button_and_so_puts_back_in_two_keys(pane, desk, filled, qtbot):
    shown = pane()
    before = desk.run(count_people)
    choose(shown, "Ravi Kapoor")
    shown._view.setFocus()

    qtbot.keyClick(shown._view, Qt.Key.Key_Return)
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Space)

    assert desk.run(count_people) == before + 1


def test_the_model_keeps_qts_rules_and_speaks_of_what_went_along(pane, filled, qtmodeltester):
    shown = pane()
    choose(shown, "Speak up")

    qtmodeltester.check(shown._rows)
    spoken = shown._view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Speak up, today")
    assert spoken.endswith("with 1 milestone")
    assert shown._view.currentIndex().data(ROW_ROLE).name == "Speak up"
