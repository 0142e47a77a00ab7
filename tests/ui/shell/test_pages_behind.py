"""A page that nobody sees reads only when it is seen, and is never stale then."""

import pytest
from PySide6.QtWidgets import QAbstractItemView, QLabel

from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.forgetting.for_good import forget_for_good
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person
from mentor_desk.services.sessions.planning import list_sessions
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.shell.whereabouts import Place

PAGES = ("introductions", "network", "reviews", "history")


@pytest.fixture
def pages(opened):
    """Return the pages of a window that was everywhere once, in front of a mentee."""
    for key in (*PAGES, "mentees"):
        opened.pages.go(Place(key))
    opened.pages.mentee_room.make_tabs()
    return opened.pages


@pytest.fixture
def add(pages):
    def add(name):
        desk = pages.desk
        pages.announce(desk.do(add_person, entry=PersonEntry(display_name=name), now=desk.now()))

    return add


@pytest.fixture
def said(pages):
    """Return what was said to the database from now on."""
    heard = []
    pages.desk.run(lambda _db: None)
    pages.desk.file.connection.set_trace_callback(heard.append)
    return heard


def people_listed(pages):
    return len(pages._made["network"]._list._ids)


def test_a_page_behind_reads_what_changed_when_it_comes_to_the_front(pages, add):
    held = people_listed(pages)

    add("First One")
    add("Second One")

    assert people_listed(pages) == held
    pages.go(Place("network"))
    assert people_listed(pages) == held + 2


def test_a_page_behind_is_read_before_it_is_asked_for_somebody(pages, add):
    held = people_listed(pages)
    add("First One")

    page = pages.page("network")

    assert len(page._list._ids) == held + 1


def test_what_touches_everything_is_read_out_of_sight_too(pages, add):
    held = people_listed(pages)
    add("First One")

    pages.announce(Changes(EVERYTHING))

    assert people_listed(pages) == held + 1


def test_saving_words_reads_one_line_of_the_mentees_and_no_other_page(pages, said):
    ada = pages.desk.look(list_mentees, now=pages.desk.now())[0].mentorship_id
    session = pages.desk.run(list_sessions, mentorship_id=ada, now=pages.desk.now())[0]
    pages.go(Place("mentees", session.id, "session"))
    notes = next(
        each for each in pages.mentee_room.editor.findChildren(NotesEdit) if each.isVisible()
    )
    notes.textCursor().insertText("A word more. ")
    said.clear()

    assert pages.flush()

    read = [each for each in said if each.lstrip().startswith("SELECT") and "FROM" in each]
    [line] = [each for each in read if "people" in each and "cadence_days" in each]
    assert f"WHERE mentorships.id = {ada}" in line
    assert not [each for each in read if "ORDER BY" in each and "FROM steps" not in each]


def test_words_that_were_saved_stand_on_the_mentee_behind_the_session(pages):
    ada = pages.desk.look(list_mentees, now=pages.desk.now())[0].mentorship_id
    session = pages.desk.run(list_sessions, mentorship_id=ada, now=pages.desk.now())[0]
    pages.mentee_room.show_tab("sessions", ada)
    pages.go(Place("mentees", session.id, "session"))
    notes = pages.mentee_room.editor._parts.shared_pane.edit
    notes.moveCursor(notes.textCursor().MoveOperation.Start)
    notes.textCursor().insertText("Spoke aloud. ")

    pages.flush()
    pages.go(Place("mentees", ada, "sessions"))

    [row] = pages.mentee_room.tabs["sessions"]._table._rows
    assert row.first_line.startswith("Spoke aloud.")


def test_nothing_of_who_was_forgotten_stays_in_a_history_that_nobody_sees(pages, qtbot):
    desk, history = pages.desk, pages.page("history")
    entry = PersonEntry(display_name="Quixotica Marble")
    person = desk.do(add_person, entry=entry, now=desk.now()).made
    pages.announce(desk.do(delete_person, person_id=person))
    pages.go(Place("history"))
    history.show_trash()
    held = [shown for shown in shown_in(history) if "Quixotica" in shown]

    pages.go(Place("mentees"))
    pages.announce(forget_for_good(desk, person_id=person).changes)

    assert held
    # What is taken off a page is gone a moment later.
    qtbot.waitUntil(lambda: not [shown for shown in shown_in(history) if "Quixotica" in shown])


def shown_in(page):
    labels = [label.text() for label in page.findChildren(QLabel)]
    models = [view.model() for view in page.findChildren(QAbstractItemView)]
    return labels + [
        str(model.index(row, 0).data()) for model in models for row in range(model.rowCount())
    ]
