"""C5: before a repair the desk is kept as it is, and whatever happens to it no word is lost."""

import itertools
import os
import signal
import threading
import zipfile

import pytest

from mentor_desk.errors import DeskBusyError, DeskDamagedError, DeskError
from mentor_desk.services.keeping.backups import back_up, list_backups
from mentor_desk.services.keeping.checking import check_desk, check_folder, explain
from mentor_desk.services.keeping.repairing import repair_desk
from mentor_desk.services.keeping.rescue import key_of_desk, repair_folder
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.storage.database import connect
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks

IMPOSSIBLE = {
    "a month that is none": "'2026-13-45 10:00:00.000000'",
    "words": "'next week'",
    "bytes": "x'00'",
    "broken text": "CAST(x'32c3' AS TEXT)",
    "a number": "7",
    "a year before all": "'0000-01-01 10:00:00.000000'",
}
DAMAGES = [
    "UPDATE sessions SET starts_at = '2026-13-45 10:00:00.000000' WHERE id = 1",
    "UPDATE sessions SET minutes = 0, agenda = x'4120626c6f62' WHERE id = 2",
    "UPDATE sessions SET state = 'gone'; DELETE FROM mentorships",
    "UPDATE steps SET at = 'never'",
    "UPDATE people SET display_name = CAST(x'41c3' AS TEXT) WHERE id = 2",
    "UPDATE about SET desk_uid = 'another'",
    "UPDATE about SET desk_uid = CAST(x'c3' AS TEXT)",
    "DELETE FROM about",
    "UPDATE about SET id = 4",
]

