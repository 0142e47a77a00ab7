"""D10: too little memory is a failure that changes nothing."""

import sys

import pytest

from tests.faults import desks


@pytest.mark.skipif(sys.platform != "linux", reason="this system counts its memory otherwise")
def test_d10_an_import_without_enough_memory_changes_nothing_and_works_once_there_is(
    writers, base, tmp_path
):
    folder = desks.copy(base, tmp_path / "desk")
    run = writers.start("starve", folder)
    assert run.is_waiting(), run.told()
    run.go_on()
    assert run.is_waiting(), run.told()
    *refused, last = run.told()
    run.kill()

    assert refused
    assert all(each.startswith("refused ") and each.endswith(" 0") for each in refused), refused
    assert last == "done 1000"
    assert desks.faults_of(folder) == []
