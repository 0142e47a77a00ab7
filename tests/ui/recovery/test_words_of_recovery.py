"""What is said of backups and salvages counts as people count: 1 session, 2 sessions."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mentor_desk.services.keeping.backups import BackupRow, Figures
from mentor_desk.services.keeping.rescue import Remains
from mentor_desk.services.keeping.salvaging import SalvagedRow, SalvageReport
from mentor_desk.ui.backups.words import holds_words
from mentor_desk.ui.recovery.words import backups_sentence, salvage_sentence

FOLDER = Path("desk")


def backup(number):
    figures = Figures(people=number, sessions=number, notes=number)
    path = FOLDER / "one.mentordesk"
    return BackupRow(path, 1, made_at=datetime(2026, 11, 24, tzinfo=UTC), figures=figures)


def salvaged(read, lost, unsound):
    rows = (SalvagedRow("People", read, 0, lost, 0),)
    return SalvageReport(FOLDER, FOLDER, 0, rows, 90, unsound, 0, 0)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 people, 0 sessions, 0 notes"),
        (1, "1 person, 1 session, 1 note"),
        (2, "2 people, 2 sessions, 2 notes"),
    ],
)
def test_what_a_backup_holds_is_counted_as_people_count(number, words):
    remains = Remains(FOLDER, True, True, False, True, (backup(number),))

    assert holds_words(backup(number)) == words
    assert backups_sentence(remains).endswith(f": {words}.")


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (salvaged(1, 0, 0), "1 record could be read, and none is known to be lost."),
        (salvaged(2, 0, 0), "2 records could be read, and none is known to be lost."),
        (salvaged(2, 1, 0), "2 records could be read; known to be lost: 1 record."),
        (
            salvaged(1, 1, 1),
            (
                "1 record could be read. 1 of 90 pages could not, and what stood there is lost:"
                " 1 record for certain, and there may be more."
            ),
        ),
    ],
)
def test_what_was_salvaged_is_counted_as_people_count(report, words):
    assert salvage_sentence(report) == words
