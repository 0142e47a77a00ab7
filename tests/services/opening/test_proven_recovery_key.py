"""A recovery key that would open nothing is found out while the desk still opens otherwise."""

import base64
import json

import pytest

from mentor_desk.errors import NotFoundError
from mentor_desk.services.keeping.checking import check_desk, check_folder
from mentor_desk.services.opening.keys import (
    needs_recovery_key,
    reveal_recovery_key,
    take_recovery_key,
)
from mentor_desk.services.opening.opening import open_desk
from tests.own_desk import SECRET, propose_recovery_key


def damage(folder, field):
    """Turn one bit of what the recovery slot of a desk holds."""
    path = folder / "desk.keys"
    keys = json.loads(path.read_bytes())
    (slot,) = [slot for slot in keys["slots"] if slot["kind"] == "recovery"]
    held = bytearray(base64.b64decode(slot[field]))
    held[-1] ^= 1
    slot[field] = base64.b64encode(held).decode()
    path.write_text(json.dumps(keys))


def key_of(folder):
    desk = open_desk(folder, passphrase=SECRET)
    key = desk.file.key
    desk.close()
    return key


def test_opening_a_desk_makes_the_key_on_paper_open_it_again(own_folder, recovery_key):
    damage(own_folder, "key")

    open_desk(own_folder, passphrase=SECRET).close()

    open_desk(own_folder, recovery_key=recovery_key).close()


def test_a_check_tells_of_a_recovery_key_that_opens_nothing(own_folder):
    key = key_of(own_folder)
    assert check_folder(own_folder, key, is_full=True).is_sound
    damage(own_folder, "key")

    (found,) = check_folder(own_folder, key, is_full=True).found

    assert "the recovery key on paper does not open it" in found.sentence


def test_a_recovery_key_that_is_lost_is_told_and_a_new_one_is_offered(own_folder):
    damage(own_folder, "salt")
    desk = open_desk(own_folder, passphrase=SECRET)

    (found,) = check_desk(desk, is_full=True).found
    assert "make a new one" in found.sentence
    assert needs_recovery_key(desk)
    with pytest.raises(NotFoundError, match="make a new one"):
        reveal_recovery_key(desk, secret=SECRET)

    proposed = propose_recovery_key()
    take_recovery_key(desk, proposed)
    assert not needs_recovery_key(desk)
    assert reveal_recovery_key(desk, secret=SECRET) == proposed
    desk.close()


def test_a_sheet_is_printed_only_with_a_key_that_opens(own_folder, recovery_key):
    desk = open_desk(own_folder, passphrase=SECRET)
    damage(own_folder, "key")

    assert reveal_recovery_key(desk, secret=SECRET) == recovery_key

    desk.close()
    open_desk(own_folder, recovery_key=recovery_key).close()
