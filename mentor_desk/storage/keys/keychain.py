"""The keyring of the operating system: one way to the key, never the only promise."""

import contextlib
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from functools import partial
from threading import Thread
from typing import Any, NamedTuple, TypeVar

from mentor_desk.errors import KeyringError

SERVICE = "org.mentordesk.MentorDesk"
TRIES = 3
MOST_ENTRIES = 9
PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 60.0
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


class Kept(NamedTuple):
    """Where a key was put: the back end by the name of its class, and the entry in it.

    The entry is empty for the usual one, which is named by the desk alone.
    """

    backend: str
    entry: str


class Keychain:
    """The keyring, read with patience and trusted with care.

    Every call can block on a question the system asks, so it is made beside the window. All calls
    of one keychain together wait for a minute: a keyring that hangs must not keep anybody.
    """

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause
        self._patience = PATIENCE_SECONDS

    def backend_name(self) -> str:
        """Return the name of the keyring that can be trusted with a key, or nothing."""
        trusted = self._asked(_trusted)
        return _name(trusted[0]) if trusted else ""

    def store(self, desk_id: str, key: bytes) -> Kept:
        """Keep the key and read it back; what the keyring holds already is never overwritten.

        Raises KeyringError when there is no keyring to trust, or what comes back is not the key.
        """
        trusted = self._asked(_trusted)
        if not trusted:
            raise KeyringError(
                "This computer has no keyring that can be trusted with a key."
                " Choose a passphrase instead."
            )
        # The one back end itself: a chain would hand the key to whichever member comes first.
        backend = trusted[0]
        entry, found = self._free_entry(backend, desk_id, key)
        user = _user(desk_id, entry)
        if not found:
            self._asked(
                lambda: backend.set_password(SERVICE, user, key.hex()),
                # Nobody knows any more that it is there.
                late=lambda _: _delete(backend, user, lambda kept: kept == key),
            )
            if self._asked(lambda: backend.get_password(SERVICE, user)) != key.hex():
                raise KeyringError(
                    "The keyring of this computer does not give back what it was given."
                )
        return Kept(_name(backend), entry)

    def fetch(self, desk_id: str, entry: str = "") -> bytes:
        """Return the key; an empty or garbled answer is asked for again before it is believed.

        Raises KeyringError with a sentence for a keyring that is absent, locked or empty, or
        that holds something else under this name.
        """
        found = ""
        for turn in range(TRIES):
            if turn:
                self._pause(PAUSE_SECONDS)
            found = self._asked(lambda: _read(_user(desk_id, entry))) or found
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

    def forget(
        self,
        desk_id: str,
        entry: str = "",
        *,
        given_to: str = "",
        is_ours: Callable[[bytes], bool] = lambda _key: True,
    ) -> bool:
        """Take the key out of the keyring it was given to; tell whether it had such an entry.

        Where nothing is found, the keyring of another computer may have been given the key.
        Another key under this name, which is not `is_ours`, stays. Raises KeyringError, also when
        this session does not have that keyring: what cannot be asked has not let go of anything.
        """
        asked = [each for each in self._asked(_trusted) if is_same_keyring(given_to, _name(each))]
        if not asked:
            holder = spoken_name(given_to) if given_to else "the keyring that has it"
            raise KeyringError(
                f"The key of this desk could not be taken out of {holder}, which is not there in"
                " this session."
            )
        user = _user(desk_id, entry)
        had_it = [self._asked(partial(_delete, backend, user, is_ours)) for backend in asked]
        return any(had_it)

    def _free_entry(self, backend: Any, desk_id: str, key: bytes) -> tuple[str, bool]:
        """Return the first entry that is free, or holds this very key, and whether it does."""
        for number in range(1, MOST_ENTRIES + 1):
            entry = "" if number == 1 else str(number)
            found = self._patiently(backend, _user(desk_id, entry))
            if not found or _key(found) == key:
                return entry, bool(found)
        raise KeyringError("The keyring of this computer holds too many other keys of this desk.")

    def _patiently(self, backend: Any, user: str) -> str:
        # A late answer must not be taken for a free place, for then it would be overwritten.
        for turn in range(TRIES):
            if turn:
                self._pause(PAUSE_SECONDS)
            found = self._asked(lambda: backend.get_password(SERVICE, user))
            if found:
                return str(found)
        return ""

    def _asked(self, question: Callable[[], T], late: Callable[[T], object] | None = None) -> T:
        logging.getLogger("keyring").setLevel(logging.ERROR)
        asked_at = time.monotonic()
        try:
            return _answer(question, self._patience, late)
        except Exception as problem:  # noqa: BLE001 - every back end has exceptions of its own
            refusal = KeyringError(_sentence(problem))
        finally:
            self._patience -= time.monotonic() - asked_at
        # Raised out here, so that not even its context holds what the back end was given.
        raise refusal


def spoken_name(backend: str) -> str:
    """Return what a person calls a back end that is known by the name of its class."""
    return _SPOKEN.get(backend, f"“{backend}”")


def is_same_keyring(one: str, other: str) -> bool:
    """Tell whether two back ends are ways to the same keyring; an unknown one may be any."""
    return not one or not other or spoken_name(one) == spoken_name(other)


def explained(refusal: KeyringError, given_to: str, keychain: Keychain) -> KeyringError:
    """Return a refusal that names both back ends, when another one was given the key."""
    try:
        now = keychain.backend_name()
    except KeyringError:
        return refusal
    if is_same_keyring(given_to, now):
        return refusal
    return KeyringError(
        f"The key of this desk was given to {spoken_name(given_to)}, and this session uses"
        f" {spoken_name(now)}. Nothing was changed."
    )


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


def _read(user: str) -> str:
    answers = (backend.get_password(SERVICE, user) for backend in _trusted())
    return next((str(answer) for answer in answers if answer), "")


def _delete(backend: Any, user: str, is_ours: Callable[[bytes], bool]) -> bool:
    found = backend.get_password(SERVICE, user)
    key = _key(found or "")
    if found and (not key or is_ours(key)):
        backend.delete_password(SERVICE, user)
    return bool(found)


def _answer(
    question: Callable[[], T], seconds: float, late: Callable[[T], object] | None = None
) -> T:
    """Return the answer to a question; one that comes `late` is only told to that.

    Raises TimeoutError.
    """
    if seconds <= 0:
        raise TimeoutError
    answer: Future[T] = Future()

    def ask() -> None:
        try:
            found = question()
        except BaseException as problem:  # noqa: BLE001 - for whoever waits to judge
            with contextlib.suppress(InvalidStateError):
                answer.set_exception(problem)
            return
        try:
            answer.set_result(found)
        except InvalidStateError:
            if late is not None:
                # Nobody waits, so there is nobody to tell of a failure either.
                with contextlib.suppress(Exception):
                    late(found)

    # Nobody waits for a daemon, so the program can end beside a keyring that hangs.
    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError:
        # An answer of this very moment counts; after that none does.
        if answer.cancel() or not answer.done():
            raise
        return answer.result()


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


def _user(desk_id: str, entry: str) -> str:
    return f"database-key:{desk_id}" + (f":{entry}" if entry else "")
