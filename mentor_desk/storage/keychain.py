"""The keyring of the operating system: one way to the key, never the only promise."""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

from mentor_desk.errors import KeyringError

SERVICE = "org.mentordesk.MentorDesk"
TRIES = 3
PAUSE_SECONDS = 0.2
KEY_BYTES = 32

_UNTRUSTED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt", "sagecipher")
_CHAINER = "keyring.backends.chainer"

T = TypeVar("T")


class Keychain:
    """The keyring, read with patience and trusted with care.

    Every call can block on a question the system asks, so it is made beside the window.
    """

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause

    def backend_name(self) -> str:
        """Return the name of the keyring that can be trusted with a key, or nothing."""
        return _asked(self._backend_name)

    def store(self, desk_id: str, key: bytes) -> str:
        """Keep the key and read it back; return the name of the keyring that has it.

        Raises KeyringError when there is none to trust, or what comes back is not the key.
        """
        backend = self.backend_name()
        if not backend:
            raise KeyringError(
                "This computer has no keyring that can be trusted with a key."
                " Choose a passphrase instead."
            )
        _asked(lambda: _keyring().set_password(SERVICE, _user(desk_id), key.hex()))
        if _asked(lambda: _keyring().get_password(SERVICE, _user(desk_id))) != key.hex():
            raise KeyringError("The keyring of this computer does not give back what it was given.")
        return backend

    def fetch(self, desk_id: str) -> bytes:
        """Return the key; an empty answer is asked for again before it is believed.

        Raises KeyringError with a sentence for a keyring that is absent, locked or empty.
        """
        for turn in range(TRIES):
            if turn:
                self._pause(PAUSE_SECONDS)
            found = _asked(lambda: _keyring().get_password(SERVICE, _user(desk_id)))
            if found:
                return _key(found)
        if not self.backend_name():
            raise KeyringError(
                "The keyring that holds the key of this desk is not there in this session."
                " Nothing was changed."
            )
        raise KeyringError(
            "The keyring of this computer no longer holds the key of this desk."
            " Nothing was changed."
        )

    def forget(self, desk_id: str) -> None:
        """Take the key out of the keyring, if it is there. Raises KeyringError."""
        if _asked(lambda: _keyring().get_password(SERVICE, _user(desk_id))):
            _asked(lambda: _keyring().delete_password(SERVICE, _user(desk_id)))

    def _backend_name(self) -> str:
        backend = _keyring().get_keyring()
        members = backend.backends if _is(backend, _CHAINER) else [backend]
        for member in members:
            if _is_trusted(member):
                return f"{type(member).__module__}.{type(member).__qualname__}"
        return ""


def _is_trusted(backend: Any) -> bool:
    return not any(_is(backend, name) for name in _UNTRUSTED) and float(backend.priority) >= 1


def _is(backend: Any, module: str) -> bool:
    return type(backend).__module__.startswith(module)


def _keyring() -> Any:
    # Some 150 ms to load, so only who needs it pays.
    import keyring  # noqa: PLC0415

    if sys.platform == "win32":
        # Otherwise Windows lets the key roam with the profile.
        keyring.get_keyring().persist = "local machine"  # type: ignore[attr-defined]
    return keyring


def _asked(question: Callable[[], T]) -> T:
    logging.getLogger("keyring").setLevel(logging.ERROR)
    try:
        return question()
    except Exception as problem:  # noqa: BLE001 - every back end has exceptions of its own
        name = type(problem).__name__
        if "Locked" in name or "Init" in name:
            sentence = "The keyring of this computer is locked. Unlock it and try again."
        elif "NoKeyring" in name:
            sentence = "There is no keyring in this session."
        else:
            sentence = f"The keyring of this computer does not answer ({name})."
        raise KeyringError(sentence) from None


def _key(found: str) -> bytes:
    try:
        key = bytes.fromhex(found.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyringError("What the keyring holds for this desk is no key. Nothing was changed.")
    return key


def _user(desk_id: str) -> str:
    return f"database-key:{desk_id}"
