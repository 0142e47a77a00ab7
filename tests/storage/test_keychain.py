"""The keychain trusts few, asks again, and tells every trouble in a sentence (DATA-SAFETY K)."""

import traceback
from contextlib import ExitStack

import pytest
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from mentor_desk.errors import KeyringError
from mentor_desk.storage.keys.keychain import SERVICE, TRIES, Keychain, spoken_name
from tests.keyrings import (
    Alternative,
    Answers,
    Asking,
    Drawer,
    Forgetful,
    HalfHearted,
    HomeMade,
    LateTaking,
    PlaintextKeyring,
    Roaming,
    Talkative,
    Unready,
    chain,
    in_use,
)

# The real exceptions of the Secret Service, which exist where its library does.
jeepney = pytest.importorskip("jeepney")
exceptions = pytest.importorskip("secretstorage.exceptions")

KEY = bytes(range(32))
DESK = "0a0b0c0d-0000-4000-8000-000000000001"
USER = f"database-key:{DESK}"


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def use(pauses):
    with ExitStack() as stack:

        def use(backend):
            stack.enter_context(in_use(backend))
            return Keychain(pause=pauses.append)

        yield use


def test_a_key_that_is_stored_comes_back_and_is_forgotten_when_asked(use):
    drawer = Drawer()
    keychain = use(drawer)

    kept = keychain.store(DESK, KEY)

    assert kept == (keychain.backend_name(), "") == ("tests.keyrings.Drawer", "")
    assert drawer.kept == {(SERVICE, USER): KEY.hex()}
    assert keychain.fetch(DESK) == KEY
    keychain.forget(DESK)
    keychain.forget(DESK)
    assert drawer.kept == {}


def test_two_desks_have_two_keys_k10(use):
    keychain = use(Drawer())
    other = DESK.replace("1", "2")

    keychain.store(DESK, KEY)
    keychain.store(other, KEY[::-1])

    assert keychain.fetch(DESK) == KEY
    assert keychain.fetch(other) == KEY[::-1]


@pytest.mark.parametrize(
    "weak",
    [
        fail.Keyring(),
        null.Keyring(),
        PlaintextKeyring(),
        Alternative(),
        HomeMade(),
        HalfHearted(),
        chain(),
        chain(PlaintextKeyring(), HalfHearted()),
    ],
    ids=lambda backend: type(backend).__name__,
)
def test_a_weak_keyring_is_never_given_a_key_k6(use, weak):
    keychain = use(weak)

    with pytest.raises(KeyringError, match="Choose a passphrase instead"):
        keychain.store(DESK, KEY)

    assert keychain.backend_name() == ""
    assert getattr(weak, "kept", {}) == {}


def test_a_chain_is_passed_by_for_its_trustworthy_member_k6(use):
    plain, good = PlaintextKeyring(), Drawer()
    keychain = use(chain(plain, good))

    kept = keychain.store(DESK, KEY)

    assert kept.backend == "tests.keyrings.Drawer"
    assert plain.kept == {}
    assert keychain.fetch(DESK) == KEY


def test_a_keyring_that_cannot_tell_its_worth_is_an_answer_and_no_crash(use):
    with pytest.raises(KeyringError, match="does not answer"):
        use(Unready()).backend_name()


def test_a_keyring_that_keeps_nothing_is_found_out_before_it_counts_k8(use):
    with pytest.raises(KeyringError, match="does not give back"):
        use(Forgetful()).store(DESK, KEY)


@pytest.mark.parametrize("late", [None, "", "not hex", KEY.hex()[:-2]])
def test_a_late_answer_is_waited_for_k1(use, pauses, late):
    keychain = use(Answers(late, late, KEY.hex()))

    assert keychain.fetch(DESK) == KEY
    assert len(pauses) == 2


def test_a_line_end_after_the_key_does_no_harm_k1(use):
    assert use(Answers(KEY.hex() + "\n")).fetch(DESK) == KEY


def test_a_key_that_is_gone_is_told_after_asking_again_k2(use):
    drawer = Drawer()

    with pytest.raises(KeyringError, match="does not hold the key of this desk"):
        use(drawer).fetch(DESK)

    assert drawer.asked == TRIES
    assert drawer.kept == {}


