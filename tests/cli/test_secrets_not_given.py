"""A passphrase or key that is not typed, not there or given twice is told in one sentence."""

import os
import subprocess
import sys

import pytest

from mentor_desk.cli.answers import DONE, MISUSE, REFUSED
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from tests.own_desk import OTHER, SECRET

NEITHER = "--passphrase-file or --recovery-key-file"
BOTH = "Give the passphrase or the recovery key, not both.\n"
UNREADABLE = UnicodeDecodeError("utf-8", b"\xff\xfe", 0, 1, "invalid start byte")


@pytest.fixture
def backup(run, own_folder, tmp_path):
    """A backup of the desk, and files with its passphrase beside it."""
    (tmp_path / "passphrase").write_text(SECRET)
    words = ("--desk", own_folder, "--passphrase-file", tmp_path / "passphrase")
    assert run("backup", "--to", tmp_path / "stick", *words)[0] == DONE
    return next((tmp_path / "stick").iterdir())


@pytest.fixture
def at_terminal(monkeypatch, capsys):
    """Run a command with somebody at the terminal who gives these answers, or ends it so."""

    class Terminal:
        def isatty(self):
            return True

    def at_terminal(*words, answers):
        left = list(answers)

        def answer(_question):
            given = left.pop(0)
            if isinstance(given, Exception):
                raise given
            return given

        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr("getpass.getpass", answer)
        code = run_command(read_arguments([str(word) for word in words]))
        assert left == []
        return code, capsys.readouterr().err

    return at_terminal


def commands_that_ask(folder, backup, place):
    """Return each command with what is answered before the question that matters."""
    desk = ("--desk", folder)
    return [
        (("new", place / "new", "--name", "Me"), []),
        (("new", place / "new", "--name", "Me"), [OTHER]),
        (("info", *desk), []),
        (("info", *desk), [""]),
        (("change-passphrase", *desk), [SECRET]),
        (("change-passphrase", *desk), [SECRET, OTHER]),
        (("recovery-sheet", *desk, "--out", place / "sheet.pdf"), []),
        (("check", *desk), []),
        (("salvage", *desk, "--to", place / "salvaged"), []),
        (("restore", backup, "--to", place / "restored"), []),
    ]


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (EOFError(), "Nothing was typed, so nothing was done.\n"),
        (UNREADABLE, "What was typed cannot be read as text, so nothing was done.\n"),
        (OSError(5, "Input/output error"), "What was typed cannot be read as text, so nothing"),
    ],
    ids=["its end", "no text", "no terminal any more"],
)
def test_an_answer_that_does_not_come_is_one_sentence_and_nothing_done(
    at_terminal, own_folder, backup, tmp_path, trouble, sentence
):
    before = {path.name for path in tmp_path.iterdir()}
    keys = (own_folder / "desk.keys").read_bytes()

    for words, answers in commands_that_ask(own_folder, backup, tmp_path):
        code, err = at_terminal(*words, answers=[*answers, trouble])

        assert code == REFUSED
        assert err.splitlines()[-1].startswith(sentence.rstrip("\n"))
        assert "0xff" not in err
    assert {path.name for path in tmp_path.iterdir()} == before
    assert (own_folder / "desk.keys").read_bytes() == keys


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal of its own")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (b"\x04", "Nothing was typed, so nothing was done."),
        (b"\xff\xfe\n", "What was typed cannot be read as text, so nothing was done."),
    ],
    ids=["Ctrl+D", "no text"],
)
def test_at_a_real_terminal_it_is_the_same(own_folder, typed, sentence):
    keys, screen = os.openpty()
    command = [sys.executable, "-m", "mentor_desk", "info", "--desk", str(own_folder)]
    with subprocess.Popen(
        command,
        stdin=screen,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Else the terminal of whoever runs the tests would be asked.
        start_new_session=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
    ) as asking:
        said = b""
        while not said.endswith(b"recovery key: "):
            said += asking.stderr.read(1)

        os.write(keys, typed)
        out, err = asking.communicate()

    os.close(keys)
    os.close(screen)
    assert (asking.returncode, out) == (REFUSED, b"")
    assert err.decode().strip() == sentence


@pytest.mark.parametrize("command", ["salvage", "check", "info"])
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--passphrase-file", "nosuch"], "The passphrase could not be read from nosuch."),
        (["--passphrase-file", "empty"], "The passphrase that was given is empty."),
        (["--passphrase-file", "long"], "is longer than 10,000 characters"),
        (["--recovery-key-file", "nosuch"], "The recovery key could not be read from nosuch."),
        (["--recovery-key-file", "long", "--passphrase-file", "long"], BOTH),
        ([], NEITHER),
    ],
    ids=["no such file", "empty", "too long", "no such key", "both", "neither"],
)
def test_what_is_wrong_with_a_file_that_was_named_is_told_and_nobody_is_asked(
    run, own_folder, tmp_path, monkeypatch, command, words, sentence
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").touch()
    (tmp_path / "long").write_text("x" * 10_001)

    code, out, err = run(command, "--desk", own_folder, *words)

    assert (code, out) == (REFUSED, "")
    assert sentence in err
    assert not list(tmp_path.glob("desk salvaged*"))


def test_a_damaged_desk_is_not_salvaged_by_a_file_that_is_not_there_either(run, own_folder):
    path = own_folder / "desk.db"
    path.write_bytes(path.read_bytes()[:-100])

    missing = run("salvage", "--desk", own_folder, "--passphrase-file", "nosuch")
    unnamed = run("salvage", "--desk", own_folder)

    assert missing[2] == "The passphrase could not be read from nosuch.\n"
    assert NEITHER in unnamed[2]


@pytest.mark.parametrize("passphrase", ["nosuch", "passphrase"])
def test_a_backup_is_restored_by_the_passphrase_or_the_recovery_key_and_not_both(
    run, backup, recovery_key, tmp_path, passphrase
):
    (tmp_path / "key").write_text(recovery_key)
    words = ("restore", backup, "--to", tmp_path / "restored", "--recovery-key-file")

    code, out, err = run(*words, tmp_path / "key", "--passphrase-file", tmp_path / passphrase)

    assert (code, out, err) == (REFUSED, "", BOTH)
    assert not (tmp_path / "restored").exists()
    assert run(*words, tmp_path / "key")[0] == DONE


@pytest.mark.parametrize("earlier", ["--passphrase-file", "--recovery-key-file"])
def test_the_standard_input_is_not_named_for_two_secrets(capsys, earlier):
    with pytest.raises(SystemExit) as ended:
        read_arguments(["change-passphrase", earlier, "-", "--new-passphrase-file", "-"])

    assert ended.value.code == MISUSE
    assert "standard input can be read for one passphrase or key only" in capsys.readouterr().err
