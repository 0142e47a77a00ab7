"""An answer that cannot be written: what was to be seen first is seen, or nothing is done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_desk.services.opening.opening import open_desk
from tests.faults import desks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")

FULL = Path("/dev/full")


@pytest.fixture
def secret(tmp_path):
    (tmp_path / "passphrase").write_text(desks.SECRET)
    return ["--passphrase-file", str(tmp_path / "passphrase")]


def ran(*words, out):
    """Run a command whose output goes there; return its exit code and what it said of errors."""
    command = [sys.executable, "-m", "mentor_desk", *map(str, words)]
    ended = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    return ended.returncode, ended.stderr


@pytest.fixture(params=["nobody reads", "disk is full"])
def broken(request):
    """Give an output that takes nothing."""
    if request.param == "disk is full":
        if not FULL.exists():
            pytest.skip("this system has no device that is always full")
        with FULL.open("wb") as stream:
            yield stream
        return
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as stream:
        yield stream


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["people", "machines"])
def test_k8_no_desk_is_made_whose_recovery_key_could_not_be_written(tmp_path, secret, broken, form):
    code, err = ran("new", tmp_path / "new", "--name", "Me", *secret, *form, out=broken)

    assert code == 1
    assert err == "The recovery key could not be shown, so no desk was made.\n"
    assert not (tmp_path / "new").exists()


def test_k8_no_desk_is_made_without_any_output(tmp_path, secret):
    # The shell's `>&-`: a descriptor that is not there at all.
    words = ["new", str(tmp_path / "new"), "--name", "Me", *secret]
    started = f'exec {sys.executable} -m mentor_desk "$@" >&-'

    ended = subprocess.run(
        ["/bin/sh", "-c", started, "sh", *words], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert "so no desk was made" in ended.stderr
    assert not (tmp_path / "new").exists()


def test_k8_machines_are_told_the_recovery_key_before_the_desk_is_made(tmp_path, secret, capfd):
    code, _ = ran("new", tmp_path / "new", "--name", "Me", *secret, "--json", out=None)

    told = json.loads(capfd.readouterr().out)
    assert code == 0
    open_desk(tmp_path / "new", recovery_key=told["recovery_key"]).close()


def test_a_listing_that_nobody_reads_to_its_end_is_done_without_a_word(tmp_path, secret):
    folder = desks.make(tmp_path / "desk")
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as stream:
        code, err = ran("people", "--desk", folder, *secret, out=stream)

    assert (code, err) == (0, "")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_a_listing_that_finds_no_room_is_refused_in_a_sentence(tmp_path, secret):
    folder = desks.make(tmp_path / "desk")

    with FULL.open("wb") as stream:
        code, err = ran("people", "--desk", folder, *secret, out=stream)

    assert code == 1
    assert err == "The answer could not be written: no space left on device.\n"
