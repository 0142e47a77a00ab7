"""C1, C4 and M2: what is not as a desk was made is refused unread, and never called sound."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.cli.answers import DONE, REFUSED
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.errors import DeskDamagedError
from mentor_desk.services.keeping.checking import check_desk, check_folder
from mentor_desk.services.keeping.repairing import repair_desk
from mentor_desk.services.keeping.rescue import repair_folder
from mentor_desk.services.keeping.salvaging import salvage_desk
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.storage import form, upgrading
from mentor_desk.storage.belonging import FORM, LAST_UPGRADE
from mentor_desk.storage.database import connect, explained
from mentor_desk.storage.desk_file import make_database
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks

PAGE = 4096
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Grace Lindqvist\nUID:1\nEND:VCARD\n"

# What keeps a desk from being opened, and what the check says of it.
IN_THE_WAY = {
    "PRAGMA application_id=5": "it does not say that Mentor Desk made it",
    "PRAGMA user_version=0": "never finished",
    "PRAGMA user_version=-3": "never finished",
    "PRAGMA user_version=0; PRAGMA application_id=0": "never finished",
    "PRAGMA user_version=0; DROP TABLE alembic_version": "which upgrade",
    "DROP TABLE alembic_version": "which upgrade",
    "DELETE FROM alembic_version": "which upgrade",
    "UPDATE alembic_version SET version_num = '0002'": "which upgrade",
    "INSERT INTO alembic_version VALUES ('0000')": "which upgrade",
    "DROP TABLE shares": "What was shared: the table is missing (1)",
    "DROP TABLE steps": "the table is missing (1)",
    "DROP TABLE about": "the table is missing (1)",
    "DROP TABLE people": "People: the table is missing (1)",
    "ALTER TABLE photos RENAME TO pictures": "Pictures of people: the table is missing (1)",
    "ALTER TABLE people RENAME TO persons": "Persons: this version does not know it",
    "ALTER TABLE people DROP COLUMN remark": "People: columns are missing (1)",
    "ALTER TABLE people RENAME COLUMN remark TO note": "People: columns are missing (1)",
    "ALTER TABLE topics RENAME TO t; CREATE TABLE topics AS SELECT * FROM t; DROP TABLE t": (
        "Topics: columns are not of the kind they were made"
    ),
    "CREATE TABLE marks (id INTEGER)": "Marks: this version does not know it, and does not open",
    "ALTER TABLE people ADD COLUMN colour TEXT; CREATE TABLE marks (id INTEGER)": (
        "People.colour: this version does not know it, and leaves it alone"
    ),
    "CREATE TABLE _alembic_tmp_people (id INTEGER)": (
        "Alembic tmp people: an upgrade broke off half way, and left it (1)"
    ),
    "CREATE UNIQUE INDEX one ON sessions (starts_at)": "a rule of another program",
    "DROP INDEX ix_people_oneself": "that keeps a rule is missing",
    "CREATE VIEW persons AS SELECT * FROM people": "instructions of its own",
    "CREATE TRIGGER gone AFTER INSERT ON people BEGIN DELETE FROM goals; END": (
        "instructions of its own"
    ),
}
# What is in nobody's way.
HARMLESS = {
    "ALTER TABLE people ADD COLUMN colour TEXT": ("People.colour: this version", False),
    "ALTER TABLE people ADD COLUMN colour TEXT NOT NULL DEFAULT ''": ("People.colour:", False),
    "DROP INDEX ix_people_sort_name_id": ("People: an index is missing (1)", True),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return desks.make(tmp_path_factory.mktemp("forms") / "desk")


@pytest.fixture
def folder(template, tmp_path):
    (tmp_path / "passphrase").write_text(desks.SECRET)
    (tmp_path / "cards.vcf").write_text(CARD)
    return desks.copy(template, tmp_path / "desk")


@pytest.fixture
def key(folder):
    return read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)


@pytest.fixture
def run(folder, tmp_path, capsys):
    def run(*words):
        secret = ["--passphrase-file", str(tmp_path / "passphrase")]
        code = run_command(read_arguments([*words, "--desk", str(folder), *secret]))
        return code, capsys.readouterr()

    return run


def change(folder, key, statements):
    with closing(connect(folder / "desk.db", key, foreign_keys=False)) as connection:
        connection.executescript(statements)


@pytest.mark.parametrize(("statements", "said"), IN_THE_WAY.items(), ids=IN_THE_WAY)
def test_c4_what_does_not_open_is_never_called_sound_nor_repaired(
    folder, key, run, tmp_path, statements, said
):
    change(folder, key, statements)
    before = (folder / "desk.db").read_bytes()

    with pytest.raises(DeskDamagedError):
        desks.opened(folder)
    with pytest.raises(DeskDamagedError):
        repair_folder(folder, key)
    for is_full in (False, True):
        report = check_folder(folder, key, is_full=is_full)
        assert report.is_broken
        assert said in " ".join(row.sentence for row in report.found)
    for words in (["check"], ["check", "--full"], ["check", "--repair"], ["info"]):
        assert run(*words)[0] == REFUSED
    assert run("import", str(tmp_path / "cards.vcf"))[0] == REFUSED

    assert (folder / "desk.db").read_bytes() == before
    assert not (folder / "backups").exists()


@pytest.mark.parametrize("statements", IN_THE_WAY, ids=IN_THE_WAY)
def test_c4_what_does_not_open_is_salvaged_into_a_desk_that_does(folder, key, tmp_path, statements):
    change(folder, key, statements)

    salvage_desk(folder, key, tmp_path / "salvaged")

    desk = desks.opened(tmp_path / "salvaged")
    assert check_desk(desk, is_full=True).is_sound
    desk.close()


@pytest.mark.parametrize(("statements", "told"), HARMLESS.items(), ids=HARMLESS)
def test_m4_what_is_in_nobodys_way_is_told_and_the_desk_opens_and_takes_words(
    folder, key, statements, told
):
    said, can_repair = told
    change(folder, key, statements)

    report = check_folder(folder, key, is_full=True)

    [row] = report.found
    assert row.sentence.startswith(said)
    assert row.can_repair == can_repair
    assert report.is_sound == row.is_remark == (not can_repair)
    desk = desks.opened(folder)
    desk.do(add_person, entry=PersonEntry(display_name="Grace"), now=desks.NOW)
    assert "Grace" in {each.name for each in desk.run(find_people)}
    repaired = repair_desk(desk)
    assert (repaired.count, repaired.left.is_sound) == (int(can_repair), True)
    assert repair_desk(desk).count == 0
    desk.close()


def test_m4_a_column_that_is_let_be_is_a_remark_and_no_mistake(folder, key, run):
    change(folder, key, "ALTER TABLE people ADD COLUMN colour TEXT")

    code, said = run("check")

    assert code == DONE
    assert "nothing is wrong" in said.out
    assert said.out.endswith(
        "  People.colour: this version does not know it, and leaves it alone (1)\n"
    )
    change(folder, key, "PRAGMA ignore_check_constraints=1; UPDATE people SET display_name = ''")
    code, said = run("check", "--full")
    assert code == REFUSED
    assert said.out.startswith("2 mistakes were found; 2 can be repaired safely.")
    assert run("check", "--repair")[0] == DONE


def test_m2_the_form_that_is_asked_for_is_what_the_upgrades_and_the_entities_make(tmp_path):
    key = os.urandom(32)
    make_database(tmp_path / "desk.db", key)

    with closing(connect(tmp_path / "desk.db", key)) as connection:
        assert form.seal_of(form.form_of(connection)) == FORM
        assert form.differences(connection) == []
    scripts = ScriptDirectory(str(Path(upgrading.__file__).parent / "migrations"))
    assert scripts.get_current_head() == LAST_UPGRADE


def test_what_another_program_took_away_meanwhile_is_told_in_a_sentence(folder, key):
    with closing(connect(folder / "desk.db", key)) as connection:
        for wrong in (
            "SELECT * FROM marks",
            "SELECT marks FROM people",
            "INSERT INTO people (marks) VALUES (1)",
        ):
            with pytest.raises(DeskDamagedError, match="have the desk checked"), explained(folder):
                connection.execute(wrong)
        with pytest.raises(sqlcipher.DatabaseError, match="syntax"), explained(folder):
            connection.execute("SELECT FROM")


# C1: a file that is not as long as it says


def cut(path, size):
    whole = path.stat().st_size
    os.truncate(path, whole + size)


@pytest.mark.parametrize("size", [-1, -80, -4095, -PAGE, -PAGE - 1, 1, 4095, PAGE, 3 * PAGE])
def test_c1_a_file_of_another_length_is_refused_before_any_write(folder, key, run, tmp_path, size):
    path = folder / "desk.db"
    cut(path, size)
    before = path.read_bytes()

    with pytest.raises(DeskDamagedError, match=r"cut off|something added|damaged"):
        desks.opened(folder)
    for words in (["info"], ["import", str(tmp_path / "cards.vcf")], ["backup"], ["people"]):
        code, said = run(*words)
        assert (code, said.out) == (REFUSED, "")
    for is_full in (False, True):
        assert check_folder(folder, key, is_full=is_full).is_broken
    for words in (["check"], ["check", "--repair"]):
        assert run(*words)[0] == REFUSED

    assert path.read_bytes() == before
    assert run("salvage", "--to", str(tmp_path / "salvaged"))[0] == DONE
    desks.opened(tmp_path / "salvaged").close()


def test_c1_old_pages_behind_the_end_are_no_part_of_a_desk(folder, key):
    path = folder / "desk.db"
    content = path.read_bytes()
    with closing(connect(path, key)) as connection:
        connection.execute("CREATE TABLE marks (words TEXT)")
        connection.execute("INSERT INTO marks VALUES (hex(randomblob(20000)))")
    longer = path.read_bytes()
    path.write_bytes(content + longer[len(content) :])

    # Each of its pages bears the seal of this desk, and of its own place.
    with pytest.raises(DeskDamagedError, match="something added"):
        desks.opened(folder)
    assert check_folder(folder, key, is_full=True).is_broken


def test_c1_a_save_that_was_killed_half_way_is_taken_back_before_the_length_is_asked(folder, key):
    path = folder / "desk.db"
    pid = os.fork()
    if not pid:
        writer = connect(path, key)
        writer.execute("pragma cache_size=5")
        writer.execute("begin immediate")
        writer.execute("CREATE TABLE marks (words TEXT)")
        for _ in range(50):
            writer.execute("INSERT INTO marks VALUES (hex(randomblob(2000)))")
        os._exit(0)
    os.waitpid(pid, 0)
    assert (folder / "desk.db-journal").stat().st_size > 0
    os.truncate(path, path.stat().st_size - 100)

    desks.opened(folder).close()

    assert desks.faults_of(folder) == []
