"""D6: of two programs on one desk exactly one writes, and whoever is gone blocks nobody."""

import pytest

from tests.faults import desks
from tests.faults.two_starts import start_two_writers
from tests.faults.writers import Writers

RACES = 20


@pytest.fixture(scope="module")
def others():
    with Writers() as others:
        yield others


def test_d6_of_two_that_open_a_desk_at_once_exactly_one_has_it(writers, others, base, tmp_path):
    folder = desks.copy(base, tmp_path / "desk")

    outcomes = start_two_writers((writers, others), folder, rounds=RACES)

    assert outcomes.wrong == []
    assert outcomes.tried == RACES


def test_d6_who_was_killed_with_the_desk_open_blocks_nobody(writers, others, base, tmp_path):
    folder = desks.copy(base, tmp_path / "desk")
    first = writers.start("keep open", folder)
    assert first.is_waiting()
    first.go_on()
    assert first.is_waiting()
    first.kill()

    second = others.start("keep open", folder)
    assert second.is_waiting()
    second.go_on()

    assert second.is_waiting()
    assert second.told() == ["opened"]
    second.kill()


@pytest.mark.parametrize("way", ["linked folder", "linked files", "dots"])
def test_d6_another_way_to_the_same_desk_is_the_same_desk(writers, others, base, tmp_path, way):
    folder = desks.copy(base, tmp_path / "desk")
    first = writers.start("keep open", folder)
    assert first.is_waiting()
    first.go_on()
    assert first.is_waiting()

    second = others.start("keep open", lead_to(folder, way))
    assert second.is_waiting()
    second.go_on()

    assert not second.is_waiting()
    assert "DeskBusyError" in second.told()[0]
    first.kill()


def lead_to(folder, way):
    """Return another path that leads to the desk in this folder."""
    if way == "dots":
        return folder / ".." / folder.name
    other = folder.with_name("other")
    if way == "linked folder":
        other.symlink_to(folder)
        return other
    other.mkdir()
    for path in folder.iterdir():
        (other / path.name).symlink_to(path)
    return other
