"""A key file that is damaged in one slot is helped by the key slots that a backup carries (K5)."""

import json

import pytest

from mentor_desk.errors import DeskError, LockedError
from mentor_desk.services.keeping.backup_keys import key_of_backup
from mentor_desk.services.keeping.backups import back_up, list_backups
from mentor_desk.services.keeping.rescue import key_of_desk
from mentor_desk.services.keeping.restoring import restore
from mentor_desk.services.opening.opening import open_desk
from tests.faults import desks


@pytest.fixture
def folder(tmp_path):
    """A desk with a backup, whose passphrase slot was damaged since in a single character."""
    folder = desks.make(tmp_path / "desk")
    desk = desks.opened(folder)
    back_up(desk, [folder / "backups"], now=desks.NOW)
    desk.close()
    keys = json.loads((folder / "desk.keys").read_bytes())
    (slot,) = [slot for slot in keys["slots"] if slot["kind"] == "passphrase"]
    slot["key"] = ("B" if slot["key"][0] == "A" else "A") + slot["key"][1:]
    (folder / "desk.keys").write_text(json.dumps(keys))
    return folder


def test_k5_a_damaged_slot_is_called_damaged_and_not_a_wrong_passphrase(folder):
    with pytest.raises(DeskError, match=r"key file .*is damaged.*backup"):
        open_desk(folder, passphrase=desks.SECRET)


def test_k5_a_restore_brings_key_slots_that_are_whole(folder):
    (row,) = list_backups([folder / "backups"])
    key = key_of_backup(row.path, folder, passphrase=desks.SECRET)

    restore(row.path, folder, key, now=desks.NOW)

    open_desk(folder, passphrase=desks.SECRET).close()


def test_k5_the_key_of_the_desk_is_found_by_the_slots_of_its_backup(folder):
    (row,) = list_backups([folder / "backups"])

    found = key_of_desk(folder, secret=desks.SECRET)

    assert found == key_of_backup(row.path, folder, passphrase=desks.SECRET)
    with pytest.raises(LockedError):
        key_of_backup(row.path, folder, passphrase="wrong horse battery")
