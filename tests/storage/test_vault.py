"""Every slot opens the one key, and no key file can do more than be refused (DATA-SAFETY K, S)."""

import json
import subprocess
import sys
import traceback
from dataclasses import replace

import pytest

from mentor_desk.errors import (
    DeskDamagedError,
    FileError,
    InvalidEntryError,
    KeyringError,
    LockedError,
    WrongKeyError,
)
from mentor_desk.storage.keys import wrapping
from mentor_desk.storage.keys.keychain import Kept, Keychain
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
RECOVERY_BITS = bytes(range(16))


class Pocket(Keychain):
    """A keychain in memory."""

    def __init__(self, backend="keyring.backends.macOS.Keyring"):
        super().__init__(pause=lambda _: None)
        self.backend, self.kept = backend, {}

    def backend_name(self):
        return self.backend

    def store(self, desk_id, key):
        self.kept[desk_id] = key
        return Kept(self.backend, "")

    def fetch(self, desk_id, entry=""):
        assert entry == ""
        if desk_id not in self.kept:
            raise KeyringError("It is not here.")
        return self.kept[desk_id]


class Empty(Pocket):
    """A keychain that has never been given anything."""

    def fetch(self, *_):
        raise KeyringError("The keyring does not hold it.")


class Silent(Pocket):
    """A keychain that cannot even say what it is."""

    def backend_name(self):
        raise KeyringError("It does not answer.")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "desk.keys"


@pytest.fixture
def made():
    return new_vault()


@pytest.fixture
def sealed(path, made):
    """The document of a key file with a passphrase slot, to be tampered with."""
    vault, key = made
    write_vault(path, vault.with_passphrase(key, SECRET, CHEAP))
    return json.loads(path.read_bytes())


def test_each_slot_opens_the_one_key_after_the_file_was_written(path, made):
    vault, key = made
    pocket = Pocket()
    vault = vault.with_passphrase(key, SECRET, CHEAP).with_recovery(key, RECOVERY_BITS)

    write_vault(path, vault.with_keyring(key, pocket))
    found = read_vault(path)

    assert found.open_with_passphrase(SECRET) == key
    assert found.open_with_recovery(RECOVERY_BITS) == key
    assert found.open_with_keyring(pocket) == key
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_vaults_share_nothing():
    (one, first), (two, second) = new_vault(), new_vault()

    assert first != second
    assert len(first) == 32
    assert one.desk_id != two.desk_id
    assert one.check != two.check


def test_the_cost_of_a_guess_is_stored_and_is_the_recommended_one(path, made):
    vault, key = made

    write_vault(path, vault.with_passphrase(key, SECRET))

    (slot,) = json.loads(path.read_bytes())["slots"]
    assert (slot["passes"], slot["memory_kib"], slot["lanes"]) == (3, 65536, 4)
    assert read_vault(path).open_with_passphrase(SECRET) == key


@pytest.mark.parametrize("wrong", ["", "correct horse", SECRET + " ", SECRET.upper(), "a\ud800"])
def test_a_wrong_passphrase_is_a_wrong_key(path, sealed, wrong):
    with pytest.raises(WrongKeyError, match="passphrase does not open"):
        read_vault(path).open_with_passphrase(wrong)


def test_a_passphrase_may_be_typed_on_another_keyboard(made):
    vault, key = made

    found = vault.with_passphrase(key, "Ångström ﬁsh", CHEAP)

    assert found.open_with_passphrase("A\u030angstro\u0308m fish") == key


def test_a_wrong_recovery_key_is_a_wrong_key(made):
    vault, key = made

    with pytest.raises(WrongKeyError, match="recovery key does not open"):
        vault.with_recovery(key, RECOVERY_BITS).open_with_recovery(RECOVERY_BITS[::-1])


def test_a_wrong_key_in_the_keyring_is_told_from_damage_k5(made):
    vault, key = made
    pocket = Pocket()
    vault = vault.with_keyring(key, pocket)
    pocket.kept[vault.desk_id] = key[::-1]

    with pytest.raises(WrongKeyError, match="key of another desk"):
        vault.open_with_keyring(pocket)


def test_a_damaged_check_value_does_not_blame_the_key_in_the_keyring_k5(made):
    vault, key = made
    pocket = Pocket()
    damaged = replace(vault.with_keyring(key, pocket), check="0" * 64)

    with pytest.raises(DeskDamagedError, match="key file of this desk is damaged"):
        damaged.open_with_keyring(pocket)


def test_a_keyring_that_is_asked_for_a_damaged_entry_is_not_all_that_is_told(made):
    vault, key = made
    whole = vault.with_keyring(key, Pocket())
    damaged = replace(whole, slots=({**whole.slots[0], "entry": "7"},))

    with pytest.raises(KeyringError, match=r"does not hold.*key file of this desk is damaged too"):
        damaged.open_with_keyring(Empty())


def test_a_damaged_sample_is_not_called_another_desk(made):
    vault, key = made
    damaged = replace(vault.with_sample(key), check="0" * 64)

    with pytest.raises(DeskDamagedError, match="damaged"):
        damaged.open_sample()


