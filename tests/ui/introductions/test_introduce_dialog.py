"""Introducing two people, and the introductions of one mentee."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from mentor_desk.models.kinds import IntroductionState, TopicKind
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.introductions.noting import list_introductions
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.introductions.dialog import IntroduceDialog
from mentor_desk.ui.introductions.tab import IntroductionsTab

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def asked(qtbot, desk):
    """Return a function that shows the dialog."""

    def show(**known):
        dialog = IntroduceDialog(desk, **known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog, before_close_func=lambda each: each.hide())
        dialog.open()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


@pytest.fixture
def tab(qtbot, desk):
    tab = IntroductionsTab(desk)
    qtbot.addWidget(tab, before_close_func=lambda each: each.hide())
    tab.resize(800, 500)
    tab.show()
    return tab


def test_two_people_are_introduced_with_the_keyboard_alone(
    qtbot, desk, asked, ada, ravi, card_of, heard
):
    dialog = asked()
    told = heard(dialog.kept)
    qtbot.keyClicks(dialog._first_edit, "ada")
    qtbot.keyClick(dialog._first_edit, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog._second_edit, "ravi")
    qtbot.keyClick(dialog._second_edit, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog._topic_edit, "open data")
    qtbot.keyClicks(dialog._first_reason_edit, "needs data")
    qtbot.keyClicks(dialog._second_reason_edit, "needs readers")

    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)

    card = card_of(told[0].made)
    assert (card.first.person_id, card.second.person_id) == (ada, ravi)
    assert (card.row.topic, card.first.reason) == ("open data", "needs data")
    assert card.second.reason == "needs readers"
    assert not dialog.isVisible()


def test_facts_appear_once_both_are_chosen(qtbot, asked, add, ada, ravi):
    add.topic(ada, TopicKind.NEED, "open data")
    add.topic(ravi, TopicKind.EXPERTISE, "open data")
    dialog = asked(person_id=ada)
    assert not dialog._facts_box.isVisible()

    qtbot.keyClicks(dialog._second_edit, "ravi")
    qtbot.keyClick(dialog._second_edit, Qt.Key.Key_Return)
    assert dialog._facts_box.isVisible()

    qtbot.keyClicks(dialog._second_edit, "x")
    assert not dialog._facts_box.isVisible()


def test_who_is_known_already_stands_there_and_is_not_offered_again(asked, ada, ravi):
    dialog = asked(person_id=ada)

    assert dialog._first_edit.text() == "Ada Okafor"
    dialog._second_edit.setText("ada okafor")
    assert not dialog._second_edit.settle()


def test_what_is_missing_is_said_beside_its_field(qtbot, desk, asked, ada, today):
    dialog = asked()
    dialog.accept()
    assert dialog.form.refusal_of("first_id") == "Choose a person."

    dialog._first_edit.set_person(ada)
    dialog._second_edit.setText("Nobody <b>here</b>")
    dialog.accept()

    assert "Nobody here is called “Nobody <b>here</b>”" in dialog.form.refusal_of("second_id")
    assert dialog.isVisible()
    assert desk.run(list_introductions, today=today) == []


def test_a_pair_that_is_open_already_is_refused_above_the_form(asked, idea, ada, ravi):
    dialog = asked(person_id=ada)
    dialog._second_edit.set_person(ravi)

    dialog.accept()

    assert "already have an introduction" in dialog.form.refusal_of()


def test_cancel_notes_nothing(qtbot, desk, asked, ada, ravi, today):
    dialog = asked(person_id=ada)
    dialog._second_edit.set_person(ravi)

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert desk.run(list_introductions, today=today) == []


def test_what_it_grew_from_is_chosen_from_those_there_are(asked, add, idea, ada, card_of, heard):
    dan = add.person("Dan Vogel")
    dialog = asked(person_id=ada, grew_from_id=idea)
    told = heard(dialog.kept)
    dialog._second_edit.set_person(dan)

    dialog.accept()

    assert card_of(told[0].made).grew_from.id == idea


def test_every_field_has_a_name(asked):
    dialog = asked()

    assert dialog._first_edit.accessibleName() == "Who"
    assert dialog._second_edit.accessibleName() == "With whom"
    assert dialog._origin_box.accessibleName() == "What it grew from"


def test_the_tab_shows_the_others_of_one_mentee(tab, add, idea, ada, ravi):
    add.introduction(add.person("Joy Mensah"), add.person("Nils Krog"))
    assert tab.count() is None

    tab.show_mentee(ravi, 1)

    assert tab.count() == 1
    view = tab._list._view
    assert view.isColumnHidden(0)
    assert view.model().index(0, 1).data() == "Ada Okafor"
    tab.show_mentee(ada, 1)
    assert view.model().index(0, 1).data() == "Ravi Kapoor"


def test_an_empty_tab_offers_to_introduce_the_mentee(tab, ada, heard, ravi):
    told = heard(tab.changed)
    tab.show_mentee(ada, 1)
    assert (tab.count(), tab._stack.currentWidget()) == (0, tab._empty)

    tab._empty.step_requested.emit()
    dialog = tab.findChild(IntroduceDialog)
    assert dialog._first_edit.person_id() == ada
    dialog._second_edit.set_person(ravi)
    dialog.accept()

    assert tab.count() == 1
    assert told[0].did == "Noted the introduction of Ada Okafor and Ravi Kapoor"


def test_a_line_of_the_tab_opens_deletes_and_has_a_menu(qtbot, tab, idea, ada, heard):
    opened, refused = heard(tab.introduction_opened), heard(tab.refused)
    tab.show_mentee(ada, 1)
    view = tab._list._view
    tab._list.choose(idea)

    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [idea]
    row = view.visualRect(view.model().index(0, 2)).center()
    view.customContextMenuRequested.emit(row)
    menu = tab.findChild(QMenu)
    assert menu.isVisible()
    menu.actions()[1].trigger()
    menu.close()
    assert "have not agreed yet" in refused[0]
    view.customContextMenuRequested.emit(QPoint(5, 400))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert tab.count() == 0


def test_the_tab_reads_again_only_when_it_must(desk, tab, add, ada, ravi):
    tab.react_to(Changes(Area.INTRODUCTIONS))
    assert tab.count() is None
    tab.show_mentee(ada, 1)
    add.introduction(ada, ravi, state=IntroductionState.ASKING)

    tab.react_to(Changes(Area.REVIEWS))
    assert tab.count() == 0
    tab.react_to(Changes(Area.INTRODUCTIONS))
    assert tab._list._view.model().index(0, 0).data(ROW_ROLE).state is IntroductionState.ASKING
