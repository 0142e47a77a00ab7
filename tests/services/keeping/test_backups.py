"""Backups of a real desk: made while it is in use, proven, and kept in generations."""

import os
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Integer, cast, func, select, update
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskDamagedError, DeskError, FileError, InvalidEntryError
from mentor_desk.models.goal import Goal
from mentor_desk.models.mentoring_session import MentoringSession
from mentor_desk.models.person import Person
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import (
    MANY_RECORDS,
    SECOND_FOLDER,
    Occasion,
    back_up,
    back_up_before_import,
    backup_folders,
    delete_backup,
    desk_id_in,
    list_backups,
    look_at_backup,
    name_second_folder,
)
from mentor_desk.services.keeping.standing import Standing, backup_state, is_due
from mentor_desk.services.opening.opening import make_desk, make_desk_at, open_desk
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.settings import Settings
from mentor_desk.storage.backups import copying, making
from mentor_desk.storage.backups.bundle import take_out_database
from mentor_desk.storage.backups.copying import SLICE_PAGES, prove
from mentor_desk.storage.backups.keeping import look_at_bundle
from mentor_desk.storage.backups.making import copy_backup
from mentor_desk.storage.database import connect, explained
from mentor_desk.storage.desk_file import OpenFile
from tests.factories import Factories

SECRET = "correct horse battery"
CANARY = "CANARY-3f2a9c1b"
COUNTERS = (MentoringSession.agenda, Goal.why, Person.remark)


@pytest.fixture(scope="module")
def template(tmp_path_factory, request):
    from tests.conftest import NOW

    folder = tmp_path_factory.mktemp("template") / "desk"
    desk = make_desk(folder, name="Michelle Roy", passphrase=SECRET, reveal=str)
    add = Factories(desk, NOW)
    for name in ("Ada Okafor", "Joy Mensah", "Samir Haddad"):
        mentorship = add.mentee(name)
        for _ in range(4):
            add.session(mentorship, shared_notes="Rehearsed aloud.", private_notes=CANARY)
    key = desk.file.key
    desk.close()
    return folder, key


@pytest.fixture
def folder(template, tmp_path):
    shutil.copytree(template[0], tmp_path / "desk")
    return tmp_path / "desk"


def opened(folder, key):
    """Open a desk by its key alone, which takes a millisecond."""
    path = folder / "desk.db"
    return Desk(OpenFile(connect(path, key), key=key, path=path), folder=folder)


@pytest.fixture
def own(folder, template):
    with closing(opened(folder, template[1])) as desk:
        yield desk


@pytest.fixture
def backup(own, now):
    """Make a backup into the desk's own folder, so many days from now."""

    def backup(days=0, **how):
        return back_up(own, backup_folders(own.folder), now=now + timedelta(days=days), **how)

    return backup


def bundles(folder):
    return sorted(path.name for path in (folder / "backups").iterdir())


def test_b2_a_backup_is_proven_and_says_what_it_holds(own, backup, now, template, tmp_path):
    made = backup()

    [row] = list_backups(backup_folders(own.folder))
    figures = row.figures
    take_out_database(row.path, tmp_path / "out.db")
    proof = prove(tmp_path / "out.db", template[1])
    assert made.row == row == look_at_backup(row.path)
    assert (figures.people, figures.mentees, figures.sessions, figures.notes) == (3, 3, 12, 12)
    assert (row.made_at, row.counter, row.why, row.is_good) == (now, 1, "asked", True)
    assert proof.figures == figures
    assert row.desk_id == proof.desk_id == desk_id_in(own.folder)


def test_b7_backups_are_the_owners_alone_and_hold_no_word_in_clear(own, backup):
    backup()
    backup(days=1)

    place = own.folder / "backups"
    assert place.stat().st_mode & 0o777 == 0o700
    for path in place.iterdir():
        content = path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600
        assert CANARY.encode() not in content
        assert b"Okafor" not in content
        assert b"SQLite format 3" not in content


def test_b7_the_database_refuses_to_be_copied_in_clear(own, tmp_path):
    plain = sqlcipher.connect(str(tmp_path / "plain.db"))

    with pytest.raises(sqlcipher.Error):
        own.file.connection.backup(plain)

    plain.close()
    assert CANARY.encode() not in (tmp_path / "plain.db").read_bytes()