def test_a_way_in_that_was_never_made_is_named(made):
    vault, key = made
    own = vault.with_recovery(key, RECOVERY_BITS)

    with pytest.raises(LockedError, match="no passphrase"):
        own.open_with_passphrase(SECRET)
    with pytest.raises(LockedError, match="does not hold"):
        own.open_with_keyring(Pocket())
    with pytest.raises(LockedError, match="no sample"):
        own.open_sample()


def test_a_keyring_that_changed_is_explained_k3(made):
    vault, key = made
    vault = vault.with_keyring(key, Pocket("keyring.backends.kwallet.DBusKeyring"))

    with pytest.raises(KeyringError) as refusal:
        vault.open_with_keyring(Pocket("keyring.backends.SecretService.Keyring"))

    assert "given to KWallet" in refusal.value.sentence
    assert "uses the Secret Service" in refusal.value.sentence


@pytest.mark.parametrize("now", [Pocket(), Pocket(""), Silent()])
def test_a_keyring_that_did_not_change_is_not_blamed_for_it(made, now):
    vault, key = made
    vault = vault.with_keyring(key, Pocket())

    with pytest.raises(KeyringError, match="It is not here"):
        vault.open_with_keyring(now)


def test_a_key_of_another_desk_is_never_put_into_a_slot(made):
    vault, _ = made
    _, stranger = new_vault()

    for protect in (
        lambda: vault.with_passphrase(stranger, SECRET, CHEAP),
        lambda: vault.with_recovery(stranger, RECOVERY_BITS),
        lambda: vault.with_keyring(stranger, Pocket()),
        lambda: vault.with_sample(stranger),
    ):
        with pytest.raises(WrongKeyError):
            protect()


def test_a_new_passphrase_takes_the_place_of_the_old(made):
    vault, key = made

    changed = vault.with_passphrase(key, SECRET, CHEAP).with_passphrase(key, "other words", CHEAP)

    assert changed.open_with_passphrase("other words") == key
    with pytest.raises(WrongKeyError):
        changed.open_with_passphrase(SECRET)


def test_a_slot_can_go_but_never_the_last_way_in(made):
    vault, key = made
    both = vault.with_passphrase(key, SECRET, CHEAP).with_recovery(key, RECOVERY_BITS)

    left = both.without(PASSPHRASE)

    assert left.has(RECOVERY)
    assert not left.has(PASSPHRASE)
    with pytest.raises(InvalidEntryError, match="last way"):
        left.without(RECOVERY)


def test_a_vault_that_nobody_could_open_is_not_written(path, made):
    vault, _ = made

    with pytest.raises(InvalidEntryError, match="way to open"):
        write_vault(path, vault)

    assert not path.exists()


def test_a_failed_write_leaves_the_keys_as_they_were(path, made, sealed, monkeypatch):
    vault, key = made
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "no space")))

    with pytest.raises(FileError, match="no space"):
        write_vault(path, vault.with_recovery(key, RECOVERY_BITS))

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_sample_desk_opens_by_itself_and_cannot_pretend_to_be_protected(path, made):
    vault, key = made
    sample = vault.with_sample(key)

    write_vault(path, sample)

    assert read_vault(path).is_sample
    assert read_vault(path).open_sample() == key
    with pytest.raises(InvalidEntryError, match="opens by itself"):
        sample.with_passphrase(key, SECRET, CHEAP)


def test_a_desk_of_ones_own_never_becomes_a_sample(made):
    vault, key = made

    with pytest.raises(InvalidEntryError, match="invented people"):
        vault.with_passphrase(key, SECRET, CHEAP).with_sample(key)


def test_a_sample_opens_without_loading_what_it_does_not_need(path, made):
    vault, key = made
    write_vault(path, vault.with_sample(key))
    program = (
        "import sys; from pathlib import Path;"
        "from mentor_desk.storage.keys.vault import read_vault;"
        f"read_vault(Path({str(path)!r})).open_sample();"
        "print(sorted({'keyring', 'cryptography', 'secretstorage'} & set(sys.modules)))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd="."
    )

    assert loaded.stdout.strip() == "[]"


def test_too_little_memory_for_a_passphrase_is_a_sentence(made, monkeypatch):
    vault, key = made
    vault = vault.with_passphrase(key, SECRET, CHEAP)

    def derive(*_):
        raise MemoryError

    monkeypatch.setattr(
        "cryptography.hazmat.primitives.kdf.argon2.Argon2id",
        lambda **_: type("Poor", (), {"derive": derive})(),
    )

    with pytest.raises(LockedError, match="enough free memory"):
        vault.open_with_passphrase(SECRET)


def test_no_secret_stands_in_what_is_shown_of_a_vault_or_a_refusal_k11(path, made, sealed):
    _, key = made
    found, guess = read_vault(path), "not quite " + SECRET

    with pytest.raises(WrongKeyError) as refusal:
        found.open_with_passphrase(guess)

    shown = repr(found) + str(found) + "".join(traceback.format_exception(refusal.value))
    assert key.hex() not in shown + path.read_text()
    assert repr(key) not in shown
    assert SECRET not in shown + path.read_text()


def test_the_check_value_is_the_same_in_every_version_to_come():
    value = wrapping.check_value(bytes(range(32)), "0a0b0c0d-0000-4000-8000-000000000001")

    assert value == "b44e7a7b2a83789d35764232d0be48661c6535c9b52f3cf9cb8c35a1eb5154a1"
