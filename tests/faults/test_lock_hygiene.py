"""D7: nobody reads or copies the open data file behind the back of the database library."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

import mentor_desk
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.storage.keys.vault import read_vault
from tests.faults import desks

PACKAGE = Path(mentor_desk.__file__).parent
READERS = {
    *("open", "fdopen", "read_bytes", "read_text", "file_digest"),
    *("copy", "copy2", "copyfile", "copyfileobj", "copytree", "move"),
}

# Every module that opens a file by itself, and why that is never the data file of an open desk.
KNOWN = {
    "cli/answers.py": "the device that takes what nobody reads",
    "exchange/photos.py": "a picture, from memory",
    "exchange/text.py": "a file of people that somebody chose; a desk is refused by its kind",
    "files.py": "a new file beside the target, and the folder",
    "reports/fonts.py": "a resource",
    "services/keeping/keys_left.py": "the key file, for what was salvaged",
    "services/keeping/repairing.py": "the key file, for the copy that is kept before a repair",
    "services/keeping/salvaging.py": "words that were sealed, to lie with the new desk",
    "services/sample/entries.py": "a resource",
    "services/opening/secret_files.py": "the file of a passphrase",
    "services/opening/starts.py": "the mark of starts that failed",
    "settings.py": "the preferences",
    "storage/damage/aside.py": "the files of a desk that nobody has open, under the lock",
    "storage/backups/making.py": "the key file, for the backup",
    "storage/backups/bundle.py": "a backup, and the copy that becomes one",
    "storage/backups/copying.py": "the new file of a copy",
    "storage/desk_file.py": "the first bytes, before the first connection and under the lock",
    "storage/desk_lock.py": "the lock itself",
    "storage/damage/left_beside.py": "a journal or a log beside a file that nobody has open",
    "storage/damage/pages.py": "a copy set aside, or a desk that nobody has open, under the lock",
    "storage/damage/patching.py": "the copy that a salvage works on",
    "storage/damage/settling.py": "the copy set aside, for the one that a salvage works on",
    "storage/backups/changing_over.py": "the files of a desk that nobody has open, under the lock",
    "storage/backups/proofs.py": "what is remembered of backups, in a file of its own",
    "storage/keys/sealed_words.py": "words that were sealed, in a file of their own",
    "storage/keys/key_file.py": "the key file",
    "storage/watching.py": "the key file",
}


def readers_in(source: str) -> Iterator[str]:
    """Return the names by which a module opens or copies files, or uses another database library.

    A method of ours that is called like one of them, such as `desk_opener.open`, has no path in
    it and is found all the same: better one line more in the list than one reader missed.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in READERS:
                yield name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            if "sqlite3" in {module, *(each.name for each in node.names)}:
                yield "sqlite3"


def test_d7_every_module_that_opens_a_file_is_known_and_why():
    found = {
        str(path.relative_to(PACKAGE)): set(readers_in(path.read_text()))
        for path in PACKAGE.rglob("*.py")
        if "ui" not in path.relative_to(PACKAGE).parts
    }
    reading = {name for name, readers in found.items() if readers}

    assert reading == set(KNOWN), "say in KNOWN why it is never the data file of an open desk"
    assert not any("sqlite3" in readers for readers in found.values())


def test_d7_the_window_opens_no_file_but_resources():
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in (PACKAGE / "ui").rglob("*.py")
        for name in readers_in(path.read_text())
        if name not in {"open", "move"}
    }

    assert found == {"ui/common/icons.py: read_text", "ui/common/stylesheet.py: read_text"}


@pytest.mark.parametrize(
    "source",
    ["open(path)", "path.open()", "shutil.copy2(a, b)", "import sqlite3", "p.read_bytes()"],
)
def test_d7_the_search_itself_finds_a_reader(source):
    assert list(readers_in(source))


def test_d7_nothing_the_program_does_lets_another_write_in_the_middle_of_a_save(
    writers, base, tmp_path
):
    folder = desks.copy(base, tmp_path / "desk")
    key = read_vault(folder / KEYS_NAME).open_with_passphrase(desks.SECRET)
    run = writers.start("hold", folder)
    assert run.is_waiting(), run.told()
    run.go_on()
    assert run.is_waiting(), run.told()

    other = sqlcipher.connect(str(folder / DATABASE_NAME), timeout=0, isolation_level=None)
    other.set_key(b"x'" + key.hex().encode() + b"'")
    with pytest.raises(sqlcipher.OperationalError, match="locked"):
        other.execute("begin exclusive")
    other.close()

    run.go_on()
    assert run.is_waiting(), run.told()
    run.kill()
    assert run.told() == ["refused a second time", "done"]


def test_d7_a_whole_day_opens_the_data_file_of_the_open_desk_by_no_other_door(
    writers, base, tmp_path
):
    run = writers.start("all day", desks.copy(base, tmp_path / "desk"))
    assert run.is_waiting(), run.told()
    run.go_on()
    assert run.is_waiting(), run.told()
    run.kill()

    told = run.told()
    assert [word for word in told if word.startswith("opened ")] == []
    assert [word for word in told if word.startswith("done ")] == [
        f"done _{part}" for part in ("write", "look_back", "look_after", "change_keys", "write_up")
    ]
    # The watch itself sees a door where there is one.
    assert told[-1] == "closed 1"
