"""The command line, called in this process by somebody who types nothing."""

import io

import pytest

from mentor_desk.cli.arguments import read_arguments
from mentor_desk.cli.running import run_command


@pytest.fixture
def run(home, monkeypatch, capsys):
    """Return a function that runs a command and gives its code, what it printed and its errors."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def run(*words):
        code = run_command(read_arguments([str(word) for word in words]))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run
