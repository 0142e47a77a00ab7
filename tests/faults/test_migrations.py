"""M1 to M7: a desk comes to today's schema whole, or stays as it was."""

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from functools import partial
from pathlib import Path

import pytest

from mentor_desk.errors import DeskDamagedError, DeskError, DeskFileError, DeskNewerError
from mentor_desk.services.keeping.backups import back_up, back_up_before_upgrade, list_backups
from mentor_desk.services.mentees.mentorships import MentorshipEntry, take_on_new
from mentor_desk.services.opening.opening import look_at_desk, make_desk_at, open_desk
from mentor_desk.storage.backups.copying import prove
from mentor_desk.storage.backups.restoring import restore_bundle
from mentor_desk.storage.damage.check import check_fully
from mentor_desk.storage.database import SCHEMA, connect
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.storage.upgrading import bring_up_to_date, upgrade
from tests.faults import desks
from tests.faults.strace import needs_strace
from tests.faults.upgrading_ahead import goal_in
from tests.golden import make_desk

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = sorted((ROOT / "tests" / "golden").glob("schema_*"))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return desks.make(tmp_path_factory.mktemp("migrations") / "desk")


@pytest.fixture
def folder(template, tmp_path):
    return desks.copy(template, tmp_path / "desk")


@pytest.fixture
def key(folder):
    return read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)


def facts(folder, key):
    connection = connect(folder / "desk.db", key)
    try:
        version = connection.execute("pragma user_version").fetchone()[0]
        stamp = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        columns = {row[1] for row in connection.execute("pragma table_info(people)")}
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        assert not any("_alembic_tmp" in name or name.endswith("_old") for name in tables)
        return version, stamp, "marks" in tables, "motto" in columns
    finally:
        connection.close()


OLD, NEW = (1, "0001", False, False), (2, "0002", True, True)


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


@pytest.mark.parametrize("fault", ["raise", "orphan", "rest", "version"])
def test_m2_an_upgrade_that_fails_leaves_the_old_desk_and_the_next_one_finishes(
    folder, key, tmp_path, fault
):
    before = desks.dump(folder)

    with pytest.raises((RuntimeError, DeskError)):
        upgrade(folder / "desk.db", key, goal=goal_in(tmp_path, fault=fault))

    assert facts(folder, key) == OLD
    assert desks.dump(folder) == before
    desks.opened(folder).close()
    upgrade(folder / "desk.db", key, goal=goal_in(tmp_path))
    assert facts(folder, key) == NEW


@pytest.mark.parametrize("where", ["begin", "middle", "end"])
def test_m2_an_upgrade_that_is_killed_is_finished_by_the_next_start(folder, key, tmp_path, where):
    before = desks.dump(folder)
    goal = goal_in(tmp_path, fault=f"kill {where}")

    ended = run_upgrade(folder, key, goal)

    assert ended.returncode == -9
    assert facts(folder, key) == OLD
    assert desks.dump(folder) == before
    upgrade(folder / "desk.db", key, goal=goal_in(tmp_path))
    assert facts(folder, key) == NEW


@needs_strace
def test_m2_an_upgrade_killed_in_any_kind_of_call_is_whole_or_absent(template, tmp_path, chance):
    key = read_vault(template / "desk.keys").open_with_passphrase(desks.SECRET)
    goal = goal_in(tmp_path)
    seen = set()
    points = [("pwrite64", n) for n in (1, 5, 20, 60)] + [("fdatasync", n) for n in (1, 2, 3, 4)]
    points += [("fsync", 1), ("unlink", 1)]
    for turn, (call, number) in enumerate(chance.sample(points, 7)):
        folder = desks.copy(template, tmp_path / str(turn))

        run_upgrade(folder, key, goal, "-e", f"inject={call}:signal=KILL:when={number}")

        found = facts(folder, key)
        assert found in {OLD, NEW}
        seen.add(found)
        upgrade(folder / "desk.db", key, goal=goal)
        assert facts(folder, key) == NEW
    assert OLD in seen


def test_m3_the_number_of_the_schema_is_written_last_and_with_all_the_rest(folder, key, tmp_path):
    with pytest.raises(RuntimeError, match="very last statement"):
        upgrade(folder / "desk.db", key, goal=goal_in(tmp_path, fault="version"))

    assert facts(folder, key) == OLD


@pytest.mark.parametrize("version", [SCHEMA + 1, SCHEMA + 1000, -1, 0])
def test_m4_a_schema_of_the_future_or_of_nobody_is_refused_before_any_write(folder, key, version):
    connection = connect(folder / "desk.db", key)
    connection.execute(f"pragma user_version={version}")
    connection.close()
    path = folder / "desk.db"
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    with pytest.raises(DeskFileError) as refusal:
        desks.opened(folder)

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    if version > SCHEMA:
        assert isinstance(refusal.value, DeskNewerError)
        assert f"format {version}" in refusal.value.sentence
        assert "update the program" in refusal.value.sentence


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


def test_m5_without_room_on_the_disk_nothing_is_begun(folder, key, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 1000))
    before = (folder / "desk.db").read_bytes()

    kept = partial(bring_up_to_date, back_up=back_up_before_upgrade)
    for how in (kept, upgrade):
        with pytest.raises(DeskFileError, match="too little room"):
            how(folder / "desk.db", key, goal=goal_in(tmp_path))

    assert (folder / "desk.db").read_bytes() == before


def test_m6_a_moved_folder_is_the_same_desk(folder, tmp_path):
    moved = tmp_path / "elsewhere" / "data"
    moved.parent.mkdir()
    folder.rename(moved)

    desk = desks.opened(moved)

    assert desk.folder == moved
    desk.close()
    assert not folder.exists()


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


@pytest.mark.parametrize(
    ("damage", "match"),
    [
        ("CREATE TABLE _alembic_tmp_people (id INTEGER)", "broke off half way"),
        ("CREATE TABLE marks (id INTEGER)", "tables of a desk"),
        ("DROP TABLE photos", "tables of a desk"),
    ],
)
def test_m2_a_half_migrated_file_is_refused_and_stays_as_it_is(folder, key, damage, match):
    connection = connect(folder / "desk.db", key)
    connection.execute(damage)
    connection.close()
    before = (folder / "desk.db").read_bytes()

    with pytest.raises(DeskDamagedError, match=match):
        desks.opened(folder)

    assert (folder / "desk.db").read_bytes() == before


def test_a_new_desk_is_made_by_the_same_scripts(tmp_path):
    make_desk_at(tmp_path / "desk").close()

    assert look_at_desk(tmp_path / "desk").is_sample


def run_upgrade(folder, key, goal, *strace):
    program = [sys.executable, "-m", "tests.faults.upgrading_ahead"]
    words = [str(folder / "desk.db"), str(goal.scripts), str(goal.schema)]
    watched = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", str(folder / "desk.db")]
    watched += ["-P", str(folder / "desk.db-journal"), "-P", str(folder)]
    return subprocess.run(
        [*(watched if strace else []), *strace, *program, *words],
        check=False,
        cwd=ROOT,
        input=key.hex() + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