@pytest.mark.parametrize("value", ["rubbish", KEY.hex()[:-2], KEY.hex() + "00", "é" * 64])
def test_what_is_no_key_is_told_from_no_key_at_all_k1(use, value):
    with pytest.raises(KeyringError, match="is no key"):
        use(Answers(*[value] * TRIES)).fetch(DESK)


def test_a_session_without_a_keyring_says_so_k4(use):
    with pytest.raises(KeyringError, match="not there in this session"):
        use(fail.Keyring()).fetch(DESK)


def _bus_error():
    return jeepney.DBusErrorResponse.__new__(jeepney.DBusErrorResponse)


def _init_error():
    problem = InitError("Failed to create the collection")
    problem.__cause__ = exceptions.PromptDismissedException("Prompt dismissed.")
    return problem


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (KeyringLocked("locked"), "is locked"),
        (exceptions.PromptDismissedException("no"), "is locked"),
        (_init_error(), "is locked"),
        (NoKeyringError("none"), "no keyring in this session"),
        (exceptions.SecretServiceNotAvailableException("gone"), "no keyring in this session"),
        (InitError("broken"), r"does not answer \(InitError\)"),
        (TimeoutError("60 s"), r"does not answer \(TimeoutError\)"),
        (_bus_error(), r"does not answer \(DBusErrorResponse\)"),
        (OSError("pipe"), r"does not answer \(OSError\)"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_every_trouble_of_a_back_end_is_one_sentence_k7(use, problem, sentence):
    with pytest.raises(KeyringError, match=sentence):
        use(Answers(problem)).fetch(DESK)


def test_a_locked_keyring_is_not_asked_over_and_over_k7(use, pauses):
    locked = Answers(KeyringLocked("locked"))

    with pytest.raises(KeyringError):
        use(locked).fetch(DESK)

    assert locked.asked == 1
    assert pauses == []


def test_a_key_that_a_keyring_takes_too_late_is_taken_out_again(use, monkeypatch):
    late = LateTaking()
    with monkeypatch.context() as patch:
        patch.setattr("mentor_desk.storage.keys.keychain.PATIENCE_SECONDS", 0.5)
        keychain = use(late)

    with pytest.raises(KeyringError, match="does not answer"):
        keychain.store(DESK, KEY)
    late.answered.set()

    assert late.is_empty_again.wait(10)
    assert late.kept == {}


def test_a_keyring_that_hangs_is_given_up_and_not_asked_again_k7(use, monkeypatch):
    drawer = Drawer()
    use(drawer).store(DESK, KEY)
    hanging = Asking(drawer)
    with monkeypatch.context() as patch:
        patch.setattr("mentor_desk.storage.keys.keychain.PATIENCE_SECONDS", 0.1)
        keychain = use(hanging)

    for ask in (keychain.fetch, keychain.fetch, keychain.forget):
        with pytest.raises(KeyringError, match="does not answer"):
            ask(DESK)
    with pytest.raises(KeyringError, match="does not answer"):
        keychain.store(DESK, KEY)

    assert hanging.is_asking.wait(10)
    assert hanging.questions == 1
    hanging.answered.set()
    assert use(hanging).fetch(DESK) == KEY


def test_no_refusal_carries_the_key_not_even_in_its_context_k11(use, caplog):
    with pytest.raises(KeyringError) as refusal:
        use(Talkative()).store(DESK, KEY)

    told = "".join(traceback.format_exception(refusal.value)) + caplog.text
    assert KEY.hex() not in told
    assert refusal.value.__context__ is None
    assert refusal.value.__cause__ is None


def test_a_key_does_not_roam_with_a_windows_profile(use):
    roaming = Roaming()

    use(roaming).store(DESK, KEY)

    assert roaming.persist == "local machine"


def test_keyrings_have_names_that_people_know():
    assert spoken_name("keyring.backends.macOS.Keyring") == "the macOS Keychain"
    assert spoken_name("some.Other") == "“some.Other”"