TOPIC = "INSERT INTO topics (name, folded) VALUES ('{0}', {1}); "
NOTED = (
    "INSERT INTO person_topics (person_id, topic_id, kind, need_state) VALUES (2, 1, '{0}', {1}); "
)
# What would be the same as another row once it was put right.
CLASHES = {
    "a topic with a NUL": TOPIC.format("One", "'one'") + TOPIC.format("Two", "'one' || char(0)"),
    "many such topics": TOPIC.format("One", "'one'")
    + TOPIC.format("Two", "char(0) || 'one'")
    + TOPIC.format("Three", "'one' || char(0)"),
    "a topic in bytes": TOPIC.format("One", "'one'") + TOPIC.format("Two", "CAST('one' AS BLOB)"),
    "half a character": TOPIC.format("One", "'one\ufffd'")
    + TOPIC.format("Two", "CAST(x'6f6e65c3' AS TEXT)"),
    "the same person": "UPDATE people SET uid = (SELECT uid || char(0) FROM people WHERE id = 1)"
    " WHERE id = 2",
    "numbers in bytes": "UPDATE sessions SET number = CAST(number AS BLOB)",
    "numbers in words": "UPDATE sessions SET number = 'no ' || id",
    "the largest number": "UPDATE sessions SET number = 9223372036854775807 WHERE id = 1;"
    " UPDATE sessions SET number = 'next ' || id WHERE id > 1",
    "a tie in bytes": "UPDATE sessions SET mentorship_id = x'00ff' WHERE id = 1",
    "a state in bytes": "UPDATE sessions SET state = x'ff' WHERE id < 3",
    "a yes in bytes": "UPDATE people SET is_oneself = x'01' WHERE id = 2",
    "an interest": TOPIC.format("One", "'one'")
    + NOTED.format("interest", "NULL")
    + NOTED.format("none", "NULL"),
    "a need": TOPIC.format("One", "'one'")
    + NOTED.format("need", "'open'")
    + NOTED.format("none", "'met'"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = desks.make(tmp_path_factory.mktemp("repaired") / "desk")
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    spoil(folder, key, "UPDATE sessions SET shared_notes = 'Rehearsed aloud'")
    return folder


def spoil(folder, key, damage):
    connection = connect(folder / "desk.db", key, foreign_keys=False)
    connection.text_factory = bytes
    connection.execute("pragma ignore_check_constraints=on")
    connection.executescript(damage)
    connection.close()


def in_a_child(work):
    """Let a process of its own do something, and return what ended it."""
    pid = os.fork()
    if not pid:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(pid, 0)[1]


def dump_of(path, tmp_path):
    """Return the hash over all rows of what was kept: a folder, or a backup."""
    if path.is_dir():
        return raw_dump(path)
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as bundle:
        bundle.extractall(unpacked)
    return raw_dump(unpacked)


def raw_dump(folder):
    key = read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)
    connection = connect(folder / "desk.db", key)
    connection.text_factory = bytes
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    found = {}
    for (name,) in tables.fetchall():
        table = name.decode()
        found[table] = connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("damage", DAMAGES)
def test_c5_what_is_kept_before_a_repair_is_the_desk_as_it_was(folder, key, tmp_path, damage):
    spoil(folder, key, damage)
    before = raw_dump(folder)

    assert not check_folder(folder, key, is_full=True).is_sound
    report = repair_folder(folder, key)

    assert report.count >= 1
    assert report.left.is_sound
    assert dump_of(report.kept, tmp_path) == before
    assert repair_folder(folder, key).count == 0
    desk = desks.opened(folder)
    with desk.file.reading() as rows:
        notes = rows.rows("SELECT shared_notes FROM sessions")
    assert notes == [("Rehearsed aloud",)] * 5
    assert desk.do(add_person, entry=PersonEntry(display_name="New"), now=desks.NOW).made
    desk.close()
    assert desks.faults_of(folder) == []


@pytest.mark.parametrize("damage", CLASHES.values(), ids=CLASHES)
def test_c5_what_would_clash_once_it_is_put_right_is_repaired_once_and_counted_so(
    folder, key, damage
):
    spoil(folder, key, damage)

    found = check_folder(folder, key, is_full=True)
    report = repair_folder(folder, key)

    assert 1 <= found.can_repair <= report.count
    assert report.left.is_sound
    assert check_folder(folder, key, is_full=True).is_sound
    again = repair_folder(folder, key)
    assert (again.count, again.left.is_sound) == (0, True)


@pytest.mark.parametrize("value", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
@pytest.mark.parametrize("where", ["", " WHERE id = 1"], ids=["every row", "one row"])
def test_c5_an_impossible_date_stands_in_the_way_of_no_backup_and_no_repair(
    folder, key, value, where
):
    spoil(folder, key, f"UPDATE sessions SET starts_at = {value}{where}")
    desk = desks.opened(folder)

    made = back_up(desk, [folder / "backups"], now=desks.NOW).row

    assert made.is_good
    assert made.figures.notes == 5
    report = repair_desk(desk)
    assert report.left.is_sound
    assert report.kept.suffix == ".mentordesk"
    desk.close()
    assert len(list_backups([folder / "backups"])) == 2


def test_c5_an_impossible_date_in_the_history_stands_in_the_way_of_no_save(folder, key):
    desk = desks.opened(folder)
    entry = PersonEntry(display_name="First")
    desk.autosave("editor", add_person, entry=entry, now=desks.NOW)
    desk.close()
    spoil(folder, key, "UPDATE steps SET at = 'never'")
    desk = desks.opened(folder)

    desk.autosave("editor", add_person, entry=PersonEntry(display_name="Next"), now=desks.NOW)

    assert "Next" in {row.name for row in desk.run(find_people)}
    desk.close()


@pytest.mark.parametrize("damage", [each for each in DAMAGES if "about" in each])
def test_c5_a_desk_that_does_not_say_which_it_is_is_refused_in_a_sentence(folder, key, damage):
    spoil(folder, key, damage)

    with pytest.raises(DeskDamagedError, match="have it checked, and repaired"):
        desks.opened(folder)
    for is_full in (True, False):
        report = check_folder(folder, key, is_full=is_full)
        assert "does not say which desk it is" in " ".join(row.sentence for row in report.found)
    # The lock was let go, and whoever looks again is told the same.
    with pytest.raises(DeskDamagedError):
        desks.opened(folder)


def test_c5_a_quick_check_leaves_open_what_only_the_full_one_can_tell(folder, key):
    spoil(folder, key, "UPDATE sessions SET minutes = 0")

    quick = check_folder(folder, key, is_full=False)
    full = check_folder(folder, key, is_full=True)

    assert quick.can_repair == 0
    assert explain(quick).endswith("the full check tells which can be repaired safely.")
    assert full.can_repair == 5
    spoil(folder, key, "UPDATE sessions SET minutes = 60")
    assert explain(check_folder(folder, key, is_full=False)) == (
        "Every page and the structure were checked, and nothing is wrong."
    )


def test_c5_what_a_killed_check_or_repair_left_is_taken_away_by_the_next_check(folder, key):
    for name in (".check.part", ".check.part-journal"):
        (folder / name).write_bytes(b"a whole copy")

    check_folder(folder, key, is_full=False)

    assert not list(folder.glob(".check*"))


@pytest.mark.parametrize("beat", [1, 3, 6, 9, 14, 20, 30, 45])
def test_c5_a_repair_killed_at_any_moment_leaves_the_desk_of_before_or_after(folder, key, beat):
    damage = "UPDATE sessions SET minutes = 0, state = 'gone'; DELETE FROM mentorships"
    spoil(folder, key, damage)
    before = raw_dump(folder)
    beats = itertools.count(1)

    def die(_done, _of):
        if next(beats) == beat:
            os.kill(os.getpid(), 9)

    in_a_child(lambda: repair_folder(folder, key, progress=die))

    found = check_folder(folder, key, is_full=True)
    assert raw_dump(folder) == before or found.is_sound
    repair_folder(folder, key)
    assert check_folder(folder, key, is_full=True).is_sound
    assert desks.faults_of(folder) == []
    assert all(row.is_good for row in list_backups([folder / "backups"]))


def test_c5_a_repair_killed_within_its_changes_has_made_none(folder, key):
    spoil(folder, key, "UPDATE sessions SET minutes = 0; DELETE FROM mentorships")
    before = raw_dump(folder)

    def die():
        desk = desks.opened(folder)
        connection = desk.file.connection
        connection.execute("pragma query_only=off")
        # The first person who is brought back is the last that this program does.
        connection.create_function("die", 0, lambda: os.kill(os.getpid(), 9))
        connection.execute(
            "CREATE TEMP TRIGGER last AFTER INSERT ON main.people BEGIN SELECT die(); END"
        )
        repair_desk(desk)

    assert in_a_child(die) == signal.SIGKILL
    connection = connect(folder / "desk.db", key)
    connection.close()
    assert raw_dump(folder) == before
    assert repair_folder(folder, key).left.is_sound


def test_c5_of_two_programs_that_repair_one_waits_for_nobody(folder, key):
    spoil(folder, key, "UPDATE sessions SET minutes = 0")
    desk = desks.opened(folder)

    with pytest.raises(DeskBusyError):
        repair_folder(folder, key)

    assert repair_desk(desk).left.is_sound
    desk.close()


def test_c5_two_repairs_of_one_desk_at_once_repair_everything_once(folder, key):
    spoil(folder, key, "UPDATE sessions SET minutes = 0; DELETE FROM mentorships")
    desk = desks.opened(folder)
    done, refused = [], []

    def repair():
        try:
            done.append(repair_desk(desk))
        except DeskError as refusal:
            refused.append(refusal)

    threads = [threading.Thread(target=repair) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert not refused
    assert sorted(each.count for each in done) == [0, 10]
    assert check_desk(desk, is_full=True).is_sound
    desk.close()
    assert desks.faults_of(folder) == []


def test_c5_a_repair_that_cannot_keep_the_desk_first_repairs_nothing(folder, key):
    spoil(folder, key, "DELETE FROM about")
    (folder / "set-aside").write_text("in the way")
    before = raw_dump(folder)

    with pytest.raises(DeskError, match="nothing was repaired"):
        repair_folder(folder, key)

    assert raw_dump(folder) == before
    assert key_of_desk(folder, secret=desks.SECRET) == key
