"""The writers that are killed, the desk they write on, and the seed of all chance."""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from tests.faults import desks
from tests.faults.parts_of_suite import TALLY
from tests.faults.tallies import Tally
from tests.faults.writers import Writers


@pytest.fixture(scope="session")
def seed() -> int:
    return int(os.environ.get("FAULTS_SEED", "1"))


@pytest.fixture(scope="session")
def times() -> int:
    """Return how many times as much is tried by chance as in a run of the suite."""
    return int(os.environ.get("FAULTS_TIMES", "1"))


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """Give what this test counts in; `make faults` adds it up, and prints it."""
    tally = Tally()
    yield tally
    # In plain words and numbers, which travel between the processes of a suite.
    record_property(TALLY, asdict(tally))


@pytest.fixture
def chance(seed: int, request: pytest.FixtureRequest) -> Random:
    return Random(f"{request.node.name} {seed}")


@pytest.fixture(scope="session")
def writers() -> Iterator[Writers]:
    with Writers() as writers:
        yield writers


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desks.make(tmp_path_factory.mktemp("base") / "desk")
