"""A salvage claims no more than it did, takes along what belongs to the desk, and can be redone."""

import itertools
import os
import shutil
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from mentor_desk.errors import (
    DeskError,
    FileError,
    InvalidEntryError,
    WrongKeyError,
)
from mentor_desk.services.keeping.backups import back_up, list_backups
from mentor_desk.services.keeping.checking import check_folder
from mentor_desk.services.keeping.rescue import key_of_desk, repair_folder
from mentor_desk.services.keeping.salvaging import (
    explain_salvage,
    free_folder_beside,
    salvage_desk,
)
from mentor_desk.services.opening.keys import take_recovery_key
from mentor_desk.services.opening.opening import make_desk
from mentor_desk.services.opening.typed_words import TypedWords, keep_typed_words, take_typed_words
from mentor_desk.storage.database import connect
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks
from tests.own_desk import propose_recovery_key

PAGE = 4096


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = desks.make(tmp_path_factory.mktemp("salvaging") / "desk")
    desk = desks.opened(folder)
    back_up(desk, [folder / "backups"], now=desks.NOW)
    keep_typed_words(desk, [TypedWords("Session", "Notes", "not saved in time")])
    desk.close()
    return folder


def ruin(folder, begin, end):
    path = folder / "desk.db"
    content = bytearray(path.read_bytes())
    content[begin * PAGE : end * PAGE] = os.urandom((end - begin) * PAGE)
    path.write_bytes(content)
    return len(content) // PAGE


def state_of(folder):
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and each.name != "desk.lock"
    }


def test_c2_half_a_file_lost_is_told_by_pages_and_kinds_and_what_was_put_in(folder, key, tmp_path):
    pages = ruin(folder, 1, 21)

    report = check_folder(folder, key, is_full=True)
    told = salvage_desk(folder, key, tmp_path / "new")

    assert report.found[0].count == 20
    assert (told.unsound_pages, told.pages) == (20, pages)
    assert explain_salvage(told).startswith(f"20 of {pages} pages could not be read")
    assert "there may be more" in explain_salvage(told)
    read = {row.what for row in told.rows if row.read}
    assert set(told.unread) == {row.what for row in told.rows} - read
    desk = desks.opened(tmp_path / "new")
    with desk.file.reading() as rows:
        unknown = rows.value("SELECT count(*) FROM people WHERE display_name LIKE 'Unknown%'")
    assert {row.what: row.put_in for row in told.rows}["people"] == unknown
    desk.close()


def test_c2_a_first_page_that_is_lost_too_does_not_hide_how_many_others_are(folder, key):
    ruin(folder, 0, 12)

    [row] = check_folder(folder, key, is_full=False).found

    # The salt is lost with the first page, and a page of noise in 256 looks like words.
    assert 10 <= row.count <= 12


def test_c2_what_was_cut_off_counts_as_pages(folder, key):
    path = folder / "desk.db"
    size = path.stat().st_size
    os.truncate(path, size - 10 * PAGE)

    [row] = check_folder(folder, key, is_full=False).found

    assert row.count >= 10


def test_of_a_whole_desk_nothing_is_said_to_be_lost(folder, key, tmp_path):
    told = salvage_desk(folder, key, tmp_path / "new")

    assert explain_salvage(told).endswith("none is known to be lost.")
    assert told.unread == ()
    assert told.put_in == 0


def test_c3_typed_words_and_backups_lie_with_the_salvaged_desk_too(folder, key, tmp_path):
    ruin(folder, 30, 31)

    told = salvage_desk(folder, key, tmp_path / "new")

    desk = desks.opened(tmp_path / "new")
    assert [each.words for each in take_typed_words(desk)] == ["not saved in time"]
    desk.close()
    assert told.backups == 1
    [mine] = list_backups(
        [tmp_path / "new" / "backups"], desk_id=read_vault(folder / "desk.keys").desk_id
    )
    assert mine.is_good
    (tmp_path / "new" / "backups" / mine.path.name).unlink()
    assert len(list_backups([folder / "backups"])) == 1


@pytest.mark.parametrize("where", ["backups", "inner", "set-aside/further"])
def test_c2_nothing_is_salvaged_into_the_folder_of_a_desk(folder, key, where):
    before = state_of(folder)

    with pytest.raises(FileError, match="in the folder of another desk"):
        salvage_desk(folder, key, folder / where)

    assert state_of(folder) == before
    assert not (folder / "inner").exists()


def test_a_place_whose_name_is_too_long_is_refused_in_a_sentence(folder, key, tmp_path):
    before = state_of(folder)

    with pytest.raises(FileError, match="too long"):
        salvage_desk(folder, key, tmp_path / ("x" * 300))

    assert state_of(folder) == before
    assert free_folder_beside(tmp_path / ("x" * 250)).name.endswith("salvaged")


def test_what_was_set_aside_is_salvaged_beside_the_desk_it_lies_in(folder):
    (folder / "set-aside" / "2026-01-01").mkdir(parents=True)

    assert free_folder_beside(folder / "set-aside" / "2026-01-01") == folder.with_name(
        "desk salvaged"
    )