def test_b7_no_copy_is_made_without_a_key(own, tmp_path):
    own.file.key = b""

    with pytest.raises(DeskError):
        copying.copy_open(own.file, tmp_path / "plain.db")

    assert not (tmp_path / "plain.db").exists() or (tmp_path / "plain.db").stat().st_size == 0


def _count_on(db):
    """Write the next number into rows of three tables, as one save."""
    [number] = db.scalars(select(func.max(cast(MentoringSession.agenda, Integer))))
    for column in COUNTERS:
        db.execute(update(column.class_).where(column != "").values({column.key: f"{number + 1}"}))
    return Changes(Area.SESSIONS)


def _save_all_the_time(desk, stop, failures):
    while not stop.is_set():
        try:
            desk.do(_count_on)
        except DeskError as failure:
            failures.append(failure)
        time.sleep(0.1)


def counts_in(connection):
    """Return every number that stands in any row, and how many steps the history tells."""
    told = set()
    for column in COUNTERS:
        query = f"SELECT {column.key} FROM {column.class_.__tablename__} WHERE {column.key} <> ''"
        told |= {int(number) for (number,) in connection.execute(query)}
    return told, connection.execute("SELECT count(*) FROM steps").fetchone()[0]


@pytest.fixture
def numbered(own, now):
    """A desk of several hundred pages, with a number in rows all over them."""
    add = Factories(own, now)
    mentorship = add.mentee("Mei Nakamura")
    for number in range(12):
        add.session(mentorship, shared_notes="x" * 120_000)
        add.session(mentorship, shared_notes="x" * 600, agenda="0")
        add.goal(mentorship, f"Goal {number}", success_criteria="x" * 600, why="0")
        add.person(f"Guest {number}", how_we_met="x" * 600, remark="0")
    return own


def test_b1_a_backup_beside_five_who_save_equals_one_moment(numbered, template, now, tmp_path):
    stop, failures = threading.Event(), []
    before = counts_in(numbered.file.connection)[1]
    assert numbered.file.connection.execute("pragma page_count").fetchone()[0] > 5 * SLICE_PAGES
    savers = [
        threading.Thread(target=_save_all_the_time, args=(numbered, stop, failures))
        for _ in range(5)
    ]
    for saver in savers:
        saver.start()
    try:
        made = [back_up(numbered, backup_folders(numbered.folder), now=now).row for _ in range(3)]
    finally:
        stop.set()
        for saver in savers:
            saver.join()

    found = []
    for number, row in enumerate(made):
        database = tmp_path / f"{number}.db"
        take_out_database(row.path, database)
        with closing(connect(database, template[1])) as copy:
            assert copy.execute("pragma foreign_key_check").fetchall() == []
            found.append(counts_in(copy))
    assert failures == []
    # One number everywhere, and in the history every save up to it and none after it.
    assert [len(told) for told, _ in found] == [1] * len(made)
    numbers = [min(told) for told, _ in found]
    assert [steps - before for _, steps in found] == numbers
    # On a busy computer two of them may come without a save between.
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[-1]


def test_b2_a_damaged_desk_is_not_backed_up_and_earlier_ones_stay(folder, template, now):
    with closing(opened(folder, template[1])) as desk:
        back_up(desk, backup_folders(folder), now=now)
    before = bundles(folder)
    content = bytearray((folder / "desk.db").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "desk.db").write_bytes(content)

    with (
        closing(opened(folder, template[1])) as desk,
        pytest.raises(DeskDamagedError, match="No backup was made"),
    ):
        back_up(desk, backup_folders(folder), now=now)

    assert bundles(folder) == before


def test_b4_a_row_that_breaks_a_rule_keeps_no_desk_from_being_backed_up(own, backup):
    own.file.connection.execute("pragma query_only=off")
    own.file.connection.execute("pragma ignore_check_constraints=on")
    own.file.connection.execute("UPDATE mentorships SET cadence_days = 900 WHERE id = 1")
    own.file.connection.execute("pragma ignore_check_constraints=off")

    made = backup()

    assert made.row.is_good


