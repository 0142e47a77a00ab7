"""`.ci/setup` makes ready what is missing, heals what was broken off, and is silent otherwise."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt is Debian's")

PYTHON = Path(sys.executable).resolve()
SETUP = Path(__file__).parent.parent / ".ci" / "setup"
TOOLS = ("bash", "cat", "chmod", "cp", "dirname", "env", "id", "mkdir", "rm", "sort", "touch")
EVERYTHING = "libGL.so.1 libEGL.so.1 libglib-2.0.so.0 libfontconfig.so.1 libdbus-1.so.3"
EVERYTHING += " libxkbcommon.so.0 libxkbcommon-x11.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1"
EVERYTHING += " libxcb-shape.so.0 libwayland-cursor.so.0 libwayland-egl.so.1"


class Outcome(NamedTuple):
    """How it ended, and what was said."""

    code: int
    said: str


class Machine:
    """A checkout on a system that has only the programs it was given, and no network."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self._programs = folder / "programs"
        self._wheels = folder / "wheels"
        for made in (self.checkout / ".ci", self._programs, self._wheels):
            made.mkdir(parents=True)
        shutil.copy(SETUP, self.checkout / ".ci")
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found
            (self._programs / tool).symlink_to(found)
        self.give("ldconfig", f"echo {EVERYTHING} libxcb-cursor.so.0")
        self.give("python3.11", f'exec {PYTHON} "$@"')
        self.lock(version="1")

    @property
    def venv(self) -> Path:
        """The folder that is made."""
        return self.checkout / ".venv"

    @property
    def new_venv(self) -> Path:
        """Where the first one lies as it was before anything was installed."""
        return self.checkout.parent / "new.venv"

    def give(self, program: str, script: str) -> None:
        """Put a small program on this system."""
        path = self._programs / program
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def take(self, program: str) -> None:
        """Take a program from this system."""
        (self._programs / program).unlink()

    def lock(self, *, version: str) -> None:
        """Let the lock name one tiny package in that version."""
        wheel = _tiny_wheel(self._wheels, version)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        line = f"tiny=={version} --hash=sha256:{digest}\n"
        (self.checkout / "requirements.lock").write_text(line)

    def set_up(self) -> Outcome:
        """Run the first half of `make run`."""
        told = subprocess.run(
            [str(self.checkout / ".ci" / "setup"), "run"],
            capture_output=True,
            text=True,
            check=False,
            env={
                "PATH": str(self._programs),
                "HOME": str(self.checkout),
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(self._wheels),
                "PIP_CONFIG_FILE": os.devnull,
            },
        )
        assert told.stdout == ""
        return Outcome(told.returncode, told.stderr)

    def tiny_version(self) -> str:
        """Return what the .venv really imports."""
        told = subprocess.run(
            [str(self.venv / "bin" / "python"), "-c", "import tiny; print(tiny.VERSION)"],
            capture_output=True,
            text=True,
            check=True,
        )
        return told.stdout.strip()


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """Make one .venv for all, for that is what takes long; it is kept as it was when it was new."""
    machine = Machine(tmp_path_factory.mktemp("first"))
    keep = f'if [ "$2" = venv ]; then cp -a "$3" {machine.new_venv}; fi'
    machine.give("python3.11", f'{PYTHON} "$@" || exit\n{keep}')
    return machine, machine.set_up()


@pytest.fixture
def machine(first_start, tmp_path):
    """Return a machine of one's own, on which the program has been set up before."""
    machine, first = Machine(tmp_path), first_start[0]
    shutil.copytree(first.venv, machine.venv, symlinks=True)
    give_new = f'if [ "$2" = venv ]; then exec cp -aT {first.new_venv} "$3"; fi'
    machine.give("python3.11", f'{give_new}\nexec {PYTHON} "$@"')
    return machine


@pytest.fixture
def bare_machine(tmp_path):
    """Return a machine on which nothing has been set up yet."""
    return Machine(tmp_path)


def test_the_second_time_nothing_is_done_and_nothing_is_said(first_start):
    machine, first = first_start
    made = (machine.venv / "pyvenv.cfg").stat()

    second = machine.set_up()

    assert first == Outcome(
        0, "Installing what requirements.lock names; this takes a few minutes, once.\n"
    )
    assert second == Outcome(0, "")
    assert (machine.venv / "pyvenv.cfg").stat() == made
    assert machine.tiny_version() == "1"


