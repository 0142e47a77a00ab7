"""A change of keys is whole or not at all, and until it is proven the earlier key opens (K9)."""

import contextlib
import json
import shutil
import subprocess
import sys

import pytest
from keyring.backends import fail

from mentor_desk.errors import (
    DeskDamagedError,
    InvalidEntryError,
    KeyringError,
    WrongKeyError,
)
from mentor_desk.storage.keys import slot_changes
from mentor_desk.storage.keys.keychain import SERVICE, Keychain
from mentor_desk.storage.keys.slots import LEAVING, PENDING
from mentor_desk.storage.keys.vault import (
    KEYRING,
    PASSPHRASE,
    RECOVERY,
    is_settled,
    new_vault,
    read_vault,
    write_vault,
)
from mentor_desk.storage.keys.wrapping import Argon2
from tests.keyrings import Drawer, Forgetful, Late, OtherDrawer, Refusing, in_use

CHEAP = Argon2(passes=1, memory_kib=64, lanes=1)
OLD, NEW = "correct horse battery", "another one"
OLD_BITS, NEW_BITS = bytes(16), bytes(range(16))


@pytest.fixture
def chain():
    return Keychain(pause=lambda _: None)


@pytest.fixture
def drawer():
    with in_use(Drawer()) as drawer:
        yield drawer


@pytest.fixture
def made(tmp_path):
    """A key file with a passphrase and a recovery key, and the key it is for."""
    path, (vault, key) = tmp_path / "desk.keys", new_vault()
    vault = vault.with_passphrase(key, OLD, CHEAP).with_recovery(key, OLD_BITS)
    write_vault(path, vault)
    return path, key


def states(path):
    return [(slot["kind"], slot.get("state")) for slot in read_vault(path).slots]


def entry_of(path, number=""):
    return SERVICE, f"database-key:{read_vault(path).desk_id}{number}"


def test_k9_a_kill_at_any_step_leaves_a_key_that_opens(tmp_path):
    program = [sys.executable, "-m", "tests.storage.killed_changes", str(tmp_path / "desk")]
    ended = subprocess.run(program, capture_output=True, text=True, timeout=90, check=True)
    told = json.loads(ended.stdout)

    for change in ("passphrase", "recovery"):
        assert sorted(set(told[change]), key=told[change].index) == ["old", "old+new", "new"]
    offers = sorted(set(told["offer"]), key=told["offer"].index)
    assert offers == ["old; none", "old; offered"]
    assert told["offer"][-1] == "old; none"
    assert set(told["keep"]) == {"passphrase", "passphrase+keyring"}
    assert told["keep"][-1] == "passphrase+keyring"
    # Kept again after a keyring that did not let go: what the file says opens, opens.
    assert set(told["keep again"]) == {"passphrase", "passphrase+keyring"}
    assert told["keep again"][-1] == "passphrase+keyring"
    # The slot is out of use before the entry goes: it is never a promise that nothing keeps.
    assert sorted(set(told["drop"]), key=told["drop"].index) == [
        "passphrase+keyring; kept",
        "passphrase; kept",
        "passphrase; gone",
    ]


def test_a_changed_passphrase_is_the_only_one_and_leaves_the_other_ways_alone(made):
    path, key = made

    slot_changes.set_passphrase(path, key, NEW, CHEAP)

    vault = read_vault(path)
    assert vault.open_with_passphrase(NEW) == vault.open_with_recovery(OLD_BITS) == key
    with pytest.raises(WrongKeyError):
        vault.open_with_passphrase(OLD)
    assert states(path) == [(RECOVERY, None), (PASSPHRASE, None)]


def test_a_recovery_key_is_told_again_to_who_has_the_key_and_to_nobody_else(made):
    path, key = made
    slot_changes.set_recovery(path, key, NEW_BITS)

    vault = read_vault(path)

    assert vault.recovery_bits(key) == NEW_BITS
    assert NEW_BITS.hex() not in path.read_text()
    with pytest.raises(WrongKeyError):
        vault.recovery_bits(bytes(32))