def test_b2_a_broken_page_anywhere_in_the_desk_is_never_backed_up(folder, template, now):
    with closing(opened(folder, template[1])) as desk:
        session = Factories(desk, now).session(Factories(desk, now).mentee("Mei Nakamura"))
        words = SessionWords(private_notes="A long note. " * 3000)
        desk.do(write_session, session_id=session, words=words)
    whole = (folder / "desk.db").read_bytes()
    refused = 0

    for page in range(1, len(whole) // 4096):
        content = bytearray(whole)
        content[page * 4096 + 2000] ^= 1
        (folder / "desk.db").write_bytes(content)
        try:
            desk = opened(folder, template[1])
        except sqlcipher.DatabaseError:
            continue
        with closing(desk), pytest.raises(DeskDamagedError):
            back_up(desk, backup_folders(folder), now=now)
        refused += 1

    assert refused > 40
    assert bundles(folder) == []


def test_b3_a_hundred_failing_starts_push_out_nothing(folder, template, now):
    with closing(opened(folder, template[1])) as desk:
        for days in range(15):
            back_up(desk, backup_folders(folder), now=now + timedelta(days=days))
    before = bundles(folder)
    content = bytearray((folder / "desk.db").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "desk.db").write_bytes(content)

    with closing(opened(folder, template[1])) as desk:
        for days in range(100):
            with pytest.raises(DeskDamagedError):
                back_up(desk, backup_folders(folder), now=now + timedelta(days=15 + days))

    assert bundles(folder) == before


def test_b3_order_is_by_counter_though_all_files_are_of_one_time(own, backup):
    for days in (0, 3, -4000, 5):
        backup(days=days)
    for path in (own.folder / "backups").iterdir():
        os.utime(path, (0, 0))

    rows = list_backups(backup_folders(own.folder))

    assert [row.counter for row in rows] == [4, 3, 2, 1]


def test_b3_two_in_one_second_are_two(own, backup):
    backup()
    backup()

    assert len(bundles(own.folder)) == 2


def test_b3_an_unreadable_backup_counts_for_nothing_and_its_number_is_not_used_again(own, backup):
    backup()
    sick = backup().row
    sick.path.write_bytes(b"cut off")

    made = backup().row

    rows = list_backups(backup_folders(own.folder))
    assert made.counter == 3
    assert [row.is_good for row in rows] == [True, True, False]
    assert "damaged" in rows[-1].trouble


def test_b3_generations_thin_out_in_every_folder(own, now, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    folders = [own.folder / "backups", stick]

    for days in range(40):
        back_up(own, folders, now=now + timedelta(days=days))

    kept = [sorted(path.name for path in place.iterdir()) for place in folders]
    assert kept[0] == kept[1]
    assert 10 <= len(kept[0]) < 20


def rename_all(folder):
    for path in sorted((folder / "backups").glob("*.mentordesk")):
        path.rename(path.with_name(f"Ruth {path.name}"))


def test_b3_after_earlier_ones_were_renamed_a_new_one_stays_and_is_the_latest(own, backup, now):
    for days in range(27):
        backup(days=days)
    rename_all(own.folder)

    made = [backup(days=27 + days).row for days in range(3)]

    rows = list_backups(backup_folders(own.folder))
    assert [row.path for row in rows[:3]] == [row.path for row in reversed(made)]
    assert [row.counter for row in made] == [28, 29, 30]
    assert backup_state(rows, now=now).made_at == now + timedelta(days=29)


def test_b3_the_one_just_made_stays_though_the_order_calls_it_the_oldest(
    own, backup, now, monkeypatch
):
    for days in range(20):
        backup(days=days)
    monkeypatch.setattr(making, "highest_counter", lambda *_: 0)

    made = backup(days=20).row
    copied = copy_backup(look_at_bundle(made.path), _stick_like(own.folder))

    assert made.counter == 1
    assert made.path.exists()
    assert copied.path.exists()


def _stick_like(folder):
    """Return another folder with the same backups, but the first."""
    stick = folder.with_name("stick")
    shutil.copytree(folder / "backups", stick)
    [path.unlink() for path in stick.glob("*-00001-*.mentordesk")]
    return stick


def test_b3_a_number_at_the_end_of_all_numbers_is_not_gone_on_from(own, backup):
    path = backup().row.path
    path.rename(path.with_name(path.name.replace("-00001-", "-999999999999-")))

    assert backup().row.counter == 2
    assert backup().row.counter == 3


def test_m7_what_was_made_before_an_upgrade_stays_until_the_mentor_deletes_it(own, now):
    place = backup_folders(own.folder)
    first = back_up(own, place, now=now, why=Occasion.UPGRADE).row

    for days in range(1, 40):
        back_up(own, place, now=now + timedelta(days=days))

    assert first.path.exists()


def test_b3_backups_of_another_desk_in_the_same_folder_are_left_alone(own, now, tmp_path):
    stick = tmp_path / "stick"
    with closing(make_desk_at(tmp_path / "other")) as other:
        theirs = back_up(other, [stick], now=now).row

    for days in range(30):
        back_up(own, [stick], now=now + timedelta(days=days))

    rows = list_backups([stick], desk_id=desk_id_in(own.folder))
    assert theirs.path.exists()
    assert [row.path for row in rows if row.is_other] == [theirs.path]
    assert backup_state(rows, now=now).made_at == now + timedelta(days=29)


def test_the_second_folder_takes_a_copy_and_its_failure_stops_nothing(own, now, tmp_path):
    (tmp_path / "file").write_bytes(b"no folder")
    (tmp_path / "stick").mkdir()
    folders = [own.folder / "backups", tmp_path / "file", tmp_path / "stick"]

    made = back_up(own, folders, now=now)

    assert len(made.problems) == 1
    assert "file" in made.problems[0]
    assert (tmp_path / "stick" / made.row.path.name).read_bytes() == made.row.path.read_bytes()


def test_when_the_first_folder_fails_the_second_has_the_backup(own, now, tmp_path):
    (own.folder / "backups").write_bytes(b"in the way")
    (tmp_path / "stick").mkdir()

    made = back_up(own, [own.folder / "backups", tmp_path / "stick"], now=now)

    assert made.row.path.parent == tmp_path / "stick"
    assert len(made.problems) == 1


@pytest.mark.parametrize("is_own_in_the_way", [False, True])
def test_a_second_folder_that_is_not_there_is_never_made(own, now, tmp_path, is_own_in_the_way):
    stick = tmp_path / "media" / "stick"
    if is_own_in_the_way:
        (own.folder / "backups").write_bytes(b"in the way")

    try:
        problems = back_up(own, [own.folder / "backups", stick], now=now).problems
    except FileError:
        problems = [str(stick)]

    assert len(problems) == 1
    assert str(stick) in problems[0]
    assert not stick.parent.exists()


def test_a_folder_above_which_nothing_is_there_is_not_made(own, now, tmp_path):
    with pytest.raises(FileError, match=r"There is no folder .*media"):
        back_up(own, [tmp_path / "media" / "stick"], now=now)

    assert not (tmp_path / "media").exists()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("file", "file is not a folder, so no backup was made in it."),
        ("link", "link is a link to a place that is not there now, so no backup was made in it."),
        ("file/within", "file/within could not be made: not a directory."),
    ],
)
def test_what_is_in_the_way_of_a_folder_is_named(own, now, tmp_path, place, sentence):
    (tmp_path / "file").write_text("of somebody else")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")

    with pytest.raises(FileError) as refusal:
        back_up(own, [tmp_path / place], now=now)

    assert refusal.value.sentence.endswith(sentence)
    assert (tmp_path / "file").read_text() == "of somebody else"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a place that takes no folder")
