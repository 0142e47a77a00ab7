"""S2: nothing is opened or made by a database library that cannot encrypt, or is not safe."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskFileError
from mentor_desk.services.opening.opening import make_desk_at
from mentor_desk.storage import database
from mentor_desk.storage.database import PRAGMAS, connect
from tests.faults import desks
from tests.safety.test_nothing_gets_out import environment

ROOT = Path(__file__).resolve().parents[2]

PLAIN = "from sqlite3.dbapi2 import *\nfrom sqlite3.dbapi2 import Connection\n"
GONE = "raise ImportError('no such library')\n"
# A library that takes a key and does nothing with it.
PRETENDING = (
    PLAIN
    + "import sqlite3\n"
    + "class Pretender(sqlite3.Connection):\n"
    + "    def set_key(self, key): pass\n"
    + "def connect(*args, **more):\n"
    + "    return sqlite3.connect(*args, factory=Pretender, **more)\n"
)
# The same, of a day on which it is new enough to be safe otherwise.
NEW_PRETENDING = f"{PRETENDING}sqlite_version_info = (99, 0, 0)\n"


@pytest.mark.parametrize(
    "library", [PLAIN, GONE, PRETENDING, NEW_PRETENDING], ids=["plain", "gone", "pretending", "new"]
)
def test_s2_without_a_library_that_encrypts_nothing_is_made_and_the_reason_is_said(
    tmp_path, library
):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "libraries" / "sqlcipher3").mkdir(parents=True)
    (tmp_path / "libraries" / "sqlcipher3" / "__init__.py").write_text("")
    (tmp_path / "libraries" / "sqlcipher3" / "dbapi2.py").write_text(library)
    path = f"{tmp_path / 'libraries'}:{ROOT}"

    done = subprocess.run(
        [sys.executable, "-m", "mentor_desk", "demo", "desk"],
        cwd=tmp_path,
        env={**environment(tmp_path), "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert "library" in done.stderr
    assert ("cannot encrypt" in done.stderr) == (library == NEW_PRETENDING)
    assert "Traceback" not in done.stderr
    made = {path.name for path in tmp_path.rglob("*") if path.suffix != ".pyc"}
    assert not made & {"desk.db", "desk.keys"}


def test_s2_a_library_that_cannot_encrypt_opens_nothing_however_new_it_is(tmp_path, monkeypatch):
    folder = desks.make(tmp_path / "desk")
    before = (folder / "desk.db").read_bytes()
    answering(monkeypatch, {"cipher_version": None})

    with pytest.raises(DeskFileError, match="cannot encrypt"):
        desks.opened(folder)
    with pytest.raises(DeskFileError, match="cannot encrypt"):
        make_desk_at(tmp_path / "new")

    assert (folder / "desk.db").read_bytes() == before
    assert not (tmp_path / "new" / "desk.db").exists()


def test_s2_a_library_that_is_too_old_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "SAFE_SQLITE", (99, 0, 0))

    with pytest.raises(DeskFileError, match="too old"):
        make_desk_at(tmp_path / "desk")

    assert not (tmp_path / "desk" / "desk.db").exists()


def test_s2_every_setting_that_is_promised_is_read_back_from_an_open_desk(tmp_path):
    desk = desks.opened(desks.make(tmp_path / "desk"))
    ask = desk.file.connection.execute

    for name, _, answer in PRAGMAS:
        assert ask(f"pragma {name}").fetchone()[0] == answer, name
    assert ask("pragma foreign_keys").fetchone()[0] == 1
    assert ask("pragma cipher_version").fetchone()[0]
    assert ask("pragma synchronous").fetchone()[0] == 3
    desk.close()


@pytest.mark.parametrize("name", [*(name for name, _, _ in PRAGMAS), "foreign_keys"])
def test_s2_a_library_that_does_not_take_a_setting_opens_nothing(tmp_path, monkeypatch, name):
    folder = desks.make(tmp_path / "desk")
    before = (folder / "desk.db").read_bytes()
    answering(monkeypatch, {name: "otherwise"})

    with pytest.raises(DeskFileError, match=f"would not take the setting {name}"):
        desks.opened(folder)

    assert (folder / "desk.db").read_bytes() == before


@pytest.mark.parametrize("key", [b"", b"x", bytes(31), bytes(33), b"a passphrase, and no key"])
def test_s2_what_is_no_key_makes_no_database(tmp_path, key):
    with pytest.raises(DeskFileError, match="no key"):
        connect(tmp_path / "desk.db", key)

    assert list(tmp_path.iterdir()) == []


def test_s2_the_file_has_no_header_in_clear(tmp_path):
    folder = desks.make(tmp_path / "desk")

    assert not (folder / "desk.db").read_bytes().startswith(b"SQLite format 3")


def answering(monkeypatch, answers: dict[str, str | None]) -> None:
    """Have the real library answer these questions otherwise; None is no answer at all."""

    class Answering(sqlcipher.Connection):
        def execute(self, statement, *values):
            asked = statement.removeprefix("pragma ")
            if asked not in answers:
                return super().execute(statement, *values)
            answer = answers[asked]
            how = f"select '{answer}'" if answer else "select 1 where 0"
            return super().execute(how)

    connect = sqlcipher.connect
    monkeypatch.setattr(sqlcipher, "connect", partial(connect, factory=Answering))
