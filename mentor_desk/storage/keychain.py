"""The keyring of the operating system: one way to the key, never the only promise."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from mentor_desk.errors import KeyringError

SERVICE = "org.mentordesk.MentorDesk"
TRIES = 3
PAUSE_SECONDS = 0.2
KEY_BYTES = 32

_UNTRUSTED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt", "sagecipher")
_CHAINER = "keyring.backends.chainer"
_SPOKEN = {
    "keyring.backends.SecretService.Keyring": "the Secret Service of the desktop",
    "keyring.backends.libsecret.Keyring": "the Secret Service of the desktop",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.macOS.Keyring": "the macOS Keychain",
    "keyring.backends.Windows.WinVaultKeyring": "the Windows Credential Manager",
}
# By name, for Secret Service and D-Bus let exceptions of their own through.
_LOCKED = {"KeyringLocked", "LockedException", "PromptDismissedException"}
_ABSENT = {"NoKeyringError", "SecretServiceNotAvailableException"}

T = TypeVar("T")


class Keychain:
    """The keyring, read with patience and trusted with care.

    Every call can block on a question the system asks, so it is made beside the window.
    """

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause

    def backend_name(self) -> str:
        """Return the name of the keyring that can be trusted with a key, or nothing."""
        trusted = _asked(_trusted)
        return _name(trusted[0]) if trusted else ""

    def store(self, desk_id: str, key: bytes) -> str:
        """Keep the key and read it back; return the name of the keyring that has it.

        Raises KeyringError when there is none to trust, or what comes back is not the key.
        """
        trusted = _asked(_trusted)
        if not trusted:
            raise KeyringError(
                "This computer has no keyring that can be trusted with a key."
                " Choose a passphrase instead."
            )
        # The one back end itself: a chain would hand the key to whichever member comes first.
        backend = trusted[0]
        _asked(lambda: backend.set_password(SERVICE, _user(desk_id), key.hex()))
        if _asked(lambda: backend.get_password(SERVICE, _user(desk_id))) != key.hex():
            raise KeyringError("The keyring of this computer does not give back what it was given.")
        return _name(backend)

    def fetch(self, desk_id: str) -> bytes:
        """Return the key; an empty or garbled answer is asked for again before it is believed.

        Raises KeyringError with a sentence for a keyring that is absent, locked or empty, or
        that holds something else under this name.
        """
        found = ""
        for turn in range(TRIES):
            if turn:
                self._pause(PAUSE_SECONDS)
            found = _asked(lambda: _read(desk_id)) or found
            key = _key(found)
            if key:
                return key
        if found:
            raise KeyringError(
                "What the keyring holds for this desk is no key. Nothing was changed."
            )
        if not self.backend_name():
            raise KeyringError(
                "The keyring that holds the key of this desk is not there in this session."
                " Nothing was changed."
            )
        raise KeyringError(
            "The keyring of this computer does not hold the key of this desk. Nothing was changed."
        )

    def forget(self, desk_id: str) -> None:
        """Take the key out of the keyring, if it is there. Raises KeyringError."""
        for backend in _asked(_trusted):
            _asked(partial(_delete, backend, desk_id))


def spoken_name(backend: str) -> str:
    """Return what a person calls a back end that is known by the name of its class."""
    return _SPOKEN.get(backend, f"“{backend}”")


def _trusted() -> list[Any]:
    # Some 150 ms to load, so only who needs it pays.
    import keyring  # noqa: PLC0415

    chosen: Any = keyring.get_keyring()
    members = chosen.backends if type(chosen).__module__ == _CHAINER else [chosen]
    return [_kept_here(member) for member in members if _is_trusted(member)]


def _is_trusted(backend: Any) -> bool:
    return not any(_is_weak(kind) for kind in type(backend).__mro__) and backend.priority >= 1


def _is_weak(kind: type) -> bool:
    return kind.__module__.startswith(_UNTRUSTED) or "plaintext" in kind.__qualname__.lower()


def _kept_here(backend: Any) -> Any:
    # Otherwise Windows lets the key roam with the profile.
    if hasattr(type(backend), "persist"):
        backend.persist = "local machine"
    return backend


def _read(desk_id: str) -> str:
    answers = (backend.get_password(SERVICE, _user(desk_id)) for backend in _trusted())
    return next((str(answer) for answer in answers if answer), "")


def _delete(backend: Any, desk_id: str) -> None:
    if backend.get_password(SERVICE, _user(desk_id)):
        backend.delete_password(SERVICE, _user(desk_id))


def _asked(question: Callable[[], T]) -> T:
    logging.getLogger("keyring").setLevel(logging.ERROR)
    try:
        return question()
    except Exception as problem:  # noqa: BLE001 - every back end has exceptions of its own
        refusal = KeyringError(_sentence(problem))
    # Raised out here, so that not even its context holds what the back end was given.
    raise refusal


def _sentence(problem: Exception) -> str:
    told = (problem, problem.__cause__)
    names = {kind.__name__ for each in told if each for kind in type(each).__mro__}
    if names & _LOCKED:
        return "The keyring of this computer is locked. Unlock it and try again."
    if names & _ABSENT:
        return "There is no keyring in this session."
    return f"The keyring of this computer does not answer ({type(problem).__name__})."


def _key(found: str) -> bytes:
    try:
        key = bytes.fromhex(found.strip())
    except ValueError:
        return b""
    return key if len(key) == KEY_BYTES else b""


def _name(backend: Any) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _user(desk_id: str) -> str:
    return f"database-key:{desk_id}"