def test_a_folder_that_takes_none_is_not_called_absent(own, now):
    with pytest.raises(FileError, match="proc takes no folder, so no backup was made in it"):
        back_up(own, [Path("/proc/of no process")], now=now)


def test_a_backup_that_is_to_thin_nothing_leaves_every_earlier_one(own, now, tmp_path):
    for days in range(14):
        back_up(own, [tmp_path / "stick"], now=now + timedelta(minutes=days), thins=False)

    assert len(list_backups([tmp_path / "stick"])) == 14


def take_copy_away(desk_folder):
    next((desk_folder / "backups").glob(".mentor-desk-*")).unlink()


def take_backups_away(desk_folder):
    shutil.rmtree(desk_folder / "backups")


def rename_desk(desk_folder):
    desk_folder.rename(desk_folder.with_name("renamed"))


@pytest.mark.parametrize("lose", [take_copy_away, take_backups_away, rename_desk])
def test_what_goes_while_a_backup_is_made_is_called_neither_read_only_nor_damaged(
    own, now, lose, monkeypatch
):
    monkeypatch.setattr(copying, "SLICE_PAGES", 8)
    place, heard = own.folder / "backups", []

    def hear(done, of):
        heard.append((done, of))
        if len(heard) == 3:
            lose(own.folder)

    with pytest.raises(FileError, match="was moved or removed while it was made") as refusal:
        back_up(own, [place], now=now, progress=hear)

    assert not isinstance(refusal.value, DeskDamagedError)
    assert str(place) in str(refusal.value)


