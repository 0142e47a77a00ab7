"""Starts that end before an open desk are counted, and forgotten once one goes well (C3)."""

from mentor_desk.services.opening.starts import (
    clear_starts,
    failed_starts,
    is_stuck,
    note_start,
    take_back_start,
)


def test_c3_the_third_start_in_a_row_is_stuck(tmp_path):
    assert not is_stuck(tmp_path)
    note_start(tmp_path)
    assert not is_stuck(tmp_path)
    note_start(tmp_path)

    assert is_stuck(tmp_path)
    assert failed_starts(tmp_path) == 2


def test_a_start_that_goes_well_begins_the_count_anew(tmp_path):
    note_start(tmp_path)
    note_start(tmp_path)

    clear_starts(tmp_path)

    assert failed_starts(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_refused_start_counts_as_if_it_had_not_been(tmp_path):
    note_start(tmp_path)
    before = failed_starts(tmp_path)
    note_start(tmp_path)

    take_back_start(tmp_path, before)

    assert failed_starts(tmp_path) == 1
    take_back_start(tmp_path, 0)
    assert failed_starts(tmp_path) == 0


def test_a_mark_that_makes_no_sense_and_a_folder_that_takes_none_count_as_nothing(tmp_path):
    (tmp_path / "desk.starts").write_bytes(b"many")

    assert failed_starts(tmp_path) == 0
    note_start(tmp_path / "nowhere")
    assert failed_starts(tmp_path / "nowhere") == 0


def test_the_mark_is_the_owners_and_the_count_has_an_end(tmp_path):
    for _ in range(120):
        note_start(tmp_path)

    assert failed_starts(tmp_path) == 99
    assert (tmp_path / "desk.starts").stat().st_mode & 0o777 == 0o600
