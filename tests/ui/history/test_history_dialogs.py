"""The dialogs: the history of one record, earlier versions of notes, and forgetting for good."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.forgetting.for_good import ForgettingReport, preview_forgetting
from mentor_desk.services.forgetting.holds import HeldBy, Hold
from mentor_desk.services.history.steps import StepState, list_steps
from mentor_desk.services.history.words import Kind
from mentor_desk.services.network.listing import count_people, find_people, oneself
from mentor_desk.services.network.people import add_oneself, person_card
from mentor_desk.services.sessions.card import session_card
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.settings import Settings
from mentor_desk.ui.common import discreet
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.history.change_lines import FieldLine
from mentor_desk.ui.history.diff import passages
from mentor_desk.ui.history.forget_dialog import ForgetDialog
from mentor_desk.ui.history.forgotten_dialog import ForgottenDialog
from mentor_desk.ui.history.reading import ReadingDialog
from mentor_desk.ui.history.record_dialog import RecordHistoryDialog
from mentor_desk.ui.history.versions_dialog import VersionsDialog
from tests.crowd import import_crowd


def said(lines):
    return [lines.index(row, 0).data() for row in range(lines.rowCount())]


@pytest.fixture
def written(desk, add):
    """A session that was written up three times."""
    session = add.session(add.mentee("Ada Okafor"))
    for shared, private in (
        ("First words", ""),
        ("Second words", "Worried"),
        ("Third words", "Very worried"),
    ):
        words = SessionWords(shared_notes=shared, private_notes=private)
        desk.do(write_session, session_id=session, words=words)
    return session


@pytest.fixture
def discreetly(qapp, tmp_path):
    settings = Settings(tmp_path / "settings.json")
    discreet.turn(settings, is_on=True)
    yield
    discreet.turn(settings, is_on=False)


def test_the_history_of_a_record_holds_its_steps_and_no_others(
    show, desk, add_someone, rename, texts
):
    ada = add_someone("Ada")
    add_someone("Ravi Kapoor")
    rename(ada.made, "Ada Okafor")

    dialog = show(RecordHistoryDialog(desk, Kind.PERSON, ada.made))

    assert said(dialog._pane._lines) == ["Today", "Changed Ada Okafor", "Added Ada"]
    assert "History of Ada Okafor" in texts(dialog)


def test_a_step_can_be_undone_from_there(show, desk, add_someone, rename, heard):
    ada = add_someone("Ada")
    rename(ada.made, "Ada Okafor")
    dialog = show(RecordHistoryDialog(desk, Kind.PERSON, ada.made))
    told = heard(dialog.changed)

    dialog._pane._detail._verb_button.click()

    assert [changes.did for changes in told] == ["Undid: Changed Ada Okafor"]
    assert desk.run(person_card, person_id=ada.made).name == "Ada"
    assert dialog._pane._detail.step.state is StepState.UNDONE


def test_what_cannot_be_undone_there_is_said_in_the_dialog(show, desk, add_someone, rename):
    ada = add_someone("Ada")
    rename(ada.made, "Ada Okafor")
    dialog = show(RecordHistoryDialog(desk, Kind.PERSON, ada.made))

    dialog._pane.undo_requested.emit(ada.step)

    assert "Changed Ada Okafor" in dialog.form.refusal_of()
    assert desk.run(person_card, person_id=ada.made).name == "Ada Okafor"


def test_words_narrow_the_history_of_a_record(show, desk, add_someone, rename, qtbot):
    ada = add_someone("Ada")
    rename(ada.made, "Ada Okafor")
    dialog = show(RecordHistoryDialog(desk, Kind.PERSON, ada.made))

    qtbot.keyClicks(dialog._pane._filter_edit, "added")

    qtbot.waitUntil(lambda: said(dialog._pane._lines) == ["Today", "Added Ada"])


def test_versions_stand_from_now_back_and_the_one_before_is_chosen(show, desk, written):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written, field="shared_notes"))

    assert [row.text for row in dialog._table.rows()] == [
        "Third words",
        "Second words",
        "First words",
        "",
    ]
    assert dialog._chosen().text == "Second words"
    assert dialog.verb_button.isEnabled()


def test_what_would_change_is_marked_and_can_be_left_unmarked(show, desk, written):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written, field="shared_notes"))
    assert "Third" in dialog._open_text.toPlainText()
    assert "Second" in dialog._open_text.toPlainText()

    dialog._marks_check.click()

    assert dialog._open_text.toPlainText() == "Second words"


def test_a_version_taken_back_is_how_it_reads_and_nothing_else_changes(show, desk, written, now):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written, field="shared_notes"))
    dialog._view.setCurrentIndex(dialog._table.index(2, 0))

    dialog.verb_button.click()

    card = desk.run(session_card, session_id=written, now=now)
    assert card.shared_notes == "First words"
    assert card.private_notes == "Very worried"
    assert dialog.changes.did == "Took back earlier shared notes: Session 1 with Ada Okafor"


def test_how_it_reads_now_cannot_be_taken_back(show, desk, written, texts):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written, field="shared_notes"))

    dialog._view.setCurrentIndex(dialog._table.index(0, 0))

    assert not dialog.verb_button.isEnabled()
    assert "This is how it reads now." in texts(dialog)


def test_an_earlier_version_that_reads_as_now_cannot_be_taken_back(show, desk, written, texts):
    words = SessionWords(shared_notes="First words", private_notes="Very worried")
    desk.do(write_session, session_id=written, words=words)
    dialog = show(VersionsDialog(desk, Kind.SESSION, written, field="shared_notes"))
    assert dialog.verb_button.isEnabled()

    dialog._view.setCurrentIndex(dialog._table.index(3, 0))

    assert dialog._chosen().text == "First words"
    assert not dialog.verb_button.isEnabled()
    assert not dialog._marks_check.isEnabled()
    assert "This is how it reads now, too." in texts(dialog)


def test_cancelling_leaves_the_note_as_it_is(show, desk, written, now):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written))

    dialog.cancel_button.click()

    assert dialog.changes is None
    assert desk.run(session_card, session_id=written, now=now).shared_notes == "Third words"


def test_private_notes_are_on_warm_ground_with_a_lock(show, desk, written):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written, field="shared_notes"))
    assert not dialog._lock.isVisible()

    dialog._field_buttons["private_notes"].click()

    assert dialog._lock.isVisible()
    assert dialog._private_text.isVisible()
    assert not dialog._open_text.isVisible()
    assert dialog._private_text.accessibleName() == "Private notes, private"


def test_private_notes_are_covered_while_the_program_is_discreet(show, desk, written, discreetly):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written, field="private_notes"))

    looks = [dialog._look(row) for row in dialog._table.rows()]

    assert not dialog._private_text.isVisible()
    assert all(look.detail == "" for look in looks)


def test_a_note_without_words_cannot_be_chosen(show, desk, written):
    dialog = show(VersionsDialog(desk, Kind.SESSION, written))

    assert not dialog._field_buttons["learned"].isEnabled()
    assert dialog._field_buttons["shared_notes"].isEnabled()


def test_versions_of_what_is_gone_are_refused(desk):
    with pytest.raises(NotFoundError):
        VersionsDialog(desk, Kind.SESSION, 999)


def test_a_field_is_read_whole_and_copied(show, texts):
    line = FieldLine("Remark", "was", "became", passages("was", "became"), is_private=True)
    dialog = show(ReadingDialog(line))
    assert "What it was" in texts(dialog)

    next(
        each
        for each in dialog.findChildren(type(dialog.verb_button))
        if each.accessibleName() == "Copy what it became"
    ).click()

    assert QGuiApplication.clipboard().text() == "became"


def test_forgetting_needs_the_name_typed_in_any_case_or_accent(show, desk, add_someone, qtbot):
    person = add_someone("José Núñez").made
    dialog = show(ForgetDialog(desk, person))
    assert not dialog.verb_button.isEnabled()

    qtbot.keyClicks(dialog._typed_edit, "jose nu")
    assert not dialog.verb_button.isEnabled()
    dialog.accept()
    assert "José Núñez" in dialog.form.refusal_of("typed")
    qtbot.keyClicks(dialog._typed_edit, "nez")

    assert dialog.verb_button.isEnabled()
    assert desk.run(count_people) == 1


def test_enter_and_escape_forget_nobody(show, desk, add_someone, qtbot):
    dialog = show(ForgetDialog(desk, add_someone("Ada Okafor").made))

    qtbot.keyClick(dialog._typed_edit, Qt.Key.Key_Return)

    assert dialog.report is None
    assert desk.run(count_people) == 1


def test_the_preview_says_what_goes_and_what_stays(show, desk, add, texts):
    mentorship = add.mentee("Ada Okafor")
    add.session(mentorship, shared_notes="Hers")
    add.person("Ravi Kapoor", remark="Knows Ada Okafor from school")

    dialog = show(ForgetDialog(desk, add.person_of(mentorship)))

    assert "1 person, 1 mentorship, 1 session" in texts(dialog)
    assert "What stays" in texts(dialog)


def test_forgetting_takes_the_person_from_desk_and_history(show, desk, add_someone, rename, qtbot):
    ada = add_someone("Ada").made
    rename(ada, "Ada Okafor")
    dialog = show(ForgetDialog(desk, ada))
    qtbot.keyClicks(dialog._typed_edit, "Ada Okafor")

    dialog.verb_button.click()

    assert desk.run(count_people) == 0
    assert [step.state for step in desk.run(list_steps)] == [StepState.FINAL]
    assert "Ada" not in desk.run(list_steps)[0].did
    assert dialog.report.holds == ()


def lines(dialog):
    """Return what the lists of a dialog say, each line with what is under it."""
    return [
        (look.text, look.detail)
        for view in dialog.findChildren(QListView)
        for row in range(view.model().rowCount())
        if (look := view.model().index(row, 0).data(ROW_ROLE)) is not None
    ]


@pytest.mark.parametrize("is_report", [False, True])
def test_what_still_holds_them_is_said_with_its_path_before_and_after(
    show, desk, add_someone, now, is_report
):
    person = add_someone("Ada").made
    holds = [Hold(by, Path("/somewhere") / by.value, now) for by in HeldBy]
    preview = desk.run(preview_forgetting, person_id=person, now=now)
    report = ForgettingReport(Changes(EVERYTHING), preview, tuple(holds))

    dialog = ForgottenDialog(report) if is_report else ForgetDialog(desk, person, holds=holds)
    show(dialog)

    told = lines(dialog)
    assert [detail for _, detail in told] == [str(hold.path) for hold in holds]
    assert "until 1 November 2027 at the latest" in told[0][0]
    assert all("until" in text or "look yourself" in text for text, _ in told)


def test_without_backups_the_report_says_so(show, desk, add_someone, qtbot, texts):
    dialog = show(ForgetDialog(desk, add_someone("Ada").made))
    qtbot.keyClicks(dialog._typed_edit, "Ada")
    dialog.verb_button.click()

    report = show(ForgottenDialog(dialog.report))

    assert any(text.startswith("No backup or copy of this desk") for text in texts(report))


def test_earlier_versions_that_name_them_are_among_what_goes(show, desk, add, add_someone, texts):
    ada = add_someone("Ada Okafor").made
    session = add.session(add.mentee("Ben Diaz"))
    for note in ("Ada Okafor called", "nothing here", "Ada Okafor again"):
        words = SessionWords(private_notes=note)
        desk.do(write_session, session_id=session, words=words)

    dialog = show(ForgetDialog(desk, ada))

    assert "Named in 1 earlier version of other notes" in texts(dialog)
    assert lines(dialog) == [
        (
            "Ada Okafor called",
            "Private notes · 1 earlier version · Session 1 with Ben Diaz",
        ),
        ("Session 1 with Ben Diaz", "Private notes · stays as it is, change it yourself"),
    ]
    assert any("change it before you forget them" in text for text in texts(dialog))


def test_who_has_the_name_within_their_own_is_told_of_among_what_stays(show, desk, add_someone):
    ada = add_someone("Ada Okafor").made
    for name in ("Mary Ada Okafor", "Ada Okafor’s Mother"):
        add_someone(name)

    dialog = show(ForgetDialog(desk, ada))

    assert lines(dialog) == [
        ("Ada Okafor’s Mother", "Name · stays as it is, change it yourself"),
        ("Mary Ada Okafor", "Called so themselves · stays as it is"),
    ]


def test_a_name_too_long_to_type_is_confirmed_by_a_word(show, desk, add_someone, qtbot):
    dialog = show(ForgetDialog(desk, add_someone("Wolfeschlegelstein " * 5).made))

    qtbot.keyClicks(dialog._typed_edit, "forget")

    assert dialog.verb_button.isEnabled()


def test_on_a_crowded_desk_the_window_waits_while_somebody_is_forgotten(show, desk, qtbot):
    import_crowd(desk, 2100)
    person = desk.run(find_people, "Given7 Family7")[0].id
    before = desk.run(count_people)
    dialog = show(ForgetDialog(desk, person))
    dialog._typed_edit.setText("Given7 Family7")

    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.verb_button.click()
        assert dialog.report is None

    assert dialog.report.preview.name == "Given7 Family7"
    assert desk.run(count_people) == before - 1


def test_the_mentor_is_never_forgotten(desk, now):
    desk.do(add_oneself, name="Me", now=now)

    with pytest.raises(RefusedMoveError):
        ForgetDialog(desk, desk.run(oneself).id)