def test_a_change_that_was_cut_off_is_finished_by_the_new_secret_alone(made, chain):
    path, key = made
    write_vault(path, read_vault(path).with_passphrase(key, NEW, CHEAP, pending=True))

    slot_changes.settle(path, lambda vault: vault.open_with_passphrase(OLD), chain)
    assert (PASSPHRASE, PENDING) in states(path)
    slot_changes.settle(path, lambda vault: vault.open_with_passphrase(NEW), chain)

    assert is_settled(read_vault(path))
    with pytest.raises(WrongKeyError):
        read_vault(path).open_with_passphrase(OLD)


def test_a_change_after_one_that_was_cut_off_leaves_two_of_a_kind_at_most(made):
    path, key = made
    write_vault(path, read_vault(path).with_passphrase(key, "a third", CHEAP, pending=True))

    again = read_vault(path).with_passphrase(key, NEW, CHEAP, pending=True)

    assert len([slot for slot in again.slots if slot["kind"] == PASSPHRASE]) == 2
    assert again.open_with_passphrase(OLD) == again.open_with_passphrase(NEW) == key


def test_what_was_written_but_does_not_open_is_never_put_in_force(made, monkeypatch):
    path, key = made
    monkeypatch.setattr("mentor_desk.storage.keys.wrapping.wrap", lambda *_: b"n" * 12 + b"k" * 48)

    with pytest.raises(DeskDamagedError, match="opens as before"):
        slot_changes.set_recovery(path, key, NEW_BITS)

    assert read_vault(path).open_with_recovery(OLD_BITS) == key


def test_an_offered_recovery_key_opens_beside_the_earlier_one_until_it_is_kept(made):
    path, key = made
    assert slot_changes.waiting_recovery(read_vault(path), key) is None

    offered = slot_changes.offer_recovery(path, key)

    vault = read_vault(path)
    assert slot_changes.waiting_recovery(vault, key) == offered
    assert vault.open_with_recovery(offered) == vault.open_with_recovery(OLD_BITS) == key
    assert vault.recovery_bits(key) == OLD_BITS
    assert slot_changes.is_recovery_offered(vault)
    assert slot_changes.offer_recovery(path, key) == offered
    slot_changes.set_recovery(path, key, offered)
    assert not slot_changes.is_recovery_offered(read_vault(path))
    with pytest.raises(WrongKeyError):
        read_vault(path).open_with_recovery(OLD_BITS)


def test_an_offered_recovery_key_is_withdrawn_and_one_in_force_is_not(made):
    path, key = made
    before = path.read_bytes()
    offered = slot_changes.offer_recovery(path, key)

    slot_changes.withdraw_recovery(path, NEW_BITS)
    assert slot_changes.is_recovery_offered(read_vault(path))
    slot_changes.withdraw_recovery(path, offered)
    slot_changes.withdraw_recovery(path, OLD_BITS)

    assert path.read_bytes() == before


def test_a_recovery_key_that_is_only_offered_is_kept_by_who_opens_the_desk_with_it(made, chain):
    path, key = made
    offered = slot_changes.offer_recovery(path, key)

    slot_changes.settle(path, lambda vault: vault.open_with_passphrase(OLD), chain)
    assert slot_changes.is_recovery_offered(read_vault(path))
    slot_changes.settle(path, lambda vault: vault.open_with_recovery(offered), chain)

    assert states(path) == [(PASSPHRASE, None), (RECOVERY, None)]


def test_k9_an_entry_of_the_keyring_is_never_overwritten(made, chain, drawer):
    path, key = made
    stranger = "ab" * 32
    drawer.kept[entry_of(path)] = stranger

    slot_changes.set_keyring(path, key, chain)

    assert drawer.kept == {entry_of(path): stranger, entry_of(path, ":2"): key.hex()}
    assert read_vault(path).open_with_keyring(chain) == key


