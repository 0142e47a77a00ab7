"""A desk opens with its key, and every way it can fail has a sentence of its own."""

import json
import os
import shutil
from pathlib import Path

import pytest

from mentor_desk.errors import (
    DeskBusyError,
    DeskDamagedError,
    DeskEmptyError,
    DeskFileError,
    DeskMissingError,
    DeskMixedError,
    DeskNewerError,
    DeskReadOnlyError,
    FileError,
    InvalidEntryError,
    KeyringError,
    LockedError,
    WrongKeyError,
)
from mentor_desk.services.network.listing import find_people, oneself
from mentor_desk.services.opening.opening import (
    look_at_desk,
    make_desk,
    make_desk_at,
    open_desk,
)
from mentor_desk.services.opening.secret_files import read_passphrase
from mentor_desk.storage import database
from mentor_desk.storage.engine import engine_on
from mentor_desk.storage.keys import vault

SECRET = "correct horse battery"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("template") / "desk"
    make_desk(folder, name="Michelle Roy", passphrase=SECRET, reveal=str).close()
    return folder


@pytest.fixture
def folder(template, tmp_path):
    shutil.copytree(template, tmp_path / "desk")
    return tmp_path / "desk"


def _flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def read_all(folder):
    desk = open_desk(folder, passphrase=SECRET)
    try:
        return desk.run(find_people), desk.run(oneself)
    finally:
        desk.close()


def state_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "desk.lock"}


def refused(folder, kind, match, passphrase=SECRET):
    before = state_of(folder)
    with pytest.raises(kind, match=match) as refusal:
        open_desk(folder, passphrase=passphrase)
    assert state_of(folder) == before
    return refusal.value


def test_a_desk_made_today_opens_tomorrow(folder):
    desk = open_desk(folder, passphrase=SECRET)

    assert desk.run(oneself).name == "Michelle Roy"
    assert desk.run(find_people) == []
    desk.close()


def test_the_files_are_the_owners_alone_and_hold_no_plain_word(folder):
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert b"Michelle" not in (folder / "desk.db").read_bytes()
    assert not (folder / "desk.db").read_bytes().startswith(b"SQLite format 3")


def test_a_wrong_passphrase_is_told_from_damage(folder):
    refused(folder, WrongKeyError, "does not open", passphrase="wrong horse battery")


def test_a_desk_that_needs_its_passphrase_says_so(folder):
    refused(folder, LockedError, "passphrase", passphrase=None)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 100, 4095])
def test_an_empty_or_cut_off_file_is_lost_data_and_never_a_first_start(folder, size):
    content = (folder / "desk.db").read_bytes()
    (folder / "desk.db").write_bytes(content[:size])

    refused(folder, DeskEmptyError, "empty or cut off")


@pytest.mark.parametrize("place", [20, 3000])
def test_a_file_whose_first_page_is_damaged_does_not_open(folder, place):
    _flip(folder / "desk.db", place)

    refused(folder, DeskDamagedError, "damaged")


def test_damage_further_on_is_called_damage_when_it_is_met(folder):
    for page in range(2, (folder / "desk.db").stat().st_size // 4096):
        _flip(folder / "desk.db", page * 4096 + 700)

    with pytest.raises(DeskDamagedError, match="damaged"):
        read_all(folder)


def test_a_plain_database_is_no_desk(folder):
    (folder / "desk.db").write_bytes(b"SQLite format 3\0" + bytes(8192))

    refused(folder, DeskDamagedError, "not encrypted")


def test_a_folder_in_the_place_of_the_file_is_no_desk(folder):
    (folder / "desk.db").unlink()
    (folder / "desk.db").mkdir()

    with pytest.raises(DeskDamagedError, match="not a file"):
        open_desk(folder, passphrase=SECRET)


def test_a_missing_data_file_beside_its_keys_is_missing_and_not_new(folder):
    (folder / "desk.db").unlink()

    refused(folder, DeskMissingError, "missing")
    assert not (folder / "desk.db").exists()


def test_a_missing_key_file_is_named(folder):
    (folder / "desk.keys").unlink()

    refused(folder, DeskMissingError, "key file")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"format": 1}',
        b'{"format": 1, "desk": "a", "check": "b", "slots": [1]}',
        b"[" * 100_000,
        b"\xff\xfe",
        b"x" * 2_000_000,
    ],
)
def test_a_key_file_that_makes_no_sense_is_damaged(folder, content):
    (folder / "desk.keys").write_bytes(content)

    refused(folder, DeskDamagedError, "key file")


@pytest.mark.parametrize(
    "change",
    [{"memory_kib": 1 << 30}, {"passes": 10**9}, {"lanes": 0}, {"salt": "!"}, {"kdf": "md5"}],
)
def test_a_key_slot_that_asks_for_senseless_work_is_refused(folder, change):
    keys = json.loads((folder / "desk.keys").read_bytes())
    keys["slots"][0].update(change)
    (folder / "desk.keys").write_text(json.dumps(keys))

    refused(folder, LockedError, r"key file .* damaged.*Use the recovery key")


