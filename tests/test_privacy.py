"""S6: what the program leaves behind is its owner's alone, and a crash leaves no memory."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_desk.privacy import keep_from_others
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.sample.desk import make_sample_desk

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no such modes")

STARTED = """
import os, resource, sys
os.umask(0)
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
sys.argv = ["mentor-desk", "demo", sys.argv[1], "--people", "3", "--sessions", "3"]
from mentor_desk.__main__ import main
code = main()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], code)
"""


def modes_in(folder: Path) -> set[tuple[str, str]]:
    """Return every file and folder whose mode gives others any right."""
    return {
        (str(path.relative_to(folder)), stat.filemode(path.stat().st_mode))
        for path in folder.rglob("*")
        if path.stat().st_mode & 0o077
    }


def test_s6_a_start_with_every_right_for_everybody_leaves_none_and_no_core_dump(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(tmp_path / "new" / "desk")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert done.stdout.splitlines()[-1] == "0 0", done.stdout + done.stderr
    assert (tmp_path / "new" / "desk" / "desk.db").exists()
    assert modes_in(tmp_path) == set()


def test_s6_a_desk_that_others_could_read_is_taken_from_them_when_it_is_opened(tmp_path):
    folder = tmp_path / "desk"
    make_sample_desk(folder, people=3, sessions=3)
    folder.chmod(0o777)
    for path in folder.iterdir():
        path.chmod(0o666)

    open_desk(folder).close()

    assert modes_in(tmp_path) == set()


def test_s6_a_folder_that_belongs_to_all_stays_so(tmp_path):
    tmp_path.chmod(0o1777)

    keep_from_others(tmp_path)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


def test_s6_what_is_gone_is_no_trouble(tmp_path):
    keep_from_others(tmp_path / "gone")

    assert not (tmp_path / "gone").exists()
