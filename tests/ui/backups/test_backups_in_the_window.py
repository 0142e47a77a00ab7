"""Backups as the mentor sees them: the line, the list, making one, and going back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QPushButton

from mentor_desk.services.keeping.backups import (
    SECOND_FOLDER,
    back_up,
    backup_folders,
    list_backups,
)
from mentor_desk.services.keeping.restoring import look_ahead
from mentor_desk.services.keeping.standing import BackupState, Standing
from mentor_desk.services.network.listing import find_people
from mentor_desk.ui.backups.dialog import BackupsDialog
from mentor_desk.ui.backups.keeper import BackupKeeper, Shelf
from mentor_desk.ui.backups.line import BackupLine
from mentor_desk.ui.backups.restore_dialog import RestoreDialog
from mentor_desk.ui.backups.table import BackupTable
from mentor_desk.ui.backups.words import loss_words, standing_words, why_words
from mentor_desk.ui.common.feedback import Question
from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.preferences.backups import BackupsSection
from mentor_desk.ui.recovery.page import RescuePage
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.opening.unlock import TroublePage, UnlockPage
from tests.conftest import NOW
from tests.factories import Factories
from tests.visiting import open_window

SECRET = "correct horse battery"


def rest(qtbot, keeper):
    qtbot.waitUntil(lambda: keeper.is_read and not keeper.is_busy, timeout=20_000)


def rows_of(dialog):
    return dialog._table.rows()


@pytest.fixture
def dialog(qtbot, keeper):
    dialog = BackupsDialog(keeper)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: keeper.is_read)
    return dialog


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=5), "Backed up just now"),
        (timedelta(minutes=4), "Backed up 4 min ago"),
        (timedelta(hours=7), "Backed up 7 h ago"),
        (timedelta(days=2), "Backed up 2 days ago"),
    ],
)
def test_the_words_say_how_long_ago_it_was(passed, words):
    assert standing_words(BackupState(Standing.FRESH, NOW - passed), NOW) == words


def test_the_words_say_what_is_not_as_it_should_be():
    ahead = BackupState(Standing.AHEAD, NOW + timedelta(days=4000))

    assert standing_words(BackupState(Standing.NEVER), NOW) == "No backup yet"
    assert "Last backup 5 days ago" in standing_words(
        BackupState(Standing.TOO_OLD, NOW - timedelta(days=5)), NOW
    )
    assert "2037" in standing_words(ahead, NOW)
    assert why_words("of tomorrow") == ""


def test_an_empty_list_offers_the_first_step(qtbot, keeper, dialog):
    assert dialog._stack.currentWidget() is dialog._empty
    assert not dialog._restore_button.isEnabled()

    with qtbot.waitSignal(keeper.changed):
        dialog._empty.step_requested.emit()
    qtbot.waitUntil(lambda: len(rows_of(dialog)) == 1, timeout=20_000)

    assert dialog._stack.currentWidget() is dialog._view
    assert dialog.row().why == "asked"
    assert dialog._restore_button.isEnabled()


def test_a_backup_shows_its_progress_and_can_be_stopped(qtbot, keeper, dialog):
    told = []
    keeper.progressed.connect(lambda done, of: told.append((done, of)))

    qtbot.mouseClick(dialog._now_button, Qt.MouseButton.LeftButton)
    assert dialog._bar.isVisible()
    assert not dialog._now_button.isEnabled()
    qtbot.mouseClick(dialog._stop_button, Qt.MouseButton.LeftButton)
    rest(qtbot, keeper)

    assert rows_of(dialog) == ()
    assert not dialog._bar.isVisible()
    assert keeper.problem == ""


def test_what_did_not_work_is_said_and_goes_once_it_works(qtbot, keeper, dialog, own_folder):
    (own_folder / "backups").write_bytes(b"in the way")
    dialog._now_button.click()
    rest(qtbot, keeper)
    assert "backups" in keeper.problem
    assert dialog._banner.isVisible()

    (own_folder / "backups").unlink()
    dialog._now_button.click()
    rest(qtbot, keeper)

    assert keeper.problem == ""
    qtbot.waitUntil(lambda: not dialog._banner.isVisible())


def test_a_second_folder_that_is_not_there_is_said_though_the_first_worked(
    qtbot, keeper, settings, own_folder
):
    settings.remember({SECOND_FOLDER: str(own_folder / "desk.keys" / "stick")})

    keeper.back_up()
    rest(qtbot, keeper)

    assert "stick" in keeper.problem
    qtbot.waitUntil(lambda: len(keeper.rows) == 1)


def test_one_that_cannot_be_read_is_listed_and_not_restored(qtbot, keeper, dialog, own_folder):
    (own_folder / "backups").mkdir()
    (own_folder / "backups" / "old.mentordesk").write_bytes(b"cut off")

    with qtbot.waitSignal(keeper.changed):
        keeper.read()

    assert dialog.row().trouble
    assert not dialog._restore_button.isEnabled()


def test_the_list_tells_figures_where_and_why_and_sorts_by_the_counter(
    qtmodeltester, own, keeper, tmp_path
):
    (tmp_path / "stick").mkdir()
    for days in (0, -3):
        back_up(own, [keeper.folders[0], tmp_path / "stick"], now=NOW + timedelta(days=days))
    sick = tmp_path / "sick.mentordesk"
    sick.write_bytes(b"cut off")
    rows = [*list_backups([tmp_path / "stick"]), *list_backups([tmp_path])]
    table = BackupTable(lambda row: row.folder.name, NOW.date)
    table.set_rows(rows)
    qtmodeltester.check(table)

    shown = [
        [table.index(line, column).data() for column in range(table.columnCount())]
        for line in range(3)
    ]
    tips = [table.index(line, 0).data(Qt.ItemDataRole.ToolTipRole) for line in range(3)]
    ordered = SortedRows(table)
    ordered.sort(0, Qt.SortOrder.DescendingOrder)

    assert shown[0][1:4] == ["1", "1", "1"]
    assert shown[0][6:] == ["stick", "made by hand"]
    assert shown[2][0:5] == ["sick.mentordesk", "", "", "", ""]
    assert shown[2][7] == "cannot be read"
    assert "version 0.1" in tips[0]
    assert "damaged" in tips[2]
    counters = [ordered.index(line, 0).data(ROW_ROLE).counter for line in range(3)]
    assert counters == [2, 1, 0]


def test_a_desk_is_backed_up_by_itself_when_that_is_due_and_not_else(qtbot, keeper):
    keeper.look_after()
    rest(qtbot, keeper)
    qtbot.waitUntil(lambda: len(keeper.rows) == 1, timeout=20_000)
    assert keeper.rows[0].why == "daily"

    with qtbot.waitSignal(keeper.changed):
        keeper.look_after()

    assert not keeper.is_busy
    assert len(keeper.rows) == 1


def test_a_backup_under_way_ends_before_the_desk_is_closed(qtbot, keeper, own):
    keeper.back_up()

    keeper.leave()
    own.close()

    qtbot.waitUntil(lambda: not keeper.is_busy)
    assert list((own.folder / "backups").glob("*.part")) == []


def test_the_line_is_quiet_when_all_is_well_and_red_when_not(qtbot, keeper, own_folder):
    line = BackupLine()
    qtbot.addWidget(line)
    line.tell_of(keeper)
    assert line.isHidden()

    with qtbot.waitSignal(keeper.changed):
        keeper.read()
    assert (line.text(), line.is_alarming) == ("No backup yet", True)

    keeper.back_up()
    assert line.text() == "Backing up…"
    rest(qtbot, keeper)
    qtbot.waitUntil(lambda: line.text() == "Backed up just now")
    assert (line.property("tone"), line.is_alarming) == ("", False)

    (own_folder / "backups").rename(own_folder / "elsewhere")
    (own_folder / "backups").write_bytes(b"in the way")
    keeper.back_up()
    rest(qtbot, keeper)
    assert (line.text(), line.property("tone")) == ("Backup failed", "red")


def test_the_line_reddens_when_the_last_one_is_too_old(qtbot, keeper, own):
    back_up(own, keeper.folders, now=own.now() - timedelta(days=5))
    line = BackupLine()
    qtbot.addWidget(line)
    line.tell_of(keeper)

    with qtbot.waitSignal(keeper.changed):
        keeper.read()

    assert line.text() == "Last backup 5 days ago"
    assert line.property("tone") == "red"


@pytest.fixture
def answered(qtbot, monkeypatch):
    """Have every dialog that asks answered at once, as soon as it has been filled in."""

    def answered(kind, fill=lambda _dialog: None, *, accept=True):
        seen = []

        def answer(dialog):
            dialog.show()
            fill(dialog)
            seen.append(dialog)
            return QDialog.DialogCode.Accepted.value if accept else 0

        monkeypatch.setattr(kind, "exec", answer)
        return seen

    return answered


def test_b6_going_back_says_what_is_put_aside_and_how_many_fewer(qtbot, own, keeper):
    row = back_up(own, keeper.folders, now=NOW).row
    add = Factories(own, NOW)
    add.session(add.mentee("Joy Mensah"), private_notes="Since then.")

    outlook = look_ahead(row.path, own.folder, desk=own)
    question = RestoreDialog(outlook)
    qtbot.addWidget(question)
    words = " ".join(label.text() for label in question.findChildren(type(question._title_label)))

    assert "1 note fewer, 1 session fewer, 1 person fewer" in words
    assert "set-aside" in words
    assert "0.1" in words
    assert question.key == own.file.key


def test_b6_the_words_fit_every_outlook(own, keeper):
    row = back_up(own, keeper.folders, now=NOW).row
    outlook = look_ahead(row.path, own.folder, desk=own)
    more = replace(outlook.present, notes=14, people=2014)

    assert "no fewer" in loss_words(outlook)
    assert "13 notes fewer, 2013 people fewer" in loss_words(replace(outlook, present=more))
    assert "not open" in loss_words(replace(outlook, present=None))
    assert "Another desk" in loss_words(replace(outlook, is_other_desk=True))
    assert "No desk" in loss_words(replace(outlook, has_desk=False))


def test_a_secret_is_asked_for_when_no_key_is_at_hand_and_a_wrong_one_is_said(
    qtbot, own, keeper, own_template
):
    row, key = back_up(own, keeper.folders, now=NOW).row, bytes(own.file.key)
    keeper.leave()
    own.close()
    question = RestoreDialog(look_ahead(row.path, own.folder))
    qtbot.addWidget(question)
    question.show()
    question.accept()
    assert question.isVisible()

    qtbot.keyClicks(question._secret_edit, "wrong")
    question.verb_button.click()
    qtbot.waitUntil(lambda: "does not open" in question.form.refusal_of("secret"))
    question._secret_edit.setText(own_template[1])
    question.verb_button.click()
    qtbot.waitUntil(lambda: not question.isVisible(), timeout=10_000)

    assert question.key == key
    assert question._secret_edit.text() == ""


def test_restoring_asks_first_and_hands_the_key_on(qtbot, keeper, dialog, own, answered):
    dialog._now_button.click()
    rest(qtbot, keeper)
    qtbot.waitUntil(lambda: len(rows_of(dialog)) == 1)
    answered(RestoreDialog)

    with qtbot.waitSignal(dialog.restore_requested, timeout=10_000) as asked:
        dialog._restore_button.click()

    assert asked.args == [keeper.rows[0].path, own.folder, own.file.key]
    assert not dialog.isVisible()


def test_restoring_can_be_called_off(qtbot, keeper, dialog, answered):
    dialog._now_button.click()
    rest(qtbot, keeper)
    qtbot.waitUntil(lambda: len(rows_of(dialog)) == 1)
    seen = answered(RestoreDialog, accept=False)

    with qtbot.assertNotEmitted(dialog.restore_requested):
        dialog._restore_button.click()
        qtbot.waitUntil(lambda: len(seen) == 1)

    assert dialog.isVisible()


def test_a_file_that_is_no_backup_is_refused_in_the_dialog(qtbot, dialog, tmp_path, monkeypatch):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF")
    chosen = (str(tmp_path / "letter.pdf"), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)

    dialog._file_button.click()

    qtbot.waitUntil(dialog._banner.isVisible)
    assert "no backup" in dialog._banner._sentence_label.text()


def test_a_backup_is_deleted_only_after_a_question(qtbot, keeper, dialog, answered):
    dialog._now_button.click()
    rest(qtbot, keeper)
    qtbot.waitUntil(lambda: len(rows_of(dialog)) == 1)
    answered(Question, accept=False)
    dialog._on_delete()
    assert keeper.rows[0].path.exists()

    answered(Question)
    qtbot.keyPress(dialog._view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: rows_of(dialog) == ())

    assert dialog._stack.currentWidget() is dialog._empty


def test_the_menu_of_a_row_holds_what_can_be_done_with_it(qtbot, keeper, dialog):
    dialog._now_button.click()
    rest(qtbot, keeper)
    qtbot.waitUntil(lambda: len(rows_of(dialog)) == 1)

    dialog._view.customContextMenuRequested.emit(dialog._view.rect().center())

    menu = dialog.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["Restore…", "Delete this backup…"]
    menu.close()


def test_the_settings_name_a_second_folder_and_give_it_up(
    qtbot, own, settings, tmp_path, monkeypatch
):
    section = BackupsSection(own, settings)
    qtbot.addWidget(section)
    (tmp_path / "stick").mkdir()
    chosen = [str(own.folder), str(tmp_path / "stick")]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen.pop(0))

    with qtbot.waitSignal(section.refused):
        section._choose_button.click()
    section._choose_button.click()
    assert section._folder_label.text() == str(tmp_path / "stick")
    section._forget_button.click()

    assert settings.text(SECOND_FOLDER) == ""
    qtbot.waitUntil(lambda: "No backup yet" in section._last_label.text())


def test_the_settings_say_how_many_backups_there_are(qtbot, own, settings):
    for days in (2, 1, 0):
        back_up(own, backup_folders(own.folder), now=own.now() - timedelta(days=days))

    section = BackupsSection(own, settings)
    qtbot.addWidget(section)

    qtbot.waitUntil(lambda: section._kept_label.text().startswith("3 backups"))
    assert section._last_label.text() == "Backed up just now."


@pytest.fixture
def window(qtbot, settings):
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.resize(1300, 850)
    window.show()
    yield window
    window.close_desk()


def test_b5_the_window_goes_back_to_a_backup_and_shows_it(qtbot, window, sample_folder):
    pages = open_window(window, sample_folder)
    before = len(pages.desk.run(find_people, limit=1000))
    file = back_up(pages.desk, backup_folders(sample_folder), now=NOW).row.path
    Factories(pages.desk, NOW).person("Somebody New")
    outlook = look_ahead(file, sample_folder, desk=pages.desk)

    with qtbot.waitSignal(window.desk_shown, timeout=20_000):
        window.restore(file, sample_folder, outlook.key)

    assert len(window.pages.desk.run(find_people, limit=1000)) == before
    assert len(list((sample_folder / "set-aside").iterdir())) == 1


def test_the_window_looks_after_its_desk_and_lets_it_go(qtbot, window, sample_folder):
    open_window(window, sample_folder)
    window.backing_up.begin()
    keeper = window.backing_up.keeper
    qtbot.waitUntil(lambda: keeper.is_read)
    line = window.frame.sidebar.findChild(BackupLine)
    assert (line.text(), line.is_alarming) == ("No backup yet", False)
    assert not keeper.is_busy

    window.close_desk()

    assert line.isHidden()
    assert window.backing_up.keeper is None


def seen_dialogs(monkeypatch):
    seen = []
    monkeypatch.setattr(BackupsDialog, "exec", lambda dialog: seen.append(dialog._shelf))
    return seen


def test_the_line_and_the_menu_open_the_backups(qtbot, window, sample_folder, monkeypatch):
    open_window(window, sample_folder)
    window.backing_up.begin()
    keeper = window.backing_up.keeper
    qtbot.waitUntil(lambda: keeper.is_read)
    seen = seen_dialogs(monkeypatch)

    window.frame.sidebar.findChild(BackupLine).click()
    window.verbs.table()["backups"]()

    assert seen == [keeper, keeper]


def button_named(page, words):
    return next(each for each in page.findChildren(QPushButton) if each.text() == words)


def test_b5_a_desk_that_does_not_open_offers_its_backups(
    qtbot, window, own, own_folder, monkeypatch
):
    back_up(own, backup_folders(own_folder), now=NOW)
    own.close()
    seen = seen_dialogs(monkeypatch)

    window.begin(own_folder)
    button_named(window.findChild(UnlockPage), "Restore from a backup…").click()
    (own_folder / "desk.keys").write_text('{"format": 99}')
    window.opener.open(own_folder)
    button_named(window.findChild(TroublePage), "Restore from a backup…").click()
    (own_folder / "desk.db").write_bytes(b"")
    window.opener.open(own_folder)
    window.findChild(RescuePage).restore_requested.emit()

    assert [type(shelf) for shelf in seen] == [Shelf, Shelf, Shelf]
    assert {shelf.desk_folder for shelf in seen} == {own_folder}


def test_b5_a_lost_data_file_comes_back_through_the_trouble_page(
    qtbot, window, own, own_folder, answered, monkeypatch
):
    back_up(own, backup_folders(own_folder), now=NOW)
    own.close()
    (own_folder / "desk.db").unlink()
    window.begin(own_folder)
    shelf = Shelf(own_folder, window.settings, window)
    dialog = BackupsDialog(shelf, window)
    dialog.restore_requested.connect(window.restore)
    dialog.show()
    qtbot.waitUntil(lambda: len(rows_of(dialog)) == 1)
    assert not dialog._now_button.isVisible()

    def fill(question):
        question._secret_edit.setText(SECRET)
        question.accept()
        qtbot.waitUntil(lambda: question.key is not None, timeout=10_000)

    answered(RestoreDialog, fill)
    with qtbot.waitSignal(window.desk_shown, timeout=20_000):
        dialog._restore_button.click()

    assert window.pages.desk.folder == own_folder
    assert [row.name for row in window.pages.desk.run(find_people)] != []
    assert list_backups(backup_folders(own_folder))[0].why == "asked"


def test_a_keeper_of_a_sample_desk_makes_none_by_itself(qtbot, settings, sample_folder):
    from mentor_desk.services.opening.opening import open_desk

    desk = open_desk(sample_folder)
    keeper = BackupKeeper(desk, settings)

    with qtbot.waitSignal(keeper.changed):
        keeper.look_after()

    assert not keeper.is_busy
    keeper.leave()
    desk.close()
    assert not Path(sample_folder, "backups").exists()


@pytest.fixture
def closed_question(qtbot, own, keeper):
    """Make a backup, then so many notes more; close the desk, and ask as the unlock page does."""

    def closed_question(more):
        row = back_up(own, keeper.folders, now=NOW).row
        add = Factories(own, NOW)
        for _ in range(more):
            add.session(add.mentee("Joy Mensah"), private_notes="Since then.")
        keeper.leave()
        own.close()
        question = RestoreDialog(look_ahead(row.path, own.folder))
        qtbot.addWidget(question)
        question.show()
        question._secret_edit.setText(SECRET)
        question.verb_button.click()
        return question

    return closed_question


def test_b6_once_the_key_is_typed_it_is_said_how_much_less_there_would_be(qtbot, closed_question):
    question = closed_question(2)

    qtbot.waitUntil(lambda: "2 notes fewer" in question._loss_label.text(), timeout=10_000)
    assert question.isVisible()
    assert not question._secret_edit.isEnabled()
    assert question.verb_button.text() == "Restore"
    question.verb_button.click()

    assert question.result() == QDialog.DialogCode.Accepted.value
    assert question.key is not None


def test_b6_after_that_word_it_can_still_be_called_off(qtbot, closed_question):
    question = closed_question(1)
    qtbot.waitUntil(lambda: "1 note fewer" in question._loss_label.text(), timeout=10_000)

    question.cancel_button.click()

    assert question.result() == QDialog.DialogCode.Rejected.value


def test_b6_where_nothing_would_be_less_the_key_is_enough(qtbot, closed_question):
    question = closed_question(0)

    qtbot.waitUntil(lambda: not question.isVisible(), timeout=10_000)

    assert question.result() == QDialog.DialogCode.Accepted.value


def test_d5_a_second_folder_that_can_be_none_is_said_once(qtbot, keeper, settings):
    settings.remember({SECOND_FOLDER: "stick\0"})

    keeper.back_up()
    rest(qtbot, keeper)
    first = keeper.problem
    keeper.back_up()
    rest(qtbot, keeper)

    assert "full path of a folder" in first
    assert keeper.problem == ""


def test_d5_what_nobody_foresaw_reddens_the_line_too(qtbot, keeper, monkeypatch):
    line = BackupLine()
    qtbot.addWidget(line)
    line.tell_of(keeper)
    monkeypatch.setattr("mentor_desk.ui.backups.keeper.back_up", unforeseen)

    with qtbot.capture_exceptions() as raised:
        keeper.back_up()
        qtbot.waitUntil(lambda: bool(raised), timeout=10_000)
        qtbot.waitUntil(lambda: keeper.is_read)

    assert keeper.problem
    assert (line.text(), line.is_alarming) == ("Backup failed", True)


def unforeseen(*_args, **_how):
    raise RuntimeError("unforeseen")


def test_b3_a_backup_known_to_be_rotten_is_listed_as_such(qtbot, own, keeper, dialog):
    for minutes in range(10):
        back_up(own, keeper.folders[:1], now=NOW + timedelta(minutes=minutes))
    sick = min(keeper.folders[0].glob("*-00002-*"))
    content = bytearray(sick.read_bytes())
    content[len(content) // 2] ^= 1
    sick.write_bytes(content)
    back_up(own, keeper.folders[:1], now=NOW + timedelta(minutes=20))

    with qtbot.waitSignal(keeper.changed):
        keeper.read()

    [row] = [row for row in rows_of(dialog) if row.trouble]
    assert row.path == sick
    assert "damaged inside" in row.trouble
    assert len(rows_of(dialog)) == 11


def test_d5_a_folder_that_cannot_be_read_is_said_where_the_backups_are_listed(
    qtbot, settings, tmp_path
):
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "backups").write_bytes(b"in the way")
    shelf = Shelf(tmp_path / "desk", settings)

    dialog = BackupsDialog(shelf)
    qtbot.addWidget(dialog)
    dialog.show()

    qtbot.waitUntil(dialog._banner.isVisible, timeout=10_000)
    assert "cannot be read" in dialog._banner._sentence_label.text()
