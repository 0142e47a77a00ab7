"""Keyrings for tests: small back ends, each with one trouble of the real ones."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import PasswordSetError

# A keyring class enters a register when it is written down; the other tests shall not find ours.
_REGISTER = KeyringBackend._classes
_KNOWN_BEFORE = frozenset(_REGISTER)


class Drawer(KeyringBackend):
    """A keyring that keeps what it is given, and counts how often it is asked."""

    priority: float = 5

    def __init__(self):
        self.kept = {}
        self.asked = 0

    def get_password(self, service, username):
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class OtherDrawer(Drawer):
    """Another kind of keyring, as when the desktop was changed."""


class Late(Drawer):
    """A keyring that gives `answers` before it gives what it holds."""

    def __init__(self, drawer, *answers):
        super().__init__()
        self.kept, self.answers = drawer.kept, list(answers)

    def get_password(self, service, username):
        if self.answers:
            return self.answers.pop(0)
        return super().get_password(service, username)


class Answers(Drawer):
    """A keyring that gives these answers, one after the other; an exception is raised."""

    def __init__(self, *answers):
        super().__init__()
        self.answers = list(answers)

    def get_password(self, *_):
        self.asked += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Forgetful(Drawer):
    """A keyring that takes everything and keeps nothing."""

    def get_password(self, *_):
        return None


class Refusing(Drawer):
    """A keyring that raises what it is told to, whatever is asked of it."""

    def __init__(self, trouble):
        super().__init__()
        self.trouble = trouble

    def get_password(self, *_):
        raise self.trouble

    def set_password(self, *_):
        raise self.trouble


class Talkative(Drawer):
    """A keyring that cannot keep a thing, and says what it was."""

    def set_password(self, *given):
        raise PasswordSetError(f"could not set {given}")


class Asking(Drawer):
    """A keyring that asks its own question, and answers once somebody has answered that."""

    def __init__(self, drawer):
        super().__init__()
        self.kept, self.answered, self.is_asking = drawer.kept, Event(), Event()
        self.questions = 0

    def get_password(self, service, username):
        self.questions += 1
        self.is_asking.set()
        self.answered.wait()
        return super().get_password(service, username)


class LateTaking(Drawer):
    """A keyring that takes what it is given only once somebody has answered its question."""

    def __init__(self):
        super().__init__()
        self.answered, self.is_empty_again = Event(), Event()

    def set_password(self, service, username, password):
        self.answered.wait()
        super().set_password(service, username, password)

    def delete_password(self, service, username):
        super().delete_password(service, username)
        self.is_empty_again.set()


class Unready(Drawer):
    """A keyring that cannot even tell what it is worth."""

    @property
    def priority(self):  # type: ignore[override]
        raise RuntimeError("not on this system")


class PlaintextKeyring(Drawer):
    """A keyring that writes everything into a plain file, as `keyrings.alt` has one."""

    priority = 9


class Alternative(Drawer):
    """A keyring of a package whose keyrings are weak."""

    priority = 9
    __module__ = "keyrings.alt.Gnome"


class HomeMade(Alternative):
    """A class of somebody's own does not make a weak one strong."""

    __module__ = "somebody.else"


class HalfHearted(Drawer):
    """A keyring that does not recommend itself."""

    priority = 0.9


class Roaming(Drawer):
    """A keyring that would go along to other computers, as the one of Windows."""

    persist = "enterprise"


class OnDisk(KeyringBackend):
    """A keyring that outlives its process: a file, written whole."""

    priority: float = 5

    def __init__(self, path: Path):
        self.path = path

    def get_password(self, service, username):
        return self._read().get(f"{service} {username}")

    def set_password(self, service, username, password):
        self._write({**self._read(), f"{service} {username}": password})

    def delete_password(self, service, username):
        kept = self._read()
        del kept[f"{service} {username}"]
        self._write(kept)

    def _read(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def _write(self, content):
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(content))
        part.replace(self.path)


_REGISTER.intersection_update(_KNOWN_BEFORE)


def chain(*members: KeyringBackend) -> KeyringBackend:
    """Return the keyring that asks several, the best one first."""

    class Chain(ChainerBackend):
        backends = members
        priority = 10

    _REGISTER.discard(Chain)
    Chain.__module__ = ChainerBackend.__module__
    return Chain()


@contextmanager
def in_use(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    """Let a back end be the keyring of this process for a while."""
    before = keyring.core._keyring_backend
    keyring.set_keyring(backend)
    try:
        yield backend
    finally:
        keyring.core._keyring_backend = before
