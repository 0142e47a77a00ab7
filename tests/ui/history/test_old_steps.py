"""A step that hundreds build on: the first few are named, and it is shown like any other."""

import pytest
from PySide6.QtWidgets import QApplication

from mentor_desk.services.history.words import Kind
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.history.record_dialog import RecordHistoryDialog
from mentor_desk.ui.history.steps_pane import StepsPane
from tests.asked import statements_of


@pytest.fixture
def added_and_renamed(add_someone, rename):
    """Add somebody who is then renamed again and again; return the adding."""

    def added_and_renamed(times):
        added = add_someone("Ada")
        for number in range(times):
            rename(added.made, f"Ada {number}")
        return added

    return added_and_renamed


def doors(detail):
    QApplication.processEvents()
    return [door.text() for door in detail.findChildren(LinkLabel) if door.isVisible()]


def test_a_step_with_many_in_its_way_names_the_first_to_be_undone(
    desk, show, texts, added_and_renamed
):
    added = added_and_renamed(30)
    pane = show(StepsPane(desk))
    pane.reload()

    pane.show_step(added.step)

    assert "Later steps build on this one. Undo these first, from the top:" in texts(pane._detail)
    assert doors(pane._detail) == [f"Changed Ada {number}" for number in (29, 28, 27, 26)]
    assert "and 26 more" in texts(pane._detail)


def test_choosing_a_step_asks_no_more_for_all_that_builds_on_it(desk, show, added_and_renamed):
    few, many = added_and_renamed(5), added_and_renamed(45)
    pane = show(StepsPane(desk))
    pane.reload()

    for_few = statements_of(desk, lambda: pane.show_step(few.step))
    for_many = statements_of(desk, lambda: pane.show_step(many.step))

    assert for_many == for_few


def test_the_history_of_one_record_names_the_first_few_too(desk, show, texts, added_and_renamed):
    added = added_and_renamed(6)
    pane = show(RecordHistoryDialog(desk, Kind.PERSON, added.made))._pane

    pane.show_step(added.step)

    assert doors(pane._detail) == [f"Changed Ada {number}" for number in (5, 4, 3, 2)]
    assert "and 2 more" in texts(pane._detail)