def test_newer_keys_and_newer_data_are_refused_politely(folder):
    key = vault.read_vault(folder / "desk.keys").open_with_passphrase(SECRET)
    connection = database.connect(folder / "desk.db", key)
    connection.execute(f"pragma user_version={database.SCHEMA + 1}")
    connection.close()
    refused(folder, DeskNewerError, "newer version")

    keys = json.loads((folder / "desk.keys").read_bytes())
    keys["format"] = 2
    (folder / "desk.keys").write_text(json.dumps(keys))
    refused(folder, DeskNewerError, "newer version")


@pytest.mark.parametrize("version", [0, -1])
def test_a_database_that_was_never_finished_is_no_desk(folder, version):
    key = vault.read_vault(folder / "desk.keys").open_with_passphrase(SECRET)
    connection = database.connect(folder / "desk.db", key)
    connection.execute(f"pragma user_version={version}")
    connection.close()

    refused(folder, DeskDamagedError, "never finished")


def test_the_database_of_another_program_is_refused(folder):
    key = vault.read_vault(folder / "desk.keys").open_with_passphrase(SECRET)
    connection = database.connect(folder / "desk.db", key)
    connection.execute("pragma application_id=7")
    connection.close()

    refused(folder, DeskDamagedError, "not made by Mentor Desk")


def test_the_files_of_two_desks_are_not_mixed(folder, tmp_path):
    make_desk(tmp_path / "other", name="Somebody Else", passphrase=SECRET, reveal=str).close()
    shutil.copy(tmp_path / "other" / "desk.db", folder / "desk.db")

    refused(folder, DeskMixedError, "are of two desks")


def test_a_second_program_is_refused_and_a_closed_one_gives_way(folder):
    first = open_desk(folder, passphrase=SECRET)
    with pytest.raises(DeskBusyError, match="already open"):
        open_desk(folder, passphrase=SECRET)

    first.close()

    open_desk(folder, passphrase=SECRET).close()


def test_a_read_only_folder_is_refused_with_its_reason(folder, monkeypatch):
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)

    refused(folder, DeskReadOnlyError, "read-only")


def test_a_desk_is_never_made_over_another(folder):
    before = state_of(folder)

    with pytest.raises(DeskFileError, match="already"):
        make_desk(folder, name="X", passphrase=SECRET, reveal=str)

    assert state_of(folder) == before


@pytest.mark.parametrize(
    ("name", "passphrase", "field"),
    [("", SECRET, "name"), ("Me", "short", "passphrase"), ("Me\0", SECRET, None)],
)
def test_what_cannot_protect_a_desk_is_refused_and_nothing_is_left(
    tmp_path, name, passphrase, field
):
    with pytest.raises(InvalidEntryError) as refusal:
        make_desk(tmp_path / "new", name=name, passphrase=passphrase, reveal=str)

    assert field is None or refusal.value.field == field
    assert not (tmp_path / "new").exists() or list((tmp_path / "new").iterdir()) == []


def test_without_a_keyring_no_desk_is_made_under_one(tmp_path, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")

    with pytest.raises(KeyringError, match="passphrase instead"):
        make_desk(tmp_path / "new", name="Me", passphrase=None, reveal=pytest.fail)

    assert not (tmp_path / "new").exists()


def test_a_sample_desk_opens_by_itself_and_says_what_it_is(tmp_path):
    make_desk_at(tmp_path / "sample").close()

    place = look_at_desk(tmp_path / "sample")
    desk = open_desk(tmp_path / "sample")

    assert place.is_sample
    assert desk.is_sample
    desk.close()


def test_every_promised_setting_holds_on_an_open_desk(folder):
    desk = open_desk(folder, passphrase=SECRET)

    with desk.work() as db:
        for name, _, answer in database.PRAGMAS:
            assert db.connection().exec_driver_sql(f"pragma {name}").scalar() == answer
        assert db.connection().exec_driver_sql("pragma foreign_keys").scalar() == 1
        assert db.connection().exec_driver_sql("pragma cipher_version").scalar()
    desk.close()


def test_no_key_stands_in_what_is_shown_of_an_engine_or_a_vault(folder):
    found = vault.read_vault(folder / "desk.keys")
    key = found.open_with_passphrase(SECRET)
    engine = engine_on(None)

    assert key.hex() not in repr(found) + repr(engine) + repr(engine.url)


def test_the_passphrase_is_read_from_a_file_without_its_line_end(tmp_path):
    (tmp_path / "pass").write_text("a b c \r\n")

    assert read_passphrase(str(tmp_path / "pass")) == "a b c "
    with pytest.raises(FileError):
        read_passphrase(str(tmp_path / "none"))
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(LockedError):
        read_passphrase(str(tmp_path / "empty"))


def test_a_database_without_a_key_is_never_made(tmp_path):
    for no_key in (b"", b"short", bytes(31)):
        with pytest.raises(DeskFileError, match="no key"):
            database.connect(tmp_path / "x.db", no_key)

    assert not (tmp_path / "x.db").exists()
