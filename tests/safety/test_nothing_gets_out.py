"""Words stay in the encrypted desk: not in files, logs, messages or sockets; a watched visit."""

import base64
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from mentor_desk.log import where_it_happened
from mentor_desk.models import Action, Goal, Person
from mentor_desk.storage.keys.recovery_key import read_recovery_key
from mentor_desk.storage.keys.vault import read_vault
from tests.safety.whole_visit import ASKED, BIRD, PICTURE, RECOVERY

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "correct horse kanarienvogel battery"
WATCHED = "openat,open,creat,socket,connect,rename,renameat,renameat2,mkdir,link,symlink,execve"

_OPENED = re.compile(r'\b(?:openat\(AT_FDCWD, |open\(|creat\()"([^"]+)", ([A-Z_|]+)')
_SOCKET = re.compile(r"\bsocket\((\w+)")
# What every program of the desktop may touch outside of its home, none of it a file.
_NO_FILES = ("/dev/", "/proc/", "/sys/")


@dataclass(frozen=True)
class Visit:
    """What a visit in a process of its own left behind; `trace` is None when nobody watched."""

    home: Path
    said: str
    trace: str | None

    @property
    def asked(self) -> Path:
        """Where lies what somebody asked to have in clear."""
        return self.home / ASKED.name

    def files(self) -> list[Path]:
        """Return every file that was written and is still there, but for those asked for."""
        found = {path for path in self.home.rglob("*") if path.is_file()}
        found |= {path for path in self.written() if path.is_file()}
        return sorted(path for path in found if not path.is_relative_to(self.asked))

    def written(self) -> set[Path]:
        """Return every file that was opened to be written, as the system saw it."""
        opened = _OPENED.findall(self.trace or "")
        names = {name for name, how in opened if re.search("O_WRONLY|O_RDWR|O_CREAT", how)}
        return {Path(name) for name in names if not name.startswith(_NO_FILES)}


@pytest.fixture(scope="module")
def can_watch(tmp_path_factory):
    if shutil.which("strace") is None:
        return False
    probe = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return probe.returncode == 0


@pytest.fixture(scope="module")
def visit(tmp_path_factory, can_watch):
    place = tmp_path_factory.mktemp("visit")
    home, trace = place / "home", place / "trace.txt"
    (home / "tmp").mkdir(parents=True)
    picture = Path(PICTURE)
    picture.write_bytes(one_pixel())
    watch = ["strace", "-f", "-qq", "--seccomp-bpf", "-s", "400", "-e", f"trace={WATCHED}"]
    watch += ["-o", str(trace)]
    command = [*(watch if can_watch else []), sys.executable, "-m", "tests.safety.whole_visit"]
    try:
        run = subprocess.run(
            command,
            input=PASSPHRASE,
            env=environment(home),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    finally:
        picture.unlink(missing_ok=True)
    assert run.stdout.endswith("visited\n"), run.stdout + run.stderr
    return Visit(home, run.stdout + run.stderr, trace.read_text() if can_watch else None)


@pytest.fixture
def watched(visit):
    if visit.trace is None:
        pytest.skip("strace is not here, or may not watch other processes")
    return visit


def environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "XDG_RUNTIME_DIR": str(home / "tmp"),
        "QT_QPA_PLATFORM": "offscreen",
        "QT_FORCE_STDERR_LOGGING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }


def one_pixel() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*each) for each in ((b"IHDR", header), (b"IDAT", pixel), (b"IEND", b""))
    )


def spellings(word: str) -> list[bytes]:
    """Return the word as it would stand in a file in each of the usual encodings."""
    plain = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    turned = []
    for content in plain:
        for shift in range(3):
            # The letters at the ends depend on what stands beside the word.
            whole = base64.b64encode(b"\0" * shift + content)
            turned.append(whole[4 if shift else 0 : -4])
    return plain + turned + [word.encode().hex().encode()]


def spellings_of_key(key: bytes) -> list[bytes]:
    """Return a key as it would stand in a file: itself, and in hexadecimal and base64."""
    return [key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key)[:-2]]


def holds(content: bytes, word: str) -> bool:
    small = content.lower()
    whole = (content, small)
    return any(each in text for text in whole for each in spellings(word))


def test_s1_no_file_that_was_written_holds_a_word_in_clear_but_those_asked_for(visit):
    found = [path for path in visit.files() if holds(path.read_bytes(), BIRD)]

    assert found == []
    names = {path.name for path in visit.files()}
    assert names >= {"desk.db", "desk.keys", "settings.json", "desk.db-journal"}
    assert any(name.endswith(".mentordesk") for name in names)


