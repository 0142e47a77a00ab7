"""Whether the latest backup takes the recovery key of now is told without any secret."""

import pytest

from mentor_desk.paths import KEYS_NAME
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.services.keeping.keys_backed_up import back_up_with_keys, is_key_backed_up
from mentor_desk.services.opening.keys import (
    change_passphrase,
    take_recovery_key,
)
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.opening.proposals import offer_recovery_key
from tests.own_desk import SECRET, propose_recovery_key


@pytest.fixture
def own(own_folder):
    desk = open_desk(own_folder, passphrase=SECRET)
    yield desk
    desk.close()


def rows(desk):
    return list_backups(backup_folders(desk.folder))


def is_backed_up(desk):
    return is_key_backed_up(desk.folder, rows(desk))


def test_a_key_that_the_latest_backup_takes_is_backed_up(own):
    back_up_with_keys(own)

    assert is_backed_up(own)


def test_promise_4_a_key_that_was_taken_since_the_latest_backup_is_not(own):
    back_up_with_keys(own)
    take_recovery_key(own, propose_recovery_key())
    assert not is_backed_up(own)

    back_up_with_keys(own)

    assert is_backed_up(own)


def test_a_key_that_is_offered_asks_for_no_backup_until_it_is_kept(own):
    back_up_with_keys(own)
    offered = offer_recovery_key(own)
    assert is_backed_up(own)

    take_recovery_key(own, offered)

    assert not is_backed_up(own)


def test_another_passphrase_asks_for_no_backup(own):
    back_up_with_keys(own)

    change_passphrase(own, new="another good passphrase", secret=SECRET)

    assert is_backed_up(own)


def test_where_there_is_no_backup_beside_the_desk_the_key_asks_for_none(own, tmp_path):
    (tmp_path / "stick").mkdir()
    back_up(own, [tmp_path / "stick"], now=own.now())

    assert is_key_backed_up(own.folder, list_backups([tmp_path / "stick"]))


def test_nobody_can_tell_without_the_key_file(own):
    back_up_with_keys(own)
    take_recovery_key(own, propose_recovery_key())
    found = rows(own)

    (own.folder / KEYS_NAME).unlink()

    assert is_key_backed_up(own.folder, found)


def test_a_backup_that_went_bad_takes_no_key(own):
    back_up_with_keys(own)
    found = rows(own)

    found[0].path.write_bytes(b"went bad")

    assert not is_key_backed_up(own.folder, found)
