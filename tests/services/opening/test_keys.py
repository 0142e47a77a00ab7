"""The ways into a desk are listed without a secret, and changed only by who knows one."""

import json
from dataclasses import replace

import pytest

from mentor_desk.errors import (
    DeskFileError,
    FileError,
    InvalidEntryError,
    KeyringError,
    LockedError,
    NotFoundError,
    RefusedMoveError,
    WrongKeyError,
)
from mentor_desk.models.kinds import Paper
from mentor_desk.services.keeping.backup_keys import key_of_backup
from mentor_desk.services.keeping.backups import back_up, list_backups
from mentor_desk.services.keeping.keys_backed_up import back_up_with_keys
from mentor_desk.services.opening.keys import (
    Way,
    ask_every_time,
    change_passphrase,
    keep_unlocked,
    keyring_name,
    lock_info,
    needs_recovery_key,
    prove,
    reveal_recovery_key,
    take_recovery_key,
)
from mentor_desk.services.opening.opening import (
    drop_plan,
    look_at_desk,
    make_desk,
    make_desk_at,
    make_planned_desk,
    open_desk,
    plan_desk,
)
from mentor_desk.services.opening.secret_files import read_recovery_key
from mentor_desk.services.opening.sheets import new_desk_sheet, recovery_sheet, save_recovery_sheet
from mentor_desk.storage.keys.keychain import Keychain
from tests.conftest import NOW
from tests.keyrings import Refusing, Unready, in_use
from tests.own_desk import OTHER, SECRET, propose_recovery_key

CHAIN = Keychain(pause=lambda _: None)


@pytest.fixture
def folder(own_folder):
    return own_folder


@pytest.fixture
def opened(folder):
    desk = open_desk(folder, passphrase=SECRET)
    yield desk
    desk.close()


@pytest.fixture
def in_keyring(tmp_path, drawer):
    """A desk whose key lies in the keyring alone, open."""
    desk = make_desk(tmp_path / "kept", name="Me", passphrase=None, reveal=str, keychain=CHAIN)
    yield desk
    desk.close()


def opens(folder, **secret):
    try:
        open_desk(folder, **secret).close()
    except LockedError:
        return False
    return True


def ways(desk):
    return [row.way for row in lock_info(desk.folder).ways]


def test_the_ways_in_are_told_with_their_dates_and_never_a_secret(folder, recovery_key):
    found = lock_info(folder)

    assert [row.way for row in found.ways] == [Way.PASSPHRASE, Way.RECOVERY]
    assert all(row.made_at is not None for row in found.ways)
    assert found.has(Way.RECOVERY)
    assert not found.has(Way.KEYRING)
    keys = json.loads((folder / "desk.keys").read_bytes())
    sealed = [slot[name] for slot in keys["slots"] for name in ("key", "salt")]
    assert not [secret for secret in [*sealed, recovery_key] if secret in repr(found)]


def test_a_passphrase_costs_who_guesses_it(opened):
    change_passphrase(opened, new=OTHER, secret=SECRET)

    costs = [row.cost for row in lock_info(opened.folder).ways if row.way is Way.PASSPHRASE]
    assert costs == ["argon2id, 3 passes, 64 MiB, 4 lanes"]


def test_a_key_file_of_another_version_or_without_sense_is_told_all_the_same(folder):
    keys = json.loads((folder / "desk.keys").read_bytes())
    keys["slots"][0] |= {"made": "yesterday", "memory_kib": "much", "state": "pending"}
    keys["slots"][1] |= {"made": "2026-11-23T10:00:00", "state": "leaving"}
    keys["slots"] += [{"kind": "hardware"}, {"kind": ["?"]}, {"kind": "keyring", "backend": 7}]
    (folder / "desk.keys").write_text(json.dumps(keys))

    found = lock_info(folder)

    assert [row.way for row in found.ways] == [
        *(Way.PASSPHRASE, Way.RECOVERY, Way.OTHER, Way.OTHER, Way.KEYRING)
    ]
    assert [row.made_at for row in found.ways] == [None] * 5
    assert found.ways[0].is_pending
    assert found.ways[1].is_leaving
    assert not found.has(Way.RECOVERY)


