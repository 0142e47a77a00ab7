"""What the mentor decides when somebody is forgotten: other records, and words of the name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from mentor_desk.services.forgetting.names import MARK
from mentor_desk.services.history.trash import list_trash
from mentor_desk.services.history.versions import note_versions
from mentor_desk.services.history.words import Kind
from mentor_desk.services.network.people import delete_person
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.history.forget_dialog import ForgetDialog
from mentor_desk.ui.history.forgotten_dialog import ForgottenDialog


@pytest.fixture
def session(desk, add):
    """A session of somebody else whose notes once had a word of the name."""
    session = add.session(add.mentee("Ben Diaz"))
    for note in ("Ask Ada about it", "Will Okafor help?", "nothing here"):
        desk.do(write_session, session_id=session, words=SessionWords(private_notes=note))
    return session


def told(dialog):
    """Return what the lists of a dialog say in their first lines."""
    return [
        getattr(row, "look", row).text
        for view in dialog.findChildren(QListView)
        for place in range(view.model().rowCount())
        if (row := view.model().index(place, 0).data(ROW_ROLE)) is not None
    ]


def forget(dialog, name):
    dialog._typed_edit.setText(name)
    dialog.verb_button.click()
    return dialog.report


def versions(desk, session):
    found = desk.run(note_versions, kind=Kind.SESSION, record_id=session, field="private_notes")
    return [each.text for each in found][1:-1]


def test_words_that_may_be_the_name_stay_unless_they_are_ticked(show, desk, add_someone, session):
    dialog = show(ForgetDialog(desk, add_someone("Ada Okafor").made))
    assert told(dialog) == ["Ask Ada about it", "Will Okafor help?"]

    report = forget(dialog, "Ada Okafor")

    assert versions(desk, session) == ["Will Okafor help?", "Ask Ada about it"]
    assert told(show(ForgottenDialog(report))) == ["Ask Ada about it", "Will Okafor help?"]


def test_space_ticks_where_a_word_of_the_name_is_cut(show, desk, add_someone, session, qtbot):
    dialog = show(ForgetDialog(desk, add_someone("Ada Okafor").made))
    view = dialog._maybe_list.view
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert view.currentIndex().data(spoken).endswith("not ticked")

    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.currentIndex().data(spoken).endswith(", ticked")
    report = forget(dialog, "Ada Okafor")

    assert versions(desk, session) == ["Will Okafor help?", f"Ask {MARK} about it"]
    assert told(show(ForgottenDialog(report))) == ["Will Okafor help?"]


def test_all_are_ticked_and_unticked_at_once(show, desk, add, add_someone):
    ben = add.mentee("Ben Diaz")
    for _ in range(3):
        session = add.session(ben, learned="Ada")
        words = SessionWords(learned="", private_notes="kept")
        desk.do(write_session, session_id=session, words=words)
    dialog = show(ForgetDialog(desk, add_someone("Ada Okafor").made))
    ticks = dialog._maybe_list
    assert ticks._all_button.isVisible()

    ticks._all_button.click()
    assert len(ticks.chosen) == 3
    ticks._all_button.click()

    assert ticks.chosen == frozenset()


def test_an_earlier_record_goes_too_unless_it_is_unticked(show, desk, add_someone, texts, qtbot):
    old = add_someone("Ada Okafor", remark="SECRETNOTE").made
    desk.do(delete_person, person_id=old)
    dialog = show(ForgetDialog(desk, add_someone("Ada Okafor").made))
    assert "2 people" in texts(dialog)

    qtbot.keyClick(dialog._others_list.view, Qt.Key.Key_Space)
    assert "1 person" in texts(dialog)
    report = forget(dialog, "Ada Okafor")

    assert [row.record_id for row in desk.run(list_trash)] == [old]
    assert told(show(ForgottenDialog(report))) == ["Ada Okafor"]


def test_what_is_ticked_stays_so_when_another_record_is_taken_in(
    show, desk, add_someone, session, qtbot
):
    add_someone("Ada Okafor")
    dialog = show(ForgetDialog(desk, add_someone("Ada Okafor").made))
    qtbot.keyClick(dialog._maybe_list.view, Qt.Key.Key_Space)

    qtbot.keyClick(dialog._others_list.view, Qt.Key.Key_Space)
    report = forget(dialog, "Ada Okafor")

    assert len(report.preview.with_others) == 1
    assert versions(desk, session) == ["Will Okafor help?", f"Ask {MARK} about it"]
