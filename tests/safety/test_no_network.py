"""S5: the whole round trip makes no socket that could leave this computer."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mentor_desk
from tests.faults.strace import needs_strace
from tests.safety.test_nothing_gets_out import environment
from tests.secret_service import UNLOCKED, needs_secret_service, run

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(mentor_desk.__file__).parent
CARDS = ROOT / "tests" / "fixtures" / "vcard" / "standard_40.vcf"
SOCKET = re.compile(r"\bsocket\((\w+)")
CONNECTED = re.compile(r'\bconnect\(.*sun_path=@?"([^"]+)"')
# Say where the bus of the session is, and become the program that is named.
IN_ITS_PLACE = (
    "import os, sys;"
    "print(os.environ['DBUS_SESSION_BUS_ADDRESS'], flush=True);"
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
SECRET = "correct horse battery"

# Modules that speak to other computers, and who may load one all the same.
NETWORK = re.compile(
    r"^(socket|ssl|http|urllib\.request|ftplib|smtplib|asyncio|xmlrpc|PySide6\.Qt(Network|WebEngine))"
)
# What is a socket within this computer alone.
LOCAL = re.compile(r"^PySide6\.QtNetwork\.QLocal(Server|Socket)$")
ALLOWED = {("ui/shell/screen.py", "socket")}

DESK = ("--desk", "desk")
MINE = ("--desk", "mine", "--passphrase-file", "pass")
RENEWED = ("--desk", "mine", "--passphrase-file", "new")
# The one that the command before made.
BACKUP = "mine/backups/*.mentordesk"
COMMANDS = [
    ("demo", "desk", "--people", "20", "--sessions", "20"),
    ("info", *DESK),
    ("people", *DESK),
    ("import", str(CARDS), *DESK),
    ("review", "--all", "--out", "out/", *DESK),
    ("history", *DESK),
    ("backup", *DESK),
    ("check", "--full", *DESK),
    ("new", "mine", "--name", "Michelle Roy", "--passphrase-file", "pass"),
    ("lock-info", *MINE),
    ("backup", *MINE),
    ("backups", *MINE),
    ("restore", BACKUP, *MINE),
    ("salvage", "--to", "salvaged", *MINE),
    ("change-passphrase", "--new-passphrase-file", "new", *MINE),
    ("recovery-sheet", "--out", "sheet.pdf", "--new", *RENEWED),
    ("info", *RENEWED),
]
# The same for a desk whose key lies in the keyring.
KEPT = ("--desk", "kept")
COMMANDS_OF_KEYRING = [
    ("new", "kept", "--name", "Michelle Roy", "--keyring"),
    ("info", *KEPT),
    ("backup", *KEPT),
]


@needs_strace
def test_s5_no_command_makes_a_socket_that_could_leave_this_computer(tmp_path):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "pass").write_text(SECRET)
    (tmp_path / "new").write_text(f"{SECRET} anew")

    made = {command: sockets_of(command, tmp_path) for command in COMMANDS}

    assert {command: found for command, found in made.items() if found - {"AF_UNIX"}} == {}
    assert (tmp_path / "mine" / "desk.db").exists()
    assert (tmp_path / "salvaged" / "desk.db").exists()
    assert list((tmp_path / "out").glob("*.pdf"))
    assert (tmp_path / "sheet.pdf").exists()


@needs_strace
@needs_secret_service
def test_s5_with_a_keyring_nothing_is_spoken_to_but_the_bus_of_the_session(tmp_path):
    for command in COMMANDS_OF_KEYRING:
        log = tmp_path / "calls.txt"
        program = [*strace(log, "socket,connect"), sys.executable, "-m", "mentor_desk", *command]
        told = run(["-c", IN_ITS_PLACE, *program], home=tmp_path, daemon=UNLOCKED)
        address = told.splitlines()[0]
        calls = log.read_text()

        assert set(SOCKET.findall(calls)) == {"AF_UNIX"}, command
        bus = re.search("path=([^,]+)", address)[1]
        assert set(CONNECTED.findall(calls)) == {bus}, command
    assert (tmp_path / "kept" / "desk.db").exists()


@needs_strace
def test_s5_the_search_itself_finds_a_socket(tmp_path):
    (tmp_path / "tmp").mkdir()
    made = watched([sys.executable, "-c", "import socket; socket.socket()"], tmp_path)

    assert made == {"AF_INET"}


def test_s5_no_module_is_loaded_that_speaks_to_other_computers():
    found = {
        (str(path.relative_to(PACKAGE)), name)
        for path in PACKAGE.rglob("*.py")
        for name in network_modules_in(path.read_text())
    }

    assert found <= ALLOWED


@pytest.mark.parametrize(
    "source",
    ["import socket", "from urllib.request import urlopen", "from PySide6 import QtNetwork"],
)
def test_s5_the_search_itself_finds_a_module(source):
    assert list(network_modules_in(source))


def network_modules_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        yield from (name for name in names if NETWORK.match(name) and not LOCAL.match(name))


def sockets_of(command: tuple[str, ...], place: Path) -> set[str]:
    words = [str(next(place.glob(word))) if word == BACKUP else word for word in command]
    return watched([sys.executable, "-m", "mentor_desk", *words], place)


def strace(log: Path, calls: str) -> list[str]:
    return ["strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={calls}", "-o", str(log)]


def watched(program: list[str], place: Path) -> set[str]:
    """Run a program and return the families of the sockets it made."""
    log = place / "calls.txt"
    done = subprocess.run(
        [*strace(log, "socket"), *program],
        cwd=place,
        env={**environment(place), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{program}: {done.stderr}"
    return set(SOCKET.findall(log.read_text()))
