"""Words that could not be saved wait beside the desk, encrypted under its key."""

import stat

import pytest

from mentor_desk.errors import DeskDamagedError, FileError
from mentor_desk.paths import SEALED_NAME
from mentor_desk.services.opening import make_desk_at, open_desk
from mentor_desk.services.typed_words import (
    TypedWords,
    keep_typed_words,
    let_typed_words_go,
    seal_typed_words,
    take_typed_words,
)
from mentor_desk.storage.keys import sealed_words

WORDS = [
    TypedWords("Session 12", "Private notes", "Zanzibarine\n\U0001f98a"),
    TypedWords("", "", "x"),
]


@pytest.fixture
def lying(tmp_path):
    desk = make_desk_at(tmp_path / "desk")
    yield desk
    desk.close()


def test_nothing_waits_on_a_new_desk(lying):
    assert take_typed_words(lying) == []


def test_words_are_kept_just_as_they_were_typed_and_can_be_taken_again(lying):
    keep_typed_words(lying, WORDS)

    assert take_typed_words(lying) == WORDS
    assert take_typed_words(lying) == WORDS


def test_u4_words_lie_encrypted_and_for_their_owner_alone(lying):
    keep_typed_words(lying, WORDS)

    file = lying.folder / SEALED_NAME
    assert b"Zanzibarine" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_words_that_wait_stay_when_others_come(lying):
    keep_typed_words(lying, WORDS)
    later = TypedWords("Add a mentee", "Name", "Halina")

    keep_typed_words(lying, [later, WORDS[0]])

    assert take_typed_words(lying) == [*WORDS, later]


def test_words_survive_the_end_of_the_program(lying):
    keep_typed_words(lying, WORDS)
    lying.close()

    again = open_desk(lying.folder)

    assert take_typed_words(again) == WORDS
    again.close()


def test_words_are_let_go_of(lying):
    keep_typed_words(lying, WORDS)

    let_typed_words_go(lying)
    let_typed_words_go(lying)

    assert take_typed_words(lying) == []
    assert not (lying.folder / SEALED_NAME).exists()


def test_words_that_no_disk_took_are_opened_from_memory(lying):
    sealed = seal_typed_words(lying, WORDS)

    assert b"Zanzibarine" not in sealed
    assert take_typed_words(lying, sealed) == WORDS


def test_words_of_another_desk_or_damaged_ones_are_refused_and_left(lying, tmp_path):
    other = make_desk_at(tmp_path / "other")
    sealed = seal_typed_words(other, WORDS)
    other.close()
    sealed_words.write_sealed(lying.folder, sealed)

    with pytest.raises(DeskDamagedError, match="cannot be read"):
        take_typed_words(lying)

    assert (lying.folder / SEALED_NAME).read_bytes() == sealed


@pytest.mark.parametrize("content", [b"", b"x", bytes(40)])
def test_a_file_that_is_cut_off_is_refused(lying, content):
    (lying.folder / SEALED_NAME).write_bytes(content)

    with pytest.raises(DeskDamagedError):
        take_typed_words(lying)


def test_a_file_of_senseless_size_is_not_read(lying, monkeypatch):
    monkeypatch.setattr(sealed_words, "LARGEST", 10)
    (lying.folder / SEALED_NAME).write_bytes(bytes(11))

    with pytest.raises(FileError, match="too large"):
        take_typed_words(lying)
