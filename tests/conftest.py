"""What every test may use: a memory desk, factories, and a stand-still clock."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import settings
from PySide6.QtCore import QCoreApplication, QEvent
from sqlalchemy import Engine
from sqlcipher3 import dbapi2 as sqlcipher

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from mentor_desk.models import Base
from mentor_desk.services.desk import Desk
from mentor_desk.storage.desk_file import OpenFile
from mentor_desk.storage.engine import engine_on
from mentor_desk.storage.keys.vault import read_vault
from mentor_desk.ui.common.lasting_none import keep_none_alive
from tests.factories import Factories
from tests.faults import desks
from tests.homes import homeless
from tests.keyrings import Drawer, in_use
from tests.own_desk import make_own

keep_none_alive()
# The same examples everywhere, and no clock: a busy machine must not make a test fail.
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TESTS = Path(__file__).resolve().parent
SHARED = TESTS.parents[1] / "shared" / "data"
# Only these are run under coverage, which takes as long again: what proves the services and models.
MEASURED = {"models", "services", "storage"}


def pytest_report_header() -> str:
    return f"faults: seed {os.environ.get('FAULTS_SEED', '1')} (FAULTS_SEED takes another)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Run a test with all its fixtures out of coverage, unless it is one of those measured."""
    if item.path.relative_to(TESTS).parts[0] in MEASURED:
        return (yield)
    # Beside others there are two: where one stops, the one below it goes on.
    measuring = []
    while (each := Coverage.current()) is not None:
        each.stop()
        measuring.append(each)
    try:
        return (yield)
    finally:
        for each in reversed(measuring):
            each.start()


@pytest.fixture(autouse=True)
def _no_window_is_left() -> Iterator[None]:
    yield
    # Qt deletes what is closed in the next event loop; until then every theme reaches it, too.
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def today() -> date:
    return NOW.date()


@pytest.fixture
def file() -> Iterator[OpenFile]:
    # In memory, copied from a template, so that a test costs a millisecond.
    connection = _memory()
    _template().backup(connection)
    file = OpenFile(connection)
    yield file
    file.close()


@pytest.fixture
def engine(file: OpenFile) -> Engine:
    return file.engine


@pytest.fixture
def desk(file: OpenFile) -> Desk:
    return Desk(file, clock=lambda: NOW)


@pytest.fixture
def add(desk: Desk) -> Factories:
    return Factories(desk, NOW)


@pytest.fixture(scope="session")
def own_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a desk under a passphrase, made once for all to copy, and its recovery key."""
    folder = tmp_path_factory.mktemp("own") / "desk"
    desk, recovery_key = make_own(folder)
    desk.close()
    return folder, recovery_key


@pytest.fixture
def recovery_key(own_template: tuple[Path, str]) -> str:
    return own_template[1]


@pytest.fixture
def own_folder(own_template: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(own_template[0], tmp_path / "desk"))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Return the folder that is this test's home, with no keyring in it."""
    with homeless(tmp_path):
        yield tmp_path


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a protected desk with one mentee and a few sessions, made once for all to copy."""
    return desks.make(tmp_path_factory.mktemp("template") / "desk")


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """Return a copy of the template, be it this one or that of a module."""
    return desks.copy(template, tmp_path / "desk")


@pytest.fixture
def key(folder: Path) -> bytes:
    """Return the key of the desk in `folder`."""
    return read_vault(folder / "desk.keys").open_with_passphrase(desks.SECRET)


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    """Return the keyring of this test, with nothing in it."""
    drawer = Drawer()
    with in_use(drawer):
        yield drawer


@pytest.fixture
def shared() -> Callable[[str], list[Path]]:
    """Return the files of one folder of the shared data, or skip with a word."""

    def files(folder: str) -> list[Path]:
        if not SHARED.is_dir():
            pytest.skip("the shared data does not stand beside the project")
        return sorted(path for path in (SHARED / folder).iterdir() if path.is_file())

    return files


def _memory() -> Any:
    connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("pragma foreign_keys=on")
    return connection


@cache
def _template() -> Any:
    connection = _memory()
    engine = engine_on(connection)
    with engine.execution_options(writes=True).begin() as made:
        Base.metadata.create_all(made)
    return connection
