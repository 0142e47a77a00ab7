"""What a save left beside a data file is played before its pages are judged."""

import os
import shutil
import signal

import pytest

from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.storage.damage.pages import PAGE
from mentor_desk.storage.damage.salvage import salvage
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys import vault

TOLD = (
    "SELECT sum(private_notes LIKE 'kept%'), sum(private_notes LIKE 'half%'),"
    " sum(private_notes LIKE 'in the log%') FROM sessions"
)
COUNT = 60


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("settled") / "desk"
    make_sample_desk(folder, people=30, sessions=COUNT)
    key = vault.read_vault(folder / "desk.keys").open_sample()
    connection = connect(folder / "desk.db", key)
    connection.execute("UPDATE sessions SET private_notes = 'kept ' || hex(randomblob(1500))")
    connection.close()
    return folder


@pytest.fixture
def keys(sample):
    return vault.read_vault(sample / "desk.keys")


@pytest.fixture
def path(sample, tmp_path):
    (tmp_path / "old").mkdir()
    shutil.copy(sample / "desk.db", tmp_path / "old" / "desk.db")
    return tmp_path / "old" / "desk.db"


def die_within_a_save(path, key):
    """Begin a save that overflows its cache, so that half of it stands in the file, and die."""
    pid = os.fork()
    if not pid:
        try:
            connection = connect(path, key)
            connection.execute("pragma cache_size=10")
            connection.execute("begin immediate")
            half = "UPDATE sessions SET private_notes = 'half ' || hex(randomblob(1500))"
            connection.execute(half)
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert path.with_name("desk.db-journal").stat().st_size > PAGE


def pages_in_journal(path):
    journal = path.with_name("desk.db-journal").read_bytes()
    begins = range(512, len(journal) - PAGE - 8, PAGE + 8)
    return [int.from_bytes(journal[begin : begin + 4], "big") for begin in begins]


def tear(path, *pages):
    content = bytearray(path.read_bytes())
    for number in pages:
        content[(number - 1) * PAGE + 2048 : number * PAGE] = os.urandom(2048)
    path.write_bytes(content)


def salvaged(path, keys):
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    target = path.parent.parent / "new.db"
    told = salvage(path, keys.open_sample(), target, desk_id=keys.desk_id, is_sample=True)
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before
    assert {each.name for each in path.parent.parent.iterdir()} == {"old", "new.db"}
    connection = connect(target, keys.open_sample())
    found = connection.execute(TOLD).fetchone()
    connection.close()
    return told, found


@pytest.mark.parametrize("torn", [False, True])
def test_c2_a_save_that_was_never_finished_is_taken_back_whatever_the_pages_say(path, keys, torn):
    die_within_a_save(path, keys.open_sample())
    if torn:
        tear(path, pages_in_journal(path)[3])

    told, found = salvaged(path, keys)

    assert found == (COUNT, 0, 0)
    assert (told.unsound_pages, told.lost, told.repaired) == (0, 0, 0)


def test_c2_a_page_that_the_journal_does_not_hold_is_lost_alone(path, keys):
    die_within_a_save(path, keys.open_sample())
    held = pages_in_journal(path)
    beyond = next(n for n in range(path.stat().st_size // PAGE, 1, -1) if n not in held)
    tear(path, held[3], beyond)

    told, (_, half, _) = salvaged(path, keys)

    assert told.unsound_pages == 1
    assert half == 0


def log_beside(path, key):
    """Save as another program may: the words stand in a log beside the file, and only there."""
    connection = connect(path, key)
    connection.execute("pragma journal_mode=wal").fetchall()
    connection.execute("pragma wal_autocheckpoint=0").fetchall()
    connection.execute("UPDATE sessions SET private_notes = 'in the log ' || id")
    for end in ("", "-wal"):
        shutil.copy(f"{path}{end}", f"{path}{end}.copy")
    connection.close()
    for end in ("", "-wal"):
        shutil.move(f"{path}{end}.copy", f"{path}{end}")
    path.with_name("desk.db-shm").unlink(missing_ok=True)


@pytest.mark.parametrize("torn", [(), (1,), (1, 20)])
def test_c2_what_stands_in_a_log_of_another_program_is_read_too(path, keys, torn):
    log_beside(path, keys.open_sample())
    tear(path, *torn)

    _, found = salvaged(path, keys)

    assert found == (0, 0, COUNT)


def test_c2_a_log_that_makes_no_sense_stands_in_nobodys_way(path, keys):
    path.with_name("desk.db-wal").write_bytes(os.urandom(3 * PAGE))
    path.with_name("desk.db-journal").write_bytes(os.urandom(3 * PAGE))

    told, found = salvaged(path, keys)

    assert found == (COUNT, 0, 0)
    assert told.unsound_pages == 0


@pytest.mark.parametrize("leave", [die_within_a_save, log_beside])
def test_c2_what_is_of_another_desk_is_not_played_into_this_one(path, keys, tmp_path, leave):
    make_sample_desk(tmp_path / "other", people=30, sessions=COUNT)
    other = tmp_path / "other" / "desk.db"
    leave(other, vault.read_vault(tmp_path / "other" / "desk.keys").open_sample())
    for end in ("-journal", "-wal"):
        if (tmp_path / "other" / f"desk.db{end}").exists():
            shutil.move(f"{other}{end}", f"{path}{end}")
    shutil.rmtree(tmp_path / "other")

    told, found = salvaged(path, keys)

    assert found == (COUNT, 0, 0)
    assert (told.unsound_pages, told.lost) == (0, 0)
