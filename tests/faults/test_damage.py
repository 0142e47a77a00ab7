"""C1 to C5: damaged, foreign and missing files are told apart, and never made worse."""

import os
import random
import shutil
import socket
import sqlite3
import time
import zipfile

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import (
    DeskDamagedError,
    DeskEmptyError,
    DeskError,
    DeskFileError,
    DeskMissingError,
    RefusedMoveError,
)
from mentor_desk.paths import default_desk
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.keeping.backups import SECOND_FOLDER, back_up
from mentor_desk.services.keeping.checking import check_desk, check_folder, explain
from mentor_desk.services.keeping.repairing import repair_desk
from mentor_desk.services.keeping.rescue import (
    copy_aside,
    has_traces,
    key_of_desk,
    what_remains,
)
from mentor_desk.services.keeping.salvaging import free_folder_beside, salvage_desk
from mentor_desk.services.opening.opening import make_desk_at, open_desk
from mentor_desk.settings import Settings
from mentor_desk.storage.database import APPLICATION_ID, connect
from mentor_desk.storage.desk_file import make_database
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks

PAGE = 4096
FLIPS = int(os.environ.get("FAULTS_FLIPS", "1000"))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = desks.make(tmp_path_factory.mktemp("damage") / "desk")
    desk = desks.opened(folder)
    back_up(desk, [folder / "backups"], now=desks.NOW)
    desk.close()
    return folder


@pytest.fixture
def path(folder):
    return folder / "desk.db"


def refused(folder, kind=DeskFileError, match="."):
    before = state_of(folder)
    with pytest.raises(kind, match=match) as refusal:
        desks.opened(folder)
    assert state_of(folder) == before
    return refusal.value


def state_of(folder):
    return {
        each.name: each.read_bytes()
        for each in folder.iterdir()
        if each.is_file() and each.name != "desk.lock" and each.stat().st_size < 1 << 30
    }


# C1: empty, tiny, missing


@pytest.mark.parametrize("size", [0, 1, 15, 16, 100, 4095])
def test_c1_an_empty_or_tiny_file_is_lost_data_and_its_backup_is_offered(folder, path, size):
    os.truncate(path, size)

    refusal = refused(folder, DeskEmptyError, "empty or cut off")

    remains = what_remains(folder)
    assert "backup" in refusal.sentence
    assert remains.has_keys
    assert remains.has_data == (size > 0)
    assert remains.newest is not None
    assert has_traces(folder)


