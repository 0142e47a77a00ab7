"""No key file can do more than be refused, and what is not understood is kept."""

import base64
import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_desk.errors import (
    DeskDamagedError,
    DeskError,
    DeskMissingError,
    DeskNewerError,
    InvalidEntryError,
    LockedError,
    WrongKeyError,
)
from mentor_desk.services.keeping.rescue import what_remains
from mentor_desk.services.opening.keys import lock_info
from mentor_desk.storage.keys.keychain import Keychain
from mentor_desk.storage.keys.slot_changes import settle
from mentor_desk.storage.keys.vault import (
    PASSPHRASE,
    is_settled,
    new_vault,
    read_vault,
    write_vault,
)
from mentor_desk.storage.keys.wrapping import Argon2

CHEAP = Argon2(passes=1, memory_kib=64, lanes=1)
SECRET = "correct horse battery"
RECOVERY_BITS = bytes(range(16))


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


def put(path, document):
    path.write_text(json.dumps(document))
    return path


def test_what_a_later_version_adds_is_kept_when_this_one_writes(path, made, sealed):
    _, key = made
    sealed["slots"].append({"kind": "hardware", "token": [1, {"two": None}]})
    sealed["later"] = {"words": "é"}

    found = read_vault(put(path, sealed))
    write_vault(path, found.with_recovery(key, RECOVERY_BITS))

    written = json.loads(path.read_bytes())
    assert written["later"] == {"words": "é"}
    assert {"kind": "hardware", "token": [1, {"two": None}]} in written["slots"]
    assert read_vault(path).open_with_passphrase(SECRET) == key


def test_a_slot_of_another_kind_alone_is_no_way_in(path, sealed):
    sealed["slots"].append({"kind": "hardware"})

    with pytest.raises(InvalidEntryError, match="last way"):
        read_vault(put(path, sealed)).without(PASSPHRASE)


def test_a_newer_format_is_refused_politely_and_nothing_is_written(path, sealed):
    sealed["format"] = 2
    before = put(path, sealed).read_bytes()

    with pytest.raises(DeskNewerError, match="update the program"):
        read_vault(path)

    assert path.read_bytes() == before


@pytest.mark.parametrize("length", [0, 1, 15, 100])
def test_a_truncated_key_file_is_damaged(path, sealed, length):
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(DeskDamagedError, match="is damaged"):
        read_vault(path)


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 4096,
        b"null",
        b'"text"',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"format": ' + b"9" * 10_000 + b"}",
        b'{"format": NaN}',
        b"\xff\xfe{",
        b" " * 1_000_001,
    ],
    ids=range(9),
)
def test_a_foreign_or_hostile_file_is_damaged_in_a_sentence(path, content):
    path.write_bytes(content)

    with pytest.raises(DeskDamagedError, match="is damaged"):
        read_vault(path)


@pytest.mark.parametrize(
    "change",
    [
        {"desk": "\ud800"},
        {"desk": "x" * 36},
        {"desk": 7},
        {"check": "zz"},
        {"check": None},
        {"slots": {}},
        {"slots": ["passphrase"]},
        {"format": 0},
        {"format": "1"},
    ],
    ids=str,
)
def test_a_key_file_with_a_senseless_field_is_damaged(path, sealed, change):
    with pytest.raises(DeskDamagedError, match="is damaged"):
        read_vault(put(path, sealed | change))


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": (1 << 20) + 1},
        {"memory_kib": 7},
        {"memory_kib": 10**30},
        {"memory_kib": "65536"},
        {"passes": 11},
        {"passes": 0},
        {"lanes": 17},
        {"lanes": -1},
        {"lanes": None},
        {"kdf": "rot13"},
        {"salt": "QQ=="},
        {"salt": 5},
        {"key": "not base64!"},
        {"key": ""},
    ],
    ids=str,
)
def test_a_slot_that_asks_for_senseless_work_is_refused_before_any_is_done(
    path, sealed, change, monkeypatch
):
    sealed["slots"][0] |= change
    monkeypatch.setattr(
        "cryptography.hazmat.primitives.ciphers.aead.AESGCM.decrypt",
        lambda *_: pytest.fail("tried"),
    )

    with pytest.raises(DeskDamagedError, match=r"damaged|senseless"):
        read_vault(put(path, sealed)).open_with_passphrase(SECRET)


