"""What of the history can be reached: with the keyboard, beyond the first page, of each side."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentor_desk.models.kinds import Side
from mentor_desk.services.history.words import Kind
from mentor_desk.services.introductions.noting import edit_party
from mentor_desk.services.network.people import delete_person
from mentor_desk.services.sessions.card import session_card
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.ui.history import trash_pane
from mentor_desk.ui.history.page import HistoryPage
from mentor_desk.ui.history.record_dialog import RecordHistoryDialog
from mentor_desk.ui.history.trash_pane import TrashPane
from mentor_desk.ui.history.versions_dialog import VersionsDialog


@pytest.fixture
def written(desk, add):
    """A session that was written up three times."""
    session = add.session(add.mentee("Ada Okafor"))
    for words in ("First words", "Second words", "Third words"):
        desk.do(write_session, session_id=session, words=SessionWords(shared_notes=words))
    return session


def reached_by_tab(widget):
    reached = set()
    for _ in range(20):
        widget.window().focusNextChild()
        reached.add(QApplication.focusWidget())
    return reached


def test_somebody_without_notes_has_no_versions_to_take_back(show, desk, add, texts):
    dialog = show(VersionsDialog(desk, Kind.PERSON, add.person("Ada")))

    assert any(words.startswith("There are no notes here") for words in texts(dialog))
    assert not dialog.verb_button.isVisible()
    assert not dialog._view.isVisible()
    dialog.keep()
    assert dialog.changes is None


def test_enter_at_once_takes_nothing_back(show, desk, written, now, qtbot):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written, field="shared_notes"))
    assert dialog._view.hasFocus()

    qtbot.keyClick(dialog._view, Qt.Key.Key_Return)

    assert dialog.changes is None
    assert desk.run(session_card, session_id=written, now=now).shared_notes == "Third words"


def test_what_was_written_for_each_side_of_an_introduction_can_be_taken_back(show, desk, add):
    introduction = add.introduction(add.person("Ada"), add.person("Ben"))
    for reason in ("Both teach", "Both teach maths"):
        desk.do(edit_party, introduction_id=introduction, side=Side.SECOND, reason=reason)
    dialog = show(VersionsDialog(desk, Kind.INTRODUCTION, introduction))

    told = [made.text() for made in dialog._field_buttons.values() if made.isEnabled()]
    assert told == ["Reason (Ben)"]
    dialog.verb_button.click()

    assert dialog.changes.did == "Took back earlier reason: Ben’s side"


def test_tab_goes_round_all_of_a_record_s_history(show, desk, add_someone, rename):
    ada = add_someone()
    rename(ada.made, "Ada Obi")
    dialog = show(RecordHistoryDialog(desk, Kind.PERSON, ada.made))
    pane = dialog._pane
    assert pane._view.hasFocus()

    assert {pane._filter_edit, pane._view} <= reached_by_tab(dialog)


def test_the_history_of_a_record_goes_on_beyond_the_first_page(show, desk, add_someone, rename):
    ada = add_someone()
    for number in range(205):
        rename(ada.made, f"Ada {number}")

    dialog = show(RecordHistoryDialog(desk, Kind.PERSON, ada.made))

    assert dialog._pane.show_step(ada.step)
    assert dialog._pane.chosen_id() == ada.step


@pytest.mark.parametrize("segment", ["_steps", "_trash"])
def test_tab_goes_round_the_whole_page(show, desk, add_someone, segment, qtbot):
    desk.do(delete_person, person_id=add_someone().made)
    page = show(HistoryPage(desk))
    getattr(page, f"{segment}_button").click()
    pane = getattr(page, segment)
    pane.go_to_list()

    reached = reached_by_tab(page)

    segments = {page._steps_button, page._trash_button}
    assert {pane._filter_edit, pane._view} <= reached
    assert reached & segments


def test_words_find_in_the_trash_what_is_not_listed_any_more(show, desk, add, qtbot, monkeypatch):
    monkeypatch.setattr(trash_pane, "MOST", 2)
    for name in ("Ada", "Ben", "Cem"):
        desk.do(delete_person, person_id=add.person(name))
    pane = show(TrashPane(desk))
    pane.reload()
    assert pane._most_label.isVisible()
    assert not pane._rows.index_where(lambda row: row.name == "Ada").isValid()

    qtbot.keyClicks(pane._filter_edit, "ada")
    qtbot.keyClick(pane._filter_edit, Qt.Key.Key_Return)

    assert pane.chosen().name == "Ada"
    assert not pane._most_label.isVisible()
