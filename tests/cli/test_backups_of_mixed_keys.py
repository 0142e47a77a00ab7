"""K5: a key file of another desk in the folder makes none of the backups there a stranger."""

import json
import shutil
from contextlib import closing

import pytest

from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.keeping.keys_left import desk_id_of
from mentor_desk.services.keeping.restoring import look_ahead, restore
from mentor_desk.services.opening.opening import make_desk_at, open_desk
from mentor_desk.storage.keys.vault import read_vault
from tests.conftest import NOW


@pytest.fixture
def mixed(home):
    """A desk with a backup, in whose folder the key file of another desk lies now."""
    folder, other = home / "desk", home / "other"
    with closing(make_desk_at(folder)) as desk:
        back_up(desk, backup_folders(folder), now=NOW)
    make_desk_at(other).close()
    shutil.copy(other / "desk.keys", folder / "desk.keys")
    return folder


def backup_in(folder):
    [file] = (folder / "backups").iterdir()
    return file


def test_k5_the_list_does_not_call_the_right_backups_those_of_another_desk(run, mixed):
    _, listed, _ = run("backups", "--desk", mixed, "--json")
    _, lines, _ = run("backups", "--desk", mixed)

    assert [row["state"] for row in json.loads(listed)] == ["good"]
    assert "of another desk" not in lines


def test_k5_a_restore_says_nothing_of_another_desk_and_brings_the_right_keys_back(run, mixed):
    code, _, err = run("restore", backup_in(mixed), "--desk", mixed)

    assert code == 0
    assert "Another desk" not in err
    open_desk(mixed).close()


def test_k5_the_outlook_of_a_restore_knows_the_desk_that_lies_there(mixed):
    assert not look_ahead(backup_in(mixed), mixed).is_other_desk


def test_k5_with_its_key_the_data_file_says_itself_whose_it_is(mixed, tmp_path):
    file = backup_in(mixed).rename(tmp_path / "on a stick.mentordesk")

    same = look_ahead(file, mixed)
    make_desk_at(tmp_path / "third").close()
    for name in ("desk.db", "desk.keys"):
        shutil.copy(tmp_path / "third" / name, mixed)
    file.rename(mixed / "backups" / "desk.mentordesk")
    other = look_ahead(backup_in(mixed), mixed)

    assert (same.is_other_desk, other.is_other_desk) == (False, True)


def test_a_desk_that_is_open_is_that_of_its_key_file_whatever_lies_beside_it(mixed, tmp_path):
    make_desk_at(tmp_path / "third").close()
    with closing(open_desk(tmp_path / "third")) as desk:
        file = back_up(desk, [tmp_path / "stick"], now=NOW).row.path
        key = bytes(desk.file.key)
    restore(file, mixed, key, now=NOW)
    (mixed / "backups").joinpath(file.name).unlink(missing_ok=True)

    with closing(open_desk(mixed)) as desk:
        own = read_vault(mixed / "desk.keys").desk_id
        outlook = look_ahead(backup_in(mixed), mixed, desk=desk)

    assert desk_id_of(mixed, is_open=True) == own
    assert outlook.is_other_desk
