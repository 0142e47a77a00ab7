"""A desk that another program changed is refused by the window in words, checked and salvaged."""

import os
from contextlib import closing

import pytest
from PySide6.QtCore import Qt

from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.ui.recovery.page import RescuePage
from tests.faults import desks

LONG = 20_000
CHANGES = {
    "PRAGMA application_id=5": "was not made by Mentor Desk",
    "PRAGMA user_version=0": "was never finished",
    "DROP TABLE alembic_version": "does not hold the tables of a desk",
    "DROP TABLE shares": "does not hold the tables of a desk",
    "ALTER TABLE people DROP COLUMN remark": "does not hold the tables of a desk",
    "CREATE UNIQUE INDEX one ON sessions (starts_at)": "does not hold the tables of a desk",
    "CREATE VIEW persons AS SELECT * FROM people": "instructions of its own",
}


def change(folder, statement):
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    with closing(connect(folder / "desk.db", key, foreign_keys=False)) as connection:
        connection.execute(statement)


def shown_rescue(qtbot, window, folder, home):
    window.begin(folder, passphrase_file=str(home / "passphrase"))
    qtbot.waitUntil(lambda: window.findChild(RescuePage) is not None, timeout=LONG)
    return window.findChild(RescuePage)


def ask(qtbot, page, button):
    page._secret_edit.setText(desks.SECRET)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._job is None, timeout=LONG)
    return page._outcome.sentence


@pytest.mark.parametrize(("statement", "why"), CHANGES.items(), ids=CHANGES)
def test_c4_the_window_says_why_it_does_not_open_and_never_calls_it_sound(
    qtbot, window, folder, home, statement, why
):
    change(folder, statement)

    page = shown_rescue(qtbot, window, folder, home)

    assert why in page.sentence_label.text()
    assert ask(qtbot, page, page._check_button).startswith("The data file is damaged.")
    assert "records could be read" in ask(qtbot, page, page._salvage_button)


@pytest.mark.parametrize("size", [-1, -4095, 1])
def test_c1_the_window_says_that_a_file_was_cut_off_and_writes_nothing(
    qtbot, window, folder, home, size
):
    path = folder / "desk.db"
    os.truncate(path, path.stat().st_size + size)
    before = path.read_bytes()

    page = shown_rescue(qtbot, window, folder, home)

    said = page.sentence_label.text()
    assert "was cut off" in said or "has something added" in said
    assert ask(qtbot, page, page._check_button).startswith("The data file is damaged.")
    assert path.read_bytes() == before
