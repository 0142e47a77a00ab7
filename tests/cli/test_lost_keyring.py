"""Every command says what else opens a desk whose keyring is lost, and no secret is ignored."""

import io
import sys

import pytest

from mentor_desk.cli.answers import DONE, MISUSE, REFUSED
from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command
from mentor_desk.services.opening.keys import change_passphrase
from mentor_desk.services.opening.opening import make_desk, open_desk
from tests.keyrings import Asking, Drawer, in_use
from tests.own_desk import OTHER, SECRET

COMMANDS = (["info"], ["people"], ["check"], ["check", "--repair"], ["backup"], ["history"])


class Terminal(io.StringIO):
    """A standard input at which somebody sits."""

    def isatty(self):
        return True


@pytest.fixture
def kept(tmp_path):
    """A desk that opens by the keyring and by a passphrase, and its recovery key."""
    shown = []
    with in_use(Drawer()):
        desk = make_desk(tmp_path / "kept", name="Me", passphrase=None, reveal=shown.append)
        change_passphrase(desk, new=SECRET, secret="")
        desk.close()
        open_desk(tmp_path / "kept").close()
    return tmp_path / "kept", shown[0]


@pytest.fixture
def run(monkeypatch, capsys):
    def run(*words, answers=(), keyring=None):
        left = list(answers)
        monkeypatch.setattr(sys, "stdin", Terminal() if answers else io.StringIO())
        monkeypatch.setattr("getpass.getpass", lambda _question: left.pop(0))
        with in_use(keyring or Drawer()):
            code = run_command(read_arguments([str(word) for word in words]))
        assert left == []
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_k2_without_a_terminal_the_other_ways_in_are_named(run, kept, words):
    code, out, err = run(*words, "--desk", kept[0])

    assert (code, out) == (REFUSED, "")
    assert "does not hold the key" in err
    assert "--passphrase-file or --recovery-key-file" in err


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_k2_at_a_terminal_the_mentor_is_asked_for_either(run, kept, words):
    folder, recovery_key = kept
    for secret in (SECRET, recovery_key):
        code, _, err = run(*words, "--desk", folder, answers=[secret])

        assert code == DONE
        assert "does not hold the key" in err


@pytest.mark.parametrize("words", [*COMMANDS, ["salvage"]], ids=" ".join)
def test_k7_a_keyring_that_hangs_is_given_up_and_the_other_ways_are_named(
    run, kept, monkeypatch, words
):
    monkeypatch.setattr("mentor_desk.storage.keys.keychain.PATIENCE_SECONDS", 0.1)
    hanging = Asking(Drawer())

    code, out, err = run(*words, "--desk", kept[0], keyring=hanging)
    at_terminal = run(*words, "--desk", kept[0], keyring=hanging, answers=[SECRET])

    hanging.answered.set()
    assert (code, out) == (REFUSED, "")
    assert err.startswith("The keyring of this computer does not answer")
    assert "--passphrase-file or --recovery-key-file" in err
    assert at_terminal[0] == DONE


def test_k2_a_wrong_answer_is_called_wrong_and_asked_for_once(run, kept):
    code, _, err = run("info", "--desk", kept[0], answers=[OTHER])

    assert code == REFUSED
    assert "This passphrase does not open the desk" in err


def test_k2_a_damaged_desk_whose_keyring_is_lost_is_salvaged_by_its_passphrase(run, kept, tmp_path):
    path = kept[0] / "desk.db"
    path.write_bytes(path.read_bytes()[:-100])

    words = ("salvage", "--desk", kept[0], "--to", tmp_path / "new")
    assert "--passphrase-file" in run(*words)[2]
    assert run(*words, answers=[SECRET])[0] == DONE


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ["new", "x", "--name", "A", "--recovery-key-file", "k"],
            "new takes no --recovery-key-file",
        ),
        (["new", "x", "--name", "A", "--desk", "d"], "new takes no --desk"),
        (["--desk", "d", "new", "x", "--name", "A"], "new takes no --desk"),
        (["demo", "x", "--desk", "d"], "demo takes no --desk"),
        (["--passphrase-file", "p", "demo", "x"], "demo takes no --passphrase-file"),
        (["demo", "x", "--recovery-key-file", "k"], "demo takes no --recovery-key-file"),
    ],
)
def test_what_a_new_desk_would_not_heed_is_wrong_use(capsys, words, why):
    with pytest.raises(SystemExit) as ended:
        read_arguments(words)

    assert ended.value.code == MISUSE
    assert why in capsys.readouterr().err
