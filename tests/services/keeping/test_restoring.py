"""Restoring a backup: into a desk that is sound, sick, newer, locked for ever or not there."""

import os
import shutil
import stat
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from mentor_desk.errors import (
    DeskBusyError,
    DeskDamagedError,
    DeskNewerError,
    FileError,
    LockedError,
    WrongKeyError,
)
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_keys import key_by_secret, key_of_backup
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.services.keeping.restoring import (
    finish_restore,
    look_ahead,
    open_again,
    restore,
    restore_and_open,
)
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.opening.opening import look_at_desk, make_desk, make_desk_at, open_desk
from mentor_desk.storage.backups import restoring as steps
from mentor_desk.storage.backups.bundle import read_manifest
from mentor_desk.storage.backups.restoring import restore_bundle
from mentor_desk.storage.database import connect
from mentor_desk.storage.desk_file import OpenFile
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys import slot_changes
from tests.conftest import NOW
from tests.factories import Factories

SECRET = "correct horse battery"
LATER = NOW + timedelta(days=3)
KINDS = ("notes", "sessions", "people", "goals", "actions", "introductions")
NONE_FEWER = dict.fromkeys(KINDS, 0)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")


class Kept:
    """A desk with a backup: who was on it then, and what opens it."""

    def __init__(self, folder):
        shown = []
        desk = make_desk(folder, name="Michelle Roy", passphrase=SECRET, reveal=shown.append)
        add = Factories(desk, NOW)
        for name in ("Ada Okafor", "Joy Mensah"):
            add.session(add.mentee(name), shared_notes="Rehearsed aloud.")
        self.recovery_key, self.key, self.folder = shown[0], desk.file.key, folder
        self.file = back_up(desk, backup_folders(folder), now=NOW).row.path
        add.session(add.mentee("Samir Haddad"), private_notes="Since the backup.")
        desk.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Kept(tmp_path_factory.mktemp("template") / "desk")


@pytest.fixture
def kept(template, tmp_path):
    shutil.copytree(template.folder, tmp_path / "desk")
    mine = Kept.__new__(Kept)
    mine.__dict__.update(template.__dict__, folder=tmp_path / "desk")
    mine.file = mine.folder / "backups" / template.file.name
    return mine


def people(folder, **how):
    with closing(open_desk(folder, **(how or {"passphrase": SECRET}))) as desk:
        return sorted(row.name for row in desk.run(find_people))


def people_by_key(folder, key):
    """Read who is on a desk without working a passphrase out."""
    path = folder / "desk.db"
    with closing(Desk(OpenFile(connect(path, key), key=key, path=path), folder=folder)) as desk:
        return sorted(row.name for row in desk.run(find_people))


THEN = ["Ada Okafor", "Joy Mensah", "Michelle Roy"]


@pytest.fixture(scope="module", autouse=True)
def then(template, tmp_path_factory):
    # Who `find_people` tells of is not the subject here.
    place = tmp_path_factory.mktemp("then") / "desk"
    restore(template.file, place, template.key, now=NOW)
    THEN[:] = people(place)
    assert "Samir Haddad" not in THEN
    assert "Ada Okafor" in THEN


def aside(folder):
    return sorted((folder / "set-aside").iterdir())


def test_b5_a_sound_desk_is_put_aside_and_backed_up_and_the_old_one_is_back(kept):
    before = (kept.folder / "desk.db").read_bytes()

    restored = restore(kept.file, kept.folder, kept.key, now=LATER)

    assert people(kept.folder) == THEN
    assert [restored.set_aside] == aside(kept.folder)
    assert (restored.set_aside / "desk.db").read_bytes() == before
    assert (restored.set_aside / "desk.keys").exists()
    assert [row.why for row in list_backups(backup_folders(kept.folder))] == ["restore", "asked"]
    assert not (kept.folder / ".restoring").exists()


