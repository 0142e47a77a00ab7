"""The desk that faults are let loose on, and how to tell whether it is whole afterwards."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mentor_desk.errors import WrongKeyError
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, SET_ASIDE_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.restoring import finish_restore
from mentor_desk.services.mentees.mentorships import MentorshipEntry, take_on_new
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.sessions.planning import plan_session
from mentor_desk.storage.database import connect, explained
from mentor_desk.storage.keys.vault import read_vault
from tests.own_desk import SECRET, make_own

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SESSIONS = (1, 2, 3, 4, 5)


def make(folder: Path) -> Path:
    """Make a protected desk with one mentee and a few planned sessions, and close it."""
    desk, _ = make_own(folder, now=NOW)
    entry = MentorshipEntry(started_on=NOW.date())
    made = desk.do(take_on_new, name="Ada Okafor", entry=entry, now=NOW).made
    assert made is not None
    for number in SESSIONS:
        desk.do(plan_session, mentorship_id=made, starts_at=NOW + timedelta(days=number))
    desk.close()
    return folder


def copy(folder: Path, target: Path) -> Path:
    """Copy a desk that nobody has open."""
    shutil.copytree(folder, target)
    return target


def opened(folder: Path, *, secret: str = SECRET) -> Desk:
    """Open the desk as the program does, at a moment that never changes."""
    desk = open_desk(folder, passphrase=secret)
    desk._clock = lambda: NOW
    return desk


def remember_secret(folder: Path, secret: str) -> None:
    """Note beside the desk which passphrase it is about to have."""
    with (folder.parent / "secrets.txt").open("a") as stream:
        stream.write(f"{secret}\n")


def secrets_of(folder: Path) -> list[str]:
    """Return every passphrase that the desk had or was about to have, the first one first."""
    noted = folder.parent / "secrets.txt"
    return [SECRET, *(noted.read_text().splitlines() if noted.exists() else [])]


def secret_of(folder: Path) -> str:
    """Return the passphrase that opens the desk. Raises WrongKeyError when none does."""
    for secret in reversed(secrets_of(folder)):
        if _opens(folder, secret):
            return secret
    raise WrongKeyError("No passphrase that this desk ever had opens it.")


def faults_of(folder: Path, *, secret: str = SECRET) -> list[str]:
    """Return what SQLite, SQLCipher and the foreign keys have to say against a desk."""
    with _raw(folder, secret) as connection:
        found = [row[0] for row in connection.execute("pragma integrity_check") if row[0] != "ok"]
        found += [str(row) for row in connection.execute("pragma cipher_integrity_check")]
        found += [str(row) for row in connection.execute("pragma foreign_key_check")]
    return found


def people(folder: Path) -> Counter[str]:
    """Return how many people of each name are on a desk."""
    with _raw(folder, secret_of(folder)) as connection:
        return Counter(row[0] for row in connection.execute("select display_name from people"))


def dump(folder: Path, *, secret: str = SECRET) -> str:
    """Return one hash over every row of every table: two desks that are the same give the same."""
    digest = hashlib.sha256()
    with _raw(folder, secret) as connection:
        tables = connection.execute(
            "select name from sqlite_schema where type = 'table' order by name"
        )
        for (name,) in tables.fetchall():
            digest.update(name.encode())
            for row in connection.execute(f'select * from "{name}" order by rowid'):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def state(folder: Path) -> str:
    """Return which passphrases open a desk and what it holds; a restore half way is finished."""
    finish_restore(folder)
    secrets = [secret for secret in secrets_of(folder) if _opens(folder, secret)]
    assert secrets, "no passphrase that this desk ever had opens it"
    return f"{', '.join(secrets)}: {dump(folder, secret=secrets[0])}"


def _opens(folder: Path, secret: str) -> bool:
    try:
        read_vault(folder / KEYS_NAME).open_with_passphrase(secret)
    except WrongKeyError:
        return False
    return True


def state_once_opened(folder: Path) -> str:
    """Return the same of a desk that the program has opened and closed."""
    opened(folder, secret=secret_of(folder)).close()
    return state(folder)


def state_once_opened_in_silence(folder: Path) -> str:
    """Return the same of a desk that said nothing when it was opened, and put nothing aside."""
    desk = opened(folder, secret=secret_of(folder))
    desk.close()
    assert desk.file.remark == ""
    assert not (folder / SET_ASIDE_NAME).exists()
    return state(folder)


@contextmanager
def _raw(folder: Path, secret: str) -> Generator[Any]:
    key = read_vault(folder / KEYS_NAME).open_with_passphrase(secret)
    with explained(folder), closing(connect(folder / DATABASE_NAME, key)) as connection:
        yield connection
