"""How long the history is kept: set on this machine, and measured."""

import pytest

from mentor_desk.services.history.keeping import Keeping, keeping_of
from mentor_desk.settings import Settings
from mentor_desk.ui.preferences.history import HistorySection


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


def test_the_usual_is_half_a_year_and_200_megabytes(show, desk, settings):
    section = show(HistorySection(desk, settings))

    assert section._days_edit.text() == "180 days"
    assert section._size_edit.text() == "200 MB"


def test_what_is_chosen_counts_at_once_and_is_kept(show, desk, settings, tmp_path):
    section = show(HistorySection(desk, settings))

    section._days_edit.setValue(30)
    section._size_edit.setValue(50)

    assert keeping_of(settings) == Keeping(30, 50)
    assert keeping_of(Settings(tmp_path / "settings.json")) == Keeping(30, 50)


def test_the_size_of_now_is_said_once_it_is_measured(show, desk, settings, add_someone, qtbot):
    add_someone("Ada Okafor")
    add_someone("Ravi Kapoor")

    section = show(HistorySection(desk, settings))

    words = section._size_label
    qtbot.waitUntil(lambda: words.text() == "2 steps since 23 November 2026, 1 kB.")


def test_an_empty_history_says_so(show, desk, settings, qtbot):
    section = show(HistorySection(desk, settings))

    qtbot.waitUntil(lambda: section._size_label.text().startswith("It is empty"))
