"""The keychain against a real Secret Service: unlocked, locked, absent (DATA-SAFETY K)."""

from pathlib import Path

import pytest

from tests.secret_service import ABSENT, LOCKED, UNLOCKED, needs_secret_service, run

pytestmark = needs_secret_service

KEY = "ab" * 32
SECRET_SERVICE = "keyring.backends.SecretService.Keyring"

START = """
from pathlib import Path
from mentor_desk.errors import DeskError
from mentor_desk.services.opening.keys import (
    ask_every_time,
    keep_unlocked,
    lock_info,
    take_recovery_key,
)
from mentor_desk.services.opening.opening import make_desk, open_desk
from mentor_desk.storage.keys.keychain import SERVICE, Keychain
from mentor_desk.storage.keys.recovery_key import new_recovery_bits, spelt

chain, key, folder = Keychain(pause=lambda seconds: None), bytes.fromhex("ab" * 32), Path("desk")

def told(verb, *arguments, **named):
    try:
        return verb(*arguments, **named)
    except DeskError as refusal:
        return f"{type(refusal).__name__}: {refusal}"
"""


# Give the desk a recovery key that the test knows.
REVEAL = (
    "desk = open_desk(folder)",
    "take_recovery_key(desk, shown := spelt(new_recovery_bits()))",
    "print(shown)",
    "desk.close()",
)