def test_the_passphrase_is_changed_by_who_knows_it(opened):
    change_passphrase(opened, new=OTHER, secret=SECRET)
    opened.close()

    assert opens(opened.folder, passphrase=OTHER)
    assert not opens(opened.folder, passphrase=SECRET)


def test_a_forgotten_passphrase_is_changed_with_the_recovery_key(opened, recovery_key):
    change_passphrase(opened, new=OTHER, secret=recovery_key.lower())
    opened.close()

    assert opens(opened.folder, passphrase=OTHER)
    assert opens(opened.folder, recovery_key=recovery_key)


@pytest.mark.parametrize(
    ("new", "secret", "kind", "field"),
    [
        ("short", SECRET, InvalidEntryError, "passphrase"),
        (OTHER, "", InvalidEntryError, "secret"),
        (OTHER, "wrong horse battery", WrongKeyError, None),
        (OTHER, "MD1-00000", InvalidEntryError, "secret"),
    ],
)
def test_what_cannot_change_the_passphrase_is_refused_and_the_old_one_stays(
    opened, new, secret, kind, field
):
    before = (opened.folder / "desk.keys").read_bytes()

    with pytest.raises(kind) as refusal:
        change_passphrase(opened, new=new, secret=secret)

    assert getattr(refusal.value, "field", None) == field
    assert (opened.folder / "desk.keys").read_bytes() == before


def test_a_recovery_key_is_no_passphrase(opened, recovery_key, tmp_path):
    with pytest.raises(InvalidEntryError, match="choose a passphrase of your own"):
        change_passphrase(opened, new=recovery_key.lower(), secret=recovery_key)
    with pytest.raises(InvalidEntryError, match="choose a passphrase of your own"):
        plan_desk(tmp_path / "new", name="Ada", passphrase=recovery_key)


def test_the_recovery_key_of_another_desk_proves_nothing(opened):
    with pytest.raises(WrongKeyError):
        prove(opened, secret=propose_recovery_key())


def test_a_desk_that_only_the_keyring_opens_gets_a_passphrase_without_a_question(in_keyring):
    change_passphrase(in_keyring, new=OTHER)
    in_keyring.close()

    assert opens(in_keyring.folder, passphrase=OTHER)
    assert opens(in_keyring.folder, keychain=CHAIN)


def test_a_desk_is_kept_unlocked_on_this_computer_and_asks_again_when_wanted(opened, drawer):
    keep_unlocked(opened, keychain=CHAIN)
    assert lock_info(opened.folder).ways[-1].keyring == "“tests.keyrings.Drawer”"
    assert look_at_desk(opened.folder).has_keyring

    ask_every_time(opened, secret=SECRET, keychain=CHAIN)

    assert drawer.kept == {}
    assert not look_at_desk(opened.folder).has_keyring


def test_who_does_not_know_the_passphrase_does_not_empty_the_keyring(opened, drawer):
    keep_unlocked(opened, keychain=CHAIN)

    with pytest.raises(WrongKeyError):
        ask_every_time(opened, secret="wrong horse", keychain=CHAIN)

    assert len(drawer.kept) == 1


def test_the_keyring_stays_until_there_is_a_passphrase(in_keyring, drawer):
    with pytest.raises(RefusedMoveError, match="Add a passphrase first"):
        ask_every_time(in_keyring, secret="", keychain=CHAIN)

    assert len(drawer.kept) == 1


def test_a_keyring_that_refuses_leaves_the_ways_in_as_they_were(opened):
    with in_use(Refusing(OSError("no bus"))), pytest.raises(KeyringError):
        keep_unlocked(opened, keychain=CHAIN)

    assert ways(opened) == [Way.PASSPHRASE, Way.RECOVERY]


