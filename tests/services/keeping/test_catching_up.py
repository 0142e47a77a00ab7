"""A second folder that lacks the latest backup is told from one that has it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mentor_desk.services.keeping.backups import BackupRow
from mentor_desk.services.keeping.catching_up import folders_behind

OWN, STICK = Path("/desk/backups"), Path("/stick")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def made(folder, counter, days_ago):
    path = folder / f"{counter}.mentordesk"
    return BackupRow(path, 1, counter=counter, made_at=NOW - timedelta(days=days_ago))


def test_a_folder_with_the_latest_or_a_later_one_is_not_behind():
    rows = [made(OWN, 7, 1), made(STICK, 7, 1)]

    assert folders_behind(rows, [OWN, STICK]) == []
    assert folders_behind([*rows, made(STICK, 8, 0)], [OWN, STICK]) == []


def test_a_folder_that_has_only_earlier_ones_is_behind():
    assert folders_behind([made(OWN, 7, 1), made(STICK, 6, 2)], [OWN, STICK]) == [STICK]


def test_a_desk_restored_elsewhere_counts_anew_and_its_old_stick_is_behind():
    assert folders_behind([made(OWN, 3, 0), made(STICK, 20, 30)], [OWN, STICK]) == [STICK]
