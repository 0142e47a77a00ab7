"""The history page: two segments, undoing, putting back, and keeping up with what changes."""

import pytest
from PySide6.QtCore import Qt

from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.history.steps import StepState, latest_step, undo_step
from mentor_desk.services.network.listing import count_people
from mentor_desk.services.network.people import delete_person
from mentor_desk.ui.history.page import HistoryPage


@pytest.fixture
def open_page(desk, show):
    return lambda: show(HistoryPage(desk))


def test_undoing_here_tells_what_was_undone(open_page, desk, add_someone, heard, qtbot):
    add_someone("Ada Okafor")
    page = open_page()
    told = heard(page.changed)

    qtbot.mouseClick(page._steps._detail._verb_button, Qt.MouseButton.LeftButton)

    assert [changes.did for changes in told] == ["Undid: Added Ada Okafor"]
    assert desk.run(count_people) == 0
    assert page._steps._detail.step.state is StepState.UNDONE


def test_and_the_same_button_does_it_again(open_page, desk, add_someone, qtbot):
    add_someone("Ada Okafor")
    page = open_page()

    for _ in range(2):
        qtbot.mouseClick(page._steps._detail._verb_button, Qt.MouseButton.LeftButton)

    assert desk.run(count_people) == 1
    assert page._steps._detail.step.state is StepState.DONE


def test_what_cannot_be_undone_any_more_is_refused_with_a_sentence(
    open_page, desk, add_someone, rename, heard
):
    added = add_someone("Ada")
    page = open_page()
    rename(added.made, "Ada Okafor")
    refusals = heard(page.refused)

    page._steps.undo_requested.emit(added.step)

    assert len(refusals) == 1
    assert "Changed Ada Okafor" in refusals[0]
    page.show_step(added.step)
    assert not page._steps._detail.can_reverse


def test_putting_back_tells_it_and_the_history_knows_it_too(
    open_page, desk, add_someone, heard, qtbot
):
    ada = add_someone("Ada Okafor")
    desk.do(delete_person, person_id=ada.made)
    page = open_page()
    told = heard(page.changed)

    page.show_trash()
    qtbot.mouseClick(page._trash._detail._put_back_button, Qt.MouseButton.LeftButton)

    assert [changes.did for changes in told] == ["Put back Ada Okafor"]
    assert desk.run(count_people) == 1


def test_from_the_trash_one_comes_to_the_step_that_deleted(open_page, desk, add_someone):
    ada = add_someone("Ada Okafor")
    gone = desk.do(delete_person, person_id=ada.made)
    add_someone("Ravi Kapoor")
    page = open_page()
    page.show_trash()

    page._trash._detail._step_link.opened.emit()

    assert page._steps_button.isChecked()
    assert page._stack.currentWidget() is page._steps
    assert page.shown() == gone.step


def test_what_is_done_elsewhere_shows_at_once_or_when_the_page_is_seen_again(
    open_page, desk, add_someone
):
    page = open_page()
    changes = add_someone("Ada Okafor")
    page.react_to(changes)
    assert page._steps.chosen_id() == changes.step

    page.hide()
    later = add_someone("Ravi Kapoor")
    page.react_to(later)
    assert page._steps.chosen_id() == changes.step
    page.show()

    assert page._steps._lines.rowCount() == 3


def test_a_step_undone_elsewhere_is_marked(open_page, desk, add_someone):
    step = add_someone("Ada Okafor").step
    page = open_page()

    page.react_to(desk.do(undo_step, step_id=step))

    assert page._steps._detail.step.state is StepState.UNDONE


def test_find_goes_to_the_filter_of_what_is_in_front(open_page, add_someone):
    add_someone()
    page = open_page()

    page.go_find()
    assert page._steps._filter_edit.hasFocus()
    page.show_trash()

    assert not page._trash._filter_edit.isEnabled()


def test_an_empty_desk_has_an_empty_history(open_page, desk):
    page = open_page()

    page.react_to(Changes(EVERYTHING))

    assert desk.run(latest_step) is None
    assert page.shown() is None


def test_everything_that_takes_the_keyboard_has_a_name(open_page, desk, add_someone):
    desk.do(delete_person, person_id=add_someone("Ada Okafor").made)
    page = open_page()

    for show in (lambda: None, page.show_trash):
        show()
        nameless = [
            each
            for each in page.findChildren(type(page._steps._view))
            + page.findChildren(type(page._steps._filter_edit))
            if each.isVisible() and not each.accessibleName()
        ]
        assert nameless == []


def test_a_name_of_300_letters_makes_nothing_wider(open_page, desk, add_someone, rename):
    person = add_someone("W" * 290).made
    rename(person, "W" * 300, role="x" * 290)
    page = open_page()
    assert page.width() == 1200

    desk.do(delete_person, person_id=person)
    page.reload()
    page.show_trash()

    assert page.minimumSizeHint().width() < 700
    assert page._trash._detail._title_label.toolTip() != ""
