"""What is told before a desk goes back to a backup: all that would be lost, or why nobody knows."""

import json
import shutil
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from mentor_desk.errors import DeskBusyError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.services.keeping.restoring import compare, look_ahead, restore
from mentor_desk.services.opening.opening import make_desk, make_desk_at, open_desk
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.storage.database import connect
from mentor_desk.storage.desk_file import OpenFile
from mentor_desk.storage.desk_lock import DeskLock
from tests.conftest import NOW
from tests.factories import Factories

SECRET = "correct horse battery"
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("template") / "desk"
    desk = make_desk(folder, name="Michelle Roy", passphrase=SECRET, reveal=str)
    add = Factories(desk, NOW)
    for name in ("Ada Okafor", "Joy Mensah"):
        add.session(add.mentee(name), shared_notes="Rehearsed aloud.")
    key = bytes(desk.file.key)
    desk.close()
    return folder, key


@pytest.fixture
def folder(template, tmp_path):
    shutil.copytree(template[0], tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def key(template):
    return template[1]


def opened(folder, key):
    path = folder / "desk.db"
    return Desk(OpenFile(connect(path, key), key=key, path=path), folder=folder)


@pytest.fixture
def desk(folder, key):
    with closing(opened(folder, key)) as desk:
        yield desk


@pytest.fixture
def file(folder, key):
    """A backup of the desk; the desk itself is closed again."""
    with closing(opened(folder, key)) as desk:
        return back_up(desk, backup_folders(folder), now=NOW).row.path


def rewrite(desk, words):
    """Write one session up anew, as the editor does."""
    desk.do(write_session, session_id=1, words=SessionWords(shared_notes=words))


def test_b6_every_kind_that_would_be_fewer_is_counted(folder, desk):
    file = back_up(desk, backup_folders(folder), now=NOW).row.path
    add = Factories(desk, NOW)
    mentorship = add.mentee("Samir Haddad")
    for _ in range(3):
        add.goal(mentorship)
        add.action(mentorship)
    add.introduction(1, 2)

    outlook = look_ahead(file, folder, desk=desk)

    assert outlook.is_less
    counts = {"people": 1, "goals": 3, "actions": 3, "introductions": 1}
    assert outlook.fewer == {"notes": 0, "sessions": 0, **counts}


def test_b6_notes_that_were_rewritten_since_are_told_though_none_is_fewer(folder, desk):
    rewrite(desk, "Before the backup.")
    file = back_up(desk, backup_folders(folder), now=desk.now()).row.path
    assert not look_ahead(file, folder, desk=desk).is_less

    rewrite(desk, "After it.")
    outlook = look_ahead(file, folder, desk=desk)

    assert (outlook.steps_since, any(outlook.fewer.values())) == (1, False)
    assert outlook.is_less


def test_b6_steps_whose_numbers_were_given_before_are_told_all_the_same(folder, key):
    with closing(opened(folder, key)) as desk:
        early = back_up(desk, backup_folders(folder), now=desk.now()).row.path
        for number in range(5):
            rewrite(desk, f"The first way on, {number}.")
        late = back_up(desk, backup_folders(folder), now=desk.now()).row.path
    restore(early, folder, key, now=LATER)

    with closing(opened(folder, key)) as desk:
        rewrite(desk, "The second way on.")
        outlook = look_ahead(late, folder, desk=desk)

    assert outlook.steps_since == 1


def test_b6_of_a_backup_that_tells_no_last_step_the_time_decides(folder, desk):
    rewrite(desk, "Before the backup.")
    row = back_up(desk, backup_folders(folder), now=desk.now()).row
    rewrite(desk, "After it.")

    outlook = look_ahead(row.path, folder, desk=desk)
    old = replace(outlook, backup=replace(row, extent=None), present=None)

    assert old.fewer == dict.fromkeys(old.fewer, 0)
    assert outlook.steps_since == 1


def test_b5_a_backup_from_before_they_told_an_extent_comes_back(folder, key, file):
    with zipfile.ZipFile(file) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    told = json.loads(parts["manifest.json"])
    del told["extent"]
    with zipfile.ZipFile(file, "w") as old:
        for name, content in {**parts, "manifest.json": json.dumps(told)}.items():
            old.writestr(name, content)

    outlook = compare(look_ahead(file, folder), key)
    restored = restore(file, folder, key, now=LATER)

    assert outlook.present == outlook.backup.figures
    assert restored.manifest.extent is None
    open_desk(folder, passphrase=SECRET).close()


def test_b5_without_its_key_file_a_desk_is_counted_backed_up_and_put_aside_with_keys(
    folder, key, file, tmp_path
):
    with closing(opened(folder, key)) as desk:
        Factories(desk, NOW).session(1, private_notes="Since the backup.")
    (folder / "desk.keys").unlink()

    outlook = compare(look_ahead(file, folder), key)
    restored = restore(file, folder, key, now=LATER)

    assert outlook.is_compared
    assert (outlook.fewer["notes"], outlook.fewer["sessions"]) == (1, 1)
    latest = list_backups(backup_folders(folder))[0]
    assert (latest.why, latest.figures.notes) == ("restore", 3)
    for number, place in enumerate((restored.set_aside, folder)):
        shutil.copytree(place, tmp_path / f"{number}")
        open_desk(tmp_path / f"{number}", passphrase=SECRET).close()


@pytest.mark.parametrize("written", [b"{", b"[]"])
def test_b5_with_a_damaged_key_file_a_desk_is_counted_and_backed_up(folder, key, file, written):
    (folder / "desk.keys").write_bytes(written)

    outlook = compare(look_ahead(file, folder), key)
    restored = restore(file, folder, key, now=LATER)

    assert outlook.present == outlook.backup.figures
    assert list_backups(backup_folders(folder))[0].why == "restore"
    assert (restored.set_aside / "desk.keys").read_bytes() == written
    open_desk(folder, passphrase=SECRET).close()


def test_b5_a_stranger_without_its_key_file_is_neither_opened_nor_given_our_keys(
    folder, key, file, tmp_path
):
    make_desk_at(tmp_path / "other").close()
    shutil.copy(tmp_path / "other" / "desk.db", folder)
    (folder / "desk.keys").unlink()

    outlook = compare(look_ahead(file, folder), key)
    restored = restore(file, folder, key, now=LATER)

    assert outlook.present is None
    assert {path.name for path in restored.set_aside.iterdir()} == {"desk.db"}


def test_a_desk_that_another_program_has_is_told_as_that(folder, key, file):
    lock = DeskLock(folder)
    outlook = look_ahead(file, folder)

    with pytest.raises(DeskBusyError):
        compare(outlook, key)

    lock.release()
    assert compare(outlook, key).is_compared
