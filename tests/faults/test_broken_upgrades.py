"""M2 and M5: an upgrade that fails, is killed or finds the disk full leaves the desk of before."""

import os
import shutil
import subprocess
import sys
from collections import namedtuple
from functools import partial
from pathlib import Path

import pytest

from mentor_desk.errors import DeskDamagedError, DeskError, DeskFileError
from mentor_desk.services.keeping.backups import back_up_before_upgrade, list_backups
from mentor_desk.storage.backups.restoring import restore_bundle
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.storage.upgrading import bring_up_to_date, upgrade
from tests.faults import desks
from tests.faults.exact_kills import ExactKills
from tests.faults.random_kills import told_by
from tests.faults.strace import needs_strace, sample
from tests.faults.tallies import Tally
from tests.faults.upgrades import NEW, OLD, facts, state_then_finished
from tests.faults.upgrading_ahead import goal_in

ROOT = Path(__file__).resolve().parents[2]
# Of the calls that are many, so many are tried here; `make faults` tries every one.
WRITES = 16


@pytest.fixture
def folder(base, tmp_path):
    return desks.copy(base, tmp_path / "desk")


@pytest.fixture
def key(folder):
    return read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)


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


def test_m2_an_upgrade_that_left_its_transaction_is_stopped_and_the_desk_of_before_is_kept(
    folder, key, tmp_path
):
    before = desks.dump(folder)

    with pytest.raises(DeskDamagedError, match="left its transaction"):
        bring_up_to_date(
            folder / "desk.db",
            key,
            back_up=back_up_before_upgrade,
            goal=goal_in(tmp_path, fault="commit"),
        )

    # What it did cannot be taken back, but nobody takes it for an upgraded desk.
    with pytest.raises(DeskDamagedError):
        desks.opened(folder)
    [row] = list_backups([folder / "backups"])
    restore_bundle(row.path, folder, key, now=desks.NOW)
    assert desks.dump(folder) == before


@pytest.mark.parametrize("where", ["begin", "middle", "end"])
def test_m2_an_upgrade_that_is_killed_is_finished_by_the_next_start(folder, key, tmp_path, where):
    before = desks.dump(folder)

    ended = run_upgrade(folder, key, goal_in(tmp_path, fault=f"kill {where}"))

    assert ended.returncode == -9
    assert facts(folder, key) == OLD
    assert desks.dump(folder) == before
    upgrade(folder / "desk.db", key, goal=goal_in(tmp_path))
    assert facts(folder, key) == NEW


@needs_strace
def test_m2_an_upgrade_killed_in_any_kind_of_call_is_whole_or_absent(
    writers, base, key, tmp_path, chance
):
    (tmp_path / "kills").mkdir()
    place = tmp_path / "kills"
    kills = ExactKills(writers, "upgrade once", base, place, look=state_then_finished)
    many = [point for point in kills.points if point[0] in {"pwrite64", "write"}]
    few = [point for point in kills.points if point not in many]
    tally = Tally()

    for point in [*few, *sample(many, WRITES, chance)]:
        killed = kills.kill_at(point)
        kills.judge(killed, tally)
        assert desks.state(killed.folder) == kills.after, "the next start did not finish it"
        assert facts(killed.folder, key) == NEW

    assert tally.is_clean, told_by(tally.problems)
    assert {name for name, _ in few} == {"fsync", "rename", "unlink"}
    assert kills.left[kills.before] > kills.left[kills.after] > 0


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


def test_m3_the_number_of_the_schema_is_written_last_and_with_all_the_rest(folder, key, tmp_path):
    with pytest.raises(RuntimeError, match="very last statement"):
        upgrade(folder / "desk.db", key, goal=goal_in(tmp_path, fault="version"))

    assert facts(folder, key) == OLD


def test_m5_without_room_on_the_disk_nothing_is_begun(folder, key, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 1000))
    before = (folder / "desk.db").read_bytes()

    kept = partial(bring_up_to_date, back_up=back_up_before_upgrade)
    for how in (kept, upgrade):
        with pytest.raises(DeskFileError, match="too little room"):
            how(folder / "desk.db", key, goal=goal_in(tmp_path))

    assert (folder / "desk.db").read_bytes() == before


def run_upgrade(folder, key, goal):
    words = [str(folder / "desk.db"), str(goal.scripts), str(goal.schema)]
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.upgrading_ahead", *words],
        check=False,
        cwd=ROOT,
        input=key.hex() + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
