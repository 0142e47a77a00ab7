"""The list of backups: what one chooses by is whole, and where they lie is told."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale, Qt

from mentor_desk.paths import rescued
from mentor_desk.services.keeping.backups import Occasion, back_up, backup_folders
from mentor_desk.ui.backups.dialog import BackupsDialog
from mentor_desk.ui.backups.keeper import BackupKeeper
from mentor_desk.ui.backups.table import BackupTable
from mentor_desk.ui.common.formatting import clock, day, local_day, moment, short_day
from tests.conftest import NOW


@pytest.mark.parametrize("language", ["en_US", "en_GB", "de_DE"])
@pytest.mark.parametrize("why", [Occasion.ASKED, Occasion.LOSS])
def test_what_a_backup_is_chosen_by_is_never_cut(qtbot, own, settings, language, why):
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    for days in (0, 400):
        back_up(own, backup_folders(own.folder), now=NOW - timedelta(days=days), why=why)
    keeper = BackupKeeper(own, settings)
    dialog = BackupsDialog(keeper)
    qtbot.addWidget(dialog)
    dialog.resize(1024, 520)
    dialog.show()
    qtbot.waitUntil(lambda: keeper.is_read)
    QLocale.setDefault(before)

    view = dialog._view
    head = view.horizontalHeader().fontMetrics()
    for column in range(view.model().columnCount()):
        heading = view.model().headerData(column, Qt.Orientation.Horizontal)
        framed = view.sizeHintForColumn(column) + 2
        assert view.columnWidth(column) >= framed
        assert view.columnWidth(column) > head.horizontalAdvance(heading)
    assert view.horizontalScrollBar().maximum() == 0
    keeper.leave()


def test_moments_are_short_in_the_list_and_whole_in_tooltip_and_speech(own):
    day_before = own.now() - timedelta(days=1)
    row = back_up(own, backup_folders(own.folder), now=day_before).row
    table = BackupTable(lambda _row: "", lambda: local_day(day_before))
    table.set_rows([row])

    made = table.index(0, 0)
    spoken = made.data(Qt.ItemDataRole.AccessibleTextRole)
    assert made.data() == f"today, {clock(day_before)}"
    assert moment(day_before) in made.data(Qt.ItemDataRole.ToolTipRole)
    assert spoken == f"Made: {moment(day_before)}"
    newest = table.index(0, 4)
    noted = local_day(row.figures.newest_note)
    assert newest.data() == short_day(noted, local_day(day_before))
    assert day(noted) in newest.data(Qt.ItemDataRole.ToolTipRole)


def test_every_folder_in_which_a_backup_lies_is_named(qtbot, own, settings):
    rescued().mkdir(parents=True)
    back_up(own, backup_folders(own.folder), now=NOW)
    keeper = BackupKeeper(own, settings)
    dialog = BackupsDialog(keeper)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: keeper.is_read)
    beside = str(own.folder / "backups")
    assert dialog._state_label.text().endswith(f"is one encrypted file in {beside}.")

    back_up(own, [rescued()], now=NOW, why=Occasion.LOSS)
    with qtbot.waitSignal(keeper.changed):
        keeper.read()

    assert dialog._state_label.text().endswith(f"file; they lie in {beside}, {rescued()}.")
    keeper.leave()