def test_a_folder_that_is_gone_is_not_called_read_only(folder, template):
    shutil.rmtree(folder)

    with pytest.raises(FileError, match="not there any more: it was moved"), explained(folder):
        connect(folder / "desk.db", template[1])


def test_when_every_folder_fails_the_reason_is_said(own, now):
    (own.folder / "backups").write_bytes(b"in the way")

    with pytest.raises(FileError, match="backups"):
        back_up(own, backup_folders(own.folder), now=now)


def test_d3_a_disk_with_too_little_room_is_refused_up_front(own, now, monkeypatch):
    usage = shutil.disk_usage(own.folder)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    with pytest.raises(FileError, match="too little room"):
        back_up(own, backup_folders(own.folder), now=now)

    assert bundles(own.folder) == []


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("at", [0, 30, 60, 85])
def test_a_backup_that_is_stopped_leaves_nothing_and_the_desk_goes_on(own, now, at):
    def stop(done, of):
        if done >= at:
            raise StoppedError

    with pytest.raises(StoppedError):
        back_up(own, backup_folders(own.folder), now=now, progress=stop)

    assert bundles(own.folder) == []
    assert Factories(own, now).person("Elif Romero")


def test_b1_two_that_are_asked_for_at_once_are_made_one_after_the_other(own, now):
    folders = backup_folders(own.folder)
    met = threading.Barrier(2)

    def make(_number):
        met.wait()
        return back_up(own, folders, now=now)

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(make, range(2)))

    assert sorted(each.row.counter for each in made) == [1, 2]
    assert all(look_at_backup(each.row.path).is_good for each in made)
    assert len(bundles(own.folder)) == 2


def test_one_that_waits_for_another_can_be_stopped(own, now):
    is_begun, is_stopped = threading.Event(), threading.Event()

    def hold(_done, _of):
        is_begun.set()
        assert is_stopped.wait(60)

    with ThreadPoolExecutor(1) as other:
        first = other.submit(back_up, own, backup_folders(own.folder), now=now, progress=hold)
        assert is_begun.wait(60)
        with pytest.raises(StoppedError):
            back_up(own, backup_folders(own.folder), now=now, progress=_stop)
        is_stopped.set()

        assert first.result().row.counter == 1
    assert len(bundles(own.folder)) == 1


def _stop(_done, _of):
    raise StoppedError


def test_d1_what_a_killed_backup_left_is_cleared_by_the_next(own, backup, now):
    backup()
    place = own.folder / "backups"
    short = desk_id_in(own.folder)[:8]
    ours = [
        place / f".mentor-desk-{short}.part",
        place / f".mentor-desk-2026-11-23-00009-{short}.abc.part",
    ]
    theirs = place / ".mentor-desk-2026-11-23-00009-deadbeef.abc.part"
    for part in (*ours, theirs):
        part.write_bytes(b"half")

    backup()

    assert not any(part.exists() for part in ours)
    assert theirs.exists()


def test_a_key_file_that_is_gone_or_of_another_desk_makes_no_backup(own, now, tmp_path):
    make_desk_at(tmp_path / "other").close()
    (own.folder / "desk.keys").unlink()
    with pytest.raises(DeskError, match="missing"):
        back_up(own, backup_folders(own.folder), now=now)

    shutil.copy(tmp_path / "other" / "desk.keys", own.folder)
    with pytest.raises(DeskDamagedError, match="two desks"):
        back_up(own, backup_folders(own.folder), now=now)

    assert list_backups(backup_folders(own.folder)) == []


def test_progress_goes_up_to_its_end(own, backup):
    told = []

    backup(progress=lambda done, of: told.append((done, of)))

    assert told == sorted(told)
    assert told[-1] == (100, 100)