def under(home: Path, daemon: str, *lines: str) -> list[str]:
    return run(["-c", START + "\n".join(lines)], home=home, daemon=daemon).splitlines()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A HOME whose login keyring holds one key, and whose desk is opened by another."""
    home = tmp_path_factory.mktemp("home")
    lines = under(
        home,
        UNLOCKED,
        "print(chain.backend_name())",
        "print(chain.store('desk-1', key).backend)",
        "print(chain.fetch('desk-1').hex())",
        "make_desk(folder, name='Michelle Roy', passphrase=None, reveal=str).close()",
    )
    assert lines == [SECRET_SERVICE, SECRET_SERVICE, KEY]
    return home


def test_a_kept_key_comes_back_in_the_next_session(home):
    assert under(home, UNLOCKED, "print(chain.fetch('desk-1').hex())") == [KEY]


def test_a_desk_opens_by_the_keyring_in_the_next_session(home):
    opened = under(home, UNLOCKED, "desk = open_desk(folder)", "print(desk.folder)", "desk.close()")

    assert opened == ["desk"]


def test_a_locked_keyring_is_told_from_a_lost_key_k7(home):
    lines = under(
        home,
        LOCKED,
        "print(told(chain.fetch, 'desk-1'))",
        "print(told(chain.store, 'desk-1', bytes(32)))",
        "print(told(chain.forget, 'desk-1'))",
        "print(told(open_desk, folder))",
    )

    locked = "KeyringError: The keyring of this computer is locked. Unlock it and try again."
    assert lines == [locked] * 4


def test_a_keyring_never_made_and_never_unlocked_is_locked_k7(tmp_path):
    (line,) = under(tmp_path, LOCKED, "print(told(chain.fetch, 'desk-1'))")

    assert "is locked" in line


def test_a_key_that_is_gone_is_told_from_a_locked_keyring_k2(home):
    (line,) = under(home, UNLOCKED, "print(told(chain.fetch, 'desk-2'))")

    assert "does not hold the key of this desk" in line


def test_a_forgotten_key_is_gone_and_forgetting_twice_is_no_trouble(home):
    lines = under(
        home,
        UNLOCKED,
        "chain.store('desk-3', key)",
        "chain.forget('desk-3')",
        "chain.forget('desk-3')",
        "print(told(chain.fetch, 'desk-3'))",
    )

    assert "does not hold" in lines[0]


def test_without_a_session_bus_nothing_is_trusted_and_nothing_is_made_k4(home):
    before = {path.name: path.read_bytes() for path in (home / "desk").iterdir()}

    lines = under(
        home,
        ABSENT,
        "print(repr(chain.backend_name()))",
        "print(told(chain.store, 'desk-1', key))",
        "print(told(open_desk, folder))",
        "print(told(make_desk, Path('new'), name='Michelle Roy', passphrase=None, reveal=print))",
    )

    assert lines[0] == "''"
    assert "Choose a passphrase instead" in lines[1]
    assert "not there in this session" in lines[2]
    assert "Choose a passphrase instead" in lines[3]
    assert not (home / "new").exists()
    after = {path.name: path.read_bytes() for path in (home / "desk").iterdir()}
    assert after == before


def test_a_wrong_key_in_the_keyring_is_never_called_damage_k5(home):
    lines = under(
        home,
        UNLOCKED,
        "import keyring",
        "from mentor_desk.storage.keys.vault import read_vault",
        "name = read_vault(folder / 'desk.keys').desk_id",
        "right = chain.fetch(name)",
        "keyring.set_password(SERVICE, 'database-key:' + name, key.hex())",
        "before = (folder / 'desk.db').read_bytes()",
        "print(told(open_desk, folder))",
        "print(before == (folder / 'desk.db').read_bytes())",
        "keyring.set_password(SERVICE, 'database-key:' + name, right.hex())",
        "open_desk(folder).close()",
    )

    assert lines[0].startswith("WrongKeyError")
    assert lines[1] == "True"


def test_a_recovery_key_opens_beside_a_locked_and_an_absent_keyring_k4_k7(home):
    (home / "key").write_text(under(home, UNLOCKED, *REVEAL)[0])

    for daemon in (LOCKED, ABSENT):
        (line,) = under(
            home,
            daemon,
            "desk = open_desk(folder, recovery_key=Path('key').read_text())",
            "print(told(keep_unlocked, desk, keychain=chain))",
            "desk.close()",
        )

        assert line.startswith("KeyringError")
    assert under(home, UNLOCKED, "open_desk(folder).close()") == []


def test_a_lost_and_a_wrong_entry_are_replaced_by_the_recovery_key_k2_k5(home):
    (home / "key").write_text(under(home, UNLOCKED, *REVEAL)[0])

    lines = under(
        home,
        UNLOCKED,
        "import keyring",
        "user = 'database-key:' + lock_info(folder).desk_id",
        "right = keyring.get_password(SERVICE, user)",
        "keyring.set_password(SERVICE, user, key.hex())",
        "desk = open_desk(folder, recovery_key=Path('key').read_text())",
        "keep_unlocked(desk, keychain=chain)",
        "desk.close()",
        "open_desk(folder).close()",
        "print(keyring.get_password(SERVICE, user) == key.hex())",
        "print(keyring.get_password(SERVICE, user + ':2') == right)",
        "keyring.delete_password(SERVICE, user + ':2')",
        "print(told(open_desk, folder))",
        "keyring.set_password(SERVICE, user, right)",
        "desk = open_desk(folder, recovery_key=Path('key').read_text())",
        "keep_unlocked(desk, keychain=chain)",
        "desk.close()",
    )

    assert lines[:2] == ["True", "True"]
    assert "does not hold the key" in lines[2]
    assert under(home, UNLOCKED, "open_desk(folder).close()") == []


def test_a_key_stays_in_the_keyring_of_another_session_until_that_is_there_again(home):
    kept = (
        "secret = 'correct horse battery'",
        "desk = make_desk(Path('left'), name='Me', passphrase=secret, reveal=str)",
        "keep_unlocked(desk, keychain=chain)",
        "desk.close()",
    )
    under(home, UNLOCKED, *kept)
    opened = (
        "desk = open_desk(Path('left'), passphrase='correct horse battery', keychain=chain)",
        "print([row.is_leaving for row in lock_info(desk.folder).ways if row.backend])",
        "print(told(chain.fetch, lock_info(desk.folder).desk_id) == desk.file.key)",
    )

    for daemon in (ABSENT, LOCKED):
        lines = under(
            home,
            daemon,
            *opened,
            "print(told(ask_every_time, desk, secret='correct horse battery', keychain=chain))",
            "print([row.is_leaving for row in lock_info(desk.folder).ways if row.backend])",
            "desk.close()",
        )

        assert "still has its key" in lines[2]
        assert lines[3] == "[True]"
    assert under(home, UNLOCKED, *opened, "desk.close()") == ["[]", "False"]


def test_a_desk_is_kept_unlocked_on_this_computer_and_asks_again(home):
    lines = under(
        home,
        UNLOCKED,
        "other = Path('typed')",
        "secret = 'correct horse battery'",
        "desk = make_desk(other, name='Me', passphrase=secret, reveal=str)",
        "keep_unlocked(desk, keychain=chain)",
        "print(lock_info(other).ways[-1].backend)",
        "desk.close()",
        "desk = open_desk(other)",
        "ask_every_time(desk, secret=secret, keychain=chain)",
        "desk.close()",
        "print(told(open_desk, other))",
        "print(told(chain.fetch, lock_info(other).desk_id))",
    )

    assert lines[0] == SECRET_SERVICE
    assert "needs its passphrase" in lines[1]
    assert "does not hold the key" in lines[2]