def test_a_damaged_slot_does_not_close_the_other_ways_in(path, made):
    vault, key = made
    write_vault(path, vault.with_passphrase(key, SECRET, CHEAP).with_recovery(key, RECOVERY_BITS))
    document = json.loads(path.read_bytes())
    document["slots"][0]["salt"] = "!"

    found = read_vault(put(path, document))

    assert found.open_with_recovery(RECOVERY_BITS) == key


def test_a_sealed_key_is_bound_to_its_desk_and_its_kind(path, made, sealed):
    other, other_key = new_vault()
    write_vault(path, other.with_passphrase(other_key, "other words", CHEAP))
    mixed = json.loads(path.read_bytes()) | {"slots": sealed["slots"]}
    with pytest.raises(DeskDamagedError):
        read_vault(put(path, mixed)).open_with_passphrase(SECRET)

    # Nothing tells that the slot came from elsewhere, and it does not open all the same.
    del mixed["slots"][0]["sum"]

    with pytest.raises(WrongKeyError):
        read_vault(put(path, mixed)).open_with_passphrase(SECRET)


def test_no_damaged_character_of_a_key_file_is_called_a_wrong_secret(path, made):
    vault, key = made
    ways = (
        lambda vault: vault.open_with_passphrase(SECRET),
        lambda vault: vault.open_with_recovery(RECOVERY_BITS),
    )
    write_vault(path, vault.with_passphrase(key, SECRET, CHEAP).with_recovery(key, RECOVERY_BITS))
    written = path.read_bytes()
    for at, byte in enumerate(written):
        damaged = bytearray(written)
        damaged[at] = byte ^ 1
        path.write_bytes(damaged)
        for unlock in ways:
            told = _told(path, unlock, key)
            assert "damaged" in told or told in (OPENED, NEWER), (at, bytes(damaged), told)


def test_a_key_file_that_is_damaged_in_one_slot_opens_by_the_other_and_says_so(path, made):
    vault, key = made
    write_vault(path, vault.with_passphrase(key, SECRET, CHEAP).with_recovery(key, RECOVERY_BITS))
    document = json.loads(path.read_bytes())
    document["slots"][0]["passes"] = 2

    found = read_vault(put(path, document))

    with pytest.raises(LockedError, match=r"damaged.*Use the recovery key.*backup"):
        found.open_with_passphrase(SECRET)
    assert found.open_with_recovery(RECOVERY_BITS) == key
    with pytest.raises(WrongKeyError):
        found.open_with_recovery(bytes(16))


def test_a_key_file_from_before_there_were_checksums_opens_and_calls_a_wrong_key_wrong(
    path, made, sealed
):
    _, key = made
    del sealed["slots"][0]["sum"]

    found = read_vault(put(path, sealed))

    assert found.is_whole
    assert found.open_with_passphrase(SECRET) == key
    with pytest.raises(WrongKeyError):
        found.open_with_passphrase("other words")


def test_a_slot_that_was_damaged_is_forgotten_once_it_is_made_anew(path, made, sealed):
    _, key = made
    sealed["slots"][0]["made"] = "2019"
    damaged = read_vault(put(path, sealed))
    assert not damaged.is_whole

    write_vault(path, damaged.with_passphrase(key, SECRET, CHEAP))

    assert read_vault(path).is_whole


def test_a_damaged_check_value_is_put_right_by_who_opens_the_desk(path, made, sealed):
    vault, key = made
    sealed["check"] = "0" * 64
    put(path, sealed)

    settle(path, lambda vault: vault.open_with_passphrase(SECRET), Keychain())

    assert read_vault(path).check == vault.check
    assert read_vault(path).is_whole
    assert read_vault(path).open_with_passphrase(SECRET) == key


def test_a_damaged_slot_does_not_stop_the_one_beside_it(path, made, sealed):
    _, key = made
    again = read_vault(path).with_passphrase(key, "other words", CHEAP, pending=True)
    write_vault(path, again)
    document = json.loads(path.read_bytes())
    document["slots"][0]["salt"] = "!"

    assert read_vault(put(path, document)).open_with_passphrase("other words") == key