@pytest.mark.parametrize(
    ("hours", "standing", "due"),
    [
        (0, Standing.FRESH, False),
        (23, Standing.FRESH, False),
        (25, Standing.FRESH, True),
        (100, Standing.TOO_OLD, True),
        (-100, Standing.AHEAD, True),
    ],
)
def test_how_a_desk_stands_with_its_backups(own, backup, now, hours, standing, due):
    backup()
    rows = list_backups(backup_folders(own.folder))
    later = now + timedelta(hours=hours)

    assert backup_state(rows, now=later).standing is standing
    assert is_due(rows, now=later) is due


def test_without_any_backup_one_is_due(own, now):
    assert backup_state([], now=now).standing is Standing.NEVER
    assert is_due([], now=now)
    assert list_backups(backup_folders(own.folder)) == []


def test_a_memory_desk_has_nowhere_to_go(desk, now):
    with pytest.raises(FileError, match="no folder"):
        back_up(desk, [], now=now)


def test_a_second_folder_is_remembered_and_can_be_given_up(folder, tmp_path):
    settings = Settings(tmp_path / "settings.json")
    stick = tmp_path / "stick"
    stick.mkdir()

    name_second_folder(settings, stick, folder)
    named = backup_folders(folder, Settings(tmp_path / "settings.json"))
    name_second_folder(settings, None, folder)

    assert named == [folder / "backups", stick]
    assert backup_folders(folder, settings) == [folder / "backups"]


def test_a_second_folder_that_would_not_help_is_refused(folder, tmp_path):
    settings = Settings(tmp_path / "settings.json")
    (folder / "backups").mkdir()
    make_desk_at(tmp_path / "other").close()

    for place in (folder, folder / "backups", tmp_path / "other"):
        with pytest.raises(InvalidEntryError):
            name_second_folder(settings, place, folder)
    with pytest.raises(FileError, match="no folder"):
        name_second_folder(settings, tmp_path / "unplugged", folder)

    assert backup_folders(folder, settings) == [folder / "backups"]


def test_a_second_folder_in_the_folder_of_a_desk_is_refused_whatever_it_is_called(
    folder, tmp_path, own, now
):
    settings = Settings(tmp_path / "settings.json")
    for name in ("backups", "set-aside", "mine"):
        (folder / name).mkdir()
    make_desk_at(tmp_path / "other").close()
    (tmp_path / "other" / "within").mkdir()
    (tmp_path / "link").symlink_to(folder / "backups")
    (tmp_path / "inside").symlink_to(folder / "mine")
    named = [
        *(tmp_path / "link", tmp_path / "inside", folder / "mine", folder / "set-aside"),
        *(folder / "backups" / ".." / "backups", tmp_path / "other" / "within"),
    ]

    for place in named:
        with pytest.raises(InvalidEntryError):
            name_second_folder(settings, place, folder)
        assert len(back_up(own, [folder / "backups", place], now=now).problems) == 1
    (tmp_path / "stick").mkdir()
    (tmp_path / "short").symlink_to(tmp_path / "stick")
    name_second_folder(settings, tmp_path / "short", folder)

    assert settings.text(SECOND_FOLDER) == str(tmp_path / "short")


def test_many_records_are_preceded_by_a_backup_and_few_are_not(folder):
    with closing(open_desk(folder, passphrase=SECRET)) as desk:
        back_up_before_import(desk, MANY_RECORDS)
        assert not (folder / "backups").exists()
        back_up_before_import(desk, MANY_RECORDS + 1)

    [row] = list_backups(backup_folders(folder))
    assert row.why == Occasion.IMPORT.value


def test_a_sample_desk_is_not_backed_up_before_an_import(tmp_path):
    with closing(make_desk_at(tmp_path / "sample")) as sample:
        back_up_before_import(sample, 1000)

    assert not (tmp_path / "sample" / "backups").exists()


def test_a_backup_can_be_removed_for_good(own, backup):
    row = backup().row

    delete_backup(row)
    delete_backup(row)

    assert bundles(own.folder) == []


def test_a_folder_that_is_not_there_today_is_passed_over(own, backup, tmp_path):
    backup()
    (tmp_path / "file").write_bytes(b"")

    rows = list_backups([tmp_path / "file", Path("/nowhere"), own.folder / "backups"])

    assert len(rows) == 1
    with pytest.raises(FileError, match="no backup"):
        look_at_backup(tmp_path / "gone.mentordesk")
