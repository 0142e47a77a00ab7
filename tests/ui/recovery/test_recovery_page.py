"""A desk that does not open is helped without reading anything of it into the window (C1, C3)."""

import os
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from mentor_desk import paths
from mentor_desk.services.keeping.checking import check_folder
from mentor_desk.services.keeping.rescue import key_of_desk, what_remains
from mentor_desk.services.opening import starts
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.ui.recovery.page import RescuePage
from mentor_desk.ui.shell.opening.opener import LAST_DESK
from mentor_desk.ui.shell.opening.unlock import UnlockPage
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from tests.faults import desks
from tests.faults.failing_disk import keep_back

LONG = 20_000


def page_of(window, kind):
    return window.findChild(kind)


def begin(window, folder=None, home=None):
    window.begin(folder, passphrase_file=str(home / "passphrase") if home else None)


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def outcome(qtbot, page):
    qtbot.waitUntil(lambda: page._job is None, timeout=LONG)
    return f"{page._outcome.sentence}\n{page._outcome._lines_label.text()}"


@pytest.fixture
def key(folder):
    return read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)


@pytest.fixture
def page(qtbot, folder):
    page = RescuePage(what_remains(folder), why="“desk.db” is damaged.")
    qtbot.addWidget(page)
    page.resize(900, 800)
    page.show()
    return page


def damage(folder, place=0.5):
    path = folder / "desk.db"
    with path.open("r+b") as stream:
        stream.seek(int(path.stat().st_size * place))
        stream.write(b"damage")


def test_c3_the_third_start_that_is_stuck_reads_nothing_and_offers_help(
    qtbot, window, folder, home
):
    for _ in range(2):
        starts.note_start(folder)
    before = (folder / "desk.db").stat()

    begin(window, folder, home)

    page = page_of(window, RescuePage)
    assert "ended twice" in page.sentence_label.text()
    assert "one backup" in " ".join(
        label.text() for label in page.findChildren(type(page.title_label))
    )
    assert window.pages is None
    after = (folder / "desk.db").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert starts.failed_starts(folder) == 2


def test_c3_a_row_that_stops_every_start_is_repaired_from_the_recovery_page(
    qtbot, window, folder, home, key
):
    connection = connect(folder / "desk.db", key)
    connection.execute("pragma ignore_check_constraints=on")
    connection.execute("UPDATE mentorships SET started_on = 'never', state_since = 'never'")
    connection.close()
    for _ in range(2):
        starts.note_start(folder)

    begin(window, folder, home)
    page = page_of(window, RescuePage)
    page._secret_edit.setText(desks.SECRET)
    click(qtbot, page._check_button)
    assert "can be repaired safely" in outcome(qtbot, page)
    click(qtbot, page._outcome._repair_button)
    assert "Repaired 4" in outcome(qtbot, page)
    click(qtbot, page._again_button)
    unlock = page_of(window, UnlockPage)
    unlock._edit.setText(desks.SECRET)
    with qtbot.waitSignal(window.desk_shown, timeout=LONG):
        click(qtbot, unlock._unlock_button)

    qtbot.waitUntil(lambda: starts.failed_starts(folder) == 0, timeout=LONG)


def test_k5_the_keys_of_another_desk_are_named_and_its_backup_is_offered(
    qtbot, window, folder, home, tmp_path
):
    other = desks.make(tmp_path / "other")
    shutil.copy(other / "desk.keys", folder / "desk.keys")

    begin(window, folder, home)
    qtbot.waitUntil(lambda: page_of(window, RescuePage) is not None, timeout=LONG)

    page = page_of(window, RescuePage)
    assert "are of two desks" in page.sentence_label.text()
    assert "one backup" in " ".join(
        label.text() for label in page.findChildren(type(page.title_label))
    )
    page._secret_edit.setText(desks.SECRET)
    click(qtbot, page._check_button)
    assert "that of another desk" in outcome(qtbot, page)
    click(qtbot, page._salvage_button)
    assert "none is known to be lost" in outcome(qtbot, page)