def test_a_new_recovery_key_counts_once_it_is_taken(opened, recovery_key):
    proposed = propose_recovery_key()
    with pytest.raises(WrongKeyError):
        prove(opened, secret=proposed)

    take_recovery_key(opened, proposed)

    opened.close()
    assert opens(opened.folder, recovery_key=proposed)
    assert not opens(opened.folder, recovery_key=recovery_key)


def test_b6_a_new_recovery_key_opens_a_backup_elsewhere_at_once(opened, recovery_key, tmp_path):
    back_up(opened, [opened.folder / "backups"], now=opened.now())
    proposed = propose_recovery_key()

    take_recovery_key(opened, proposed)
    assert back_up_with_keys(opened) == ""

    latest, earlier = list_backups([opened.folder / "backups"])
    elsewhere = tmp_path / "elsewhere"
    assert key_of_backup(latest.path, elsewhere, recovery_key=proposed) == opened.file.key
    assert key_of_backup(earlier.path, elsewhere, recovery_key=recovery_key) == opened.file.key
    with pytest.raises(WrongKeyError, match="that the desk had when it was made"):
        key_of_backup(earlier.path, elsewhere, recovery_key=proposed)


def test_a_new_recovery_key_counts_also_when_no_backup_can_be_made(opened):
    (opened.folder / "backups").write_text("in the way")
    proposed = propose_recovery_key()

    take_recovery_key(opened, proposed)
    told = back_up_with_keys(opened)

    assert "but no backup yet" in told
    assert reveal_recovery_key(opened, secret=SECRET) == proposed


def test_the_recovery_key_is_told_again_to_who_proves_to_know_a_secret(opened, recovery_key):
    assert reveal_recovery_key(opened, secret=SECRET) == recovery_key
    assert reveal_recovery_key(opened, secret=recovery_key) == recovery_key
    with pytest.raises(InvalidEntryError):
        reveal_recovery_key(opened, secret="")


def test_a_desk_without_a_passphrase_tells_its_recovery_key_to_who_has_it(in_keyring):
    with pytest.raises(InvalidEntryError, match="the recovery key of this desk"):
        reveal_recovery_key(in_keyring, secret="")


def test_a_desk_of_the_former_format_needs_a_recovery_key_and_gets_one(folder):
    keys = json.loads((folder / "desk.keys").read_bytes())
    del keys["slots"][1], keys["slots"][0]["made"]
    (folder / "desk.keys").write_text(json.dumps(keys))
    desk = open_desk(folder, passphrase=SECRET)
    assert needs_recovery_key(desk)
    with pytest.raises(NotFoundError, match="make a new one"):
        reveal_recovery_key(desk, secret=SECRET)

    take_recovery_key(desk, propose_recovery_key())

    assert not needs_recovery_key(desk)
    desk.close()


def test_a_recovery_key_made_without_a_copy_opens_but_is_not_told_again(folder, recovery_key):
    keys = json.loads((folder / "desk.keys").read_bytes())
    del keys["slots"][1]["copy"]
    (folder / "desk.keys").write_text(json.dumps(keys))
    desk = open_desk(folder, recovery_key=recovery_key)

    with pytest.raises(NotFoundError):
        reveal_recovery_key(desk, secret=SECRET)
    desk.close()


def test_the_sample_desk_has_no_keys_to_change(tmp_path):
    desk = make_desk_at(tmp_path / "sample")

    assert not needs_recovery_key(desk)
    assert ways(desk) == [Way.SAMPLE]
    with pytest.raises(LockedError, match="opens by itself"):
        change_passphrase(desk, new=OTHER)
    desk.close()


def test_a_desk_in_memory_has_no_keys(desk):
    assert not needs_recovery_key(desk)
    with pytest.raises(NotFoundError):
        keep_unlocked(desk, keychain=CHAIN)


def test_the_sheet_is_written_for_its_owner_alone(opened, recovery_key, tmp_path):
    sheet = recovery_sheet(opened, recovery_key, paper=Paper.LETTER)

    save_recovery_sheet(sheet, tmp_path / "sheet.pdf")

    assert (tmp_path / "sheet.pdf").read_bytes() == sheet
    assert (tmp_path / "sheet.pdf").stat().st_mode & 0o777 == 0o600


