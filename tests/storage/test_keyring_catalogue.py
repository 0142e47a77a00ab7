"""The keyring is one way in and never a promise: K1 to K8, K10 and K11 of DATA-SAFETY."""

import logging
import re
import shutil
import subprocess
import sys
import traceback

import pytest
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from mentor_desk.errors import DeskError, KeyringError, WrongKeyError
from mentor_desk.services.network.listing import oneself
from mentor_desk.services.opening.keys import change_passphrase, keep_unlocked, lock_info
from mentor_desk.services.opening.opening import look_at_desk, make_desk, open_desk
from mentor_desk.storage.keys.keychain import SERVICE, TRIES, Keychain
from tests.keyrings import (
    Drawer,
    Forgetful,
    Late,
    OtherDrawer,
    PlaintextKeyring,
    Refusing,
    in_use,
)

SECRET = "correct horse battery"
HEX = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)


@pytest.fixture
def chain():
    return Keychain(pause=lambda _: None)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A desk whose key lies in a keyring, that keyring, and the recovery key."""
    folder = tmp_path_factory.mktemp("template") / "desk"
    shown: list[str] = []
    with in_use(Drawer()) as drawer:
        make_desk(folder, name="Michelle Roy", passphrase=None, reveal=shown.append).close()
    return folder, drawer, shown[0]


@pytest.fixture
def made(template, tmp_path):
    folder, kept, recovery_key = template
    shutil.copytree(folder, tmp_path / "desk")
    drawer = Drawer()
    drawer.kept = dict(kept.kept)
    return tmp_path / "desk", drawer, recovery_key


def state_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "desk.lock"}


def entry_of(folder):
    return SERVICE, f"database-key:{lock_info(folder).desk_id}"


def refused(folder, chain, kind, sentence):
    """Expect that the keyring does not open the desk, and that nothing was touched."""
    before = state_of(folder)
    with pytest.raises(kind, match=sentence) as refusal:
        open_desk(folder, keychain=chain)
    assert state_of(folder) == before
    return refusal.value


def opens_by_recovery_key(folder, recovery_key):
    desk = open_desk(folder, recovery_key=recovery_key)
    try:
        return desk.run(oneself).name == "Michelle Roy"
    finally:
        desk.close()


@pytest.mark.parametrize("answers", [(None, None), ("", ""), (None, "", "ab" * 16)[:2]], ids=str)
def test_k1_an_answer_that_comes_late_is_waited_for(made, chain, answers):
    folder, drawer, _ = made

    with in_use(Late(drawer, *answers)):
        open_desk(folder, keychain=chain).close()


@pytest.mark.parametrize("cut", [slice(0, 62), slice(0, 0), slice(0, 1)], ids=str)
def test_k1_no_answer_or_half_of_one_is_never_a_first_start(made, chain, cut):
    folder, drawer, recovery_key = made
    whole = drawer.kept[entry_of(folder)]
    drawer.kept[entry_of(folder)] = whole[cut]

    with in_use(drawer):
        refused(folder, chain, KeyringError, "Nothing was changed")

    assert look_at_desk(folder).has_keyring
    assert list(drawer.kept) == [entry_of(folder)]
    assert opens_by_recovery_key(folder, recovery_key)


def test_k1_a_line_end_after_the_key_does_no_harm(made, chain):
    folder, drawer, _ = made
    drawer.kept[entry_of(folder)] += "\n"

    with in_use(drawer):
        open_desk(folder, keychain=chain).close()


def test_k2_a_deleted_entry_is_told_and_the_recovery_key_stores_it_again(made, chain):
    folder, drawer, recovery_key = made
    key = drawer.kept.pop(entry_of(folder))

    with in_use(drawer):
        refused(folder, chain, KeyringError, "does not hold the key of this desk")
        assert drawer.asked == TRIES
        desk = open_desk(folder, recovery_key=recovery_key)
        keep_unlocked(desk, keychain=chain)
        desk.close()

        open_desk(folder, keychain=chain).close()
    assert drawer.kept == {entry_of(folder): key}


def test_k3_a_keyring_that_was_changed_is_explained_by_both_names(made, chain):
    folder, _, recovery_key = made

    with in_use(OtherDrawer()) as other:
        refusal = refused(folder, chain, KeyringError, "was given to .*Drawer.*uses .*OtherDrawer")
        assert "Nothing was changed" in refusal.sentence
        desk = open_desk(folder, recovery_key=recovery_key)
        keep_unlocked(desk, keychain=chain)
        desk.close()
        open_desk(folder, keychain=chain).close()

    kept = [row for row in lock_info(folder).ways if row.backend]
    assert [(row.backend, row.is_leaving) for row in kept] == [
        (f"{Drawer.__module__}.Drawer", True),
        (f"{OtherDrawer.__module__}.OtherDrawer", False),
    ]
    assert list(other.kept) == [entry_of(folder)]


def test_k4_a_session_without_a_keyring_is_told_and_the_recovery_key_opens(made, chain):
    folder, _, recovery_key = made

    with in_use(fail.Keyring()):
        refused(folder, chain, KeyringError, "not there in this session")

        assert opens_by_recovery_key(folder, recovery_key)


def test_k5_a_wrong_key_is_never_called_damage_and_is_not_overwritten(made, chain):
    folder, drawer, recovery_key = made
    drawer.kept[entry_of(folder)] = "ab" * 32

    with in_use(drawer):
        refused(folder, chain, WrongKeyError, "key of another desk")
        desk = open_desk(folder, recovery_key=recovery_key)
        keep_unlocked(desk, keychain=chain)
        desk.close()
        open_desk(folder, keychain=chain).close()

    assert drawer.kept[entry_of(folder)] == "ab" * 32


class _Chain(ChainerBackend):
    backends = (PlaintextKeyring(),)
    priority = 0.5


_Chain.__module__ = ChainerBackend.__module__


@pytest.mark.parametrize(
    "weak",
    [fail.Keyring(), null.Keyring(), PlaintextKeyring(), _Chain()],
    ids=["fail", "null", "plaintext", "chain"],
)
def test_k6_a_weak_keyring_is_refused_and_no_desk_is_made(tmp_path, chain, weak):
    with in_use(weak), pytest.raises(KeyringError, match="Choose a passphrase instead"):
        make_desk(tmp_path / "new", name="Me", passphrase=None, reveal=pytest.fail, keychain=chain)

    assert not (tmp_path / "new").exists()
    assert getattr(weak, "kept", {}) == {}


@pytest.mark.parametrize(
    "trouble",
    [
        KeyringLocked("locked"),
        InitError("dismissed"),
        PasswordSetError("denied"),
        TimeoutError("60 s"),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
def test_k7_a_keyring_that_is_locked_or_denies_is_told_and_nothing_is_new(made, chain, trouble):
    folder, _, recovery_key = made
    same = type("Drawer", (Refusing,), {"__module__": Drawer.__module__})

    with in_use(same(trouble)):
        refused(folder, chain, KeyringError, "is locked|does not answer")

        assert opens_by_recovery_key(folder, recovery_key)


@pytest.mark.parametrize(
    "backend", [Forgetful(), Refusing(PasswordSetError("no"))], ids=["forgets", "refuses"]
)
def test_k8_no_desk_is_made_before_the_keyring_has_given_the_key_back(tmp_path, chain, backend):
    with in_use(backend), pytest.raises(KeyringError):
        make_desk(tmp_path / "new", name="Me", passphrase=None, reveal=pytest.fail, keychain=chain)

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("passphrase", [SECRET, None], ids=["passphrase", "keyring"])
def test_k8_no_desk_is_made_before_its_recovery_key_was_shown(tmp_path, chain, passphrase):
    folder = tmp_path / "new"

    def reveal(recovery_key):
        assert recovery_key.startswith("MD1-")
        assert not folder.exists()
        raise KeyboardInterrupt

    with in_use(Drawer()) as drawer, pytest.raises(KeyboardInterrupt):
        make_desk(folder, name="Me", passphrase=passphrase, reveal=reveal, keychain=chain)

    assert not folder.exists()
    assert drawer.kept == {}


def test_k8_the_recovery_key_that_was_shown_opens_the_desk(made):
    folder, _, recovery_key = made

    assert opens_by_recovery_key(folder, recovery_key)
    assert opens_by_recovery_key(folder, recovery_key.lower().replace("-", " "))


def test_k10_two_desks_have_two_entries_and_a_moved_one_keeps_its_own(tmp_path, chain):
    with in_use(Drawer()) as drawer:
        for name in ("one", "two"):
            make_desk(
                tmp_path / name, name=name, passphrase=None, reveal=str, keychain=chain
            ).close()
        moved = (tmp_path / "one").rename(tmp_path / "elsewhere")
        shutil.copytree(moved, tmp_path / "restored")

        for folder, name in ((moved, "one"), (tmp_path / "restored", "one")):
            desk = open_desk(folder, keychain=chain)
            assert desk.run(oneself).name == name
            desk.close()

    assert len(drawer.kept) == 2
    assert len(set(drawer.kept.values())) == 2


def test_k11_no_key_is_told_by_a_failure_a_log_or_a_name(made, chain, caplog):
    caplog.set_level(logging.DEBUG)
    folder, drawer, recovery_key = made
    key = drawer.kept[entry_of(folder)]
    told = []

    with in_use(drawer):
        desk = open_desk(folder, keychain=chain)
        change_passphrase(desk, new=SECRET)
        told += [repr(desk), repr(desk.file), repr(desk.file.engine), repr(lock_info(folder))]
        desk.close()
        drawer.kept[entry_of(folder)] = "cd" * 32
        for named in (
            {"keychain": chain},
            {"passphrase": SECRET + "?"},
            {"recovery_key": recovery_key[:-1] + "?"},
        ):
            with pytest.raises(DeskError) as refusal:
                open_desk(folder, **named)
            told += traceback.format_exception(refusal.value)
            told += [repr(refusal.value.__dict__)]

    whole = "".join([*told, caplog.text])
    secrets = (key, repr(bytes.fromhex(key)), SECRET, *recovery_key.split("-")[1:])
    assert not [secret for secret in secrets if secret in whole]
    assert not HEX.search(whole)


def test_k11_no_key_is_an_argument_or_in_the_environment_of_a_command(tmp_path):
    (tmp_path / "pass").write_text(SECRET)
    for words in (
        ["new", str(tmp_path / "desk"), "--name", "Me", "--passphrase", SECRET],
        ["info", "--desk", str(tmp_path / "desk"), "--recovery-key", "MD1-00000"],
        ["change-passphrase", "--new-passphrase", SECRET],
    ):
        ended = subprocess.run(
            [sys.executable, "-m", "mentor_desk", *words],
            capture_output=True,
            text=True,
            check=False,
        )

        assert ended.returncode == 2
        assert "unrecognized arguments" in ended.stderr
    assert not (tmp_path / "desk").exists()
