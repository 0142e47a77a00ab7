"""A page of the file that cannot be read is told in a sentence, with a way to help (C2)."""

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mentor_desk.errors import DeskDamagedError, RefusedMoveError
from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.settings import Settings
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.recovery.check_dialog import CheckDialog
from mentor_desk.ui.shell.about import FailureDialog
from mentor_desk.ui.shell.application import _Hook
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.whereabouts import Place

PAGE = 4096


@pytest.fixture
def folder(home):
    make_sample_desk(home / "desk")
    return home / "desk"


@pytest.fixture
def window(qtbot, folder, monkeypatch):
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)
    window = MainWindow(Settings(folder.parent / "settings.json"))
    qtbot.addWidget(window)
    window.resize(1300, 850)
    window.show()
    monkeypatch.setattr(sys, "excepthook", _Hook(window))
    yield window
    window.close_desk()


def spoil(folder, table):
    """Flip a bit in every page of a table, and in its indices."""
    path = folder / "desk.db"
    connection = connect(path, read_vault(folder / "desk.keys").open_sample())
    roots = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE tbl_name = ?", (table,)
    ).fetchall()
    connection.close()
    content = bytearray(path.read_bytes())
    for (root,) in roots:
        content[(root - 1) * PAGE + 300] ^= 1
    path.write_bytes(content)


def begin(qtbot, window, folder):
    with qtbot.waitSignal(window.desk_shown):
        window.begin(folder)


def said(window):
    banner = window.words.banner
    return banner._sentence_label.text() if banner is not None else ""


def no_traceback_window():
    return not any(isinstance(each, FailureDialog) for each in QApplication.topLevelWidgets())


def test_c6_a_stranger_beside_the_data_file_is_told_as_the_desk_opens(qtbot, window, folder):
    (folder / "desk.db-journal").write_bytes(b"of something else" * 400)

    begin(qtbot, window, folder)

    qtbot.waitUntil(lambda: "“desk.db-journal” lay beside the desk" in said(window))
    assert len(list(folder.glob("set-aside/*/desk.db-journal"))) == 1


@pytest.mark.parametrize(
    ("table", "page"), [("introductions", "introductions"), ("steps", "history")]
)
def test_c2_a_bad_page_that_the_window_reads_is_a_sentence_with_a_way_to_the_check(
    qtbot, window, folder, table, page
):
    spoil(folder, table)
    begin(qtbot, window, folder)

    window.pages.go(Place(page))
    qtbot.waitUntil(lambda: "damaged" in said(window))

    assert no_traceback_window()
    assert window.words.banner._action_button.text() == "Check this desk…"
    checks = []

    def note():
        checks.append(QApplication.activeModalWidget())
        checks[0].reject()

    QTimer.singleShot(0, note)
    window.words.banner._action_button.click()
    assert isinstance(checks[0], CheckDialog)


def test_c5_a_date_that_stops_the_first_page_is_repaired_from_the_banner(qtbot, window, folder):
    connection = connect(folder / "desk.db", read_vault(folder / "desk.keys").open_sample())
    connection.execute("pragma ignore_check_constraints=on")
    connection.execute("UPDATE mentorships SET started_on = 'never', state_since = 'never'")
    connection.close()
    begin(qtbot, window, folder)
    assert "A date on this desk cannot be read" in said(window)
    assert "mentees" not in window.pages._made
    done = []

    def repair():
        dialog = QApplication.activeModalWidget()
        dialog._full_button.click()
        qtbot.waitUntil(lambda: dialog.outcome._repair_button.isVisibleTo(dialog), timeout=20_000)
        dialog.changed.connect(done.append)
        dialog.outcome._repair_button.click()
        qtbot.waitUntil(lambda: bool(done), timeout=20_000)
        dialog.reject()

    QTimer.singleShot(0, repair)
    window.words.banner._action_button.click()

    assert no_traceback_window()
    assert window.frame.stack.currentWidget() is window.pages._made["mentees"]


def test_c2_counting_beside_the_pages_tells_damage_too(qtbot, window, folder):
    spoil(folder, "reviews")
    begin(qtbot, window, folder)

    qtbot.waitUntil(lambda: "damaged" in said(window))

    assert no_traceback_window()


@pytest.mark.parametrize("refusal", [RefusedMoveError("Not yet."), DeskDamagedError("Broken.")])
def test_a_refusal_that_nobody_took_up_is_its_sentence_and_no_failure(
    qtbot, window, folder, refusal
):
    begin(qtbot, window, folder)

    def refuse():
        raise refusal

    QTimer.singleShot(0, refuse)
    qtbot.waitUntil(lambda: said(window) == refusal.sentence)

    assert no_traceback_window()
    is_damage = isinstance(refusal, DeskDamagedError)
    assert window.words.banner._action_button.isVisibleTo(window) == is_damage