def test_s1_a_crash_in_the_middle_of_a_save_leaves_something_to_look_into(visit):
    [journal] = visit.home.rglob("desk.db-journal")

    assert journal.stat().st_size > 4096


def test_k11_the_key_of_the_desk_stands_nowhere_in_any_spelling(visit):
    [keys] = [path for path in visit.home.rglob("desk.keys") if path.parent.name == "desk"]
    vault = read_vault(keys)
    key = vault.open_with_passphrase(f"{PASSPHRASE} anew")
    recovery = (visit.asked / RECOVERY).read_text()

    told = [path.read_bytes() for path in visit.files()]
    told += [visit.said.encode(), (visit.trace or "").encode()]
    secrets = [*spellings_of_key(key), *spellings(recovery), *spellings(PASSPHRASE)]
    found = [
        (number, secret) for number, each in enumerate(told) for secret in secrets if secret in each
    ]

    assert found == []
    assert vault.open_with_recovery(read_recovery_key(recovery)) == key


@pytest.mark.parametrize("spell", [bytes, lambda key: key.hex().upper().encode(), base64.b64encode])
def test_k11_the_search_itself_finds_a_key(spell):
    key = bytes(range(100, 132))

    assert any(each in b"log: " + spell(key) + b" end" for each in spellings_of_key(key))


def test_k11_the_log_and_the_terminal_hold_no_run_of_64_hexadecimal_digits(visit):
    [log] = visit.home.rglob("mentor-desk.log")

    for told in (log.read_text(), visit.said):
        assert not re.search("[0-9a-fA-F]{64}", told)


def test_s1_nothing_is_written_outside_of_the_desk_the_settings_and_the_log(watched):
    homeless = [path for path in watched.written() if not path.is_relative_to(watched.home)]

    assert homeless == []


def test_s4_the_log_tells_what_failed_and_nothing_that_was_written(visit):
    [log] = visit.home.rglob("mentor-desk.log")
    told = log.read_text()

    assert told.count("ERROR") == 3
    for kind in ("ValueError", "IntegrityError", "StatementError"):
        assert kind in told
    assert not holds(told.encode(), BIRD)
    assert "canary" not in told


def test_s4_nothing_that_was_written_is_said_on_the_terminal(visit):
    assert not holds(visit.said.encode(), BIRD)


def test_u1_a_picture_named_in_a_text_is_never_opened(watched):
    assert PICTURE not in watched.trace
    assert "desk.db" in watched.trace


def test_s5_no_socket_is_made_that_could_leave_this_computer(watched):
    made = set(_SOCKET.findall(watched.trace))

    assert made <= {"AF_UNIX"}


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", ["", "x", "xy"])
def test_s1_the_search_itself_finds_a_word_in_every_encoding(code, before):
    content = f"{before}{BIRD}, and more".encode(code)

    assert holds(content, BIRD)
    assert holds(b"{" + base64.b64encode(content) + b"}", BIRD)
    assert not holds(content.replace(BIRD.encode(code), b""), BIRD)


def refuse_by_the_database(db):
    db.add(Goal(mentorship_id=1, title=" ", why=BIRD, started_on=None))
    db.flush()


def refuse_by_a_rule(db):
    db.add(Person(uid=BIRD, display_name=" ", sort_name=BIRD, remark=BIRD, created_at=None))
    db.flush()


def refuse_a_value_of_the_wrong_kind(db):
    db.add(Action(mentorship_id=1, text=BIRD, made_on=BIRD))
    db.flush()


def refuse_many_at_once(db):
    rows = [{"mentorship_id": 1, "text": BIRD, "made_on": None} for _ in range(2)]
    db.execute(Action.__table__.insert(), rows)


@pytest.mark.parametrize(
    "write",
    [
        refuse_by_the_database,
        refuse_by_a_rule,
        refuse_a_value_of_the_wrong_kind,
        refuse_many_at_once,
    ],
)
def test_s4_an_error_of_the_database_quotes_no_value(desk, add, write):
    add.mentee("Ada")

    with pytest.raises((IntegrityError, StatementError)) as caught:
        desk.do(write)

    failure = caught.value
    for said in (str(failure), repr(failure), str(failure.__cause__), str(failure.orig)):
        assert BIRD not in said
    assert BIRD not in where_it_happened(type(failure), failure.__traceback__, also=failure)
