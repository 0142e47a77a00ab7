"""The page of the mentees: found, chosen, changed and let go as a user does it."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QTabWidget, QWidget

from mentor_desk.models.kinds import MentorshipState, SessionState, TopicKind
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.ui.common.table import GROUP_ROLE, ROW_ROLE
from mentor_desk.ui.mentees.dialog import DeleteMenteeDialog
from mentor_desk.ui.mentees.page import MenteesPage


def modal() -> Any:
    return QApplication.activeModalWidget()


def popup() -> Any:
    return QApplication.activePopupWidget()


def lines(page):
    model = page._list_pane._view.model()
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def pressed(qtbot, page, text):
    buttons = [each for each in page.findChildren(QPushButton) if each.text() == text]
    (wanted,) = [each for each in buttons if each.isVisible()]
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)


def answered(accept):
    """Answer the next dialog of this thread, once it stands."""

    def answer():
        dialog = modal()
        assert dialog is not None
        dialog.accept() if accept else dialog.reject()

    QTimer.singleShot(0, answer)


class Tab(QWidget):
    """A tab of another room, as plain as can be."""

    def __init__(self):
        super().__init__()
        self.shown = []
        self.reactions = 0
        self.made = 0

    def show_mentee(self, person_id, mentorship_id):
        self.shown.append((person_id, mentorship_id))

    def count(self):
        return len(self.shown)

    def react_to(self, changes):
        self.reactions += bool(changes.areas)

    def make_new(self):
        self.made += 1


def test_mentees_stand_under_their_states(open_page, add):
    add.mentee("Ada Okafor")
    add.mentee("Joy Mensah")
    add.mentee("Elif Romero", state=MentorshipState.PAUSED)
    add.mentee("Nora Quist", state=MentorshipState.PROSPECTIVE)
    add.mentee("Kwame Boateng", state=MentorshipState.COMPLETED)

    shown = lines(open_page())

    assert shown == [
        *("Active · 2", "Joy Mensah", "Ada Okafor"),
        *("Paused · 1", "Elif Romero", "Prospective · 1", "Nora Quist"),
        *("Alumni · 1", "Kwame Boateng"),
    ]


def test_the_list_keeps_qts_rules(open_page, add, qtmodeltester):
    for state in MentorshipState:
        add.mentee(f"Mentee {state}", state=state)

    qtmodeltester.check(open_page()._list_pane._rows)


def test_headings_are_never_chosen(open_page, add, qtbot):
    add.mentee("Ada Okafor")
    add.mentee("Elif Romero", state=MentorshipState.PAUSED)
    page = open_page()
    view = page._list_pane._view
    view.setFocus()

    qtbot.keyClick(view, Qt.Key.Key_Down)

    assert not view.currentIndex().data(GROUP_ROLE)
    assert view.currentIndex().data(ROW_ROLE).name == "Elif Romero"
    assert page._mentee_pane.card.name == "Elif Romero"


def test_typing_in_the_list_finds_a_mentee(open_page, add, qtbot):
    add.mentee("Ada Okafor")
    add.mentee("Zoë Łukasz")
    page = open_page()
    page._list_pane._view.setFocus()

    qtbot.keyClicks(page._list_pane._view, "zo")

    assert page._mentee_pane.card.name == "Zoë Łukasz"


@pytest.mark.parametrize("words", ["lukasz", "northgate", "CHOIR"])
def test_the_filter_finds_by_name_organisation_and_topic(open_page, add, qtbot, words):
    zoe = add.person("Zoë Łukasz", organisation="Northgate")
    add.topic(zoe, TopicKind.INTEREST, "Choir singing")
    add.mentee(person_id=zoe)
    add.mentee("Ada Okafor")
    page = open_page()
    page.go_find()

    qtbot.keyClicks(page._list_pane._filter_edit, words)

    assert lines(page) == ["Active · 1", "Zoë Łukasz"]
    qtbot.keyClick(page._list_pane._filter_edit, Qt.Key.Key_Return)
    assert page._mentee_pane.card.name == "Zoë Łukasz"


def test_a_filter_that_finds_nobody_says_so_and_is_taken_away_by_escape(open_page, add, qtbot):
    add.mentee("Ada Okafor")
    page = open_page()
    edit = page._list_pane._filter_edit

    qtbot.keyClicks(edit, "xyz")

    assert page._list_pane._none_label.isVisible()
    assert page._mentee_pane.card.name == "Ada Okafor"
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert lines(page) == ["Active · 1", "Ada Okafor"]


def test_a_mentee_hidden_by_the_filter_can_still_be_shown(open_page, add, qtbot):
    ada, joy = add.mentee("Ada Okafor"), add.mentee("Joy Mensah")
    page = open_page()
    qtbot.keyClicks(page._list_pane._filter_edit, "ada")

    page.show_mentee(joy)

    assert page.current_mentorship() == joy != ada
    assert page._list_pane.current_id() == joy


def test_the_head_says_who_it_is(open_page, add):
    person = add.person(
        "Ada Okafor", pronouns="she/her", role="Junior HR analyst", organisation="Northgate"
    )
    add.topic(person, TopicKind.NEED, "people analytics")
    mentee = add.mentee(person_id=person)
    add.session(mentee)

    header = open_page()._mentee_pane._header

    assert header._name_link.text() == "Ada Okafor"
    assert header._pronouns_label.text() == "she/her"
    line = "Junior HR analyst, Northgate · with you since 3 February 2026 · every 2 weeks"
    assert header._line_label.text() == line
    assert header._log_button.text() == "Log session 2"
    assert not header._state_pill.isVisible()


def test_an_ended_mentorship_says_so_and_logs_no_session(open_page, add, today):
    add.mentee("Kwame Boateng", state=MentorshipState.COMPLETED, ended_on=today)

    header = open_page()._mentee_pane._header

    assert "from 3 February 2026 to 23 November 2026" in header._line_label.text()
    assert header._state_pill.isVisible()
    assert not header._log_button.isVisible()


def test_names_are_text_and_never_markup(open_page, add):
    hostile = "<img src=x> & <b>Ada</b> &File"
    add.mentee(hostile)

    page = open_page()

    assert page._mentee_pane._header._name_link.text() == hostile
    assert page._mentee_pane._header._name_link.textFormat() is Qt.TextFormat.PlainText
    tip = page._list_pane._view.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip


def test_the_buttons_of_the_head_are_wishes_with_ids(open_page, add, qtbot, heard):
    mentee = add.mentee("Ada Okafor")
    person = add.person_of(mentee)
    page = open_page()
    wishes = {
        "Introduce…": (heard(page.introduce_requested), person),
        "Review…": (heard(page.review_requested), mentee),
        "Log session 1": (heard(page.log_session_requested), mentee),
    }
    people = heard(page.person_opened)

    for text, (told, wanted) in wishes.items():
        buttons = page._mentee_pane._header.findChildren(QPushButton)
        (wish,) = [each for each in buttons if each.text() == text]
        qtbot.mouseClick(wish, Qt.MouseButton.LeftButton)
        assert told == [wanted]
    qtbot.keyClick(page._mentee_pane._header._name_link, Qt.Key.Key_Return)
    assert people == [person]


def test_before_the_first_mentee_the_page_offers_the_first_steps(open_page, qtbot, heard, desk):
    page = open_page()
    wishes = heard(page.import_requested)

    pressed(qtbot, page, "Bring in people from a file")

    assert len(wishes) == 1
    assert page.current_mentorship() is None
    assert page._right.currentWidget() is page._no_mentees


def test_the_first_mentee_is_added_and_shown(open_page, qtbot):
    page = open_page()

    def fill():
        dialog = modal()
        dialog._name_edit.setText("Tomás Lindqvist")
        dialog.accept()

    QTimer.singleShot(0, fill)
    pressed(qtbot, page, "Add a mentee")

    assert page._mentee_pane.card.name == "Tomás Lindqvist"
    assert page._right.currentWidget() is page._mentee_pane
    assert lines(page) == ["Active · 1", "Tomás Lindqvist"]


def test_deleting_a_mentee_asks_and_cancelling_keeps_them(open_page, add, qtbot, desk, now):
    add.mentee("Ada Okafor")
    page = open_page()
    page._list_pane._view.setFocus()

    answered(accept=False)
    qtbot.keyClick(page._list_pane._view, Qt.Key.Key_Delete)

    assert len(desk.look(list_mentees, now=now)) == 1


def test_a_deleted_mentee_leaves_the_page_to_the_next(open_page, add, qtbot, heard):
    ada = add.mentee("Ada Okafor")
    add.mentee("Joy Mensah")
    page = open_page()
    told = heard(page.changed)
    page.show_mentee(ada)
    page._list_pane._view.setFocus()

    answered(accept=True)
    qtbot.keyClick(page._list_pane._view, Qt.Key.Key_Delete)

    assert lines(page) == ["Active · 1", "Joy Mensah"]
    assert page._mentee_pane.card.name == "Joy Mensah"
    assert told[0].did == "Deleted the mentorship with Ada Okafor"
    assert told[0].step is not None


def test_what_was_agreed_is_changed_from_the_menu(open_page, add, qtbot, heard):
    add.mentee("Ada Okafor")
    page = open_page()
    told = heard(page.changed)

    def fill():
        dialog = modal()
        dialog._fields._purpose_edit.setPlainText("Find her feet")
        dialog.accept()

    QTimer.singleShot(0, fill)
    page.edit(page._mentee_pane.card)

    assert page._mentee_pane._header._purpose_label.text() == "Find her feet"
    assert told[0].areas & Area.MENTORSHIPS


def test_the_menu_holds_every_verb_and_the_states_that_follow(open_page, add):
    add.mentee("Ada Okafor")
    page = open_page()

    page._more_menu.aboutToShow.emit()

    assert [each.text() for each in page._more_menu.actions() if each.text()] == [
        *("Log session 1", "Introduce…", "Review…", "Open this person", "What was agreed…"),
        *("Pause", "Mark as completed", "Mark as ended early"),
        *("Earlier versions of what was agreed…", "History of this mentee…"),
        "Delete this mentorship…",
    ]


def test_a_mentorship_is_paused_from_the_menu_of_its_line(open_page, add, qtbot):
    add.mentee("Ada Okafor")
    page = open_page()
    view = page._list_pane._view
    place = view.visualRect(view.currentIndex()).center()

    view.customContextMenuRequested.emit(place)
    menu = popup()
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if each.text() == "Pause").trigger()
    menu.close()

    assert lines(page) == ["Paused · 1", "Ada Okafor"]
    assert page._mentee_pane._header._state_pill.accessibleName() == "paused"


def test_a_menu_asked_for_beside_the_rows_is_that_of_the_chosen_one(open_page, add, heard):
    add.mentee("Ada Okafor")
    page = open_page()
    asked = heard(page._list_pane.menu_requested)

    page._list_pane._view.customContextMenuRequested.emit(QPoint(5, 700))

    assert asked[0][0].name == "Ada Okafor"
    popup().close()


def test_every_verb_of_the_menu_leaves_with_an_id(open_page, add, heard):
    mentee = add.mentee("Ada Okafor")
    page = open_page()
    told = {
        "Log session 1": heard(page.log_session_requested),
        "Introduce…": heard(page.introduce_requested),
        "Review…": heard(page.review_requested),
        "Open this person": heard(page.person_opened),
    }
    page._more_menu.aboutToShow.emit()

    for action in page._more_menu.actions():
        if action.text() in told:
            action.trigger()

    person = add.person_of(mentee)
    assert list(told.values()) == [[mentee], [person], [mentee], [person]]


def test_a_move_that_is_refused_is_said(open_page, add, heard):
    old = add.mentee("Ada Okafor", state=MentorshipState.COMPLETED)
    add.mentee(person_id=add.person_of(old))
    page = open_page()
    page.show_mentee(old)
    refused = heard(page.refused)

    page.change_state(page._mentee_pane.card, MentorshipState.ACTIVE)

    assert refused == ["Ada Okafor is your mentee already."]


def test_a_mentee_who_is_gone_is_said_and_the_page_stays(open_page, add, heard):
    ada = add.mentee("Ada Okafor")
    page = open_page()
    refused = heard(page.refused)

    page.show_mentee(404)

    assert refused == ["This mentorship is no longer on the desk."]
    assert page.current_mentorship() == ada


def test_an_added_tab_is_made_when_shown_and_counted_before_and_after(open_page, add, qtbot):
    ada, joy = add.mentee("Ada Okafor"), add.mentee("Joy Mensah")
    page = open_page()
    page.show_mentee(ada)
    tab = Tab()
    page.add_tab("Sessions", lambda: tab, lambda _card: 7)

    bar = page.findChild(QTabWidget)
    assert (bar.tabText(1), tab.shown) == ("Sessions · 7", [])
    bar.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bar.tabText(1) == "Sessions · 1")
    assert tab.shown == [(add.person_of(ada), ada)]

    page.show_mentee(joy)
    assert tab.shown[-1] == (add.person_of(joy), joy)
    page.react_to(Changes(Area.SESSIONS))
    assert tab.reactions == 1
    assert bar.tabText(1) == "Sessions · 2"
    page.make_new()
    assert tab.made == 1


def test_a_change_elsewhere_leaves_the_page_alone(open_page, add):
    add.mentee("Ada Okafor")
    page = open_page()
    tab = Tab()
    page.add_tab("Sessions", lambda: tab, lambda _card: 1)
    page.make_tab("Sessions")

    page.react_to(Changes(Area(0)))

    assert tab.reactions == 0


def test_a_mentee_behind_a_session_reads_what_changed_when_they_are_shown_again(open_page, add):
    ada = add.mentee("Ada Okafor")
    page = open_page()
    tab = Tab()
    page.add_tab("Sessions", lambda: tab, lambda _card: 1)
    page.make_tab("Sessions")
    page.show_tab(tab)
    page.show_beside(QWidget())

    page.react_to(Changes(Area.SESSIONS, mentorship_id=ada))
    page.react_to(Changes(Area.GOALS, mentorship_id=ada))

    assert tab.reactions == 0
    page.show_mentee(ada)
    assert tab.reactions == 1
    page.show_mentee(ada)
    assert tab.reactions == 1


def test_a_line_that_changed_with_a_session_is_shown_at_once(open_page, add, desk, now):
    ada = add.mentee("Ada Okafor")
    page = open_page()
    page.show_beside(QWidget())
    add.session(ada, starts_at=now + timedelta(days=2), state=SessionState.PLANNED)

    page.react_to(Changes(Area.SESSIONS, mentorship_id=ada))

    [row] = page._listed.rows
    assert [row] == desk.look(list_mentees, now=now)
    assert row.next_at is not None


def test_a_name_changed_elsewhere_is_shown_here(open_page, add, desk):
    from mentor_desk.services.network.people import PersonEntry, edit_person

    person = add.person_of(add.mentee("Ada Okafor"))
    page = open_page()

    page.react_to(desk.do(edit_person, person_id=person, entry=PersonEntry(given="Ada")))

    assert lines(page) == ["Active · 1", "Ada"]
    assert page._mentee_pane._header._name_link.text() == "Ada"


def test_the_second_line_says_what_comes_next(open_page, add, now):
    quiet = add.mentee("Samir Haddad")
    add.session(quiet, starts_at=now - timedelta(days=41))
    planned = add.mentee("Joy Mensah")
    add.goal(planned)
    add.session(planned, state=SessionState.PLANNED, starts_at=now + timedelta(days=3))
    add.mentee("Elif Romero", state=MentorshipState.PAUSED)
    add.mentee("Kwame Boateng", state=MentorshipState.COMPLETED)
    model = open_page()._list_pane._rows

    spoken = [
        model.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for place in range(model.rowCount())
    ]

    assert spoken[1].startswith("Joy Mensah, Thu 26 Nov, 10:00")
    assert spoken[1].endswith("1 goal")
    assert spoken[2] == "Samir Haddad, quiet 41 days · 0 goals"
    assert spoken[4] == "Elif Romero, since Tue 3 Feb"
    assert spoken[6] == "Kwame Boateng, 10 months together"


def test_everything_that_takes_the_keyboard_has_a_name(open_page, add):
    mentee = add.mentee("Ada Okafor")
    add.goal(mentee)
    add.action(mentee)
    add.session(mentee)
    page = open_page()

    nameless = [
        each
        for each in page.findChildren(QWidget)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.isVisible()
        and not each.objectName().startswith("qt_")
        and not (each.accessibleName() or getattr(each, "text", str)())
    ]

    assert [type(each).__name__ for each in nameless if not isinstance(each, QTabWidget)] == []


def test_a_dialog_that_deletes_says_what_goes_and_what_stays(qtbot, desk, add, open_page):
    mentee = add.mentee("Ada Okafor")
    add.session(mentee)
    add.goal(mentee)
    add.goal(mentee)
    page = open_page()
    dialog = DeleteMenteeDialog(desk, page._mentee_pane.card)
    qtbot.addWidget(dialog)

    said = dialog.accessibleDescription()

    assert "With it go: 1 session, 2 goals." in said
    assert "Ada Okafor stays on your desk as a contact" in said
    assert "Undo" in said
    assert dialog.cancel_button.isDefault()


def test_a_session_stands_in_the_mentees_place_until_the_name_is_clicked(open_page, add, qtbot):
    add.mentee("Ada Okafor")
    page = open_page()
    session = QWidget()
    page.show_beside(session)
    view = page._list_pane._view
    place = view.visualRect(view.currentIndex()).center()

    page.react_to(Changes(Area.SESSIONS))
    assert page._right.currentWidget() is session

    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page._right.currentWidget() is page._mentee_pane


def test_entering_a_mentee_goes_to_the_tab_in_front(open_page, add, qtbot):
    add.mentee("Ada Okafor")
    page = open_page()
    page.show_beside(QWidget())

    page._list_pane._view.activated.emit(page._list_pane._view.currentIndex())

    assert page._right.currentWidget() is page._mentee_pane


def test_a_contact_is_taken_on_by_the_page(open_page, add, heard):
    ada = add.person("Ada Okafor")
    page = open_page()
    told = heard(page.changed)

    answered(accept=True)
    page.take_on(ada)

    assert page._mentee_pane.card.name == "Ada Okafor"
    assert told[0].did == "Took on Ada Okafor as a mentee"


def test_a_page_shows_its_own_changes_before_anybody_is_told(qtbot, desk, add, heard):
    add.mentee("Ada Okafor")
    page = MenteesPage(desk)
    qtbot.addWidget(page)

    page.change_state(page._mentee_pane.card, MentorshipState.PAUSED)

    assert lines(page) == ["Paused · 1", "Ada Okafor"]
