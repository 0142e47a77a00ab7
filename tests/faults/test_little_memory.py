"""D10: too little memory is a failure that changes nothing."""

import sys
from contextlib import closing

import pytest

from mentor_desk.services.network.people import find_people
from tests.faults import desks


@pytest.mark.skipif(sys.platform != "linux", reason="this system counts its memory otherwise")
def test_d10_an_import_without_enough_memory_changes_nothing_and_works_once_there_is(
    writers, base, tmp_path
):
    folder = desks.copy(base, tmp_path / "desk")
    run = writers.start("starve", folder)
    assert run.is_waiting(), run.told()
    run.go_on()
    goes_on = run.is_waiting()
    run.kill()
    refused = [word for word in run.told() if word.startswith("refused ")]
    done = [word for word in run.told() if word.startswith("done ")]

    # Where not even a refusal has room, the system ends the program: it is a crash like another.
    assert goes_on or run.status < 0, run.told()
    assert refused or not goes_on
    assert all(word.endswith(" 0") for word in refused), refused
    assert done == (["done 1000"] if goes_on else [])
    with closing(desks.opened(folder)) as desk:
        assert len(desk.run(find_people, "Starved", limit=2000)) == (1000 if goes_on else 0)
    assert desks.faults_of(folder) == []
