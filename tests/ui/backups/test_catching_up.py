"""A second folder that was away gets what it lacks, and what is wrong stays red until it is not."""

from datetime import timedelta

import pytest

from mentor_desk.errors import WrongKeyError
from mentor_desk.services.keeping.backup_keys import key_of_backup
from mentor_desk.services.keeping.backups import (
    SECOND_FOLDER,
    Occasion,
    back_up,
    backup_folders,
    list_backups,
)
from mentor_desk.services.opening.keys import take_recovery_key
from mentor_desk.storage.backups.making import make_backup
from mentor_desk.ui.backups.keeper import BackupKeeper
from mentor_desk.ui.backups.line import BackupLine
from tests.own_desk import propose_recovery_key


@pytest.fixture
def stick(settings, tmp_path):
    settings.remember({SECOND_FOLDER: str(tmp_path / "stick")})
    return tmp_path / "stick"


@pytest.fixture
def start(qtbot, own, settings):
    """Start to look after the desk, as the window does; return the keeper and its line."""
    keepers = []

    def start():
        keeper, line = BackupKeeper(own, settings), BackupLine()
        keepers.append(keeper)
        qtbot.addWidget(line)
        line.tell_of(keeper)
        with qtbot.waitSignal(keeper.changed, timeout=10_000):
            keeper.look_after()
        qtbot.waitUntil(lambda: keeper.is_read and not keeper.is_busy, timeout=20_000)
        return keeper, line

    yield start
    for keeper in keepers:
        keeper.leave()


def names(folder):
    return sorted(path.name for path in folder.glob("*.mentordesk"))


def test_a_stick_that_is_back_gets_the_latest_backup_though_none_is_due(stick, own, start):
    first, _ = start()
    first.leave()
    assert not stick.exists()
    stick.mkdir()

    keeper, line = start()

    assert names(stick) == names(own.folder / "backups")
    assert len(names(stick)) == 1
    assert (keeper.problem, line.text(), line.is_alarming) == ("", "Backed up just now", False)


def test_a_stick_that_is_still_away_is_red_after_another_start_as_well(stick, start):
    for _ in range(2):
        keeper, line = start()
        keeper.leave()

        assert "is not there" in keeper.problem
        assert (line.text(), line.property("tone")) == ("No second copy", "red")


def test_a_stick_that_has_the_latest_is_left_alone(stick, own, settings, start):
    stick.mkdir()
    back_up(own, backup_folders(own.folder, settings), now=own.now())
    before = {path: path.stat().st_mtime_ns for path in stick.iterdir()}

    start()

    assert {path: path.stat().st_mtime_ns for path in stick.iterdir()} == before


def test_a_copy_that_is_spoilt_is_copied_again(stick, own, settings, start):
    stick.mkdir()
    made = back_up(own, backup_folders(own.folder, settings), now=own.now()).row
    (stick / made.path.name).write_bytes(b"cut off")

    start()

    assert (stick / made.path.name).read_bytes() == made.path.read_bytes()


def test_fresh_copies_on_a_stick_are_none_beside_the_desk(qtbot, stick, own, start):
    stick.mkdir()
    back_up(own, [stick], now=own.now())

    keeper, _ = start()
    qtbot.waitUntil(lambda: len(names(own.folder / "backups")) == 1, timeout=10_000)

    assert keeper.problem == ""


def test_where_no_backup_can_be_made_beside_the_desk_the_stick_gets_one_a_day(stick, own, start):
    stick.mkdir()
    (own.folder / "backups").write_bytes(b"in the way")

    for _ in range(2):
        keeper, line = start()
        keeper.leave()

        assert len(names(stick)) == 1
        assert (line.text(), line.is_alarming) == ("Backup failed", True)


def test_a_new_backup_goes_to_both(stick, own, settings, start):
    stick.mkdir()
    back_up(own, backup_folders(own.folder, settings), now=own.now() - timedelta(days=2))

    start()

    rows = list_backups([stick])
    assert [row.why for row in rows] == ["daily", "asked"]
    assert names(stick) == names(own.folder / "backups")


def test_a_stick_with_later_numbers_makes_no_fresh_desk_look_neglected(stick, own, settings, start):
    stick.mkdir()
    for _ in range(5):
        old = back_up(own, [stick], now=own.now() - timedelta(days=12)).row
    settings.remember({SECOND_FOLDER: ""})
    [place] = backup_folders(own.folder, settings)
    fresh = make_backup(
        own.file, keys=own.folder / "desk.keys", folder=place, now=own.now(), why=Occasion.DAILY
    )
    settings.remember({SECOND_FOLDER: str(stick)})

    keeper, line = start()

    assert fresh.manifest.counter < old.counter
    assert (line.text(), line.is_alarming, keeper.problem) == ("Backed up just now", False, "")
    assert fresh.path.name in names(stick)
    assert len(names(stick)) == 6


def test_promise_4_a_recovery_key_that_no_backup_takes_is_in_one_once_the_desk_is_looked_after(
    own, start
):
    back_up(own, backup_folders(own.folder), now=own.now())
    key = propose_recovery_key()
    take_recovery_key(own, key)

    for _ in range(2):
        keeper, _line = start()
        keeper.leave()

    latest, earlier = list_backups(backup_folders(own.folder))
    elsewhere = own.folder.parent / "elsewhere"
    assert key_of_backup(latest.path, elsewhere, recovery_key=key) == own.file.key
    with pytest.raises(WrongKeyError):
        key_of_backup(earlier.path, elsewhere, recovery_key=key)
