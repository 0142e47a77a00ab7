"""Preferences that survive anything, and a log that holds nothing people wrote."""

import logging

import pytest

from mentor_desk import log
from mentor_desk.settings import Settings


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff", b"[" * 100_000])
def test_settings_that_cannot_be_read_count_as_absent(tmp_path, content):
    (tmp_path / "s.json").write_bytes(content)

    settings = Settings(tmp_path / "s.json")

    assert settings.text("appearance", "system") == "system"


def test_what_is_remembered_is_there_next_time(tmp_path):
    kept = Settings(tmp_path / "new" / "s.json").remember(
        {"appearance": "dark", "window": [1, 2], "width": 5}
    )

    again = Settings(tmp_path / "new" / "s.json")
    assert kept
    assert (again.text("appearance"), again.numbers("window"), again.number("width")) == (
        "dark",
        [1, 2],
        5,
    )


def test_a_value_of_another_kind_is_passed_over(tmp_path):
    Settings(tmp_path / "s.json").remember({"a": "text", "b": 3})

    settings = Settings(tmp_path / "s.json")

    assert (settings.number("a", 7), settings.text("b", "x"), settings.numbers("a")) == (7, "x", [])


def test_nothing_is_written_when_nothing_changed(tmp_path):
    settings = Settings(tmp_path / "s.json")
    settings.remember({"a": 1})
    before = (tmp_path / "s.json").stat().st_mtime_ns

    settings.remember({"a": 1})

    assert (tmp_path / "s.json").stat().st_mtime_ns == before


def test_a_disk_that_refuses_is_no_trouble(tmp_path):
    (tmp_path / "file").write_text("x")

    assert not Settings(tmp_path / "file" / "s.json").remember({"a": 1})


@pytest.fixture
def log_file(tmp_path):
    log.start_log(tmp_path / "log" / "desk.log")
    yield tmp_path / "log" / "desk.log"
    for handler in list(log.LOG.handlers):
        handler.close()
        log.LOG.removeHandler(handler)
    log.LOG.setLevel(logging.NOTSET)
    log.LOG.propagate = True


def test_a_failure_is_told_by_its_kind_and_place_and_not_by_its_words(log_file):
    try:
        try:
            raise ValueError("SECRET note about Ada")
        except ValueError as cause:
            raise RuntimeError("SECRET name") from cause
    except RuntimeError as failure:
        told = log.where_it_happened(type(failure), failure.__traceback__, also=failure)
    log.LOG.error("%s", told)

    written = log_file.read_text()
    assert "RuntimeError" in written
    assert "caused by ValueError" in written
    assert "SECRET" not in written
    assert str(log_file.parent) not in told


def test_the_log_is_the_owners_alone(log_file):
    assert log_file.stat().st_mode & 0o777 == 0o600
    assert "Mentor Desk" in log_file.read_text()


def test_a_log_that_cannot_be_written_is_no_trouble(tmp_path):
    (tmp_path / "file").write_text("x")

    log.start_log(tmp_path / "file" / "desk.log")

    assert log.LOG.handlers == []
