"""An answer in an encoding that lacks its characters: it arrives whole, and JSON stays JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_desk.services.mentees.mentorships import MentorshipEntry, take_on_new
from tests.faults import desks

NAME = "Łukasz Żółć-田中 é 🙂"


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """Give what opens a desk with a name that few encodings can write."""
    folder = desks.make(tmp_path_factory.mktemp("any") / "desk")
    desk = desks.opened(folder)
    entry = MentorshipEntry(started_on=desks.NOW.date())
    desk.do(take_on_new, name=NAME, entry=entry, now=desks.NOW)
    desk.close()
    secret = folder.parent / "passphrase"
    secret.write_text(desks.SECRET)
    return ["--desk", str(folder), "--passphrase-file", str(secret)]


def ran(*words, encoding):
    """Run a command that writes in an encoding; return its exit code and the bytes of both ends."""
    spoken = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "mentor_desk", *words]
    ended = subprocess.run(command, capture_output=True, env=spoken, check=False)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp437", "ascii", "utf-8"])
def test_a_name_that_the_encoding_lacks_is_written_all_the_same(words, encoding):
    code, out, err = ran("people", *words, encoding=encoding)

    assert (code, err) == (0, b"")
    assert NAME.encode(encoding, "backslashreplace") in out


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp437", "ascii", "utf-8"])
def test_machines_read_the_very_name_whatever_the_encoding(words, encoding):
    code, out, err = ran("people", "--json", *words, encoding=encoding)

    assert (code, err) == (0, b"")
    assert NAME in {row["name"] for row in json.loads(out.decode(encoding))}


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_a_refusal_is_written_in_any_encoding_too(words, encoding):
    code, out, err = ran("show", "Nobody 田", *words, encoding=encoding)

    assert (code, out) == (1, b"")
    assert b"Nobody \\u7530" in err
    assert b"Traceback" not in err


@pytest.mark.skipif(sys.platform != "linux", reason="names of files that are no text")
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["people", "machines"])
def test_a_folder_whose_name_is_no_text_can_be_told(tmp_path, form):
    folder = os.fsencode(tmp_path) + b"/\xff"

    code, out, err = ran("demo", folder, "--people", "1", *form, encoding="utf-8")

    assert (code, err) == (0, b"")
    assert Path(os.fsdecode(folder), "desk.db").is_file()
    assert form == [] or os.fsencode(json.loads(out)["desk"]) == folder


@pytest.mark.skipif(sys.platform == "win32", reason="the shell's way to close standard error")
def test_a_refusal_that_nobody_hears_is_no_part_of_the_answer(words):
    started = f'exec {sys.executable} -m mentor_desk "$@" 2>&-'
    command = ["/bin/sh", "-c", started, "sh", "show", "Nobody", "--json", *words]

    ended = subprocess.run(command, stdout=subprocess.PIPE, check=False)

    assert (ended.returncode, ended.stdout) == (1, b"")