@pytest.mark.parametrize("size", [PAGE, -1, "half"])
def test_c1_a_file_that_was_cut_off_is_damage_that_is_said(folder, path, key, size):
    whole = path.stat().st_size
    os.truncate(path, {PAGE: PAGE, -1: whole - 1}.get(size, whole // 2))

    report = check_folder(folder, key, is_full=True)

    assert report.is_broken
    assert "Restore a backup" in explain(report)


def test_c1_a_missing_file_is_missing_and_its_backups_are_told(folder, path):
    path.unlink()

    refused(folder, DeskMissingError, "missing")

    remains = what_remains(folder)
    assert (remains.has_data, remains.has_keys) == (False, True)
    assert remains.newest.figures.mentees == 1
    assert has_traces(folder)


@pytest.mark.parametrize("left", ["desk.keys", "backups", "desk.db", "set-aside", "memory"])
def test_c1_a_first_start_is_one_only_where_nothing_was_ever(folder, tmp_path, left):
    bare = tmp_path / "bare"
    bare.mkdir()
    assert not has_traces(bare, last_desk=str(tmp_path / "other"))

    if left == "memory":
        assert has_traces(bare, last_desk=str(bare))
        return
    if left == "set-aside":
        (bare / left).mkdir()
    elif left == "backups":
        shutil.copytree(folder / left, bare / left)
    else:
        shutil.copy(folder / left, bare / left)
    assert has_traces(bare)


@pytest.mark.parametrize("is_there", [True, False], ids=["empty folder", "no folder"])
def test_c1_backups_in_the_second_folder_are_a_trace_of_ones_own_desk(
    folder, tmp_path, monkeypatch, is_there
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    own = default_desk()
    if is_there:
        own.mkdir(parents=True)
    settings = Settings(tmp_path / "settings.json")
    assert not has_traces(own, settings=settings)

    settings.remember({SECOND_FOLDER: str(folder / "backups")})

    assert has_traces(own, settings=settings)
    assert not has_traces(tmp_path / "elsewhere", settings=settings)


# C2: bit flips and worse


def test_c2_no_flipped_bit_goes_unnoticed(template, tmp_path, seed, tally):
    chance = random.Random(f"flips {seed}")
    key = read_vault(template / "desk.keys").open_with_passphrase(desks.SECRET)
    whole = (template / "desk.db").read_bytes()
    shutil.copy(template / "desk.keys", tmp_path)
    path = tmp_path / "desk.db"
    path.write_bytes(whole)
    silent = []
    with path.open("r+b") as stream:
        for _ in range(FLIPS):
            place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
            _put(stream, place, whole[place] ^ bit)
            if _seems_sound(path, key):
                silent.append((place, bit))
            _put(stream, place, whole[place])
            tally.rounds += 1

    assert silent == []
    assert _seems_sound(path, key)


def _put(stream, place, byte):
    stream.seek(place)
    stream.write(bytes([byte]))
    stream.flush()


def _seems_sound(path, key):
    try:
        return check_folder(path.parent, key, is_full=False).is_sound
    except DeskError:
        return False


@pytest.mark.parametrize("how", ["swap", "foreign page", "zeroes", "tail", "flip"])
def test_c2_damage_is_named_the_original_kept_and_the_rest_salvaged(
    folder, path, key, tmp_path, how
):
    content = bytearray(path.read_bytes())
    middle = len(content) // PAGE // 2 * PAGE
    page = slice(middle, middle + PAGE)
    if how == "swap":
        content[page], content[middle + PAGE : middle + 2 * PAGE] = (
            content[middle + PAGE : middle + 2 * PAGE],
            content[page],
        )
    elif how == "foreign page":
        make_database(tmp_path / "other.db", key)
        content[page] = (tmp_path / "other.db").read_bytes()[page]
    elif how == "zeroes":
        content[page] = bytes(PAGE)
    elif how == "tail":
        content += os.urandom(3 * PAGE)
    else:
        content[middle + 99] ^= 8
    path.write_bytes(content)
    before = path.read_bytes()

    report = check_folder(folder, key, is_full=True)
    told = salvage_desk(folder, key, tmp_path / "salvaged")

    assert report.is_broken
    assert path.read_bytes() == before
    assert (told.aside / "desk.db").read_bytes() == before
    desk = desks.opened(tmp_path / "salvaged")
    assert check_desk(desk, is_full=True).is_sound
    assert told.read >= 5
    desk.close()


def test_c2_a_desk_whose_keys_are_lost_too_is_salvaged_by_the_keys_of_a_backup(
    folder, path, tmp_path
):
    content = bytearray(path.read_bytes())
    content[3 * PAGE + 9] ^= 1
    path.write_bytes(content)
    (folder / "desk.keys").unlink()

    key = key_of_desk(folder, secret=desks.SECRET)
    salvage_desk(folder, key, tmp_path / "salvaged")

    desks.opened(tmp_path / "salvaged").close()


def test_c2_nothing_is_salvaged_over_another_desk(folder, key, template):
    with pytest.raises(DeskFileError, match="already a desk"):
        salvage_desk(folder, key, template)
    assert free_folder_beside(folder).name == "desk salvaged"


def test_c2_the_files_are_copied_aside_byte_for_byte(folder):
    before = state_of(folder)

    aside = copy_aside(folder, now=desks.NOW).folder

    assert state_of(aside) == {name: before[name] for name in ("desk.db", "desk.keys")}
    assert aside.parent == folder / "set-aside"
    assert copy_aside(folder, now=desks.NOW).folder != aside
    assert state_of(folder) == before


# C4: files of others


def test_c4_a_plain_database_is_refused_unread(folder, path):
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE people (id INTEGER)")
        other.execute("INSERT INTO people VALUES (1)")
    other.close()

    refused(folder, DeskDamagedError, "not encrypted")


@pytest.mark.parametrize("how", ["other key", "sqlcipher 3", "zip", "text"])
def test_c4_other_files_in_its_place_are_refused_and_stay(folder, path, key, how):
    path.unlink()
    if how == "zip":
        with zipfile.ZipFile(path, "w") as bundle:
            bundle.writestr("x", os.urandom(3 * PAGE))
    elif how == "text":
        path.write_text("Dear diary, " * 2000)
    else:
        other = sqlcipher.connect(str(path), isolation_level=None)
        other.execute("pragma cipher_log_level=none")
        raw = bytes(32) if how == "other key" else key
        other.set_key(b"x'" + raw.hex().encode() + b"'")
        if how == "sqlcipher 3":
            other.execute("pragma cipher_compatibility=3")
        other.execute("begin")
        other.execute("CREATE TABLE people (id INTEGER)")
        other.executemany("INSERT INTO people VALUES (?)", [(n,) for n in range(3000)])
        other.execute("commit")
        other.close()

    refused(folder, DeskFileError)


def test_c4_a_folder_a_pipe_a_socket_and_a_device_are_never_read(folder, path, tmp_path):
    makers = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "device": lambda: path.symlink_to("/dev/zero"),
        "loop": lambda: path.symlink_to(path),
    }
    for make in makers.values():
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
        make()
        began = time.monotonic()
        with pytest.raises(DeskFileError):
            desks.opened(folder)
        assert time.monotonic() - began < 5


def test_c4_a_socket_in_its_place_is_refused(tmp_path, folder, path, monkeypatch):
    path.unlink()
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("desk.db")
        with pytest.raises(DeskFileError):
            desks.opened(folder)


def test_c4_a_huge_empty_file_is_refused_at_once_and_not_copied(folder, path):
    os.truncate(path, 0)
    try:
        os.truncate(path, 100 << 30)
    except OSError:
        pytest.skip("this disk makes no file with holes")
    began = time.monotonic()

    refused(folder, DeskFileError)
    with pytest.raises(DeskFileError.__mro__[1], match="too large"):
        copy_aside(folder)

    assert time.monotonic() - began < 5
    assert not (folder / "set-aside").exists()


@pytest.mark.parametrize(
    "trick",
    [
        "CREATE TRIGGER gotcha AFTER INSERT ON people BEGIN DELETE FROM sessions; END",
        "CREATE VIEW persons AS SELECT * FROM people",
        "CREATE VIRTUAL TABLE words USING fts5(text)",
    ],
)
def test_c4_a_file_with_instructions_of_its_own_is_refused_and_none_runs(folder, path, key, trick):
    connection = connect(path, key)
    connection.executescript(trick)
    connection.close()

    refused(folder, DeskDamagedError, "instructions of its own")
    [found] = check_folder(folder, key, is_full=True).found
    assert "instructions of its own" in found.sentence

    connection = connect(path, key)
    assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (5,)
    connection.close()


def test_c4_the_file_of_another_program_with_our_key_is_refused(folder, path, key):
    connection = connect(path, key)
    connection.execute(f"pragma application_id={APPLICATION_ID + 1}")
    connection.close()

    refused(folder, DeskDamagedError, "not made by Mentor Desk")


def test_c4_no_extension_can_be_loaded_into_an_open_desk(folder):
    desk = desks.opened(folder)

    with pytest.raises(sqlcipher.DatabaseError, match="not authorized"):
        desk.file.connection.execute("SELECT load_extension('libm.so.6')").fetchall()

    desk.close()


def test_c4_attached_files_are_no_part_of_a_desk(folder):
    desk = desks.opened(folder)

    attached = desk.file.connection.execute("pragma database_list").fetchall()

    assert {row[1] for row in attached} <= {"main", "temp"}
    desk.close()


# C5: the check of an open desk


@pytest.fixture
def spoiled(folder, path, key):
    connection = connect(path, key, foreign_keys=False)
    connection.execute("pragma ignore_check_constraints=on")
    connection.execute("UPDATE sessions SET minutes = 0, state = 'gone' WHERE id < 3")
    connection.execute("UPDATE sessions SET agenda = x'4120626c6f62' WHERE id = 4")
    connection.execute("DELETE FROM mentorships")
    connection.close()
    return folder


def test_c5_an_open_desk_is_checked_beside_its_work_and_leaves_no_copy(spoiled):
    desk = desks.opened(spoiled)
    told = []

    report = check_desk(desk, is_full=True, progress=lambda done, of: told.append(done / of))

    kinds = {row.sentence for row in report.found}
    assert "Sessions: the length is out of range (2)" in kinds
    assert "Sessions: the state is none that exists (2)" in kinds
    assert "Sessions: what they belong to is missing from mentorships (5)" in kinds
    assert report.can_repair == sum(row.count for row in report.found)
    assert told == sorted(told)
    assert told[-1] == 1
    assert not list(spoiled.glob(".check*"))
    desk.close()


def test_c5_a_repair_keeps_the_desk_first_works_in_one_step_and_once(spoiled):
    desk = desks.opened(spoiled)

    done = repair_desk(desk)
    again = repair_desk(desk)

    assert done.count >= 9
    assert done.left.is_sound
    assert done.kept.exists()
    assert done.changes.step is not None
    assert (again.count, again.changes.step) == (0, None)
    desk.close()
    assert desks.faults_of(spoiled) == []


def test_c5_the_desk_that_is_kept_before_a_repair_is_as_it_was(spoiled):
    before = desks.dump(spoiled)
    desk = desks.opened(spoiled)

    kept = repair_desk(desk).kept

    desk.close()
    if kept.is_dir():
        assert desks.dump(kept) == before
    else:
        assert kept.suffix == ".mentordesk"


def test_c5_a_desk_with_damaged_pages_is_not_repaired(folder, path):
    desk = desks.opened(folder)
    size = path.stat().st_size
    desk.close()
    with path.open("r+b") as stream:
        stream.seek(size // 2)
        stream.write(b"damage")
    desk = open_desk(folder, passphrase=desks.SECRET)
    before = path.read_bytes()

    report = check_desk(desk, is_full=True)
    with pytest.raises(DeskDamagedError):
        repair_desk(desk)

    assert report.is_broken
    assert report.can_repair == 0
    desk.close()
    assert path.read_bytes() == before


def test_a_check_of_a_folder_waits_for_nobody_who_has_it_open(folder, key):
    desk = desks.opened(folder)

    with pytest.raises(DeskFileError, match="already open"):
        check_folder(folder, key, is_full=False)

    desk.close()
    assert explain(check_folder(folder, key, is_full=False)).endswith("nothing is wrong.")


def test_the_key_of_a_sample_and_of_a_protected_desk_is_found_without_opening_it(
    folder, tmp_path, key
):
    make_desk_at(tmp_path / "sample").close()

    assert key_of_desk(folder, secret=desks.SECRET) == key
    assert len(key_of_desk(tmp_path / "sample")) == 32
    with pytest.raises(DeskError, match="passphrase"):
        key_of_desk(folder)
    with pytest.raises(DeskError, match="does not open"):
        key_of_desk(folder, secret="wrong horse")


def test_c5_a_repair_is_a_step_that_undo_refuses_where_it_would_bring_a_mistake_back(spoiled):
    desk = desks.opened(spoiled)
    step = repair_desk(desk).changes.step

    with pytest.raises(RefusedMoveError):
        desk.do(undo_step, step_id=step)

    assert check_desk(desk, is_full=True).is_sound
    desk.close()


def test_c5_a_quick_check_tells_that_a_row_breaks_a_rule(spoiled):
    desk = desks.opened(spoiled)

    report = check_desk(desk, is_full=False)

    assert "the full check tells which" in " ".join(row.sentence for row in report.found)
    assert explain(report).endswith("the full check tells about the others.")
    desk.close()