def test_b5_what_was_put_aside_opens_again(kept, tmp_path):
    restored = restore(kept.file, kept.folder, kept.key, now=LATER)

    shutil.copytree(restored.set_aside, tmp_path / "looked-at")

    assert "Samir Haddad" in people(tmp_path / "looked-at")


def spoil_missing(folder):
    (folder / "desk.db").unlink()


def spoil_empty(folder):
    (folder / "desk.db").write_bytes(b"")


def spoil_bits(folder):
    content = bytearray((folder / "desk.db").read_bytes())
    content[5000] ^= 1
    (folder / "desk.db").write_bytes(content)


def spoil_foreign(folder):
    (folder / "desk.db").write_bytes(b"SQLite format 3\0" + bytes(9000))


def spoil_keys(folder):
    (folder / "desk.keys").write_bytes(b"{")


def spoil_other_key(folder):
    other = folder.with_name("other")
    make_desk_at(other).close()
    shutil.copy(other / "desk.db", folder)
    shutil.copy(other / "desk.keys", folder)


def spoil_folder_in_the_way(folder):
    (folder / "desk.db").unlink()
    (folder / "desk.db").mkdir()
    (folder / "desk.db" / "precious").write_bytes(b"words")


def spoil_everything(folder):
    for name in ("desk.db", "desk.keys", "desk.lock"):
        (folder / name).unlink()


