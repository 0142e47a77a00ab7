"""Help for a desk that does not open: its key, a repair, a salvage, and what is said when not."""

import shutil

import pytest

from mentor_desk.errors import (
    DeskBusyError,
    DeskDamagedError,
    DeskError,
    DeskFileError,
    DeskMissingError,
    DeskMixedError,
    DeskNewerError,
    FileError,
    WrongKeyError,
)
from mentor_desk.services.keeping.backups import back_up
from mentor_desk.services.keeping.checking import check_folder
from mentor_desk.services.keeping.rescue import (
    copy_aside,
    key_of_desk,
    repair_folder,
    what_remains,
)
from mentor_desk.services.keeping.salvaging import free_folder_beside, salvage_desk
from mentor_desk.services.opening.keys import change_passphrase
from mentor_desk.services.opening.opening import make_desk
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks
from tests.keyrings import Drawer, in_use


@pytest.fixture(scope="module")
def shown():
    return []


@pytest.fixture(scope="module")
def template(tmp_path_factory, shown):
    folder = tmp_path_factory.mktemp("rescue") / "desk"
    desk = make_desk(folder, name="Michelle Roy", passphrase=desks.SECRET, reveal=shown.append)
    back_up(desk, [folder / "backups"], now=desks.NOW)
    desk.close()
    return folder


def test_the_recovery_key_does_as_well_as_the_passphrase(folder, key, shown):
    assert key_of_desk(folder, secret=shown[0]) == key
    assert key_of_desk(folder, secret=desks.SECRET) == key


def test_a_secret_that_is_none_is_refused(folder, shown):
    with pytest.raises(WrongKeyError):
        key_of_desk(folder, secret="no such words at all")
    with pytest.raises(DeskError, match="passphrase or its recovery key"):
        key_of_desk(folder)


def test_without_keys_and_without_backups_there_is_no_way_in(folder):
    (folder / "desk.keys").unlink()
    shutil.rmtree(folder / "backups")

    with pytest.raises(DeskMissingError, match="key file"):
        key_of_desk(folder, secret=desks.SECRET)


def test_a_damaged_key_file_gives_way_to_that_of_a_backup_and_is_replaced_in_the_copy(
    folder, key, tmp_path
):
    (folder / "desk.keys").write_bytes(b"{")

    assert key_of_desk(folder, secret=desks.SECRET) == key
    report = salvage_desk(folder, key, tmp_path / "new")

    assert report.lost == 0
    desks.opened(tmp_path / "new").close()
    assert what_remains(folder).has_keys is False


@pytest.fixture(scope="module")
def other_keys(tmp_path_factory):
    """The key file of another desk, under the same passphrase."""
    folder = desks.make(tmp_path_factory.mktemp("other") / "desk")
    return (folder / "desk.keys").read_bytes()


@pytest.mark.parametrize("own_backups", [True, False], ids=["with backups", "without"])
def test_k5_the_keys_of_another_desk_are_told_from_damage_everywhere(
    folder, other_keys, tmp_path, own_backups
):
    (folder / "desk.keys").write_bytes(other_keys)
    if not own_backups:
        shutil.rmtree(folder / "backups")
    stranger = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)

    for act in (
        lambda: desks.opened(folder),
        lambda: check_folder(folder, stranger, is_full=True),
        lambda: salvage_desk(folder, stranger, tmp_path / "new"),
        lambda: repair_folder(folder, stranger),
    ):
        with pytest.raises(DeskMixedError, match="are of two desks"):
            act()

    assert not (tmp_path / "new").exists()
    assert not (folder / "set-aside").exists()


def test_k5_beside_the_keys_of_another_desk_those_of_a_backup_bring_everything_back(
    folder, key, other_keys, tmp_path
):
    (folder / "desk.keys").write_bytes(other_keys)

    found = key_of_desk(folder, secret=desks.SECRET)
    report = check_folder(folder, found, is_full=True)
    told = salvage_desk(folder, found, tmp_path / "new")

    assert found == key
    assert [row.where for row in report.found] == ["the key file"]
    assert "of another desk" in report.found[0].what
    assert (told.lost, told.unsound_pages) == (0, 0)
    desks.opened(tmp_path / "new").close()
    remains = what_remains(folder)
    assert remains.newest is not None
    assert len(remains.backups) == 1


def test_k5_a_recovery_key_of_the_right_desk_finds_its_slots_beside_those_of_another(
    folder, key, other_keys, shown
):
    (folder / "desk.keys").write_bytes(other_keys)

    assert key_of_desk(folder, secret=shown[0]) == key


def test_a_passphrase_of_before_does_not_come_back_by_the_slots_of_a_backup(folder):
    desk = desks.opened(folder)
    change_passphrase(desk, new="another good one", secret=desks.SECRET)
    desk.close()

    with pytest.raises(WrongKeyError):
        key_of_desk(folder, secret=desks.SECRET)


def test_c2_a_first_page_that_is_lost_is_damage_and_not_another_desk(folder, key, tmp_path):
    content = (folder / "desk.db").read_bytes()
    (folder / "desk.db").write_bytes(bytes(4096) + content[4096:])

    assert check_folder(folder, key, is_full=True).is_broken
    assert salvage_desk(folder, key, tmp_path / "new").read > 0