def test_nothing_is_on_the_disk_while_a_desk_is_planned(tmp_path, drawer):
    folder = tmp_path / "new"
    plan = plan_desk(folder, name=" Me  Too ", passphrase=None, keychain=CHAIN)
    sheet = new_desk_sheet(plan, day=NOW.date())

    assert not folder.exists()
    assert sheet.startswith(b"%PDF")
    assert plan.recovery_key not in repr(plan)
    drop_plan(plan, keychain=CHAIN)
    assert drawer.kept == {}
    make_planned_desk(plan).close()
    with pytest.raises(KeyringError):
        open_desk(folder, keychain=CHAIN)


def test_a_plan_that_can_no_longer_be_kept_leaves_nothing(tmp_path):
    plan = plan_desk(tmp_path / "new", name="Me", passphrase=SECRET)

    with pytest.raises(InvalidEntryError):
        make_planned_desk(replace(plan, name="Me\0"))

    assert list((tmp_path / "new").iterdir()) == []


def test_a_keyring_is_called_by_a_name_people_know(drawer):
    assert keyring_name(CHAIN) == "“tests.keyrings.Drawer”"
    with in_use(Unready()):
        assert keyring_name(CHAIN) == ""


def test_a_recovery_key_opens_when_the_passphrase_slot_is_damaged(folder, recovery_key):
    keys = json.loads((folder / "desk.keys").read_bytes())
    keys["slots"][0]["salt"] = "!"
    (folder / "desk.keys").write_text(json.dumps(keys))

    assert opens(folder, recovery_key=recovery_key)


def test_the_older_of_two_is_dropped_when_a_desk_is_opened_by_the_new_one(opened):
    from mentor_desk.storage.keys.vault import read_vault, write_vault

    path = opened.folder / "desk.keys"
    write_vault(path, read_vault(path).with_passphrase(opened.file.key, OTHER, pending=True))
    opened.close()
    assert [row.is_pending for row in lock_info(opened.folder).ways] == [False, False, True]

    assert opens(opened.folder, passphrase=OTHER)

    assert not any(row.is_pending for row in lock_info(opened.folder).ways)
    assert not opens(opened.folder, passphrase=SECRET)


def test_a_change_that_cannot_be_finished_does_not_keep_the_desk_shut(opened, monkeypatch):
    from mentor_desk.storage.keys.vault import read_vault, write_vault

    path = opened.folder / "desk.keys"
    write_vault(path, read_vault(path).with_passphrase(opened.file.key, OTHER, pending=True))
    opened.close()
    monkeypatch.setattr("mentor_desk.storage.keys.slot_changes.write_vault", _full_disk)

    assert opens(opened.folder, passphrase=OTHER)
    assert any(row.is_pending for row in lock_info(opened.folder).ways)


def _full_disk(*_):
    raise FileError("The disk is full.")


def test_a_desk_is_not_made_where_one_appeared_meanwhile(tmp_path):
    plan = plan_desk(tmp_path / "new", name="Me", passphrase=SECRET)
    make_desk_at(tmp_path / "new").close()
    before = (tmp_path / "new" / "desk.keys").read_bytes()

    with pytest.raises(DeskFileError, match="already a desk"):
        make_planned_desk(plan)

    assert (tmp_path / "new" / "desk.keys").read_bytes() == before


def test_secrets_are_read_from_files_and_nothing_else_is_made_of_them(tmp_path):
    (tmp_path / "key").write_text(" MD1-00000 \n")
    (tmp_path / "empty").write_text("\n")

    assert read_recovery_key(str(tmp_path / "key")) == "MD1-00000"
    with pytest.raises(LockedError, match="recovery key that was given is empty"):
        read_recovery_key(str(tmp_path / "empty"))
    with pytest.raises(FileError, match="could not be read"):
        read_recovery_key(str(tmp_path))
