"""The commands about keys: asked from files or the terminal, and never told a secret by them."""

import errno
import io
import json
import os
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.services.opening.keys import lock_info
from mentor_desk.services.opening.opening import make_desk
from tests.keyrings import Drawer, in_use
from tests.own_desk import OTHER, SECRET


class Terminal(io.StringIO):
    """A standard input at which somebody sits."""

    def isatty(self):
        return True


@pytest.fixture
def folder(own_folder):
    return own_folder


@pytest.fixture
def written(tmp_path):
    """Write a secret into a file and return its path."""

    def written(text):
        path = tmp_path / f"secret {len(list(tmp_path.iterdir()))}"
        path.write_text(text + "\n")
        return path

    return written


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command and return its exit code and what it printed; nobody sits at the terminal."""

    def run(*words, typed="", stdin=None):
        monkeypatch.setattr(sys, "stdin", stdin or io.StringIO(typed))
        code = run_command(read_arguments([str(word) for word in words]))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def at_terminal(run, monkeypatch):
    """Run a command with somebody at the terminal who gives these answers."""

    def at_terminal(*words, answers):
        left = list(answers)
        monkeypatch.setattr("getpass.getpass", lambda _question: left.pop(0))
        ended = run(*words, stdin=Terminal())
        assert left == []
        return ended

    return at_terminal


def test_lock_info_names_the_ways_in_and_no_key(run, folder, recovery_key):
    code, out, _ = run("lock-info", "--desk", folder)

    assert code == 0
    assert f"Passphrase: {lock_info(folder).ways[0].cost}; since" in out
    assert "Recovery key: since" in out
    keys = json.loads((folder / "desk.keys").read_bytes())
    assert not [slot for slot in keys["slots"] if slot["key"] in out or slot["salt"] in out]
    assert recovery_key not in out


def test_lock_info_for_machines_names_the_back_end(run, tmp_path):
    with in_use(Drawer()):
        make_desk(tmp_path / "kept", name="Me", passphrase=None, reveal=str).close()

    _, out, _ = run("lock-info", "--desk", tmp_path / "kept", "--json")

    keyring, recovery = json.loads(out)["ways"]
    assert (keyring["way"], keyring["backend"]) == ("keyring", "tests.keyrings.Drawer")
    assert (recovery["way"], recovery["state"]) == ("recovery", "ready")


def test_lock_info_of_no_desk_is_a_sentence(run, tmp_path):
    code, _, err = run("lock-info", "--desk", tmp_path)

    assert code == 1
    assert f"There is no desk in {tmp_path}." in err


def test_lock_info_of_a_desk_that_lost_its_key_file_names_the_file(run, folder):
    (folder / "desk.keys").unlink()

    code, _, err = run("lock-info", "--desk", folder)

    assert code == 1
    assert "key file “desk.keys” is missing" in err


def test_a_desk_is_opened_by_the_recovery_key_in_a_file_or_on_the_input(
    run, folder, recovery_key, written
):
    key_file = written(recovery_key.lower().replace("-", " "))

    for words, typed in (([key_file], ""), (["-"], recovery_key)):
        code, out, _ = run("info", "--desk", folder, "--recovery-key-file", *words, typed=typed)

        assert code == 0
        assert "encrypted" in out


def test_a_mistyped_recovery_key_is_told_by_its_group_and_not_quoted(run, folder, recovery_key):
    wrong = recovery_key[:-1] + ("2" if recovery_key[-1] != "2" else "3")

    code, _, err = run("info", "--desk", folder, "--recovery-key-file", "-", typed=wrong)

    assert code == 1
    assert err.startswith("Group 7 of this recovery key cannot be right.")
    assert wrong[-5:] not in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--recovery-key-file", "nowhere"], "The recovery key could not be read from nowhere."),
        (["--recovery-key-file", "-"], "The recovery key that was given is empty."),
        (["--recovery-key-file", "-", "--passphrase-file", "-"], "not both"),
        ([], "This desk needs its passphrase or recovery key: name a file with --passphrase-file"),
    ],
)
def test_what_gives_no_secret_is_told(run, folder, words, sentence):
    code, _, err = run("info", "--desk", folder, *words)

    assert code == 1
    assert sentence in err


def test_a_desk_without_passphrase_and_keyring_asks_for_its_recovery_key(run, folder):
    keys = json.loads((folder / "desk.keys").read_bytes())
    del keys["slots"][0]
    (folder / "desk.keys").write_text(json.dumps(keys))

    _, _, err = run("info", "--desk", folder)

    assert "This desk needs its recovery key: name a file with --recovery-key-file" in err


def test_the_passphrase_is_changed_from_files(run, folder, written):
    words = ["--passphrase-file", written(SECRET), "--new-passphrase-file", written(OTHER)]

    code, out, _ = run("change-passphrase", "--desk", folder, *words)

    assert code == 0
    assert "The new passphrase opens the desk now." in out
    assert "backups made before still do" in out
    assert run("info", "--desk", folder, "--passphrase-file", "-", typed=OTHER)[0] == 0
    assert run("info", "--desk", folder, "--passphrase-file", "-", typed=SECRET)[0] == 1


def test_the_passphrase_is_changed_at_the_terminal(at_terminal, run, folder):
    code, _, _ = at_terminal("change-passphrase", "--desk", folder, answers=[SECRET, OTHER, OTHER])

    assert code == 0
    assert run("info", "--desk", folder, "--passphrase-file", "-", typed=OTHER)[0] == 0


def test_two_new_passphrases_that_differ_change_nothing(at_terminal, folder):
    before = (folder / "desk.keys").read_bytes()

    code, _, err = at_terminal(
        "change-passphrase", "--desk", folder, answers=[SECRET, OTHER, OTHER + "?"]
    )

    assert code == 1
    assert "not the same" in err
    assert (folder / "desk.keys").read_bytes() == before


def test_a_desk_in_the_keyring_asks_who_changes_its_passphrase(at_terminal, run, tmp_path, written):
    folder = tmp_path / "kept"
    with in_use(Drawer()):
        make_desk(folder, name="Me", passphrase=None, reveal=str).close()
        first = run("change-passphrase", "--desk", folder, "--new-passphrase-file", written(SECRET))
        second = at_terminal(
            *("change-passphrase", "--desk", folder),
            answers=["wrong horse battery", OTHER, OTHER],
        )

    assert first[0] == 0
    assert second[0] == 1
    assert "does not open" in second[2]


def test_the_recovery_sheet_is_written_with_the_key_there_is(
    run, folder, recovery_key, written, tmp_path
):
    sheet = tmp_path / "sheet.pdf"

    code, out, _ = run(
        *("recovery-sheet", "--desk", folder, "--out", sheet, "--paper", "letter"),
        *("--passphrase-file", written(SECRET)),
    )

    assert code == 0
    assert "delete the file" in out
    (page,) = PdfReader(sheet).pages
    assert all(group in page.extract_text() for group in recovery_key.split("-"))
    assert float(page.mediabox.width) == 612
    again = run("recovery-sheet", "--desk", folder, "--out", sheet, "--passphrase-file", "-")
    assert again[0] == 1
    assert "there already" in again[2]


def test_a_new_recovery_key_is_on_paper_before_it_counts(run, folder, recovery_key, tmp_path):
    words = ["recovery-sheet", "--new", "--desk", folder, "--recovery-key-file", "-", "--out"]
    nowhere = run(*words, tmp_path / "none" / "sheet.pdf", typed=recovery_key)
    assert nowhere[0] == 1

    code, _, _ = run(*words, tmp_path / "sheet.pdf", typed=recovery_key)

    assert code == 0
    old = run("info", "--desk", folder, "--recovery-key-file", "-", typed=recovery_key)
    assert "does not open" in old[2]
    # Everything that is copied out of the sheet, with the numbers and the sentences.
    text = PdfReader(tmp_path / "sheet.pdf").pages[0].extract_text()
    assert run("info", "--desk", folder, "--recovery-key-file", "-", typed=text)[0] == 0


def test_a_sheet_whose_key_was_not_taken_does_not_stay(run, folder, recovery_key, tmp_path):
    sheet, keys = tmp_path / "sheet.pdf", folder / "desk.keys"
    before = keys.read_bytes()
    real = os.replace

    def full(part, target):
        if Path(target) == keys:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(part, target)

    words = ["--desk", folder, "--recovery-key-file", "-"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.replace", full)
        code, out, err = run("recovery-sheet", "--new", "--out", sheet, *words, typed=recovery_key)

    assert (code, out) == (1, "")
    assert err
    assert not sheet.exists()
    assert keys.read_bytes() == before
    assert run("info", *words, typed=recovery_key)[0] == 0


def test_a_sheet_is_not_written_to_the_standard_output(run, folder, recovery_key, monkeypatch):
    monkeypatch.chdir(folder.parent)

    code, out, err = run(
        *("recovery-sheet", "--desk", folder, "--out", "-", "--recovery-key-file", "-"),
        typed=recovery_key,
    )

    assert (code, out) == (1, "")
    assert "written into a file" in err
    assert not (folder.parent / "-").exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("mine.mentordesk", "must end in .pdf"),
        ("desk/sheet.pdf", "beside the desk"),
        ("x" * 300 + ".pdf", "could not be written"),
    ],
)
@pytest.mark.parametrize("new", [[], ["--new"]], ids=["there is", "new"])
def test_a_sheet_that_cannot_be_laid_there_changes_no_key(
    run, folder, recovery_key, tmp_path, name, why, new
):
    before = (folder / "desk.keys").read_bytes()

    code, out, err = run(
        *("recovery-sheet", "--desk", folder, "--out", tmp_path / name),
        *("--recovery-key-file", "-", *new),
        typed=recovery_key,
    )

    assert (code, out) == (1, "")
    assert why in err
    assert (folder / "desk.keys").read_bytes() == before
    assert not list(tmp_path.rglob("sheet.pdf"))


def test_a_desk_in_the_keyring_alone_is_asked_for_its_recovery_key_and_no_passphrase(run, tmp_path):
    folder = tmp_path / "kept"
    with in_use(Drawer()):
        make_desk(folder, name="Me", passphrase=None, reveal=str).close()

        _, _, err = run("recovery-sheet", "--desk", folder, "--out", tmp_path / "sheet.pdf")

    assert "needs its recovery key: name a file with --recovery-key-file" in err
    assert "passphrase" not in err


def test_a_new_desk_is_not_given_two_ways_at_once(run, tmp_path, written):
    with in_use(Drawer()) as drawer:
        code, out, err = run(
            *("new", tmp_path / "new", "--name", "Me", "--keyring"),
            *("--passphrase-file", written(SECRET)),
        )

    assert (code, out) == (1, "")
    assert "not both" in err
    assert not (tmp_path / "new").exists()
    assert drawer.kept == {}


@pytest.mark.parametrize("passphrase", [" " * 8, "\u3000" * 9, "  short  ", "nothing\0typed"])
def test_a_passphrase_of_spaces_or_that_cannot_be_typed_protects_no_desk(run, tmp_path, passphrase):
    code, _, err = run(
        *("new", tmp_path / "new", "--name", "Me", "--passphrase-file", "-"), typed=passphrase
    )

    assert code == 1
    assert "A passphrase" in err
    assert not (tmp_path / "new").exists()


def test_a_recovery_key_given_as_the_passphrase_opens_the_desk(run, folder, recovery_key, written):
    words = ("info", "--desk", folder, "--passphrase-file")

    assert run(*words, written(recovery_key))[0] == 0
    wrong = run(*words, written(recovery_key[:-1] + ("2" if recovery_key[-1] != "2" else "3")))
    assert wrong[2].startswith("Group 7 of this recovery key cannot be right.")
    assert "This passphrase does not open" in run(*words, written("wrong horse battery"))[2]


def test_after_a_change_it_is_said_that_backups_of_before_take_the_earlier_one(
    run, folder, recovery_key, tmp_path
):
    words = ["--desk", folder, "--recovery-key-file", "-"]
    before = (folder / "desk.keys").read_bytes()

    code, out, _ = run(
        *("recovery-sheet", "--new", "--out", tmp_path / "sheet.pdf", *words), typed=recovery_key
    )

    assert code == 0
    assert "backups made before still do" in out
    assert "delete those from before" in out
    assert run("info", *words, typed=recovery_key)[0] == 1
    # What is said is so: the key slots of an old backup open the file of today.
    (folder / "desk.keys").write_bytes(before)
    assert run("info", *words, typed=recovery_key)[0] == 0


def test_a_desk_in_the_keyring_alone_gets_a_new_recovery_key_without_a_question(run, tmp_path):
    folder, sheet = tmp_path / "kept", tmp_path / "sheet.pdf"
    shown: list[str] = []
    with in_use(Drawer()):
        make_desk(folder, name="Me", passphrase=None, reveal=shown.append).close()

        code, _, err = run("recovery-sheet", "--new", "--desk", folder, "--out", sheet)

    assert (code, err) == (0, "")
    assert sheet.exists()
    assert run("info", "--desk", folder, "--recovery-key-file", "-", typed=shown[0])[0] == 1


def test_a_desk_in_the_keyring_alone_takes_no_nonsense_for_a_secret(run, tmp_path, written):
    folder, sheet = tmp_path / "kept", tmp_path / "sheet.pdf"
    with in_use(Drawer()):
        make_desk(folder, name="Me", passphrase=None, reveal=str).close()
        before = (folder / "desk.keys").read_bytes()
        words = ["--desk", folder, "--passphrase-file", written("any nonsense at all")]

        for command in (
            ["recovery-sheet", "--new", "--out", sheet],
            ["change-passphrase", "--new-passphrase-file", written(SECRET)],
        ):
            assert run(*command, *words)[0] == 1

    assert not sheet.exists()
    assert (folder / "desk.keys").read_bytes() == before


def test_a_new_desk_tells_its_recovery_key_before_it_is_made(run, tmp_path):
    folder = tmp_path / "new"

    code, out, _ = run(
        *("new", folder, "--name", "Michelle Roy", "--passphrase-file", "-"), typed=SECRET
    )

    assert code == 0
    first, *_, last = out.splitlines()
    assert last == f"Made a desk in {folder}."
    key = first.removeprefix("Recovery key: ")
    assert run("info", "--desk", folder, "--recovery-key-file", "-", typed=key)[0] == 0


def test_a_new_desk_for_machines_and_in_the_keyring(run, tmp_path):
    with in_use(Drawer()) as drawer:
        code, out, _ = run("new", tmp_path / "new", "--name", "Me", "--keyring", "--json")

        assert code == 0
        assert json.loads(out)["recovery_key"].startswith("MD1-")
        assert run("info", "--desk", tmp_path / "new")[0] == 0
    assert len(drawer.kept) == 1


def test_a_sample_desk_has_no_sheet(run, tmp_path):
    run("demo", tmp_path / "sample", "--people", "20", "--sessions", "5")

    code, _, err = run(
        *("recovery-sheet", "--desk", tmp_path / "sample", "--out", tmp_path / "sheet.pdf"),
        *("--passphrase-file", "-"),
        typed=SECRET,
    )

    assert code == 1
    assert "opens by itself" in err
    assert not (tmp_path / "sheet.pdf").exists()