def test_k9_a_late_answer_is_not_taken_for_a_free_place(made, chain, drawer):
    path, key = made
    drawer.kept[entry_of(path)] = "ab" * 32

    with in_use(Late(drawer, None, "")):
        slot_changes.set_keyring(path, key, chain)

    assert drawer.kept[entry_of(path)] == "ab" * 32


def test_the_same_key_is_kept_once_however_often_it_is_given(made, chain, drawer):
    path, key = made

    slot_changes.set_keyring(path, key, chain)
    slot_changes.set_keyring(path, key, chain)

    assert drawer.kept == {entry_of(path): key.hex()}
    assert states(path).count((KEYRING, None)) == 1


def test_a_keyring_full_of_other_keys_of_this_desk_is_refused(made, chain, drawer):
    path, key = made
    for number in ("", *(f":{n}" for n in range(2, 10))):
        drawer.kept[entry_of(path, number)] = "ab" * 32

    with pytest.raises(KeyringError, match="too many other keys"):
        slot_changes.set_keyring(path, key, chain)

    assert KEYRING not in dict(states(path))


def test_a_keyring_that_keeps_nothing_never_becomes_a_way_in(made, chain):
    path, key = made
    before = path.read_bytes()

    with in_use(Forgetful()), pytest.raises(KeyringError, match="does not give back"):
        slot_changes.set_keyring(path, key, chain)

    assert path.read_bytes() == before


def test_a_key_taken_out_of_the_keyring_leaves_no_entry_and_no_slot(made, chain, drawer):
    path, key = made
    drawer.kept[entry_of(path)] = "ab" * 32
    slot_changes.set_keyring(path, key, chain)

    slot_changes.drop_keyring(path, chain)

    assert drawer.kept == {entry_of(path): "ab" * 32}
    assert not read_vault(path).has(KEYRING)


def test_a_keyring_that_refuses_to_forget_is_asked_again_at_the_next_opening(made, chain, drawer):
    path, key = made
    slot_changes.set_keyring(path, key, chain)

    with in_use(Refusing(OSError("the bus is gone"))), pytest.raises(KeyringError):
        slot_changes.drop_keyring(path, chain)
    assert (KEYRING, LEAVING) in states(path)
    assert not read_vault(path).has(KEYRING)
    slot_changes.settle(path, lambda vault: vault.open_with_passphrase(OLD), chain)

    assert drawer.kept == {}
    assert KEYRING not in dict(states(path))


@pytest.mark.parametrize("now", [fail.Keyring(), OtherDrawer()], ids=["absent", "another"])
def test_a_keyring_that_is_not_there_has_not_let_go_of_the_key(made, chain, drawer, now):
    path, key = made
    slot_changes.set_keyring(path, key, chain)

    with in_use(now), pytest.raises(KeyringError, match="still has its key"):
        slot_changes.drop_keyring(path, chain)

    assert (KEYRING, LEAVING) in states(path)
    assert drawer.kept == {entry_of(path): key.hex()}
    slot_changes.settle(path, lambda vault: vault.open_with_passphrase(OLD), chain)
    assert drawer.kept == {}
    assert KEYRING not in dict(states(path))


def test_a_key_kept_again_while_it_was_leaving_is_a_way_in_after_a_kill_k9(made, chain, drawer):
    path, key = made
    slot_changes.set_keyring(path, key, chain)
    with in_use(fail.Keyring()), pytest.raises(KeyringError):
        slot_changes.drop_keyring(path, chain)
    # Killed before the last write of keeping it again.
    write_vault(path, read_vault(path).with_keyring(key, chain, pending=True))

    slot_changes.settle(path, lambda vault: vault.open_with_passphrase(OLD), chain)

    assert drawer.kept == {entry_of(path): key.hex()}
    assert read_vault(path).open_with_keyring(chain) == key
    assert (KEYRING, LEAVING) not in states(path)


