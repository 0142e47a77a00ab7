"""K11: no passphrase and no key is taken from the environment, where every program can read it."""

import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.own_desk import OTHER, SECRET
from tests.safety.test_nothing_gets_out import environment
from tests.safety.watched_environment import ALL

ROOT = Path(__file__).resolve().parents[2]

# What Python, its libraries and ourselves ask for: where things lie, how to speak and to whom.
KNOWN = re.compile(
    r"(_?PYTHON|LC_|XDG_|RL_|PILLOW_)\w+|HOME|LANG|LANGUAGE|COLUMNS|LINES|TERM|NO_COLOR|FORCE_COLOR"
    r"|ANDROID_DATA|EVAL_DEBUG|SOURCE_DATE_EPOCH"
)
TELLING = re.compile("SECRET|PASS|KEY|RECOVER", re.IGNORECASE)
BEFORE = ("", "MENTOR_", "MENTORDESK_", "MENTOR_DESK_", "DESK_", "SQLCIPHER_", "KEYRING_")
NAMES = (
    "SECRET",
    "PASSPHRASE",
    "PASSWORD",
    "PASS",
    "KEY",
    "RECOVERY",
    "RECOVERY_KEY",
    "NEW_PASSPHRASE",
    "PASSPHRASE_FILE",
    "RECOVERY_KEY_FILE",
)
SAID = [before + name for before, name in product(BEFORE, NAMES)]

MINE = ("--desk", "desk", "--passphrase-file", "pass")
COMMANDS = [
    ("new", "other", "--name", "Michelle Roy", "--passphrase-file", "pass"),
    ("info", *MINE),
    ("info", "--desk", "desk", "--recovery-key-file", "recovery"),
    ("backup", *MINE),
    ("recovery-sheet", "--out", "sheet.pdf", "--new", *MINE),
    ("change-passphrase", "--new-passphrase-file", "new", *MINE),
]


@pytest.fixture
def place(tmp_path, own_folder, recovery_key):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "pass").write_text(SECRET)
    (tmp_path / "new").write_text(OTHER)
    (tmp_path / "wrong").write_text("wrong horse")
    (tmp_path / "recovery").write_text(recovery_key)
    return tmp_path


def run(place: Path, command: tuple[str, ...], said: str) -> tuple[int, str, set[str]]:
    """Run a command whose environment says a secret under every name that one may think of."""
    notes = place / "notes.txt"
    done = subprocess.run(
        [sys.executable, "-m", "tests.safety.watched_environment", str(notes), *command],
        cwd=place,
        env={**dict.fromkeys(SAID, said), **environment(place), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr, set(notes.read_text().splitlines())


def unknown(names: set[str]) -> set[str]:
    return {name for name in names if TELLING.search(name) or not KNOWN.fullmatch(name)}


def test_k11_no_command_asks_its_environment_for_anything_that_is_not_known(place):
    asked = {}
    for command in COMMANDS:
        code, wrong, names = run(place, command, "wrong horse")
        assert code == 0, wrong
        asked[command] = names

    assert {command: found for command, names in asked.items() if (found := unknown(names))} == {}
    assert (place / "other" / "desk.db").exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("info", "--desk", "desk"), SECRET),
        (("info", "--desk", "desk"), None),
        (("backup", "--desk", "desk", "--passphrase-file", "wrong"), SECRET),
        (("recovery-sheet", "--desk", "desk", "--out", "sheet.pdf"), SECRET),
    ],
    ids=["passphrase", "recovery key", "beside a wrong one", "sheet"],
)
def test_k11_a_secret_in_the_environment_opens_nothing(place, recovery_key, command, said):
    said = said or recovery_key
    code, wrong, names = run(place, command, said)

    assert code == 1
    assert "passphrase" in wrong
    assert said not in wrong
    assert unknown(names) == set()
    assert not (place / "sheet.pdf").exists()


@pytest.mark.parametrize(
    "asks",
    [
        "os.environ['MENTOR_SECRET']",
        "os.environ.get('MENTOR_SECRET')",
        "os.getenv('MENTOR_SECRET')",
        "os.getenvb(b'MENTOR_SECRET')",
        "dict(os.environ)",
        "os.environ.copy()",
        "open('/proc/self/environ').read()",
    ],
)
def test_k11_the_watch_itself_finds_whoever_asks(place, asks):
    (place / "mentor_desk").mkdir()
    (place / "mentor_desk" / "__init__.py").write_text("")
    (place / "mentor_desk" / "__main__.py").write_text(f"import os\n{asks}\n")

    code, wrong, names = run(place, (), SECRET)

    assert code == 0, wrong
    assert unknown(names) & {"MENTOR_SECRET", ALL, "/proc/self/environ"}
