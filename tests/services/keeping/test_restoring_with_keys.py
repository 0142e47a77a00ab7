"""A restored desk opens with what opened the backup, and what could not be kept before is said."""

import shutil
from contextlib import closing
from datetime import timedelta

import pytest

from mentor_desk.errors import DeskFileError, WrongKeyError
from mentor_desk.services.keeping import restoring
from mentor_desk.services.keeping.backup_keys import KeyOfThen, key_by_secret
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.keeping.restoring import (
    KEYS_OF_THEN,
    compare,
    look_ahead,
    restore,
    restore_and_open,
)
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.opening.typed_words import TypedWords, keep_typed_words, take_typed_words
from mentor_desk.storage.keys import slot_changes
from mentor_desk.storage.keys.recovery_key import new_recovery_bits, spelt
from tests.conftest import NOW
from tests.factories import Factories
from tests.own_desk import CHEAP, OTHER, SECRET, make_own

WORDS = TypedWords("Session 1", "Private notes", "Typed and not saved.")


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A desk with a backup, whose passphrase and recovery key were changed since."""
    folder = tmp_path_factory.mktemp("template") / "desk"
    desk, first = make_own(folder, now=NOW)
    with closing(desk):
        add = Factories(desk, NOW)
        add.session(add.mentee("Ada Okafor"), shared_notes="Rehearsed aloud.")
        back_up(desk, backup_folders(folder), now=NOW)
        add.session(add.mentee("Samir Haddad"), shared_notes="Since the backup.")
        key, bits = bytes(desk.file.key), new_recovery_bits()
    slot_changes.set_passphrase(folder / "desk.keys", key, OTHER, CHEAP)
    slot_changes.set_recovery(folder / "desk.keys", key, bits)
    return folder, key, first, spelt(bits)


@pytest.fixture
def folder(template, tmp_path):
    return shutil.copytree(template[0], tmp_path / "desk")


@pytest.fixture
def file(folder):
    [file] = (folder / "backups").glob("*.mentordesk")
    return file


@pytest.fixture
def earlier(template):
    """What opened the desk when it was backed up."""
    return {"passphrase": SECRET, "recovery key": template[2]}


@pytest.fixture
def present(template):
    return {"passphrase": OTHER, "recovery key": template[3]}


def opens(folder, secret):
    how = {"passphrase": secret} if secret in {SECRET, OTHER} else {"recovery_key": secret}
    try:
        open_desk(folder, **how).close()
    except WrongKeyError:
        return False
    return True


@pytest.mark.parametrize("way", ["passphrase", "recovery key"])
def test_b5_who_knows_the_earlier_secret_alone_gets_back_in_with_it(
    folder, file, earlier, present, way
):
    key = key_by_secret(file, folder, earlier[way])
    outlook = compare(look_ahead(file, folder), key)

    reopened = restore_and_open(file, folder, key, now=NOW)
    reopened.desk.close()

    assert outlook.is_with_keys
    assert reopened.remark == KEYS_OF_THEN
    assert all(opens(folder, secret) for secret in earlier.values())
    assert not any(opens(folder, secret) for secret in present.values())
    [aside] = (folder / "set-aside").iterdir()
    shutil.copytree(aside, folder.with_name("looked at"))
    assert opens(folder.with_name("looked at"), present[way])


@pytest.mark.parametrize("way", ["passphrase", "recovery key"])
def test_b5_who_knows_the_secret_of_today_keeps_it(folder, file, earlier, present, way):
    key = key_by_secret(file, folder, present[way])
    outlook = compare(look_ahead(file, folder), key)

    restored = restore(file, folder, key, now=NOW)

    assert not outlook.is_with_keys
    assert restored.remark == ""
    assert all(opens(folder, secret) for secret in present.values())
    assert not any(opens(folder, secret) for secret in earlier.values())


def test_b5_an_open_desk_gives_its_key_and_keeps_its_slots(folder, file, present):
    with closing(open_desk(folder, passphrase=OTHER)) as desk:
        key = look_ahead(file, folder, desk=desk).key

    restore(file, folder, key, now=NOW)

    assert not isinstance(key, KeyOfThen)
    assert opens(folder, OTHER)


def test_what_is_restored_with_its_keys_is_backed_up_with_them(folder, file, earlier):
    key = key_by_secret(file, folder, earlier["passphrase"])

    with closing(restore_and_open(file, folder, key, now=NOW).desk) as desk:
        made = back_up(desk, backup_folders(folder), now=NOW + timedelta(days=1)).row

    assert key_by_secret(made.path, folder.with_name("new"), earlier["recovery key"]) == key


def test_words_that_wait_under_the_same_key_still_wait(folder, file, earlier):
    with closing(open_desk(folder, passphrase=OTHER)) as desk:
        keep_typed_words(desk, [WORDS])
    key = key_by_secret(file, folder, earlier["passphrase"])

    with closing(restore_and_open(file, folder, key, now=NOW).desk) as desk:
        assert take_typed_words(desk) == [WORDS]


def test_d3_a_present_desk_that_could_not_be_backed_up_is_said(folder, file, template, monkeypatch):
    usage = shutil.disk_usage(folder)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    restored = restore(file, folder, template[1], now=NOW)

    assert "put aside, but not backed up: The disk of" in restored.remark
    assert "Nothing was changed" not in restored.remark
    assert (restored.set_aside / "desk.db").exists()


def test_d5_a_folder_of_backups_that_takes_none_is_said(folder, file, template, tmp_path):
    shutil.move(file, tmp_path / "kept.mentordesk")
    shutil.rmtree(folder / "backups")
    (folder / "backups").write_text("a file in the way")

    restored = restore(tmp_path / "kept.mentordesk", folder, template[1], now=NOW)

    assert "not backed up" in restored.remark
    assert f"{folder / 'backups'} is not a folder" in restored.remark


def test_c2_a_present_desk_that_is_damaged_is_said_to_be_only_put_aside(folder, file, template):
    content = bytearray((folder / "desk.db").read_bytes())
    content[-2000] ^= 1
    (folder / "desk.db").write_bytes(content)

    restored = restore(file, folder, template[1], now=NOW)

    assert restored.remark == "The desk as it was just before is damaged, so it was only put aside."


def test_a_desk_that_does_not_open_gives_way_without_a_word(folder, file, template):
    (folder / "desk.db").write_bytes(b"")

    assert restore(file, folder, template[1], now=NOW).remark == ""


def test_b5_a_desk_is_never_put_among_other_things(file, template, tmp_path):
    place = tmp_path / "home"
    (place / "Documents").mkdir(parents=True)
    place.chmod(0o755)

    with pytest.raises(DeskFileError, match="other things in"):
        look_ahead(file, place)
    with pytest.raises(DeskFileError, match="other things in"):
        restore(file, place, template[1], now=NOW)

    assert place.stat().st_mode & 0o777 == 0o755
    assert [each.name for each in place.iterdir()] == ["Documents"]


@pytest.mark.parametrize("left", [("desk.db",), ("desk.keys",), ("desk.lock",)])
def test_b5_a_desk_comes_back_to_its_own_folder_whatever_else_lies_there(
    folder, template, file, left, tmp_path
):
    shutil.move(file, tmp_path / "kept.mentordesk")
    for name in {"desk.db", "desk.keys", "desk.lock"} - set(left):
        (folder / name).unlink(missing_ok=True)
    (folder / "a letter.txt").write_text("mine")

    restoring.restore(tmp_path / "kept.mentordesk", folder, template[1], now=NOW)

    assert (folder / "desk.db").exists()
    assert (folder / "a letter.txt").read_text() == "mine"
