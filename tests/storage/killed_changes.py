"""Change the keys of a desk and die at every step, one after the other: see test_key_changes.

    python -m tests.storage.killed_changes FOLDER

Prints one line of JSON for each change: which of the secrets opened the desk after each kill.
"""

import contextlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import keyring
from keyring.backends import fail

from mentor_desk.errors import DeskError, KeyringError
from mentor_desk.storage.keys import slot_changes
from mentor_desk.storage.keys.keychain import SERVICE, Keychain
from mentor_desk.storage.keys.vault import KEYRING, new_vault, read_vault, write_vault
from mentor_desk.storage.keys.wrapping import Argon2
from tests.keyrings import OnDisk, in_use

CHEAP = Argon2(passes=1, memory_kib=64, lanes=1)
OLD, NEW = "correct horse battery", "another one"
OLD_BITS, NEW_BITS = bytes(16), bytes(range(16))
MOST_STEPS = 60
DONE, KILLED = "done", "killed"


class Desk:
    """The key file and the keyring of a desk, and the state to go back to before each kill."""

    def __init__(self, folder: Path) -> None:
        self.state, self.folder = folder / "state", folder / "desk"
        self.path, self.chain = self.folder / "desk.keys", Keychain(pause=lambda _: None)
        self.state.mkdir(parents=True)
        vault, self.key = new_vault()
        vault = vault.with_passphrase(self.key, OLD, CHEAP).with_recovery(self.key, OLD_BITS)
        write_vault(self.state / "desk.keys", vault)
        keyring.set_keyring(OnDisk(self.folder / "keyring.json"))

    def go_back(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.state, self.folder)

    def keep_state(self) -> None:
        shutil.rmtree(self.state)
        shutil.copytree(self.folder, self.state)

    def opens(self, way: Callable[..., bytes], *secret: object) -> bool:
        try:
            return way(*secret) == self.key
        except DeskError:
            return False


def die_at(step: int) -> None:
    """Let this process be killed as it makes the step of this number towards the disk."""
    left = step

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return call

    for owner, verbs in (
        (os, ("fsync", "replace", "rename", "chmod", "unlink", "open", "fdopen")),
        (Path, ("replace", "chmod", "unlink", "write_text")),
        (OnDisk, ("set_password", "get_password", "delete_password")),
    ):
        for verb in verbs:
            setattr(owner, verb, counted(getattr(owner, verb)))


def run(change: Callable[[], None], step: int) -> str:
    """Make a change in a process of its own that is killed at a step."""
    child = os.fork()
    if child == 0:
        die_at(step)
        change()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return KILLED
    assert os.waitstatus_to_exitcode(status) == 0, "the change itself failed"
    return DONE


def offer_and_withdraw(path: Path, key: bytes) -> None:
    slot_changes.withdraw_recovery(path, slot_changes.offer_recovery(path, key))


def kill_everywhere(desk: Desk, change: Callable[[], None], look: Callable[[], str]) -> list[str]:
    """Return what opened the desk after a kill at the first step, the second, and so on."""
    found = []
    for step in range(MOST_STEPS):
        desk.go_back()
        ended = run(change, step)
        found.append(look())
        if ended == DONE:
            return found
    raise AssertionError("the change never came to its end")


def named(**is_open: bool) -> str:
    return "+".join(name for name, opens in is_open.items() if opens) or "nothing"


def main(folder: Path) -> None:
    desk = Desk(folder)

    def passphrases() -> str:
        vault = read_vault(desk.path)
        return named(
            old=desk.opens(vault.open_with_passphrase, OLD),
            new=desk.opens(vault.open_with_passphrase, NEW),
        )

    def recovery_keys() -> str:
        vault = read_vault(desk.path)
        return named(
            old=desk.opens(vault.open_with_recovery, OLD_BITS),
            new=desk.opens(vault.open_with_recovery, NEW_BITS),
        )

    def offers() -> str:
        return "offered" if slot_changes.is_recovery_offered(read_vault(desk.path)) else "none"

    def by_keyring() -> str:
        vault = read_vault(desk.path)
        return named(
            passphrase=desk.opens(vault.open_with_passphrase, OLD),
            keyring=desk.opens(vault.open_with_keyring, desk.chain),
        )

    def by_keyring_then() -> str:
        slot_changes.settle(path, lambda vault: vault.open_with_passphrase(OLD), chain)
        if read_vault(desk.path).has(KEYRING):
            assert desk.opens(read_vault(desk.path).open_with_keyring, chain), "a promise broken"
        return by_keyring()

    def leftovers() -> str:
        entry = f"database-key:{read_vault(desk.path).desk_id}"
        kept = keyring.get_password(SERVICE, entry) is not None
        return f"{by_keyring()}; {'kept' if kept else 'gone'}"

    path, key, chain = desk.path, desk.key, desk.chain
    told = {
        "passphrase": kill_everywhere(
            desk, lambda: slot_changes.set_passphrase(path, key, NEW, CHEAP), passphrases
        ),
        "recovery": kill_everywhere(
            desk, lambda: slot_changes.set_recovery(path, key, NEW_BITS), recovery_keys
        ),
        "offer": kill_everywhere(
            desk, lambda: offer_and_withdraw(path, key), lambda: f"{recovery_keys()}; {offers()}"
        ),
        "keep": kill_everywhere(
            desk, lambda: slot_changes.set_keyring(path, key, chain), by_keyring
        ),
    }
    desk.keep_state()
    told["drop"] = kill_everywhere(desk, lambda: slot_changes.drop_keyring(path, chain), leftovers)
    desk.go_back()
    with in_use(fail.Keyring()), contextlib.suppress(KeyringError):
        slot_changes.drop_keyring(path, chain)
    desk.keep_state()
    told["keep again"] = kill_everywhere(
        desk, lambda: slot_changes.set_keyring(path, key, chain), by_keyring_then
    )
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
