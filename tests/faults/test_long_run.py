"""The long run itself: it counts what tests come to, and does not pass over what it cannot do."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TESTS = """
import pytest
from types import SimpleNamespace

def test_counts_by_itself(record_property):
    record_property("tally", {"rounds": 7, "acknowledged": 5})

def test_is_one_round():
    assert True

def test_loses():
    failed = SimpleNamespace(is_lost=True)
    assert not failed.is_lost

def test_is_corrupt():
    assert "neither" == "before nor after"

@pytest.mark.skip(reason="nobody can")
def test_is_left_out():
    assert True
"""
COUNT = """
import sys
from tests.faults.parts_of_suite import run_tests
found = run_tests(sys.argv[1], words=sys.argv[2], times=1, seed=1)
print(found)
print(*found.problems, sep="\\n")
"""


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_part_without_a_single_test_or_of_an_unknown_name_is_told():
    done = python("-m", "tests.faults", "--only", "no such part")

    assert done.returncode == 2
    for part in ("D1 save", "D2 ", "D2b", "D3a", "D3b", "D4", "D5", "D6", "C1", "C2", "K ", "T3"):
        assert f"\n  {part}" in done.stdout, part


def test_what_tests_count_and_where_they_fail_is_counted(tmp_path):
    (tmp_path / "test_few.py").write_text(TESTS)

    found = python("-c", COUNT, str(tmp_path / "test_few.py"), "").stdout

    assert found.startswith("10 rounds, 5 acknowledged, 1 lost, 1 corrupt; left out: ")
    assert "nobody can" in found
    assert "test_loses" in found
    assert "test_is_corrupt" in found


def test_a_part_that_finds_no_test_is_no_success(tmp_path):
    (tmp_path / "test_few.py").write_text(TESTS)

    found = python("-c", COUNT, str(tmp_path / "test_few.py"), "nothing").stdout

    assert found.startswith("0 rounds, 0 acknowledged, 0 lost, 1 corrupt")
    assert "no test was run" in found
