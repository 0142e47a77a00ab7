"""B4: a row goes bad without a word and travels into every backup; a good one from before stays."""

import shutil
from contextlib import closing
from datetime import timedelta

import pytest

from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.services.keeping.restoring import restore
from mentor_desk.storage.database import connect
from mentor_desk.storage.desk_file import OpenFile
from tests.conftest import NOW
from tests.factories import Factories
from tests.own_desk import make_own

WORDS = "What Ada said about leaving, in full."
HEALTHY_DAYS, SICK_DAYS = 20, 70


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("template") / "desk"
    desk, _ = make_own(folder, now=NOW)
    with closing(desk):
        add = Factories(desk, NOW)
        add.session(add.mentee("Ada Okafor"), private_notes=WORDS)
        return folder, bytes(desk.file.key)


@pytest.fixture
def desk(template, tmp_path):
    folder = shutil.copytree(template[0], tmp_path / "desk")
    path = folder / "desk.db"
    file = OpenFile(connect(path, template[1]), key=template[1], path=path)
    with closing(Desk(file, folder=folder)) as desk:
        yield desk


def corrupt(desk):
    """Spoil two rows as a fault of a program would: past every rule, and past the history."""
    connection = desk.file.connection
    connection.execute("pragma query_only=off")
    connection.execute("pragma ignore_check_constraints=on")
    connection.execute("UPDATE mentorships SET cadence_days = 90000")
    connection.execute("UPDATE sessions SET private_notes = CAST(x'00ff00ff' AS TEXT)")
    connection.execute("pragma ignore_check_constraints=off")


def held(folder, key):
    """Return the cadence and the note that lie in a folder."""
    with closing(connect(folder / "desk.db", key)) as connection:
        query = "SELECT cadence_days, CAST(private_notes AS BLOB) FROM mentorships, sessions"
        [row] = connection.execute(query).fetchall()
    return row


def test_b4_days_of_sick_backups_leave_a_good_one_that_restores(desk, template, tmp_path):
    well = held(desk.folder, template[1])
    folders = backup_folders(desk.folder)
    for day in range(HEALTHY_DAYS):
        back_up(desk, folders, now=NOW + timedelta(days=day))
    corrupt(desk)
    sick_since = NOW + timedelta(days=HEALTHY_DAYS)
    for day in range(SICK_DAYS):
        back_up(desk, folders, now=sick_since + timedelta(days=day))

    rows = list_backups(folders)
    good = [row for row in rows if row.made_at < sick_since]
    for number, row in enumerate((rows[0], good[0])):
        restore(row.path, tmp_path / f"{number}", template[1], now=NOW)

    assert len(rows) < HEALTHY_DAYS + SICK_DAYS - 50
    assert well[1] == WORDS.encode()
    assert held(tmp_path / "0", template[1]) == (90000, b"\x00\xff\x00\xff")
    assert held(tmp_path / "1", template[1]) == well