def test_a_start_that_goes_well_leaves_no_mark(qtbot, window, folder, home):
    with qtbot.waitSignal(window.desk_shown, timeout=LONG):
        begin(window, folder, home)

    assert starts.failed_starts(folder) == 1
    window.close_desk()

    assert starts.failed_starts(folder) == 0


def test_a_refusal_with_a_sentence_is_no_failed_start(qtbot, window, folder, home):
    (home / "passphrase").write_text("wrong horse battery")

    begin(window, folder, home)
    qtbot.waitUntil(lambda: page_of(window, UnlockPage) is not None, timeout=LONG)

    assert starts.failed_starts(folder) == 0


@pytest.mark.parametrize("size", [0, 1, 4095])
def test_c1_an_empty_file_of_ones_own_offers_its_backups_and_no_welcome(
    qtbot, window, folder, size
):
    own = paths.default_desk()
    own.parent.mkdir(parents=True)
    shutil.copytree(folder, own)
    os.truncate(own / "desk.db", size)

    begin(window)

    page = page_of(window, RescuePage)
    assert "empty or cut off" in page.sentence_label.text()
    assert page_of(window, WelcomePage) is None
    assert page._welcome_button.isHidden()


def test_c1_backups_alone_are_never_taken_for_a_first_start(qtbot, window, folder):
    own = paths.default_desk()
    own.mkdir(parents=True)
    shutil.copytree(folder / "backups", own / "backups")

    begin(window)

    page = page_of(window, RescuePage)
    assert page_of(window, WelcomePage) is None
    assert not page._welcome_button.isHidden()
    click(qtbot, page._welcome_button)
    assert page_of(window, WelcomePage) is not None


def test_m6_a_desk_that_is_not_where_it_was_is_asked_for_and_none_is_made(
    qtbot, window, settings, home
):
    settings.remember({LAST_DESK: str(home / "stick" / "desk")})

    begin(window)

    page = page_of(window, RescuePage)
    assert str(home / "stick" / "desk") in page.sentence_label.text()
    assert not page._own_button.isHidden()
    assert not paths.default_desk().exists()


def test_the_backups_are_asked_for_upward(qtbot, page):
    with qtbot.waitSignal(page.restore_requested):
        click(qtbot, page._restore_button)


def test_the_files_are_copied_aside_and_it_says_where(qtbot, page, folder):
    click(qtbot, page._aside_button)

    told = outcome(qtbot, page)

    assert "The files were copied" in told
    [aside] = (folder / "set-aside").iterdir()
    assert str(aside) in told
    assert (aside / "desk.db").read_bytes() == (folder / "desk.db").read_bytes()


def test_c2_a_disk_that_keeps_pages_back_is_told_of_with_the_copy_and_the_salvage(
    qtbot, page, folder, monkeypatch
):
    keep_back(monkeypatch, folder / "desk.db", {20, 21})
    page._secret_edit.setText(desks.SECRET)

    click(qtbot, page._aside_button)
    assert "2 pages of them are empty in the copy" in outcome(qtbot, page)

    click(qtbot, page._salvage_button)
    told = outcome(qtbot, page)
    assert "2 of" in told
    assert "as far as the disk gives them" in told


def test_c3_the_files_are_copied_to_a_place_of_ones_own_and_open_there(
    qtbot, page, folder, home, monkeypatch
):
    place = home / "stick"
    place.mkdir()
    (folder / "desk.typed").write_bytes(b"sealed")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))

    click(qtbot, page._elsewhere_button)

    told = outcome(qtbot, page)
    [copy] = place.iterdir()
    assert str(copy) in told
    assert {each.name for each in copy.iterdir()} == {"desk.db", "desk.keys", "desk.typed"}
    assert not (folder / "set-aside").exists()
    (copy / "desk.typed").unlink()
    desks.opened(copy).close()


