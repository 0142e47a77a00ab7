"""Check and copy of an open desk: seen, stopped, refused, done."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from mentor_desk.errors import DeskChangedError
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.ui.recovery.check_dialog import CheckDialog
from mentor_desk.ui.recovery.copy_dialog import CopyDialog
from mentor_desk.ui.recovery.page import RescuePage
from mentor_desk.ui.shell.opening.opener import LAST_DESK
from tests.faults import desks

LONG = 20_000


@pytest.fixture
def opened(folder):
    desk = desks.opened(folder)
    yield desk
    desk.close()


@pytest.fixture
def dialog(qtbot, opened):
    dialog = CheckDialog(opened)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def told(qtbot, dialog):
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=LONG)
    return f"{dialog.outcome.sentence}\n{dialog.outcome._lines_label.text()}"


def spoil(desk):
    with desk.file.turn:
        connection = desk.file.connection
        connection.execute("pragma query_only=off")
        connection.execute("pragma ignore_check_constraints=on")
        connection.execute("UPDATE mentorships SET cadence_days = 0")
        connection.execute("pragma ignore_check_constraints=off")
        desk.file.watch.remember()


@pytest.mark.parametrize("button", ["_quick_button", "_full_button"])
def test_a_sound_desk_is_said_to_be_sound(qtbot, dialog, button):
    click(qtbot, getattr(dialog, button))

    assert "nothing is wrong" in told(qtbot, dialog)
    assert dialog.outcome._repair_button.isHidden()


def test_mistakes_are_listed_and_repaired_in_one_step(qtbot, dialog, opened):
    spoil(opened)

    click(qtbot, dialog._full_button)
    assert "the rhythm is out of range (2)" in told(qtbot, dialog)
    with qtbot.waitSignal(dialog.changed, timeout=LONG) as changed:
        click(qtbot, dialog.outcome._repair_button)

    assert "Repaired 2" in told(qtbot, dialog)
    assert changed.args[0].step is not None
    assert changed.args[0].did == "Repaired 2 entries"


def test_closing_stops_a_check(qtbot, dialog, folder):
    click(qtbot, dialog._full_button)

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: not dialog.is_busy, timeout=LONG)
    assert not list(folder.glob(".check*"))


def test_a_copy_is_saved_in_a_folder_of_its_own(qtbot, opened, tmp_path, monkeypatch):
    dialog = CopyDialog(opened)
    qtbot.addWidget(dialog)
    place = tmp_path / "stick"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))

    click(qtbot, dialog._choose_button)

    assert "stays where it is" in told(qtbot, dialog)
    [copy] = place.iterdir()
    assert {each.name for each in copy.iterdir()} == {"desk.db", "desk.keys"}
    desks.opened(copy).close()


def test_a_copy_that_cannot_be_written_is_refused_inside(qtbot, opened, tmp_path):
    dialog = CopyDialog(opened)
    qtbot.addWidget(dialog)
    (tmp_path / "file").write_text("no folder")

    dialog.save_in(tmp_path / "file")

    assert "cannot be looked into" in told(qtbot, dialog)


def test_d8_words_that_could_not_be_saved_are_saved_in_the_copy(
    qtbot, window, folder, home, settings
):
    with qtbot.waitSignal(window.desk_shown, timeout=LONG):
        window.begin(folder, passphrase_file=str(home / "passphrase"))
    desk = window.pages.desk
    shutil.rmtree(folder)
    entry = PersonEntry(display_name="Written meanwhile")
    with pytest.raises(DeskChangedError, match="moved or removed"):
        desk.do(add_person, entry=entry, now=desk.now())
    dialog = CopyDialog(desk, window)
    qtbot.addWidget(dialog)
    dialog.moved.connect(window.go_on_in)
    (home / "stick").mkdir()

    dialog.save_in(home / "stick")

    assert "goes on there" in told(qtbot, dialog)
    desk.do(add_person, entry=entry, now=desk.now())
    assert settings.text(LAST_DESK) == str(desk.folder)
    assert desk.folder.parent == home / "stick"
    window.close_desk()
    again = desks.opened(desk.folder)
    assert "Written meanwhile" in {row.name for row in again.run(find_people)}
    again.close()


def test_the_menu_leads_to_both_and_to_no_rescue_page(qtbot, window, folder, home):
    with qtbot.waitSignal(window.desk_shown, timeout=LONG):
        window.begin(folder, passphrase_file=str(home / "passphrase"))

    labels = {action.text() for menu in window.actions_made.submenus for action in menu.actions()}

    assert {"Save a copy…", "Check this desk…"} <= labels
    assert window.findChild(RescuePage) is None
