"""An id that no desk gives, after which none could be given: found, put right, and nothing lost."""

from contextlib import closing

import pytest

from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.services.history.steps import list_steps, undo_step
from mentor_desk.services.keeping.checking import check_folder
from mentor_desk.services.keeping.rescue import repair_folder
from mentor_desk.services.keeping.salvaging import salvage_desk
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person
from mentor_desk.storage.database import connect
from tests.faults import desks

LAST = (1 << 63) - 1
MENTEE = "(SELECT person_id FROM mentorships)"
# Each with every tie to it, as if a page had been written so, and the history with it.
DAMAGES = {
    "the last person there can be": (
        f"UPDATE images SET before = json_set(before, '$.person_id', {LAST})"
        " WHERE table_name = 'mentorships' AND before IS NOT NULL;"
        f" UPDATE images SET row_id = {LAST} WHERE table_name = 'people' AND row_id = {MENTEE};"
        f" UPDATE people SET id = {LAST} WHERE id = {MENTEE};"
        f" UPDATE mentorships SET person_id = {LAST}"
    ),
    "a person beyond the screen": (
        f"UPDATE people SET id = 3000000000 WHERE id = {MENTEE};"
        " UPDATE mentorships SET person_id = 3000000000"
    ),
    "a person below all": (
        f"UPDATE people SET id = -5 WHERE id = {MENTEE}; UPDATE mentorships SET person_id = -5"
    ),
    "the last step there can be": (
        f"UPDATE images SET step_id = {LAST} WHERE step_id = (SELECT max(id) FROM steps);"
        f" UPDATE steps SET id = {LAST} WHERE id = (SELECT max(id) FROM steps)"
    ),
    "the last image there can be": (
        f"UPDATE images SET id = {LAST} WHERE id = (SELECT max(id) FROM images)"
    ),
    "sessions at both ends": (
        f"UPDATE sessions SET id = {LAST} WHERE id = 2; UPDATE sessions SET id = {-LAST}"
        " WHERE id = 4; UPDATE sessions SET id = 0 WHERE id = 5"
    ),
    "no person is to follow": f"UPDATE sqlite_sequence SET seq = {LAST} WHERE name = 'people'",
    "no step is to follow": f"UPDATE sqlite_sequence SET seq = '{LAST}' WHERE name = 'steps'",
    "who is to follow is no number": "UPDATE sqlite_sequence SET seq = 'abc' WHERE name = 'people'",
    "who is to follow is half a number": "UPDATE sqlite_sequence SET seq = 3.5"
    " WHERE name = 'people'",
    "what is to follow is nothing": "UPDATE sqlite_sequence SET seq = NULL WHERE name = 'sessions'",
    "what is to follow comes first": "UPDATE sqlite_sequence SET seq = -7 WHERE name = 'images'",
}


def spoil(folder, key, damage):
    with closing(connect(folder / "desk.db", key, foreign_keys=False)) as connection:
        connection.executescript(damage)


def told_in(folder, key):
    """Return every session with whose it is, the steps in their order, and what each changed."""
    asked = (
        """SELECT display_name, number, starts_at FROM sessions
        JOIN mentorships ON mentorships.id = mentorship_id
        JOIN people ON people.id = person_id ORDER BY number""",
        "SELECT did FROM steps WHERE did NOT LIKE 'Repaired%' ORDER BY id",
        """SELECT did, table_name, count(*) FROM images JOIN steps ON steps.id = step_id
        WHERE did NOT LIKE 'Repaired%' GROUP BY did, table_name ORDER BY 1, 2""",
        "SELECT count(*) FROM people",
    )
    with closing(connect(folder / "desk.db", key)) as connection:
        return [connection.execute(each).fetchall() for each in asked]


def takes_words(folder):
    desk = desks.opened(folder)
    desk.do(add_person, entry=PersonEntry(display_name="Grace"), now=desks.NOW)
    found = {row.name for row in desk.run(find_people)}
    desk.close()
    return found >= {"Grace", "Ada Okafor"}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_c5_an_id_that_no_desk_gives_is_found_and_given_anew(folder, key, damage):
    before = told_in(folder, key)
    spoil(folder, key, damage)

    found = check_folder(folder, key, is_full=True)
    report = repair_folder(folder, key)

    assert {row.what for row in found.found} <= {
        "the id is none that a desk gives",
        "the next id is none that a desk gives",
    }
    assert report.count == found.can_repair == found.mistakes >= 1
    assert report.left.is_sound
    assert repair_folder(folder, key).count == 0
    assert told_in(folder, key) == before
    assert takes_words(folder)
    assert desks.faults_of(folder) == []


@pytest.mark.parametrize("seq", ["'abc'", "3.5", "NULL", "x'00ff'", "-7"])
@pytest.mark.parametrize("table", ["people", "topics"])
def test_people_come_in_where_the_next_id_is_no_number(folder, key, tmp_path, table, seq):
    desk = desks.opened(folder)
    gone = desk.do(add_person, entry=PersonEntry(display_name="Gone"), now=desks.NOW)
    desk.do(delete_person, person_id=gone.made)
    desk.close()
    spoil(
        folder,
        key,
        f"DELETE FROM sqlite_sequence WHERE name = '{table}';"
        f" INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {seq})",
    )
    (tmp_path / "grace.vcf").write_text(
        "BEGIN:VCARD\nVERSION:4.0\nFN:Grace Hopper\nCATEGORIES:Compilers\nEND:VCARD\n"
    )
    (tmp_path / "secret").write_text(desks.SECRET)
    words = ("--desk", folder, "import", tmp_path / "grace.vcf")

    arguments = [*words, "--passphrase-file", tmp_path / "secret"]
    ended = run_command(read_arguments([str(word) for word in arguments]))

    desk = desks.opened(folder)
    assert ended == 0
    [grace] = [row for row in desk.run(find_people) if row.name == "Grace Hopper"]
    assert grace.id > gone.made
    desk.close()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_c2_a_salvage_gives_such_an_id_anew_too(folder, key, tmp_path, damage):
    before = told_in(folder, key)
    spoil(folder, key, damage)

    report = salvage_desk(folder, key, tmp_path / "new")

    assert (report.lost, report.put_in) == (0, 0)
    assert told_in(tmp_path / "new", key) == before
    assert check_folder(tmp_path / "new", key, is_full=True).is_sound
    assert takes_words(tmp_path / "new")


def test_c5_what_was_done_before_can_be_taken_back_under_the_new_id(folder, key):
    desk = desks.opened(folder)
    made = desk.do(add_person, entry=PersonEntry(display_name="Zoe"), now=desks.NOW)
    desk.close()
    spoil(
        folder,
        key,
        f"UPDATE people SET id = {LAST} WHERE id = {made.made};"
        f" UPDATE images SET row_id = {LAST} WHERE table_name = 'people' AND row_id = {made.made}",
    )
    repair_folder(folder, key)
    desk = desks.opened(folder)

    [step] = [row for row in desk.run(list_steps) if "Zoe" in row.did]
    desk.do(undo_step, step_id=step.id)

    assert "Zoe" not in {row.name for row in desk.run(find_people)}
    desk.close()
