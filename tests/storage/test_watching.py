"""What another program does to the file of an open desk is noticed before a word is saved (D8)."""

import json
import os
import random
import shutil

import pytest

from mentor_desk.errors import DeskChangedError, DeskError, DeskFileError, InvalidEntryError
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.keeping.checking import check_desk
from mentor_desk.services.keeping.saving_copy import save_copy
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import PersonEntry, add_person, edit_person
from mentor_desk.services.opening.keys import (
    change_passphrase,
    take_recovery_key,
)
from mentor_desk.services.opening.opening import make_desk, make_desk_at, open_desk
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.recovery_key import spelt
from mentor_desk.storage.keys.vault import read_vault, write_vault
from tests.own_desk import propose_recovery_key

SECRET = "correct horse battery"


@pytest.fixture
def folder(tmp_path):
    make_desk_at(tmp_path / "desk").close()
    return tmp_path / "desk"


@pytest.fixture
def desk(folder):
    desk = open_desk(folder)
    write(desk, "Ada Okafor")
    yield desk
    desk.close()


def write(desk, name):
    return desk.do(add_person, entry=PersonEntry(display_name=name), now=desk.now())


def names(desk):
    return [row.name for row in desk.run(find_people)]


def autosave(desk, name):
    entry = PersonEntry(display_name=name)
    return desk.autosave("person:1", edit_person, person_id=1, entry=entry)


def refused(desk, match):
    for save in (write, autosave):
        with pytest.raises(DeskChangedError, match=match) as refusal:
            save(desk, "Lost Person")
        assert "othing was saved" in refusal.value.sentence
        assert "Save a copy" in refusal.value.sentence


def overwrite(path, content, at=0):
    """Write into a file in place, at a moment that is surely not that of our own last save."""
    with path.open("r+b") as stream:
        stream.seek(at)
        stream.write(content)
    later = path.stat().st_mtime_ns + 10_000_000
    os.utime(path, ns=(later, later))


def test_d8_a_file_that_is_ours_alone_is_written_again_and_again(desk):
    for name in ("Grace Lindqvist", "Mei Tan"):
        write(desk, name)

    assert names(desk) == ["Ada Okafor", "Grace Lindqvist", "Mei Tan"]


def test_d8_a_replaced_file_is_noticed_and_not_written(desk, folder, tmp_path):
    shutil.copy(folder / "desk.db", tmp_path / "older")
    write(desk, "Grace Lindqvist")
    (tmp_path / "older").replace(folder / "desk.db")
    before = (folder / "desk.db").read_bytes()

    refused(desk, "replaced")

    assert (folder / "desk.db").read_bytes() == before
    assert not (folder / "desk.db-journal").exists()


def test_d8_a_removed_file_is_noticed_and_not_made_anew(desk, folder):
    (folder / "desk.db").unlink()

    refused(desk, "moved or removed")

    assert not (folder / "desk.db").exists()


def test_d8_a_renamed_folder_is_noticed_even_when_another_takes_its_name(desk, folder, tmp_path):
    folder.rename(tmp_path / "moved")
    refused(desk, "moved or removed")
    make_desk_at(folder).close()

    refused(desk, "replaced")

    other = open_desk(folder)
    assert names(other) == []
    other.close()


@pytest.mark.parametrize("size", [0, 4096, 40960])
def test_d8_a_truncated_file_is_noticed(desk, folder, size):
    os.truncate(folder / "desk.db", size)

    refused(desk, "cut off|changed")

    assert (folder / "desk.db").stat().st_size == size


def test_d8_what_another_program_saved_into_the_file_is_noticed(desk, folder):
    other = connect(folder / "desk.db", desk.file.key)
    other.execute("DELETE FROM topics")
    other.execute("UPDATE people SET remark = 'theirs'")
    other.close()

    refused(desk, "changed by another program")


def test_d8_a_file_put_back_in_place_by_a_sync_tool_is_noticed(desk, folder):
    older = (folder / "desk.db").read_bytes()
    write(desk, "Grace Lindqvist")
    with (folder / "desk.db").open("r+b") as stream:
        stream.write(older)

    refused(desk, "changed|cut off")


def test_d8_a_new_time_alone_stops_nobody(desk, folder):
    os.utime(folder / "desk.db")

    write(desk, "Grace Lindqvist")

    assert "Grace Lindqvist" in names(desk)


def test_d8_our_own_cleaning_up_is_no_change_by_others(desk):
    with desk.file.turn:
        desk.file.connection.execute("pragma query_only=off")
        desk.file.connection.execute("vacuum")

    write(desk, "Grace Lindqvist")

    assert "Grace Lindqvist" in names(desk)


