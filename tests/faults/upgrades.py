"""Desks of today's schema that are brought to one of the future, and what is left of a kill."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.keeping.backups import (
    back_up_before_upgrade,
    backup_folders,
    list_backups,
)
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.storage.upgrading import Goal, bring_up_to_date
from tests.faults import desks
from tests.faults.upgrading_ahead import goal_in

Facts = tuple[int, str, bool, bool]
OLD: Facts = (1, "0001", False, False)
NEW: Facts = (2, "0002", True, True)


def bring_ahead(folder: Path, goal: Goal) -> None:
    """Upgrade the desk in a folder as an opening does: backed up first."""
    key = read_vault(folder / KEYS_NAME).open_with_passphrase(desks.SECRET)
    bring_up_to_date(folder / DATABASE_NAME, key, back_up=back_up_before_upgrade, goal=goal)


def upgrade_many(folder: Path, chance: Random) -> Iterator[str]:
    """Upgrade one copy of a desk after the other, for ever."""
    goal = goal_in(folder.parent / f"scripts-{chance.getrandbits(40)}")
    while True:
        name = f"older-{chance.getrandbits(40)}"
        # Under its name only when it is whole: what is killed here is no upgrade.
        desks.copy(folder, folder.parent / f".{name}").rename(folder.parent / name)
        yield f"to {name}"
        bring_ahead(folder.parent / name, goal)
        yield name


def lost_upgrades(folder: Path, told: Sequence[str]) -> list[str]:
    """Return the desks that were told to be upgraded and are not.

    Each is as it was before or upgraded with its backup beside it, and the next start finishes it.
    """
    before, lost = desks.state(folder), []
    for older in sorted(folder.parent.glob("older-*")):
        state = state_then_finished(older)
        assert state in {before, upgraded_state(folder)}, "half an upgrade was kept"
        lost += [older.name] if state == before and older.name in told else []
        assert desks.state(older) == upgraded_state(folder), "the next start did not finish it"
        assert desks.faults_of(older) == []
        kept = list_backups(backup_folders(older))
        assert "upgrade" in {row.why for row in kept}, "upgraded without a backup"
        assert all(row.is_good for row in kept)
        shutil.rmtree(older)
    return lost


def state_then_finished(folder: Path) -> str:
    """Return how a kill left a desk, which the next start then upgrades if that was not done."""
    found = desks.state(folder)
    with TemporaryDirectory() as scripts:
        bring_ahead(folder, goal_in(Path(scripts)))
    return found


@cache
def upgraded_state(folder: Path) -> str:
    """Return how a copy of a desk is when nothing gets in the way of its upgrade."""
    with TemporaryDirectory() as elsewhere:
        copy = desks.copy(folder, Path(elsewhere, "desk"))
        state_then_finished(copy)
        return desks.state(copy)


def facts(folder: Path, key: bytes) -> Facts:
    """Return the two numbers of its schema, and whether either change of `ahead/two.py` is there.

    Nothing of an upgrade may lie about.
    """
    with closing(connect(folder / DATABASE_NAME, key)) as connection:
        version = connection.execute("pragma user_version").fetchone()[0]
        stamp = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        columns = {row[1] for row in connection.execute("pragma table_info(people)")}
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        assert not any("_alembic_tmp" in name or name.endswith("_old") for name in tables)
        return version, stamp, "marks" in tables, "motto" in columns