def test_c2_a_salvage_that_was_killed_is_begun_anew_by_the_same_wish(folder, key, tmp_path):
    target = tmp_path / "new"
    beats = itertools.count(1)

    def die(_done, _of):
        if next(beats) == 12:
            os.kill(os.getpid(), signal.SIGKILL)

    pid = os.fork()
    if not pid:
        try:
            salvage_desk(folder, key, target, progress=die)
        finally:
            os._exit(0)
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL
    assert any(target.iterdir())
    assert not (target / "desk.db").exists()

    salvage_desk(folder, key, target)

    assert {each.name for each in target.iterdir()} == {
        *("desk.db", "desk.keys", "desk.typed", "backups")
    }
    desks.opened(target).close()


def test_c2_a_salvage_killed_after_its_keys_were_written_is_begun_anew(folder, key, tmp_path):
    target = tmp_path / "new"
    target.mkdir()
    shutil.copy(folder / "desk.keys", target)
    (target / ".desk.db.new.part").write_bytes(b"half")

    salvage_desk(folder, key, target)

    desks.opened(target).close()


def test_keys_that_lie_alone_in_a_place_are_left_there(folder, key, tmp_path):
    target = tmp_path / "new"
    target.mkdir()
    shutil.copy(folder / "desk.keys", target)
    before = state_of(target)

    with pytest.raises(FileError, match="already a desk"):
        salvage_desk(folder, key, target)

    assert state_of(target) == before


def test_c2_a_salvage_that_is_stopped_leaves_nothing(folder, key, tmp_path):
    class StoppedError(Exception):
        pass

    def stop(_done, _of):
        raise StoppedError

    before = state_of(folder)
    with pytest.raises(StoppedError):
        salvage_desk(folder, key, tmp_path / "new", progress=stop)

    assert not (tmp_path / "new").exists()
    assert state_of(folder) == before
    assert not (folder / "set-aside").exists()


def put_a_pipe(path):
    path.unlink()
    os.mkfifo(path)


def put_a_folder(path):
    path.unlink()
    path.mkdir()


def put_a_device(path):
    path.unlink()
    path.symlink_to("/dev/zero")


def put_a_loop(path):
    path.unlink()
    path.symlink_to(path)


def put_a_plain_database(path):
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE people (id INTEGER)")
    other.close()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("act", ["check", "repair", "salvage", "key"])
@pytest.mark.parametrize(
    "put", [put_a_pipe, put_a_folder, put_a_device, put_a_loop, put_a_plain_database]
)
def test_c4_what_is_no_file_of_a_desk_is_refused_at_once_by_every_help(
    folder, key, tmp_path, put, act
):
    put(folder / "desk.db")
    began = time.monotonic()

    if act == "key":
        assert key_of_desk(folder, secret=desks.SECRET) == key
    else:
        helps = {
            "check": lambda: check_folder(folder, key, is_full=True),
            "repair": lambda: repair_folder(folder, key),
            "salvage": lambda: salvage_desk(folder, key, tmp_path / "new"),
        }
        what = "not encrypted" if put is put_a_plain_database else "not a file|cannot be reached"
        with pytest.raises(DeskError, match=what):
            helps[act]()

    assert time.monotonic() - began < 5
    assert not (tmp_path / "new").exists()
    assert not (folder / "set-aside").exists()
    # Whoever was refused has let the lock go.
    DeskLock(folder).release()


def test_a_recovery_key_that_is_refused_is_never_called_a_passphrase(tmp_path):
    shown = []
    desk = make_desk(tmp_path / "own", name="Me", passphrase=desks.SECRET, reveal=shown.append)
    take_recovery_key(desk, propose_recovery_key())
    desk.close()

    for is_told in (True, False):
        with pytest.raises(WrongKeyError, match="This recovery key does not open"):
            key_of_desk(tmp_path / "own", secret=shown[0], is_recovery_key=is_told)
    with pytest.raises(InvalidEntryError, match="recovery key"):
        key_of_desk(tmp_path / "own", secret="no key at all", is_recovery_key=True)
    with pytest.raises(WrongKeyError, match="This passphrase does not open"):
        key_of_desk(tmp_path / "own", secret="no key at all")


def test_a_passphrase_that_looks_like_a_recovery_key_opens(tmp_path):
    desk = make_desk(tmp_path / "own", name="Me", passphrase="MD1-my own words", reveal=str)
    key = desk.file.key
    desk.close()

    assert key_of_desk(tmp_path / "own", secret="MD1-my own words") == key


@pytest.mark.parametrize("column", ["remark", "pronouns"])
def test_c2_a_column_that_is_gone_is_told_and_is_empty_in_the_new_desk(
    folder, key, tmp_path, column
):
    with closing(connect(folder / "desk.db", key)) as connection:
        connection.execute(f"ALTER TABLE people DROP COLUMN {column}")

    told = salvage_desk(folder, key, tmp_path / "new")

    [people] = [row for row in told.rows if row.what == "people"]
    assert people.in_part == people.read > 0
    assert f"{people.read} of them in part; none is known to be lost" in explain_salvage(told)
    assert check_folder(tmp_path / "new", key, is_full=True).is_sound
    with closing(connect(tmp_path / "new" / "desk.db", key)) as connection:
        assert connection.execute(f"SELECT DISTINCT {column} FROM people").fetchall() == [("",)]


def test_c2_a_table_that_is_gone_is_told(folder, key, tmp_path):
    with closing(connect(folder / "desk.db", key)) as connection:
        connection.execute("DROP TABLE shares")

    told = salvage_desk(folder, key, tmp_path / "new")

    assert told.unread == ("what was shared",)
    assert not told.is_whole
    assert check_folder(tmp_path / "new", key, is_full=True).is_sound
