"""Backups in which something is wrong: listed as such, and refused in words that fit a backup."""

import json
import shutil
import zipfile
from contextlib import closing

import pytest

from mentor_desk.errors import DeskDamagedError, FileError, LockedError
from mentor_desk.services.keeping.backup_keys import key_of_backup
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.services.keeping.restoring import look_ahead, restore
from mentor_desk.services.opening.opening import make_desk, open_desk
from mentor_desk.storage.backups.copying import prove
from mentor_desk.storage.database import connect
from tests.conftest import NOW

SECRET = "correct horse battery"
PAGE = 4096


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder, shown = tmp_path_factory.mktemp("template") / "desk", []
    with closing(
        make_desk(folder, name="Michelle", passphrase=SECRET, reveal=shown.append)
    ) as desk:
        back_up(desk, backup_folders(folder), now=NOW)
        return folder, bytes(desk.file.key), shown[0]


@pytest.fixture
def folder(template, tmp_path):
    shutil.copytree(template[0], tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def file(folder):
    [file] = (folder / "backups").iterdir()
    return file


def rewrite(file, *, database=None, keys=None):
    """Make the bundle anew with another part in it, as no damage of the disk would."""
    with zipfile.ZipFile(file) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    parts["desk.db"] = parts["desk.db"] if database is None else database
    told = {**json.loads(parts["manifest.json"]), "size": len(parts["desk.db"])}
    parts["manifest.json"] = json.dumps(told).encode()
    parts["desk.keys"] = keys(parts["desk.keys"]) if keys else parts["desk.keys"]
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)


def spoil_slots(kinds):
    def spoilt(written):
        content = json.loads(written)
        for slot in content["slots"]:
            if slot["kind"] in kinds:
                slot["made"] = "2001-01-01T00:00:00+00:00"
                slot["key"] = slot["key"][::-1] if "key" in slot else ""
        return json.dumps(content).encode()

    return spoilt


ALL = ("passphrase", "recovery", "keyring")


def trouble(folder):
    [row] = list_backups(backup_folders(folder))
    return row.trouble


@pytest.mark.parametrize("database", [b"", bytes(PAGE - 1)])
def test_b2_a_backup_with_no_database_in_it_is_listed_as_damaged(folder, file, template, database):
    rewrite(file, database=database)

    assert "damaged" in trouble(folder)
    with pytest.raises(DeskDamagedError, match="damaged"):
        restore(file, folder, template[1], now=NOW)


@pytest.mark.parametrize("what", ["nothing", "a table of somebody else"])
def test_b2_a_database_without_the_tables_of_a_desk_is_damaged(tmp_path, template, what):
    path = tmp_path / "copy.db"
    with closing(connect(path, template[1])) as connection:
        if what != "nothing":
            connection.execute("CREATE TABLE about (id INTEGER)")
            connection.execute("INSERT INTO about VALUES (1)")

    with pytest.raises(DeskDamagedError, match="The copy is damaged"):
        prove(path, template[1])


def test_b2_a_backup_whose_keys_open_nothing_is_listed_as_damaged(folder, file, template):
    rewrite(file, keys=spoil_slots(ALL))

    assert trouble(folder).startswith(f"The keys in “{file.name}” are damaged")
    with pytest.raises(FileError, match="The keys in"):
        look_ahead(file, folder)


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"format": 1}'])
def test_b2_a_backup_with_nonsense_for_keys_is_listed_as_damaged(folder, file, written):
    rewrite(file, keys=lambda _: written)

    assert trouble(folder) == f"“{file.name}” is damaged, or it is no backup of Mentor Desk."


def test_b2_a_backup_with_the_keys_of_another_desk_is_listed_as_damaged(folder, file):
    other = "00000000-0000-4000-8000-000000000000"
    rewrite(file, keys=lambda held: json.dumps({**json.loads(held), "desk": other}).encode())

    assert "keys" in trouble(folder)


def test_b2_one_sound_way_in_is_enough(folder, file, template, tmp_path):
    rewrite(file, keys=spoil_slots(("passphrase",)))

    assert trouble(folder) == ""
    assert key_of_backup(file, tmp_path / "new", recovery_key=template[2]) == template[1]
    with pytest.raises(LockedError, match="damaged"):
        key_of_backup(file, tmp_path / "new", passphrase=SECRET)


def test_k_a_damaged_key_file_does_not_keep_the_keys_of_the_backup_from_opening_it(
    folder, file, template
):
    sick = spoil_slots(ALL)((folder / "desk.keys").read_bytes())
    (folder / "desk.keys").write_bytes(sick)

    key = key_of_backup(file, folder, passphrase=SECRET)
    restore(file, folder, key, now=NOW)

    open_desk(folder, passphrase=SECRET).close()


def test_what_is_only_listed_says_nothing_of_a_change(folder, file, tmp_path):
    (folder / "backups" / "away.mentordesk").symlink_to(tmp_path / "stick" / "gone")
    file.write_bytes(b"cut off")

    told = {row.path.name: row.trouble for row in list_backups(backup_folders(folder))}

    assert told["away.mentordesk"] == "“away.mentordesk” is a link to a file that is not there now."
    assert not any("Nothing was changed" in each for each in told.values())
    with pytest.raises(FileError, match="Nothing was changed"):
        look_ahead(file, folder)
