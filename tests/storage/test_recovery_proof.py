"""A recovery key that nobody types for years is proven by the open desk, and mended."""

import base64
import json

import pytest

from mentor_desk.errors import DeskError
from mentor_desk.storage.keys import recovery_proof, slot_changes
from mentor_desk.storage.keys.vault import (
    PASSPHRASE,
    RECOVERY,
    new_vault,
    read_vault,
    write_vault,
)
from mentor_desk.storage.keys.wrapping import Argon2

CHEAP = Argon2(passes=1, memory_kib=64, lanes=1)
SECRET = "correct horse battery"
BITS, OTHER_BITS = bytes(16), bytes(range(16))


@pytest.fixture
def made(tmp_path):
    """A key file with a passphrase and a recovery key, and the key it is for."""
    path, (vault, key) = tmp_path / "desk.keys", new_vault()
    vault = vault.with_passphrase(key, SECRET, CHEAP).with_recovery(key, BITS)
    write_vault(path, vault)
    return path, key


def damage(path, kind, field):
    """Turn one bit of what a slot holds."""
    keys = json.loads(path.read_bytes())
    (slot,) = [slot for slot in keys["slots"] if slot["kind"] == kind]
    held = bytearray(base64.b64decode(slot[field]))
    held[-1] ^= 1
    slot[field] = base64.b64encode(held).decode()
    path.write_text(json.dumps(keys))


def test_a_damaged_recovery_slot_is_sealed_anew_for_the_key_on_paper(made):
    path, key = made
    damage(path, RECOVERY, "key")
    with pytest.raises(DeskError):
        read_vault(path).open_with_recovery(BITS)
    assert not recovery_proof.is_recovery_lost(read_vault(path), key)

    recovery_proof.mend_recovery(path, key)

    vault = read_vault(path)
    assert vault.open_with_recovery(BITS) == vault.open_with_passphrase(SECRET) == key
    assert [slot["kind"] for slot in vault.slots] == [PASSPHRASE, RECOVERY]


@pytest.mark.parametrize("field", ["salt", "copy"])
def test_a_recovery_key_that_cannot_be_told_any_more_is_lost(made, field):
    path, key = made
    damage(path, RECOVERY, field)
    before = path.read_bytes()

    recovery_proof.mend_recovery(path, key)

    assert path.read_bytes() == before
    assert recovery_proof.is_recovery_lost(read_vault(path), key)
    slot_changes.set_recovery(path, key, OTHER_BITS)
    assert not recovery_proof.is_recovery_lost(read_vault(path), key)


def test_a_sound_recovery_slot_is_left_as_it_is(made):
    path, key = made
    before = path.read_bytes()

    recovery_proof.mend_recovery(path, key)

    assert path.read_bytes() == before
    assert not recovery_proof.is_recovery_lost(read_vault(path), key)


def test_a_key_that_is_only_offered_is_not_put_in_force_by_mending_it(made):
    path, key = made
    slot_changes.offer_recovery(path, key)
    keys = json.loads(path.read_bytes())
    keys["slots"][-1]["key"] = keys["slots"][0]["key"]
    path.write_text(json.dumps(keys))

    recovery_proof.mend_recovery(path, key)

    assert read_vault(path).open_with_recovery(BITS) == key


def test_a_whole_key_file_is_no_trouble(made):
    path, key = made

    assert recovery_proof.trouble_in(read_vault(path), key) == ""


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        (PASSPHRASE, "salt", "passphrase does not open it any more"),
        (RECOVERY, "copy", "recovery key cannot be proven"),
        (RECOVERY, "key", "recovery key on paper does not open it"),
    ],
)
def test_a_slot_that_was_damaged_is_told_to_who_has_the_key(made, kind, field, words):
    path, key = made

    damage(path, kind, field)

    assert words in recovery_proof.trouble_in(read_vault(path), key)


def test_a_recovery_slot_under_another_name_is_no_way_in_any_more(made):
    path, key = made
    keys = json.loads(path.read_bytes())
    keys["slots"][1]["kind"] = "recoverz"
    path.write_text(json.dumps(keys))

    assert "one of its slots is damaged" in recovery_proof.trouble_in(read_vault(path), key)


def test_a_key_file_without_any_slot_is_damaged(made):
    path, _ = made
    keys = json.loads(path.read_bytes()) | {"slots": []}
    path.write_text(json.dumps(keys))

    with pytest.raises(DeskError, match="is damaged"):
        read_vault(path)