def test_c3_files_are_not_copied_into_the_folder_of_a_desk(qtbot, page, folder):
    page.copy_to(folder / "backups")

    assert "in the folder of another desk" in outcome(qtbot, page)


def test_c2_a_salvage_of_part_of_a_file_tells_what_was_not_read(qtbot, page, folder):
    path = folder / "desk.db"
    content = bytearray(path.read_bytes())
    content[4096 : 12 * 4096] = os.urandom(11 * 4096)
    path.write_bytes(content)
    page._secret_edit.setText(desks.SECRET)

    click(qtbot, page._salvage_button)

    told = outcome(qtbot, page)
    assert f"11 of {len(content) // 4096} pages could not" in told
    assert "there may be more" in told
    assert "Nothing was read of these, if there were any" in told


def test_a_recovery_key_that_was_mistyped_is_told_beside_the_field(qtbot, page):
    page._secret_edit.setText("MD1-AAAAA")

    click(qtbot, page._check_button)
    outcome(qtbot, page)

    assert "recovery key" in page._form.refusal_of("secret")


def test_without_a_secret_nothing_is_looked_into_and_a_wrong_one_is_told_beside_it(qtbot, page):
    click(qtbot, page._check_button)
    assert "Please give" in page._form.refusal_of("secret")

    page._secret_edit.setText("wrong horse battery")
    click(qtbot, page._check_button)
    outcome(qtbot, page)

    assert "does not open" in page._form.refusal_of("secret")


def test_a_check_names_the_damage_and_offers_no_repair_of_pages(qtbot, page, folder):
    damage(folder)
    page._secret_edit.setText(desks.SECRET)

    qtbot.keyClick(page._secret_edit, Qt.Key.Key_Return)

    assert "data file is damaged" in outcome(qtbot, page)
    assert page._outcome._repair_button.isHidden()
    assert page._form.isHidden()
    assert page._secret_edit.text() == ""


def test_what_is_salvaged_is_counted_and_can_be_opened(qtbot, page, folder):
    damage(folder, 0.9)
    before = (folder / "desk.db").read_bytes()
    page._secret_edit.setText(desks.SECRET)

    click(qtbot, page._salvage_button)
    told = outcome(qtbot, page)

    target = folder.with_name("desk salvaged")
    assert str(target) in told
    assert "could be read" in told
    assert (folder / "desk.db").read_bytes() == before
    with qtbot.waitSignal(page.salvaged) as opened:
        click(qtbot, page._outcome._open_button)
    assert opened.args == [target]
    key = key_of_desk(target, secret=desks.SECRET)
    assert check_folder(target, key, is_full=True).is_sound


def test_work_can_be_stopped_and_changes_nothing(qtbot, page, folder):
    page._secret_edit.setText(desks.SECRET)
    click(qtbot, page._salvage_button)

    page._outcome.stop_requested.emit()
    told = outcome(qtbot, page)

    assert "Stopped" in told or "could be read" in told
    if "Stopped" in told:
        assert not (folder.with_name("desk salvaged") / "desk.db").exists()
    assert page._check_button.isEnabled()


def test_what_needs_a_file_is_not_offered_without_one(qtbot, folder):
    (folder / "desk.db").unlink()
    page = RescuePage(what_remains(folder), why="The data file is missing.")
    qtbot.addWidget(page)

    assert not page._check_button.isEnabled()
    assert not page._salvage_button.isEnabled()
    assert page._restore_button.isEnabled()
    assert all(each.text() for each in page.findChildren(QPushButton))


def test_c6_a_check_tells_what_it_put_aside(qtbot, page, folder):
    (folder / "desk.db-journal").write_bytes(b"of something else" * 400)
    page._secret_edit.setText(desks.SECRET)

    click(qtbot, page._check_button)

    told = outcome(qtbot, page)
    assert "nothing is wrong" in told
    assert "“desk.db-journal” lay beside the desk" in told