def test_a_folder_that_was_moved_needs_nothing(machine):
    outcome = machine.set_up()

    assert outcome == Outcome(0, "")
    assert machine.tiny_version() == "1"


def test_another_lock_is_installed_over_the_old_one(machine):
    machine.lock(version="2")

    outcome = machine.set_up()

    assert outcome.code == 0
    assert machine.tiny_version() == "2"
    assert machine.set_up() == Outcome(0, "")


def test_a_venv_that_was_broken_off_is_made_anew(machine):
    (machine.venv / ".unfinished").touch()
    (machine.venv / "half-written").touch()

    outcome = machine.set_up()

    assert outcome.code == 0
    assert not (machine.venv / "half-written").exists()
    assert machine.set_up() == Outcome(0, "")


def test_a_venv_whose_python_is_gone_is_made_anew(machine):
    for name in ("python", "python3", Path(sys.executable).resolve().name):
        link = machine.venv / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to("/nowhere/python3.11")

    outcome = machine.set_up()

    assert outcome.code == 0
    assert machine.tiny_version() == "1"


def test_what_does_not_match_its_hash_is_refused_and_stays_unfinished(machine):
    machine.lock(version="2")
    (machine.checkout / "requirements.lock").write_text(f"tiny==2 --hash=sha256:{64 * '0'}\n")

    outcome = machine.set_up()

    assert outcome.code == 1
    assert "That did not work; see above." in outcome.said
    assert (machine.venv / ".unfinished").exists()


def test_only_what_is_missing_is_installed_by_apt(machine, tmp_path):
    machine.give("ldconfig", f"echo {EVERYTHING}")
    machine.give("id", "echo 0")
    machine.give("apt-get", f'echo "$@" >>{tmp_path}/asked')

    outcome = machine.set_up()

    assert outcome.code == 0
    assert "Installing from your system's packages: libxcb-cursor0\n" in outcome.said
    last = (tmp_path / "asked").read_text().splitlines()[-1]
    assert last.startswith("install ")
    assert last.endswith(" libxcb-cursor0")


def test_an_ordinary_user_without_sudo_is_given_the_line_for_an_administrator(bare_machine):
    bare_machine.give("ldconfig", f"echo {EVERYTHING}")
    bare_machine.give("apt-get", "exit 1")
    bare_machine.give("id", "echo 1000")

    outcome = bare_machine.set_up()

    assert outcome == Outcome(
        1,
        "Please have an administrator type this, then try again:"
        " apt-get install --no-install-recommends libxcb-cursor0\n",
    )
    assert not bare_machine.venv.exists()


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("dnf", "dnf install xcb-util-cursor"),
        ("pacman", "pacman -S --needed xcb-util-cursor"),
        ("zypper", "zypper install libxcb-cursor0"),
    ],
)
def test_other_systems_are_given_their_own_line(bare_machine, tool, line):
    bare_machine.give("ldconfig", f"echo {EVERYTHING}")
    bare_machine.give(tool, "exit 1")

    outcome = bare_machine.set_up()

    assert outcome.code == 1
    assert outcome.said.endswith(f"then try again: {line}\n")


def test_a_system_we_do_not_know_is_told_the_libraries(bare_machine):
    bare_machine.give("ldconfig", f"echo {EVERYTHING}")

    outcome = bare_machine.set_up()

    assert outcome.code == 1
    assert outcome.said.count("\n") == 1
    assert "from your system" in outcome.said
    assert outcome.said.endswith(": libxcb-cursor.so.0\n")


def test_an_old_python_is_refused_in_one_sentence(bare_machine):
    bare_machine.take("python3.11")
    bare_machine.give("python3", "exit 1")

    outcome = bare_machine.set_up()

    assert outcome == Outcome(
        1, "Mentor Desk needs Python 3.11, 3.12, 3.13 or 3.14; please install one of them.\n"
    )


def _tiny_wheel(folder: Path, version: str) -> Path:
    """Write the smallest wheel that pip takes: one module that knows its version."""
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"VERSION = '{version}'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    path = folder / f"tiny-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(zipfile.ZipInfo(name), text)
    return path


def _digest(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