OPENED = "opened"
NEWER = (
    "A newer version of Mentor Desk wrote the keys of this desk."
    " Nothing was changed; please update the program."
)


def _told(path, unlock, key):
    try:
        return OPENED if unlock(read_vault(path)) == key else "another key"
    except DeskError as refusal:
        return refusal.sentence


@pytest.mark.parametrize("length", [1, 31, 33])
def test_a_sample_slot_of_the_wrong_length_is_damaged(path, made, length):
    vault, key = made
    write_vault(path, vault.with_sample(key))
    document = json.loads(path.read_bytes())
    document["slots"][0]["key"] = base64.b64encode(b"k" * length).decode()

    with pytest.raises(DeskDamagedError, match="sample"):
        read_vault(put(path, document)).open_sample()


def test_a_missing_key_file_or_one_that_is_a_folder_is_missing(path):
    with pytest.raises(DeskMissingError, match="missing"):
        read_vault(path)
    path.mkdir()
    with pytest.raises(DeskMissingError, match="missing"):
        read_vault(path)


# What JSON can hold, so that a file is never a traceback whatever it says.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(["kind", "kdf", "passes", "memory_kib", "lanes", "salt", "key", "desk"]),
    value=ANYTHING,
)
def test_whatever_stands_in_a_key_file_it_opens_or_is_refused(path, sealed, name, value):
    document = json.loads(json.dumps(sealed))
    (document if name == "desk" else document["slots"][0])[name] = value
    put(path, document)

    assert told_or_opened(path).endswith((".", "opened"))


def told_or_opened(path):
    """Return the sentence of the refusal, or that there was none."""
    try:
        read_vault(path).open_with_passphrase(SECRET)
    except DeskError as refusal:
        return refusal.sentence
    return "opened"


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from([1 << 40, 10**30, 1.5, float("inf"), "", "\ud800", "QUJD", "pending"])
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
FIELDS = ["kind", "state", "made", "backend", "entry", "kdf", "salt", "key", "copy"]
KINDS = ["passphrase", "recovery", "keyring", "sample", "later"]
MADE = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-23", "once"]


@settings(max_examples=300)
@given(data=st.data())
def test_no_shape_of_a_key_file_ends_in_anything_but_a_sentence(tmp_path_factory, data):
    vault, key = new_vault()
    vault = vault.with_recovery(key, RECOVERY_BITS).with_passphrase(key, SECRET, CHEAP)
    document = {
        "format": 1,
        "desk": vault.desk_id,
        "check": vault.check,
        "slots": [dict(slot) for slot in vault.slots],
    }
    for slot in document["slots"]:
        slot.update(data.draw(st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=2)))
        if data.draw(st.booleans()):
            slot["kind"] = data.draw(st.sampled_from(KINDS))
            slot["made"] = data.draw(st.sampled_from(MADE))
    document |= data.draw(st.dictionaries(st.sampled_from(["format", "slots", "x"]), ODD))
    folder = tmp_path_factory.mktemp("odd")
    path = put(folder / "desk.keys", document)

    for ask in (
        lambda: is_settled(read_vault(path)),
        lambda: read_vault(path).open_with_passphrase(SECRET),
        lambda: read_vault(path).open_with_recovery(RECOVERY_BITS),
        lambda: read_vault(path).open_sample(),
        lambda: read_vault(path).recovery_bits(key),
        lambda: [row.made_at and row.made_at.astimezone() for row in lock_info(folder).ways],
        lambda: what_remains(folder),
        lambda: settle(path, lambda vault: vault.open_with_recovery(RECOVERY_BITS), Keychain()),
        lambda: write_vault(path, read_vault(path).with_recovery(key, RECOVERY_BITS)),
    ):
        with contextlib.suppress(DeskError):
            ask()


def test_a_slot_whose_state_makes_no_sense_still_opens(path, made, sealed):
    _, key = made
    sealed["slots"][0]["state"] = {}

    found = read_vault(put(path, sealed))

    assert found.open_with_passphrase(SECRET) == key
    assert is_settled(found)