def test_a_key_given_to_another_keyring_is_taken_out_of_the_first_once_it_is_there(
    made, chain, drawer
):
    path, key = made
    slot_changes.set_keyring(path, key, chain)

    with in_use(OtherDrawer()) as other:
        slot_changes.set_keyring(path, key, chain)
        assert [kind for kind, _ in states(path)].count(KEYRING) == 2
        assert (KEYRING, LEAVING) in states(path)
    slot_changes.settle(path, lambda vault: vault.open_with_passphrase(OLD), chain)

    assert drawer.kept == {}
    assert other.kept == {entry_of(path): key.hex()}
    assert states(path).count((KEYRING, None)) == 1
    assert is_settled(read_vault(path))


def test_one_keyring_that_refuses_does_not_hold_up_the_other(made, chain, drawer):
    path, key = made
    slot_changes.set_keyring(path, key, chain)
    with in_use(OtherDrawer()):
        slot_changes.set_keyring(path, key, chain)

    with pytest.raises(KeyringError, match=r"OtherDrawer.*still has its key"):
        slot_changes.drop_keyring(path, chain)

    assert drawer.kept == {}
    assert states(path).count((KEYRING, LEAVING)) == 1


@pytest.mark.parametrize("is_copied", [False, True])
def test_an_entry_that_is_not_found_has_not_been_taken_out_of_the_keyring(
    made, chain, drawer, is_copied
):
    path, key = made
    slot_changes.set_keyring(path, key, chain)

    with in_use(Drawer()):
        other = shutil.copy(path, path.with_name("copy.keys")) if is_copied else path
        with pytest.raises(KeyringError, match="if the keyring of another computer has its key"):
            slot_changes.drop_keyring(other, chain)
        with contextlib.suppress(KeyringError):
            slot_changes.settle(other, lambda vault: vault.open_with_passphrase(OLD), chain)

    assert drawer.kept == {entry_of(path): key.hex()}
    assert (KEYRING, LEAVING) in states(other)
    slot_changes.settle(other, lambda vault: vault.open_with_passphrase(OLD), chain)
    assert drawer.kept == {}
    assert is_settled(read_vault(other))


def test_a_slot_whose_entry_is_lost_goes_once_it_was_kept_again(made, chain, drawer):
    path, key = made
    slot_changes.set_keyring(path, key, chain)
    drawer.kept.clear()
    with pytest.raises(KeyringError):
        slot_changes.drop_keyring(path, chain)

    slot_changes.set_keyring(path, key, chain)
    slot_changes.drop_keyring(path, chain)

    assert is_settled(read_vault(path))
    assert drawer.kept == {}


def test_a_desk_that_was_copied_knows_that_the_keyring_was_given_its_key_elsewhere(
    made, chain, drawer
):
    path, key = made
    slot_changes.set_keyring(path, key, chain)
    copy = path.parent / "copy" / "desk.keys"
    copy.parent.mkdir()
    shutil.copy(path, copy)

    assert not slot_changes.is_kept_elsewhere(path)
    assert slot_changes.is_kept_elsewhere(copy)
    assert str(path.parent) not in path.read_text()
    slot_changes.drop_keyring(copy, chain, leaves_entry=True)
    assert not read_vault(copy).has(KEYRING)
    assert read_vault(path).open_with_keyring(chain) == key


def test_the_keyring_stays_where_it_is_the_only_way_in(tmp_path, chain, drawer):
    path, (vault, key) = tmp_path / "desk.keys", new_vault()
    write_vault(path, vault.with_keyring(key, chain))

    with pytest.raises(InvalidEntryError, match="last way"):
        slot_changes.drop_keyring(path, chain)

    assert read_vault(path).open_with_keyring(chain) == key


def test_of_two_keyring_slots_the_one_that_holds_the_key_opens(made, chain, drawer):
    path, key = made
    slot_changes.set_keyring(path, key, chain)
    drawer.kept[entry_of(path)] = "ab" * 32
    write_vault(path, read_vault(path).with_keyring(key, chain, pending=True))

    assert read_vault(path).open_with_keyring(chain) == key
    slot_changes.settle(path, lambda vault: vault.open_with_keyring(chain), chain)
    assert [slot.get("entry") for slot in read_vault(path).slots if slot["kind"] == KEYRING] == [
        "2"
    ]