def test_d8_a_copy_is_saved_and_the_desk_goes_on_there(desk, folder, tmp_path):
    shutil.rmtree(folder)
    refused(desk, "moved or removed")

    saved = save_copy(desk, tmp_path / "copy")
    write(desk, "Grace Lindqvist")

    assert saved.goes_on_there
    assert desk.folder == tmp_path / "copy"
    desk.close()
    again = open_desk(tmp_path / "copy")
    assert names(again) == ["Ada Okafor", "Grace Lindqvist"]
    again.close()


def test_a_copy_of_a_desk_that_is_well_is_a_copy_and_no_move(desk, folder, tmp_path):
    saved = save_copy(desk, tmp_path / "copy")
    write(desk, "Grace Lindqvist")

    assert not saved.goes_on_there
    assert desk.folder == folder
    other = open_desk(tmp_path / "copy")
    assert names(other) == ["Ada Okafor"]
    other.close()


def test_a_copy_is_never_saved_over_a_desk(desk, folder, tmp_path):
    make_desk_at(tmp_path / "other").close()
    before = (tmp_path / "other" / "desk.db").read_bytes()

    with pytest.raises(DeskFileError, match="already a desk"):
        save_copy(desk, tmp_path / "other")

    assert (tmp_path / "other" / "desk.db").read_bytes() == before


@pytest.mark.parametrize("save", [write, autosave])
def test_d8_saves_go_on_as_long_as_nobody_touches_a_file(desk, save):
    for name in ("Grace Lindqvist", "Mei Tan"):
        save(desk, name)

    assert "Mei Tan" in names(desk)


@pytest.mark.parametrize("page", [2, 7, -1])
def test_d8_pages_that_were_overwritten_in_place_are_noticed(desk, folder, page):
    count = (folder / "desk.db").stat().st_size // 4096
    noise = random.Random(8).randbytes(4096)
    overwrite(folder / "desk.db", noise, at=4096 * (page - 1 if page > 0 else count - 1))
    before = (folder / "desk.db").read_bytes()

    refused(desk, "overwritten in part")

    assert (folder / "desk.db").read_bytes() == before
    assert not (folder / "desk.db-journal").exists()


def test_d8_one_bit_that_turns_while_the_desk_is_open_is_noticed(desk, folder):
    (byte,) = (folder / "desk.db").read_bytes()[20_000:20_001]
    overwrite(folder / "desk.db", bytes([byte ^ 1]), at=20_000)

    refused(desk, "go back to a backup")


def proofs_of(desk):
    """Return a list that grows by one with each proof of every page."""
    proofs = []
    desk.file.connection.set_trace_callback(
        lambda said: proofs.append(said) if "cipher_integrity_check" in said else None
    )
    return proofs


def test_d8_pages_are_proven_once_and_not_before_each_save(desk, folder):
    proofs = proofs_of(desk)
    write(desk, "Grace Lindqvist")
    assert proofs == []
    overwrite(folder / "desk.db", b"")

    for name in ("Mei Tan", "Noor Haddad"):
        write(desk, name)

    assert len(proofs) == 1


def test_d8_a_new_desk_is_watched_from_its_first_word_on(tmp_path):
    desk = make_desk_at(tmp_path / "new")
    proofs = proofs_of(desk)

    write(desk, "Ada Okafor")

    assert proofs == []
    desk.close()


def test_d8_a_removed_key_file_is_noticed_and_comes_back_in_a_copy(desk, folder, tmp_path):
    (folder / "desk.keys").unlink()

    refused(desk, "key file of this desk.*was moved or removed")

    assert save_copy(desk, tmp_path / "copy").goes_on_there
    write(desk, "Grace Lindqvist")
    desk.close()
    again = open_desk(tmp_path / "copy")
    assert names(again) == ["Ada Okafor", "Grace Lindqvist"]
    again.close()


@pytest.mark.parametrize("in_place", [True, False])
def test_d8_the_key_file_of_another_desk_is_noticed_and_never_copied(
    desk, folder, tmp_path, in_place
):
    make_desk_at(tmp_path / "other").close()
    others = (tmp_path / "other" / "desk.keys").read_bytes()
    if in_place:
        overwrite(folder / "desk.keys", others)
    else:
        (tmp_path / "other" / "desk.keys").replace(folder / "desk.keys")

    refused(desk, "key file of this desk.*was changed or replaced")

    save_copy(desk, tmp_path / "copy")
    assert (tmp_path / "copy" / "desk.keys").read_bytes() != others
    desk.close()
    open_desk(tmp_path / "copy").close()


