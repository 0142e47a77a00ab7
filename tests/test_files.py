"""A file is written whole or not at all, whatever the disk says."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_desk import paths
from mentor_desk.errors import FileError
from mentor_desk.files import whole_file, write_whole

ROOT = Path(__file__).resolve().parents[1]

ON_A_FULL_DISK = """
import sys
from pathlib import Path
from mentor_desk.errors import FileError
from mentor_desk.files import write_whole
folder = Path(sys.argv[1])
write_whole(folder / "review.pdf", b"the old one")
(folder / "ballast").write_bytes(bytes(1_500_000))
try:
    write_whole(folder / "review.pdf", bytes(3_000_000))
except FileError as refusal:
    print(refusal.sentence)
print((folder / "review.pdf").read_bytes())
print(sorted(path.name for path in folder.iterdir()))
"""


def test_a_new_file_is_the_owners_alone(tmp_path):
    write_whole(tmp_path / "a", b"words")

    assert (tmp_path / "a").read_bytes() == b"words"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_a_failure_half_way_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    write_whole(tmp_path / "a", b"old")

    def fail_half_way():
        with whole_file(tmp_path / "a") as stream:
            stream.write(b"new")
            raise OSError(28, "No space left on device")

    with pytest.raises(FileError, match="no space left"):
        fail_half_way()

    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_fault_of_our_own_leaves_the_old_file_too(tmp_path):
    write_whole(tmp_path / "a", b"old")

    def stumble():
        with whole_file(tmp_path / "a") as stream:
            stream.write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()

    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes no folder")
def test_a_folder_that_cannot_be_flushed_is_told_and_the_new_file_is_in_place(
    tmp_path, monkeypatch
):
    write_whole(tmp_path / "a", b"old")
    real = os.fsync

    def flush(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(5, "Input/output error")
        real(handle)

    monkeypatch.setattr("os.fsync", flush)

    with pytest.raises(FileError, match=r"“a” was written to .*, but the disk does not confirm"):
        write_whole(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("target", ["gone/a", "file/a"])
def test_a_folder_that_is_none_gives_a_sentence(tmp_path, target):
    (tmp_path / "file").write_text("x")

    with pytest.raises(FileError, match="could not be written"):
        write_whole(tmp_path / target, b"x")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_gives_a_sentence(tmp_path):
    tmp_path.chmod(0o500)

    with pytest.raises(FileError, match="permission"):
        write_whole(tmp_path / "a", b"x")

    tmp_path.chmod(0o700)


def test_a_full_disk_leaves_the_old_file_and_gives_a_sentence(tmp_path):
    if not shutil.which("unshare") or _unshared("true").returncode:
        pytest.skip("this machine does not let a test mount a small disk of its own")

    done = _unshared(
        f"mount -t tmpfs -o size=2m none {tmp_path} &&"
        f" PYTHONPATH={ROOT} {sys.executable} -c '{ON_A_FULL_DISK}' {tmp_path}"
    )

    assert done.stdout.splitlines() == [
        f"“review.pdf” could not be written to {tmp_path}: no space left on device.",
        "b'the old one'",
        "['ballast', 'review.pdf']",
    ], done.stderr


def test_every_place_is_the_systems_own(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    if sys.platform == "linux":
        assert paths.default_desk() == tmp_path / "data" / "MentorDesk" / "desk"
        assert paths.sample_desk().parent == paths.default_desk().parent
    assert paths.resource("fonts", "NotoSans-Regular.ttf").is_file()
    assert paths.settings_file().name == "settings.json"


def _unshared(command):
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", command], capture_output=True, text=True, check=False
    )