def test_a_salvage_without_a_data_file_says_what_is_missing_and_makes_no_folder(
    folder, key, tmp_path
):
    (folder / "desk.db").unlink()

    with pytest.raises(DeskMissingError, match=r"desk\.db.*is missing"):
        salvage_desk(folder, key, tmp_path / "far" / "new")

    assert not (tmp_path / "far").exists()
    assert not (folder / "set-aside").exists()


def test_m4_a_newer_desk_is_neither_called_sound_nor_salvaged_in_part(folder, key, tmp_path):
    connection = connect(folder / "desk.db", key)
    connection.execute("CREATE TABLE moods (id INTEGER PRIMARY KEY, word TEXT)")
    connection.execute("ALTER TABLE people ADD COLUMN colour TEXT")
    connection.execute("pragma user_version=2")
    connection.close()

    for act in (
        lambda: check_folder(folder, key, is_full=True),
        lambda: salvage_desk(folder, key, tmp_path / "new"),
    ):
        with pytest.raises(DeskNewerError, match="newer version"):
            act()

    assert not (tmp_path / "new").exists()


def test_m4_what_this_version_does_not_know_is_told_by_the_check_and_counted_as_not_salvaged(
    folder, key, tmp_path
):
    connection = connect(folder / "desk.db", key)
    connection.execute('CREATE TABLE "old ""moods""" (id INTEGER PRIMARY KEY, word TEXT)')
    connection.execute('INSERT INTO "old ""moods""" (word) VALUES (1), (2)')
    connection.execute("ALTER TABLE people ADD COLUMN colour TEXT")
    connection.execute("UPDATE people SET colour = 'blue'")
    connection.close()

    report = check_folder(folder, key, is_full=True)
    told = salvage_desk(folder, key, tmp_path / "new")

    assert {row.where for row in report.found} == {'old "moods"', "people.colour"}
    lost = {row.what: row.lost for row in told.rows if row.lost}
    assert lost == {'old "moods"': 2, "people.colour": 1}
    desks.opened(tmp_path / "new").close()


def test_a_key_of_another_desk_salvages_nothing(folder, tmp_path):
    with pytest.raises(DeskDamagedError, match="none of the key files"):
        salvage_desk(folder, bytes(32), tmp_path / "new")

    assert not (tmp_path / "new").exists()


def test_a_salvage_of_nothing_says_so_and_leaves_no_desk(folder, key, tmp_path):
    (folder / "desk.db").write_bytes(b"x" * 100)

    with pytest.raises(DeskDamagedError, match="can be read any more"):
        salvage_desk(folder, key, tmp_path / "new")

    assert not (tmp_path / "new").exists()
    assert not (folder / "set-aside").exists()


def test_a_salvage_into_a_place_that_takes_none_is_refused(folder, key, tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(FileError, match="is not a folder"):
        salvage_desk(folder, key, tmp_path / "file")

    assert (tmp_path / "file").read_text() == "no folder"


def test_a_repair_of_a_closed_desk_is_the_same_as_of_an_open_one(folder, key):
    connection = connect(folder / "desk.db", key)
    connection.execute("pragma ignore_check_constraints=on")
    connection.execute("UPDATE people SET display_name = ' '")
    connection.close()

    report = repair_folder(folder, key)

    assert (report.count, report.left.is_sound) == (1, True)
    assert repair_folder(folder, key).count == 0


def test_a_desk_that_is_open_is_neither_copied_aside_nor_repaired(folder, key):
    desk = desks.opened(folder)

    for act in (lambda: copy_aside(folder), lambda: repair_folder(folder, key)):
        with pytest.raises(DeskBusyError):
            act()

    desk.close()


def test_a_repair_of_what_cannot_be_opened_lets_the_lock_go(folder, key):
    (folder / "desk.db").write_bytes(b"")

    for _ in range(2):
        with pytest.raises(DeskFileError, match="empty"):
            repair_folder(folder, key)


def test_a_free_folder_beside_has_a_number_when_it_has_to(folder):
    first = free_folder_beside(folder)
    first.mkdir()

    assert free_folder_beside(folder).name == f"{first.name} 2"


def test_nothing_to_copy_aside_is_said(folder):
    for name in ("desk.db", "desk.keys"):
        (folder / name).unlink()

    with pytest.raises(DeskMissingError, match="nothing of a desk"):
        copy_aside(folder)


def test_a_set_aside_place_that_is_no_folder_is_a_sentence(folder):
    (folder / "set-aside").write_text("in the way")

    with pytest.raises(FileError, match="could not be copied aside"):
        copy_aside(folder)


def test_the_keyring_gives_the_key_of_a_desk_that_lies_there(tmp_path):
    with in_use(Drawer()):
        desk = make_desk(tmp_path / "own", name="Me", passphrase=None, reveal=str)
        key = desk.file.key
        desk.close()

        assert key_of_desk(tmp_path / "own") == key
        assert not what_remains(tmp_path / "own").asks_secret
        with pytest.raises(WrongKeyError, match="recovery key"):
            key_of_desk(tmp_path / "own", secret="a passphrase that never was")
