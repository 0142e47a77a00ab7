"""The writers that are killed, the desk they write on, and the seed of all chance."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults import desks
from tests.faults.writers import Writers


@pytest.fixture(scope="session")
def seed() -> int:
    return int(os.environ.get("FAULTS_SEED", "1"))


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
