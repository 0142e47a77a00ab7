"""M1, M4, M5 and M7: a desk of any schema comes to today's, or is refused and stays as it was."""

import json
from pathlib import Path

import pytest

from mentor_desk.errors import DeskDamagedError, DeskError, DeskFileError, DeskNewerError
from mentor_desk.services.keeping.backups import back_up, back_up_before_upgrade, list_backups
from mentor_desk.services.mentees.mentorships import MentorshipEntry, take_on_new
from mentor_desk.services.opening.opening import look_at_desk, make_desk_at, open_desk
from mentor_desk.storage.backups import copying, making
from mentor_desk.storage.backups.copying import prove
from mentor_desk.storage.backups.restoring import restore_bundle
from mentor_desk.storage.damage.check import check_fully
from mentor_desk.storage.database import SCHEMA, connect
from mentor_desk.storage.upgrading import bring_up_to_date, upgrade
from tests.faults import desks
from tests.faults.upgrades import NEW, OLD, facts
from tests.faults.upgrading_ahead import goal_in
from tests.golden import make_desk

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = sorted((ROOT / "tests" / "golden").glob("schema_*"))


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
def test_m1_a_desk_of_every_schema_opens_and_equals_what_was_recorded(golden, tmp_path):
    folder = desks.copy(golden, tmp_path / "desk")

    open_desk(folder, passphrase=make_desk.PASSPHRASE).close()

    recorded = json.loads((golden / "dump.json").read_text(encoding="utf-8"))
    assert json.loads(make_desk.dump_text(folder)) == recorded
    connection = connect(folder / "desk.db", make_desk.key_of(folder))
    found = check_fully(connection)
    connection.close()
    assert found == []


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
def test_m1_a_desk_of_every_schema_loses_nothing_on_the_way_to_the_next(golden, tmp_path):
    folder = desks.copy(golden, tmp_path / "desk")

    upgrade(folder / "desk.db", make_desk.key_of(folder), goal=goal_in(tmp_path))

    recorded = json.loads((golden / "dump.json").read_text(encoding="utf-8"))
    found = json.loads(make_desk.dump_text(folder))
    assert found.pop("marks") == []
    for row in found["people"]:
        assert row.pop("motto") == "none yet"
    for row in found["sessions"]:
        assert row.pop("place") == ""
    assert found == recorded


def test_m1_there_is_a_golden_desk_of_every_schema():
    assert [path.name for path in GOLDEN] == [f"schema_{n}" for n in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("version", [SCHEMA + 1, SCHEMA + 1000, -1, 0])
def test_m4_a_schema_of_the_future_or_of_nobody_is_refused_before_any_write(folder, key, version):
    connection = connect(folder / "desk.db", key)
    connection.execute(f"pragma user_version={version}")
    connection.close()
    before = everything_in(folder)

    with pytest.raises(DeskFileError) as refusal:
        desks.opened(folder)

    assert everything_in(folder) == before
    if version > SCHEMA:
        assert isinstance(refusal.value, DeskNewerError)
        assert f"format {version}" in refusal.value.sentence
        assert "update the program" in refusal.value.sentence
    else:
        assert isinstance(refusal.value, DeskDamagedError)
        assert "holds no desk: it was never finished" in refusal.value.sentence


def everything_in(folder):
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


def test_m5_an_upgrade_that_skips_a_version_runs_both(folder, key, tmp_path):
    upgrade(folder / "desk.db", key, goal=goal_in(tmp_path, schema=3))

    connection = connect(folder / "desk.db", key)
    marks = connection.execute("SELECT count(*) FROM marks").fetchone()
    people = connection.execute("SELECT count(*) FROM people").fetchone()
    version = connection.execute("pragma user_version").fetchone()
    connection.close()
    assert marks == people
    assert version == (3,)


def test_m5_an_upgrade_that_runs_twice_changes_nothing_the_second_time(folder, key, tmp_path):
    goal = goal_in(tmp_path)
    upgrade(folder / "desk.db", key, goal=goal)
    before = desks.dump(folder)

    upgrade(folder / "desk.db", key, goal=goal)

    assert desks.dump(folder) == before


def test_m5_a_table_made_anew_keeps_what_belongs_to_its_rows(folder, key, tmp_path):
    desk = desks.opened(folder)
    for number in range(300):
        entry = MentorshipEntry(started_on=desks.NOW.date())
        desk.do(take_on_new, name=f"Person {number}", entry=entry, now=desks.NOW)
    desk.close()

    upgrade(folder / "desk.db", key, goal=goal_in(tmp_path))

    connection = connect(folder / "desk.db", key)
    assert connection.execute("SELECT count(*) FROM mentorships").fetchone() == (301,)
    assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (5,)
    connection.close()


def test_m7_the_desk_is_backed_up_before_it_is_upgraded_and_the_backup_is_proven(
    folder, key, tmp_path
):
    before = desks.dump(folder)

    bring_up_to_date(
        folder / "desk.db", key, back_up=back_up_before_upgrade, goal=goal_in(tmp_path)
    )

    assert facts(folder, key) == NEW
    [row] = list_backups([folder / "backups"])
    assert (row.why, row.trouble) == ("upgrade", "")
    restore_bundle(row.path, tmp_path / "restored", key, now=desks.NOW)
    assert prove(tmp_path / "restored" / "desk.db", key).schema == 1
    assert desks.dump(tmp_path / "restored") == before


def test_m7_a_backup_that_does_not_prove_itself_stops_the_upgrade(
    folder, key, tmp_path, monkeypatch
):
    def copied_badly(file, copy, progress):
        told = copying.copy_open(file, copy, progress)
        content = bytearray(copy.read_bytes())
        content[len(content) // 2] ^= 1
        copy.write_bytes(content)
        return told

    monkeypatch.setattr(making, "copy_open", copied_badly)

    with pytest.raises(DeskDamagedError, match="No backup was made"):
        bring_up_to_date(
            folder / "desk.db", key, back_up=back_up_before_upgrade, goal=goal_in(tmp_path)
        )

    assert facts(folder, key) == OLD
    assert list(folder.joinpath("backups").iterdir()) == []


def test_m7_without_a_backup_there_is_no_upgrade(folder, key, tmp_path):
    (folder / "backups").write_text("a file where the folder should be")

    with pytest.raises(DeskError):
        bring_up_to_date(
            folder / "desk.db", key, back_up=back_up_before_upgrade, goal=goal_in(tmp_path)
        )

    assert facts(folder, key) == OLD


def test_m7_the_backup_before_an_upgrade_is_never_pushed_out(folder, key, tmp_path):
    bring_up_to_date(
        folder / "desk.db", key, back_up=back_up_before_upgrade, goal=goal_in(tmp_path, schema=1)
    )
    desk = desks.opened(folder)
    for _ in range(14):
        back_up(desk, [folder / "backups"], now=desk.now())
    desk.close()

    rows = list_backups([folder / "backups"])

    assert [row.why for row in rows].count("upgrade") == 1
    assert len(rows) < 15


def test_a_new_desk_is_made_by_the_same_scripts(tmp_path):
    make_desk_at(tmp_path / "desk").close()

    assert look_at_desk(tmp_path / "desk").is_sample