SPOILT = [
    spoil_missing,
    spoil_empty,
    spoil_bits,
    spoil_foreign,
    spoil_keys,
    spoil_other_key,
    spoil_folder_in_the_way,
    spoil_everything,
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_b5_a_desk_that_does_not_open_gives_way_and_is_kept(kept, spoil):
    spoil(kept.folder)
    before = {
        path.name: path.read_bytes() for path in kept.folder.glob("desk.[dk]*") if path.is_file()
    }

    restored = restore(kept.file, kept.folder, kept.key, now=LATER)

    assert people(kept.folder) == THEN
    held = {path.name: path for path in restored.set_aside.iterdir()} if before else {}
    assert {name: held[name].read_bytes() for name in before} == before
    if spoil is spoil_folder_in_the_way:
        assert (restored.set_aside / "desk.db" / "precious").read_bytes() == b"words"


def test_b5_a_newer_desk_gives_way_and_is_kept(kept):
    connection = connect(kept.folder / "desk.db", kept.key)
    connection.execute("pragma user_version=99")
    connection.close()

    restored = restore(kept.file, kept.folder, kept.key, now=LATER)

    assert people(kept.folder) == THEN
    kept_aside = connect(restored.set_aside / "desk.db", kept.key)
    assert kept_aside.execute("pragma user_version").fetchone()[0] == 99
    kept_aside.close()


def hot_journal(folder, key):
    """Leave a journal behind as a kill does: pages as they were before what is in the file."""
    writer = connect(folder / "desk.db", key)
    writer.execute("pragma cache_size=1")
    writer.execute("begin immediate")
    writer.execute("update sessions set agenda=hex(randomblob(20000))")
    journal = (folder / "desk.db-journal").read_bytes()
    writer.execute("commit")
    writer.close()
    (folder / "desk.db-journal").write_bytes(journal)
    assert journal


def test_b5_no_foreign_journal_is_ever_played(kept):
    hot_journal(kept.folder, kept.key)
    for ending in ("-wal", "-shm"):
        (kept.folder / f"desk.db{ending}").write_bytes(b"x" * 5000)

    restored = restore_bundle(kept.file, kept.folder, kept.key, now=LATER)

    assert people(kept.folder) == THEN
    assert not list(kept.folder.glob("desk.db-*"))
    assert {path.name for path in restored.set_aside.iterdir()} == {
        *("desk.db", "desk.db-journal", "desk.db-wal", "desk.db-shm", "desk.keys")
    }


class KilledError(BaseException):
    """Stands for a kill: nothing of ours may tidy up after it."""


def killed_at(step, monkeypatch, kept):
    """Begin a restore that ends for good at one step of the disk, and leave things as they lie."""
    taken = 0

    def counted(real):
        def call(*args, **kwargs):
            nonlocal taken
            taken += 1
            if taken == step:
                raise KilledError
            return real(*args, **kwargs)

        return call

    with monkeypatch.context() as patch:
        for name in ("link", "unlink", "rename", "replace", "mkdir", "fsync"):
            patch.setattr(os, name, counted(getattr(os, name)))
        patch.setattr(shutil, "rmtree", lambda _path: None)
        try:
            restore_bundle(kept.file, kept.folder, kept.key, now=LATER)
        except KilledError:
            return True
    return False


def is_old_or_new(folder, key):
    finish_restore(folder)
    look_at_desk(folder)
    found = people_by_key(folder, key)
    return found == THEN or "Samir Haddad" in found


def test_b5_killed_at_any_step_leaves_the_old_desk_or_the_new(template, tmp_path, monkeypatch):
    step, was_killed = 0, True

    while was_killed:
        step += 1
        mine = Kept.__new__(Kept)
        mine.__dict__.update(template.__dict__, folder=tmp_path / f"desk{step}")
        shutil.copytree(template.folder, mine.folder)
        mine.file = mine.folder / "backups" / template.file.name
        was_killed = killed_at(step, monkeypatch, mine)

        assert is_old_or_new(mine.folder, mine.key), step
        # And it can be asked for again.
        restore_bundle(mine.file, mine.folder, mine.key, now=LATER)
        assert people_by_key(mine.folder, mine.key) == THEN, step

    assert step > 10


def test_b5_a_restore_that_was_ready_is_finished_by_the_next_opening(kept, monkeypatch):
    spoil_other_key(kept.folder)
    with monkeypatch.context() as patch:
        patch.setattr(steps, "_changed_over", lambda _folder: None)
        with pytest.raises(AttributeError):
            restore_bundle(kept.file, kept.folder, kept.key, now=LATER)
    assert (kept.folder / ".restoring" / "ready").exists()

    finish_restore(kept.folder)

    assert people(kept.folder) == THEN
    assert len(aside(kept.folder)) == 1


def test_b5_nobody_finishes_a_restore_that_another_program_is_at(kept):
    (kept.folder / ".restoring").mkdir()
    lock = DeskLock(kept.folder)

    finish_restore(kept.folder)

    assert (kept.folder / ".restoring").exists()
    lock.release()
    finish_restore(kept.folder)
    assert not (kept.folder / ".restoring").exists()


def test_b5_an_open_desk_is_not_written_over(kept):
    with (
        closing(open_desk(kept.folder, passphrase=SECRET)),
        pytest.raises(DeskBusyError),
    ):
        restore(kept.file, kept.folder, kept.key, now=LATER)

    assert "Samir Haddad" in people(kept.folder)
    assert not (kept.folder / "set-aside").exists()


class StoppedError(Exception):
    pass


def test_b5_a_restore_that_is_stopped_changes_nothing(kept):
    def stop(done, of):
        if done:
            raise StoppedError

    with pytest.raises(StoppedError):
        restore(kept.file, kept.folder, kept.key, now=LATER, progress=stop)

    assert "Samir Haddad" in people(kept.folder)
    assert not (kept.folder / ".restoring").exists()


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_b2_a_sick_backup_is_refused_and_the_present_desk_stays(kept, place):
    content = bytearray(kept.file.read_bytes())
    content[int(len(content) * place)] ^= 1
    kept.file.write_bytes(content)

    with pytest.raises(DeskDamagedError):
        restore(kept.file, kept.folder, kept.key, now=LATER)

    assert "Samir Haddad" in people(kept.folder)
    assert not (kept.folder / "set-aside").exists()


def test_a_backup_of_a_newer_version_is_refused(kept, monkeypatch):
    newer = replace(read_manifest(kept.file), schema=99)
    monkeypatch.setattr(steps, "read_manifest", lambda _path: newer)

    with pytest.raises(DeskNewerError, match="update the program"):
        restore(kept.file, kept.folder, kept.key, now=LATER)

    assert "Samir Haddad" in people(kept.folder)


def test_b6_the_outlook_says_how_many_notes_fewer(kept):
    path = kept.folder / "desk.db"
    file = OpenFile(connect(path, kept.key), key=kept.key, path=path)
    with closing(Desk(file, folder=kept.folder)) as desk:
        outlook = look_ahead(kept.file, kept.folder, desk=desk)

    assert outlook.fewer == {**NONE_FEWER, "notes": 1, "sessions": 1, "people": 1}
    assert outlook.steps_since == 0
    assert outlook.backup.figures.notes == 2
    assert outlook.backup.figures.newest_note is not None
    assert (outlook.has_desk, outlook.is_other_desk) == (True, False)
    assert outlook.key == kept.key


def test_b6_without_an_open_desk_the_outlook_claims_nothing(kept, tmp_path):
    outlook = look_ahead(kept.file, kept.folder)
    elsewhere = look_ahead(kept.file, tmp_path / "new")
    make_desk_at(tmp_path / "other").close()
    other = look_ahead(kept.file, tmp_path / "other")

    assert (outlook.present, outlook.fewer, outlook.key) == (None, NONE_FEWER, None)
    assert (outlook.has_passphrase, outlook.has_recovery_key) == (True, True)
    assert (elsewhere.has_desk, elsewhere.is_other_desk) == (False, False)
    assert (other.has_desk, other.is_other_desk) == (True, True)


def test_b8_a_backup_and_its_recovery_key_bring_everything_back_elsewhere(kept, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copy(kept.file, stick)
    shutil.rmtree(kept.folder)
    file, place = stick / kept.file.name, tmp_path / "new machine" / "desk"

    key = key_of_backup(file, place, recovery_key=kept.recovery_key)
    with closing(restore_and_open(file, place, key, now=LATER).desk) as desk:
        names = sorted(row.name for row in desk.run(find_people))

    assert names == THEN
    assert people(place, recovery_key=kept.recovery_key) == THEN
    assert people(place, passphrase=SECRET) == THEN
    assert not (place / "set-aside").exists()


def test_b3_the_next_backup_of_a_desk_restored_elsewhere_counts_on_from_its_own(kept, tmp_path):
    renamed, place = tmp_path / "the one of June.mentordesk", tmp_path / "new machine" / "desk"
    with closing(open_desk(kept.folder, passphrase=SECRET)) as desk:
        latest = [back_up(desk, backup_folders(kept.folder), now=NOW).row for _ in range(3)][-1]
    shutil.copy(latest.path, renamed)

    with closing(restore_and_open(renamed, place, kept.key, now=LATER).desk) as desk:
        made = back_up(desk, backup_folders(place), now=LATER).row

    rows = list_backups(backup_folders(place))
    assert [row.counter for row in rows] == [latest.counter + 1, latest.counter]
    assert rows[0].path == made.path
    assert rows[1].path.name == latest.path.name
    assert stat.S_IMODE(rows[1].path.stat().st_mode) == 0o600


def test_d4_a_desk_is_back_even_where_its_backup_cannot_be_kept(kept, tmp_path):
    place = tmp_path / "new machine" / "desk"
    place.mkdir(parents=True)
    (place / "backups").write_text("a file in the way")

    restore(kept.file, place, kept.key, now=LATER)

    assert people_by_key(place, kept.key) == THEN
    assert (place / "backups").read_text() == "a file in the way"


def test_b8_a_typed_secret_is_a_recovery_key_or_a_passphrase(kept, tmp_path):
    place = tmp_path / "new"

    assert key_by_secret(kept.file, place, kept.recovery_key.lower()) == kept.key
    assert key_by_secret(kept.file, place, SECRET) == kept.key
    with pytest.raises(WrongKeyError):
        key_by_secret(kept.file, place, "something else")
    with pytest.raises(LockedError, match="passphrase or its recovery key"):
        key_of_backup(kept.file, place)


def test_a_passphrase_changed_since_opens_the_backup_and_stays_in_force(kept):
    slot_changes.set_passphrase(kept.folder / "desk.keys", kept.key, "another fine phrase")

    key = key_of_backup(kept.file, kept.folder, passphrase="another fine phrase")
    older = key_of_backup(kept.file, kept.folder, passphrase=SECRET)
    restore(kept.file, kept.folder, key, now=LATER)

    assert key == older == kept.key
    assert people(kept.folder, passphrase="another fine phrase") == THEN
    with pytest.raises(WrongKeyError):
        people(kept.folder)


def test_b5_a_sample_desk_comes_back_without_any_key(tmp_path):
    folder = tmp_path / "sample"
    with closing(make_desk_at(folder)) as sample:
        file = back_up(sample, backup_folders(folder), now=NOW).row.path
    key = look_ahead(file, folder).key

    with closing(restore_and_open(file, folder, key, now=LATER).desk) as desk:
        assert desk.is_sample


def test_b3_the_backup_that_is_restored_is_not_thinned_out_meanwhile(kept):
    path = kept.folder / "desk.db"
    file = OpenFile(connect(path, kept.key), key=kept.key, path=path)
    with closing(Desk(file, folder=kept.folder)) as desk:
        for days in range(60):
            back_up(desk, backup_folders(kept.folder), now=NOW + timedelta(days=days))
    rows = list_backups(backup_folders(kept.folder))

    for row in rows:
        restore(row.path, kept.folder, kept.key, now=NOW + timedelta(days=61))

    assert all(row.path.exists() for row in rows)


def test_d3_a_folder_that_cannot_be_made_is_a_plain_sentence(kept, tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(FileError, match="not a directory"):
        restore(kept.file, tmp_path / "file" / "desk", kept.key)


@pytest.mark.parametrize("was_there", [False, True])
def test_a_restore_that_is_refused_leaves_no_folder_that_it_made(kept, tmp_path, was_there):
    spoilt = tmp_path / kept.file.name
    content = bytearray(kept.file.read_bytes())
    content[len(content) // 2] ^= 255
    spoilt.write_bytes(content)
    if was_there:
        (tmp_path / "new").mkdir()

    with pytest.raises(DeskDamagedError):
        restore(spoilt, tmp_path / "new" / "desk", kept.key, now=LATER)

    assert (tmp_path / "new").exists() == was_there
    assert not (tmp_path / "new" / "desk").exists()


def test_a_disk_without_links_keeps_a_copy_aside(kept, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    before = (kept.folder / "desk.db").read_bytes()

    restored = restore_bundle(kept.file, kept.folder, kept.key, now=LATER)

    assert (restored.set_aside / "desk.db").read_bytes() == before
    assert people(kept.folder) == THEN


def test_two_restores_in_one_second_keep_both_desks_aside(kept):
    first = restore(kept.file, kept.folder, kept.key, now=LATER)
    second = restore(kept.file, kept.folder, kept.key, now=LATER)

    assert aside(kept.folder) == sorted([first.set_aside, second.set_aside])
    assert first.set_aside != second.set_aside


def test_the_desk_opens_again_with_the_key_it_was_open_with_and_with_no_other(kept):
    with closing(open_again(kept.folder, kept.key)) as desk:
        assert "Samir Haddad" in {row.name for row in desk.run(find_people)}

    with pytest.raises(LockedError, match="another desk"):
        open_again(kept.folder, bytes(32))


def test_a_restore_tells_its_share_from_the_backup_before_to_the_last_check(kept):
    told = []

    restore(kept.file, kept.folder, kept.key, now=LATER, progress=lambda *each: told.append(each))

    shares = [done for done, of in told if of == 100]
    assert shares == sorted(shares)
    assert {60, 100} <= set(shares)
    assert shares.count(100) == 1