def test_d8_a_key_file_that_is_put_back_lets_saves_go_on(desk, folder):
    kept = (folder / "desk.keys").read_bytes()
    (folder / "desk.keys").unlink()
    refused(desk, "key file")

    (folder / "desk.keys").write_bytes(kept)
    write(desk, "Grace Lindqvist")

    assert "Grace Lindqvist" in names(desk)


def test_d8_a_key_file_that_is_cut_off_or_not_readable_is_noticed(desk, folder):
    os.truncate(folder / "desk.keys", 100)
    refused(desk, "key file of this desk.*changed or replaced")

    (folder / "desk.keys").unlink()
    (folder / "desk.keys").mkdir()
    refused(desk, "key file of this desk.*changed or replaced")


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    desk = make_desk(folder, name="Michelle Roy", passphrase=SECRET, reveal=len)
    yield desk
    desk.close()


def test_d8_changing_ones_own_keys_is_no_change_by_others(own, tmp_path):
    before = (own.folder / "desk.keys").read_bytes()

    change_passphrase(own, new="another good one", secret=SECRET)
    write(own, "Grace Lindqvist")
    take_recovery_key(own, propose_recovery_key())
    write(own, "Mei Tan")

    assert len(names(own)) == 2
    (own.folder / "desk.keys").write_bytes(before)
    refused(own, "key file")
    save_copy(own, tmp_path / "copy")
    own.close()
    open_desk(tmp_path / "copy", passphrase="another good one").close()


def test_d8_saves_go_on_while_a_key_is_being_changed(own):
    path = own.folder / "desk.keys"

    with own.file.changing_keys():
        keys = read_vault(path).with_recovery(own.file.key, bytes(16), pending=True)
        write_vault(path, keys)
        write(own, "Grace Lindqvist")

    write(own, "Mei Tan")
    assert len(names(own)) == 2


def test_d8_a_key_that_cannot_be_changed_takes_no_foreign_file_for_ours(own, tmp_path):
    make_desk_at(tmp_path / "other").close()
    (tmp_path / "other" / "desk.keys").replace(own.folder / "desk.keys")

    with pytest.raises(DeskError):
        take_recovery_key(own, propose_recovery_key())

    refused(own, "key file of this desk.*changed or replaced")


def test_d8_a_change_of_keys_that_opening_finishes_is_no_change_by_others(own):
    path, key, folder = own.folder / "desk.keys", own.file.key, own.folder
    own.close()
    write_vault(path, read_vault(path).with_recovery(key, bytes(16), pending=True))

    again = open_desk(folder, passphrase=SECRET)

    write(again, "Grace Lindqvist")
    again.close()
    again = open_desk(folder, recovery_key=spelt(bytes(16)))
    write(again, "Mei Tan")
    assert len(names(again)) == 2
    again.close()


def test_d1_the_lock_tells_a_save_that_goes_on_from_one_that_is_done(desk, folder):
    def saved():
        return json.loads((folder / "desk.lock").read_bytes()[1:])["saved"]

    def lies():
        found = (folder / "desk.db").stat()
        return [found.st_size, found.st_mtime_ns]

    def look_and_fail(_db):
        assert saved() is None
        raise InvalidEntryError("No.", field="name")

    assert saved() == lies()
    with pytest.raises(InvalidEntryError):
        desk.do(look_and_fail)
    assert saved() == lies()
    write(desk, "Grace Lindqvist")

    assert saved() == lies()


def a_pipe(path):
    os.mkfifo(path)


def a_folder(path):
    path.mkdir()


def a_link_to_nowhere(path):
    path.symlink_to("nowhere")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ["desk.db-journal", "desk.db-wal"])
@pytest.mark.parametrize("make", [a_pipe, a_folder, a_link_to_nowhere])
def test_d8_what_is_no_file_beside_the_desk_is_told_and_holds_nothing_up(
    desk, folder, tmp_path, make, name
):
    make(folder / name)

    for act in (
        lambda: write(desk, "Lost Person"),
        lambda: autosave(desk, "Lost Person"),
        lambda: names(desk),
        lambda: save_copy(desk, tmp_path / "copy"),
        lambda: back_up(desk, backup_folders(folder), now=desk.now()),
        lambda: check_desk(desk, is_full=True),
    ):
        with pytest.raises(DeskFileError, match=f"“{name}” in .* is in the way of the desk"):
            act()

    assert not (tmp_path / "copy").exists()
    (folder / name).rmdir() if make is a_folder else (folder / name).unlink()
    write(desk, "Grace Lindqvist")
    assert names(desk) == ["Ada Okafor", "Grace Lindqvist"]
