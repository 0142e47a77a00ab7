"""A journal or a log beside a desk is played into it only where it is of that very file."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.keeping.backups import list_backups
from mentor_desk.services.keeping.checking import check_folder
from mentor_desk.services.keeping.rescue import repair_folder
from mentor_desk.services.keeping.restoring import Trouble, compare, look_ahead, restore
from mentor_desk.services.keeping.salvaging import salvage_desk
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.storage.damage.pages import PAGE
from mentor_desk.storage.database import connect
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.ui.shell.opening.attempts import opened_and_kept

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HALF = "UPDATE sessions SET private_notes = 'half ' || hex(randomblob(1500))"
TOLD = "SELECT sum(private_notes LIKE 'kept%'), sum(private_notes LIKE 'half%') FROM sessions"
COUNT = 60
DOUBT = "beside the desk was put into it, though it may be of an earlier time"
REMARK = "lay beside the desk and was of another file or of another time"


def key_of(folder):
    return read_vault(folder / "desk.keys").open_sample()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = tmp_path_factory.mktemp("strange")
    for name in ("desk", "other"):
        make_sample_desk(place / name, people=30, sessions=COUNT)
        with closing(connect(place / name / "desk.db", key_of(place / name))) as connection:
            connection.execute(
                "UPDATE sessions SET private_notes = 'kept ' || hex(randomblob(1500))"
            )
    return place


@pytest.fixture
def desk(made, tmp_path):
    return shutil.copytree(made / "desk", tmp_path / "desk")


@pytest.fixture
def other(made, tmp_path):
    return shutil.copytree(made / "other", tmp_path / "elsewhere" / "other")


def leave_open(folder, act=lambda: None):
    """Have a program die that has a desk, after it did something to it."""
    pid = os.fork()
    if not pid:
        try:
            # What it has open stays so until it dies.
            _held = DeskLock(folder), act()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)


def die(folder, *, logs=False, commits=False):
    """Begin a save that overflows its cache, so that half of it stands in the file, and die."""

    def save():
        connection = connect(folder / "desk.db", key_of(folder))
        if logs:
            connection.execute("pragma journal_mode=wal").fetchall()
        connection.execute("pragma cache_size=10")
        connection.execute("begin immediate")
        connection.execute(HALF)
        if commits:
            connection.execute("commit")
        return connection

    leave_open(folder, save)
    left = folder / ("desk.db-wal" if logs else "desk.db-journal")
    assert left.stat().st_size > PAGE
    return left


def main(folder, *words):
    return run_command(read_arguments(["--desk", str(folder), *words]))


def told_in(folder):
    with closing(connect(folder / "desk.db", key_of(folder))) as connection:
        return connection.execute(TOLD).fetchone()


def put_aside(folder):
    return sorted(each.name for each in folder.glob("set-aside/*/*"))


def kept_in(desk, remark):
    """Return what lies in the folder that a remark names, but for the keys."""
    [kept] = [each for each in desk.glob("set-aside/*") if str(each) in remark]
    return {each.name: each.read_bytes() for each in kept.glob("desk.db*")}


@pytest.fixture(params=["journal", "log"])
def stranger(request, desk, other):
    """Lay what another desk left behind beside a sound one; give its name and its bytes."""
    left = (
        die(other, logs=request.param == "log", commits=True)
        if request.param == "log"
        else die(other)
    )
    shutil.copy(left, desk / left.name)
    return left.name, left.read_bytes()


def through_opening(desk):
    opened = opened_and_kept(lambda: open_desk(desk), keeps=False)
    opened.desk.close()
    return opened.remark


def through_check(desk):
    report = check_folder(desk, key_of(desk), is_full=True)
    assert report.is_sound
    return report.remark


def through_repair(desk):
    report = repair_folder(desk, key_of(desk))
    assert report.left.is_sound
    return report.remark


@pytest.mark.parametrize("through", [through_opening, through_check, through_repair])
def test_c6_what_another_desk_left_is_put_aside_and_the_desk_opens_as_it_lies(
    desk, stranger, through
):
    name, content = stranger
    before = (desk / "desk.db").read_bytes()

    remark = through(desk)

    assert name in remark
    assert REMARK in remark
    assert put_aside(desk) == [name]
    assert next(desk.glob("set-aside/*/*")).read_bytes() == content
    if through is not through_repair:
        assert (desk / "desk.db").read_bytes() == before
    assert told_in(desk) == (COUNT, 0)
    assert through(desk) == ""


@pytest.mark.parametrize("command", [["info"], ["check"], ["check", "--full"], ["backup"]])
def test_the_terminal_tells_what_was_put_aside(desk, stranger, command, capsys):
    ended = main(desk, *command)

    told = capsys.readouterr()
    assert ended == 0
    assert REMARK in told.err
    assert REMARK not in told.out
    assert put_aside(desk) == [stranger[0]]
    assert told_in(desk) == (COUNT, 0)


def test_a_restore_backs_up_the_desk_as_it_lies_and_tells(desk, stranger):
    name, content = stranger
    (desk / name).unlink()
    assert main(desk, "backup") == 0
    backup = list_backups([desk / "backups"])[0].path
    (desk / name).write_bytes(content)
    outlook = look_ahead(backup, desk)

    assert compare(outlook, key_of(desk)).present is None
    assert (desk / name).read_bytes() == content
    restored = restore(backup, desk, key_of(desk), now=NOW)

    assert REMARK in restored.remark
    assert name in put_aside(desk)
    assert len(list_backups([desk / "backups"])) >= 2
    assert told_in(desk) == (COUNT, 0)


def test_a_salvage_reads_the_desk_as_it_lies(desk, stranger, tmp_path):
    report = salvage_desk(desk, key_of(desk), tmp_path / "new", now=NOW)

    assert report.is_whole
    assert told_in(tmp_path / "new") == (COUNT, 0)
    assert (desk / stranger[0]).read_bytes() == stranger[1]


def test_a_damaged_desk_is_not_made_worse_by_a_stranger(desk, stranger):
    with (desk / "desk.db").open("r+b") as stream:
        stream.seek(30 * PAGE + 10)
        stream.write(os.urandom(16))
    before = (desk / "desk.db").read_bytes()

    report = check_folder(desk, key_of(desk), is_full=True)

    assert [row.count for row in report.found] == [1]
    assert (desk / "desk.db").read_bytes() == before
    assert put_aside(desk) == [stranger[0]]


def save(folder, count):
    with closing(open_desk(folder)) as desk:
        for turn in range(count):
            desk.do(add_person, entry=PersonEntry(display_name=f"Later {turn}"), now=NOW)


def die_within_a_step(folder):
    """Begin a step of the history, have it reach the file, and die before it is kept."""

    def verb(db):
        add_person(db, entry=PersonEntry(display_name="Never"), now=NOW)
        db.execute(text("pragma cache_size=1"))
        db.execute(text(HALF))
        os.kill(os.getpid(), signal.SIGKILL)

    pid = os.fork()
    if not pid:
        try:
            open_desk(folder).do(verb)
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert (folder / "desk.db-journal").stat().st_size > PAGE


def names_in(folder):
    with closing(connect(folder / "desk.db", key_of(folder))) as connection:
        asked = "SELECT display_name FROM people WHERE display_name LIKE 'Later%' ORDER BY id"
        return [name for (name,) in connection.execute(asked)]


def test_an_older_journal_of_the_same_desk_takes_no_later_saves_away(desk, tmp_path):
    later = shutil.copytree(desk, tmp_path / "later")
    die_within_a_step(desk)
    save(later, 5)
    shutil.copy(later / "desk.db", desk / "desk.db")

    remark = through_opening(desk)

    assert REMARK in remark
    assert put_aside(desk) == ["desk.db-journal"]
    assert (desk / "desk.db").read_bytes() == (later / "desk.db").read_bytes()
    assert len(names_in(desk)) == 5


def test_a_later_journal_of_the_same_desk_is_not_played_into_an_older_file(desk, tmp_path):
    older = shutil.copytree(desk, tmp_path / "older")
    save(desk, 5)
    die_within_a_step(desk)
    shutil.copy(older / "desk.db", desk / "desk.db")

    remark = through_opening(desk)

    assert REMARK in remark
    assert put_aside(desk) == ["desk.db-journal"]
    assert (desk / "desk.db").read_bytes() == (older / "desk.db").read_bytes()


def test_an_older_journal_is_left_out_of_a_salvage_too(desk, tmp_path):
    later = shutil.copytree(desk, tmp_path / "later")
    die_within_a_step(desk)
    save(later, 5)
    shutil.copy(later / "desk.db", desk / "desk.db")

    report = salvage_desk(desk, key_of(desk), tmp_path / "new", now=NOW)

    assert report.is_whole
    assert len(names_in(tmp_path / "new")) == 5


@pytest.mark.parametrize("saves", [0, 3])
def test_a_step_that_was_not_finished_is_taken_back_without_a_word(desk, saves):
    save(desk, saves)
    die_within_a_step(desk)

    remark = through_opening(desk)

    assert remark == ""
    assert told_in(desk) == (COUNT, 0)
    assert len(names_in(desk)) == saves
    assert not put_aside(desk)


@pytest.mark.parametrize("through", [through_opening, through_check, through_repair])
@pytest.mark.parametrize("saves", [0, 3])
def test_a_save_that_was_not_finished_is_taken_back_without_a_word(desk, through, saves):
    save(desk, saves)
    die(desk)

    remark = through(desk)

    assert remark == ""
    assert told_in(desk) == (COUNT, 0)
    assert not (desk / "desk.db-journal").exists()
    assert not put_aside(desk)
    assert not list(desk.glob(".played*"))


def test_a_save_whose_first_page_was_torn_is_taken_back(desk):
    hot_journal_of_a_whole_save(desk)
    with (desk / "desk.db").open("r+b") as stream:
        stream.seek(2048)
        stream.write(os.urandom(2048))

    remark = through_opening(desk)

    assert remark == ""
    assert told_in(desk) == (COUNT, 0)


def test_a_save_that_stood_whole_in_the_file_is_taken_back_while_its_journal_lies_there(desk):
    journal = hot_journal_of_a_whole_save(desk)

    remark = through_opening(desk)

    assert remark == ""
    assert told_in(desk) == (COUNT, 0)
    assert not journal.exists()


def hot_journal_of_a_whole_save(folder):
    """Leave a file in which a save stands to its last page, with the journal of that save."""
    leave_open(folder)
    journal, size = folder / "desk.db-journal", (folder / "desk.db").stat().st_size // PAGE
    with closing(connect(folder / "desk.db", key_of(folder))) as connection:
        connection.execute("pragma journal_mode=persist").fetchall()
        connection.execute(HALF)
        assert connection.execute(TOLD).fetchone() == (0, COUNT)
        content = bytearray(journal.read_bytes())
    # The save took its header away, as its very last act.
    assert not any(content[:28])
    first, told = content[516 : 516 + PAGE], int.from_bytes(content[516 + PAGE : 520 + PAGE], "big")
    nonce = (told - sum(first[PAGE - 200 : 0 : -200])) & 0xFFFFFFFF
    records = (len(content) - 512) // (PAGE + 8)
    numbers = (records, nonce, size, 512, PAGE)
    header = b"".join(each.to_bytes(4, "big") for each in numbers)
    content[:28] = bytes.fromhex("d9d505f920a163d7") + header
    journal.write_bytes(content)
    return journal


@pytest.mark.parametrize("cut", [1, 100, PAGE, PAGE + 9])
def test_a_journal_whose_tail_was_torn_is_played_as_far_as_it_goes(desk, cut):
    journal = die(desk)
    journal.write_bytes(journal.read_bytes()[:-cut])

    remark = through_opening(desk)

    assert remark == ""
    assert not put_aside(desk)
    assert not journal.exists()


@pytest.mark.parametrize("content", [b"", bytes(512), bytes(3 * PAGE)])
def test_a_journal_that_was_never_begun_is_nobodys_trouble(desk, content):
    (desk / "desk.db-journal").write_bytes(content)

    remark = through_opening(desk)

    assert remark == ""
    assert told_in(desk) == (COUNT, 0)
    assert not put_aside(desk)


@pytest.mark.parametrize("name", ["desk.db-journal", "desk.db-wal"])
def test_what_is_no_journal_at_all_is_put_aside(desk, name):
    (desk / name).write_bytes(b"words that somebody wrote" * 400)
    before = (desk / "desk.db").read_bytes()

    remark = through_opening(desk)

    assert name in remark
    assert put_aside(desk) == [name]
    assert (desk / "desk.db").read_bytes() == before


def test_a_journal_that_only_cuts_the_file_off_is_put_aside(desk, other):
    journal = die(other).read_bytes()
    header = bytearray(journal[:512])
    header[8:12], header[16:20] = bytes(4), (9).to_bytes(4, "big")
    (desk / "desk.db-journal").write_bytes(header)
    before = (desk / "desk.db").read_bytes()

    remark = through_opening(desk)

    assert REMARK in remark
    assert (desk / "desk.db").read_bytes() == before


@pytest.mark.parametrize("through", [through_opening, through_check, through_repair])
def test_the_log_of_another_program_is_read_where_it_is_of_this_desk_and_that_is_told(
    desk, through
):
    log = die(desk, logs=True, commits=True).read_bytes()
    before = (desk / "desk.db").read_bytes()

    remark = through(desk)

    assert f"“desk.db-wal” {DOUBT}" in remark
    assert told_in(desk) == (0, COUNT)
    assert kept_in(desk, remark) == {"desk.db": before, "desk.db-wal": log}


def test_a_journal_is_left_alone_where_the_keys_are_those_of_another_desk(desk, other, capsys):
    content = die(desk).read_bytes()
    before = (desk / "desk.db").read_bytes()
    shutil.copy(other / "desk.keys", desk / "desk.keys")

    ended = main(desk, "info")

    assert ended == 1
    assert "are of two desks" in capsys.readouterr().err
    assert (desk / "desk.db").read_bytes() == before
    assert (desk / "desk.db-journal").read_bytes() == content


def test_nothing_is_changed_where_a_stranger_cannot_be_put_aside(desk, stranger, capsys):
    (desk / "set-aside").write_bytes(b"in the way")
    before = (desk / "desk.db").read_bytes()

    ended = main(desk, "info")

    assert ended == 1
    assert "cannot be put aside" in capsys.readouterr().err
    assert (desk / stranger[0]).read_bytes() == stranger[1]
    assert (desk / "desk.db").read_bytes() == before


def write_up(folder, count):
    with closing(open_desk(folder)) as desk:
        for number in range(1, count + 1):
            words = SessionWords(private_notes=f"later {number}")
            desk.do(write_session, session_id=number, words=words)


def later_in(folder):
    with closing(connect(folder / "desk.db", key_of(folder))) as connection:
        asked = "SELECT count(*) FROM sessions WHERE private_notes LIKE 'later%'"
        return connection.execute(asked).fetchone()[0]


def unfinished(folder):
    """Return the journal of a save that died before it was half done."""
    return die(folder)


def whole(folder):
    """Return the journal of a save that died when all of it stood in the file."""
    return hot_journal_of_a_whole_save(folder)


def logged(folder):
    """Return a log that another program left, with every page in it."""

    def rewrite():
        connection = connect(folder / "desk.db", key_of(folder))
        connection.execute("pragma journal_mode=wal").fetchall()
        connection.execute("vacuum")
        return connection

    leave_open(folder, rewrite)
    return folder / "desk.db-wal"


@pytest.mark.parametrize("count", [1, 2, COUNT])
@pytest.mark.parametrize("leave", [unfinished, whole, logged])
def test_what_an_earlier_moment_left_takes_no_later_notes_away(desk, tmp_path, leave, count):
    left = leave(shutil.copytree(desk, tmp_path / "earlier"))
    write_up(desk, count)
    content = shutil.copy(left, desk / left.name).read_bytes()
    before = (desk / "desk.db").read_bytes()

    remark = through_opening(desk)

    assert f"“{left.name}” {REMARK}" in remark
    assert later_in(desk) == count
    assert (desk / "desk.db").read_bytes() == before
    assert kept_in(desk, remark) == {left.name: content}


@pytest.mark.parametrize("leave", [unfinished, whole, logged])
def test_a_salvage_takes_no_later_notes_away_either(desk, tmp_path, leave):
    left = leave(shutil.copytree(desk, tmp_path / "earlier"))
    write_up(desk, 2)
    shutil.copy(left, desk / left.name)

    salvage_desk(desk, key_of(desk), tmp_path / "new", now=NOW)

    assert later_in(tmp_path / "new") == 2


@pytest.mark.parametrize("through", [through_opening, through_check, through_repair])
def test_a_journal_of_a_desk_whose_lock_file_is_gone_is_played_and_kept_and_told(desk, through):
    journal = die(desk).read_bytes()
    before = (desk / "desk.db").read_bytes()
    (desk / "desk.lock").unlink()

    remark = through(desk)

    assert f"“desk.db-journal” {DOUBT}" in remark
    assert told_in(desk) == (COUNT, 0)
    assert kept_in(desk, remark) == {"desk.db": before, "desk.db-journal": journal}
    assert through(desk) == ""


def test_a_journal_that_was_written_long_before_the_file_is_in_doubt(desk):
    journal = die(desk)
    long_ago = (desk / "desk.db").stat().st_mtime - 3600
    os.utime(journal, (long_ago, long_ago))

    remark = through_opening(desk)

    assert f"“desk.db-journal” {DOUBT}" in remark
    assert told_in(desk) == (COUNT, 0)


def test_a_crashed_desk_that_is_laid_into_the_folder_of_another_time_is_taken_back(desk, tmp_path):
    crashed = shutil.copytree(desk, tmp_path / "crashed")
    journal = die(crashed)
    DeskLock(desk).release()
    for name in ("desk.db", journal.name):
        shutil.copy2(crashed / name, desk / name)

    remark = through_opening(desk)

    assert f"“desk.db-journal” {DOUBT}" in remark
    assert told_in(desk) == (COUNT, 0)


def test_a_journal_that_would_take_back_a_step_of_a_sound_file_is_kept_and_told(desk, tmp_path):
    earlier = shutil.copytree(desk, tmp_path / "earlier")
    die_within_a_step(earlier)
    left = earlier / "desk.db-journal"
    save(desk, 1)
    leave_open(desk)
    content = shutil.copy(left, desk / left.name).read_bytes()
    before = (desk / "desk.db").read_bytes()

    remark = through_opening(desk)

    assert f"“desk.db-journal” {DOUBT}" in remark
    assert kept_in(desk, remark) == {"desk.db": before, "desk.db-journal": content}


def die_after_steps(folder, count, *, until_note=None):
    """Take so many steps and die, with a note of what was saved that is of an earlier one.

    Without an earlier one it notes that a save is going on: so it is where the program dies when
    the step is in the file, and its journal still there.
    """

    def step(desk, number):
        desk.do(add_person, entry=PersonEntry(display_name=f"Later {number}"), now=NOW)

    def act():
        desk = open_desk(folder)
        for number in range(until_note or 0):
            step(desk, number)
        note = (folder / "desk.lock").read_bytes()
        for number in range(until_note or 0, count):
            step(desk, number)
        if until_note is None:
            saving = json.loads((folder / "desk.lock").read_bytes()[1:]) | {"saved": None}
            note = b" " + json.dumps(saving).encode().ljust(len(note) - 1)
        (folder / "desk.lock").write_bytes(note)

    pid = os.fork()
    if not pid:
        try:
            act()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)


@pytest.mark.parametrize("through", [through_opening, through_check, through_repair])
def test_a_step_that_stood_in_the_file_when_the_program_died_goes_without_a_word(
    desk, tmp_path, through
):
    earlier = shutil.copytree(desk, tmp_path / "earlier")
    die_within_a_step(earlier)
    die_after_steps(desk, 1)
    assert names_in(desk) == ["Later 0"]
    shutil.copy(earlier / "desk.db-journal", desk / "desk.db-journal")

    remark = through(desk)

    assert remark == ""
    assert (told_in(desk), names_in(desk)) == ((COUNT, 0), [])
    assert not put_aside(desk)


@pytest.mark.parametrize(("count", "until_note"), [(1, 1), (1, 0), (2, 0), (2, 2)])
def test_what_would_take_an_acknowledged_step_back_is_kept_and_told(
    desk, tmp_path, count, until_note
):
    earlier = shutil.copytree(desk, tmp_path / "earlier")
    die_within_a_step(earlier)
    die_after_steps(desk, count, until_note=until_note)
    content = shutil.copy(earlier / "desk.db-journal", desk / "desk.db-journal").read_bytes()
    before = (desk / "desk.db").read_bytes()

    remark = through_opening(desk)

    assert f"“desk.db-journal” {DOUBT}" in remark
    assert kept_in(desk, remark) == {"desk.db": before, "desk.db-journal": content}


def test_words_that_were_acknowledged_in_a_joined_save_are_not_taken_back_unasked(desk, tmp_path):
    die_at_rest(desk, ["first", "second"], journal=tmp_path / "journal")
    shutil.copy(tmp_path / "journal", desk / "desk.db-journal")
    before = (desk / "desk.db").read_bytes()

    remark = through_opening(desk)

    assert f"“desk.db-journal” {DOUBT}" in remark
    assert kept_in(desk, remark)["desk.db"] == before


def die_at_rest(folder, texts, *, journal):
    """Save these words into one step, and die once they are acknowledged.

    The journal of the last save is kept as it stood before it went.
    """

    def verb(db, words):
        name = f"Later {words}"
        db.execute(text("UPDATE people SET nickname = :name WHERE is_oneself"), {"name": name})
        if words == texts[-1]:
            db.execute(text("pragma cache_size=1"))
            db.execute(text(HALF.replace("'half'", "shared_notes")))
            shutil.copy(folder / "desk.db-journal", journal)
        return Changes(Area.PEOPLE, did="Changed you")

    pid = os.fork()
    if not pid:
        try:
            desk = open_desk(folder)
            for words in texts:
                desk.autosave("you", verb, words)
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert journal.stat().st_size > PAGE


def test_a_crash_after_a_stranger_was_put_aside_is_taken_back_without_a_word(desk, tmp_path):
    left = die(shutil.copytree(desk, tmp_path / "earlier"))
    save(desk, 5)
    shutil.copy(left, desk / left.name)
    die_within_a_step(desk)

    remark = through_opening(desk)

    assert remark == ""
    assert put_aside(desk) == [left.name]
    assert (told_in(desk), len(names_in(desk))) == ((COUNT, 0), 5)


def test_a_comparison_plays_nothing_that_is_in_doubt(desk):
    assert main(desk, "backup") == 0
    backup = list_backups([desk / "backups"])[0].path
    die(desk)
    (desk / "desk.lock").unlink()
    before = {each.name: each.read_bytes() for each in desk.glob("desk.db*")}

    outlook = compare(look_ahead(backup, desk), key_of(desk))

    assert outlook.trouble is Trouble.UNSETTLED
    assert {each.name: each.read_bytes() for each in desk.glob("desk.db*")} == before


def test_nothing_is_played_where_what_is_in_doubt_cannot_be_kept(desk, capsys):
    die(desk)
    (desk / "desk.lock").unlink()
    (desk / "set-aside").write_bytes(b"in the way")
    before = {each.name: each.read_bytes() for each in desk.glob("desk.db*")}

    ended = main(desk, "info")

    assert ended == 1
    assert "could not be copied aside" in capsys.readouterr().err
    assert {each.name: each.read_bytes() for each in desk.glob("desk.db*")} == before


def a_pipe(path):
    os.mkfifo(path)


def a_folder(path):
    path.mkdir()
    (path / "letter").write_bytes(b"words")


def a_link_to_nowhere(path):
    path.symlink_to("nowhere")


@pytest.mark.parametrize("name", ["desk.db-journal", "desk.db-wal", "desk.db-shm"])
@pytest.mark.parametrize("make", [a_pipe, a_folder, a_link_to_nowhere])
def test_what_is_no_file_beside_the_desk_is_put_aside_and_hinders_nothing(desk, make, name):
    make(desk / name)

    told = told_by("check", desk)

    assert f"“{name}” lay beside the desk and was no file" in told
    assert [each.name for each in desk.glob("set-aside/*/*")] == [name]
    assert not os.path.lexists(desk / name)
    assert told_in(desk) == (COUNT, 0)


@pytest.mark.parametrize("command", [["info"], ["check", "--repair"], ["backup"]])
def test_a_pipe_beside_the_desk_holds_no_command_up(desk, command):
    os.mkfifo(desk / "desk.db-journal")

    assert "was no file" in told_by(*command, desk)


def test_a_pipe_beside_the_desk_holds_no_restore_up(desk):
    assert main(desk, "backup") == 0
    backup = list_backups([desk / "backups"])[0].path
    os.mkfifo(desk / "desk.db-journal")

    told = told_by("restore", str(backup), desk)

    assert "was no file" in told
    assert told_in(desk) == (COUNT, 0)


def told_by(*words):
    """Return what a command says that is ended when it takes too long, as one that hangs would."""
    *command, folder = words
    ended = subprocess.run(
        [sys.executable, "-m", "mentor_desk", "--desk", str(folder), *command],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return ended.stdout + ended.stderr
