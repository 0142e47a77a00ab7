"""Words that could not be saved wait beside the desk, encrypted under its key."""

import stat

import pytest

from mentor_desk.errors import DeskDamagedError, FileError
from mentor_desk.paths import RESCUED_WORDS, SEALED_NAME, SET_ASIDE_NAME, rescued
from mentor_desk.services.keeping.backups import back_up
from mentor_desk.services.keeping.parting import id_of_open
from mentor_desk.services.keeping.restoring import restore, restore_and_open
from mentor_desk.services.opening.opening import make_desk_at, open_desk
from mentor_desk.services.opening.typed_words import (
    TypedWords,
    is_of_desk,
    keep_held_words,
    keep_typed_words,
    let_typed_words_go,
    put_unreadable_aside,
    seal_typed_words,
    take_held_words,
    take_typed_words,
)
from mentor_desk.storage.keys import sealed_words

WORDS = [
    TypedWords("Session 12", "Private notes", "Zanzibarine\n\U0001f98a"),
    TypedWords("", "", "x"),
]
THEIRS = [TypedWords("Add a mentee", "Name", "Somebody else")]


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
    assert take_held_words(lying, [sealed]) == WORDS


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


@pytest.fixture
def foreign(tmp_path):
    """Return words that were sealed under the key of another desk."""
    other = make_desk_at(tmp_path / "other")
    sealed = seal_typed_words(other, WORDS)
    other.close()
    return sealed


def kept_aside(desk):
    return [each.read_bytes() for each in (desk.folder / SET_ASIDE_NAME).glob(f"*/{SEALED_NAME}")]


@pytest.mark.parametrize("what", ["garbled", "foreign", "senseless"])
def test_words_are_kept_although_those_before_them_cannot_be_read(lying, foreign, what):
    senseless = sealed_words.seal(b'["no words"]', lying.file.key)
    content = {"garbled": b"garbage", "foreign": foreign, "senseless": senseless}[what]
    (lying.folder / SEALED_NAME).write_bytes(content)

    keep_typed_words(lying, WORDS)

    *words, told = take_typed_words(lying)
    assert words == WORDS
    assert SET_ASIDE_NAME in told.words
    assert kept_aside(lying) == [content]


def test_a_folder_in_the_place_of_the_words_is_put_aside_with_what_lies_in_it(lying):
    (lying.folder / SEALED_NAME).mkdir()
    (lying.folder / SEALED_NAME / "note").write_text("mine")

    keep_typed_words(lying, WORDS)

    assert take_typed_words(lying)[:2] == WORDS
    [note] = (lying.folder / SET_ASIDE_NAME).glob(f"*/{SEALED_NAME}/note")
    assert note.read_text() == "mine"


def test_what_cannot_be_read_is_put_aside_once_and_said(lying, foreign):
    (lying.folder / SEALED_NAME).write_bytes(foreign)

    said = put_unreadable_aside(lying)

    assert str(lying.folder / SET_ASIDE_NAME) in said
    assert put_unreadable_aside(lying) == ""
    assert take_typed_words(lying) == []
    assert kept_aside(lying) == [foreign]


def test_held_words_are_told_from_those_of_another_desk(lying, foreign):
    assert is_of_desk(seal_typed_words(lying, WORDS), lying)
    assert not is_of_desk(foreign, lying)


def test_a_restore_of_another_desk_puts_the_words_aside_with_the_rest(lying, tmp_path, now):
    other = make_desk_at(tmp_path / "other")
    backup = back_up(other, [tmp_path / "backups"], now=now).row.path
    key = other.file.key
    other.close()
    keep_typed_words(lying, WORDS)
    sealed = (lying.folder / SEALED_NAME).read_bytes()
    lying.close()

    aside = restore(backup, lying.folder, key, now=now).set_aside

    assert (aside / SEALED_NAME).read_bytes() == sealed
    assert not (lying.folder / SEALED_NAME).exists()


def test_a_restore_of_the_same_desk_leaves_the_words_where_they_are_given_back(lying, now):
    backup = back_up(lying, [lying.folder / "backups"], now=now).row.path
    keep_typed_words(lying, WORDS)
    key = lying.file.key
    lying.close()

    again = restore_and_open(backup, lying.folder, key, now=now).desk

    assert take_typed_words(again) == WORDS
    again.close()


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.mark.usefixtures("own_data")
def test_held_words_go_beside_their_desk_when_nothing_waits_there(lying):
    keep_held_words(lying.folder, seal_typed_words(lying, WORDS), id_of_open(lying))

    assert (lying.folder / SEALED_NAME).exists()
    assert not rescued().exists()
    assert take_typed_words(lying) == WORDS


@pytest.mark.usefixtures("own_data")
def test_held_words_lie_encrypted_among_the_data_of_this_user_when_others_wait(lying):
    later = [TypedWords("Add a mentee", "Name", "Halina")]
    keep_typed_words(lying, WORDS)

    keep_held_words(lying.folder, seal_typed_words(lying, later), id_of_open(lying))

    [place] = rescued().glob(f"{RESCUED_WORDS}*")
    assert b"Halina" not in (place / SEALED_NAME).read_bytes()
    assert stat.S_IMODE(rescued().stat().st_mode) == 0o700
    assert take_typed_words(lying) == [*WORDS, *later]
    let_typed_words_go(lying)
    assert take_typed_words(lying) == []
    assert list(rescued().iterdir()) == []


@pytest.mark.usefixtures("own_data")
def test_words_that_were_rescued_for_another_desk_wait_for_that_one(lying, foreign):
    keep_typed_words(lying, WORDS)
    keep_held_words(lying.folder, foreign)

    let_typed_words_go(lying)

    assert take_typed_words(lying) == []
    assert len(list(rescued().iterdir())) == 1


@pytest.mark.usefixtures("own_data")
def test_held_words_that_no_disk_takes_leave_nothing_behind(lying, monkeypatch):
    def refuse(folder, sealed):
        raise FileError("The disk is full.")

    monkeypatch.setattr(sealed_words, "write_sealed", refuse)

    with pytest.raises(FileError, match="full"):
        keep_held_words(lying.folder, seal_typed_words(lying, WORDS), id_of_open(lying))

    assert list(rescued().iterdir()) == []


@pytest.fixture
def in_its_place(lying, tmp_path):
    """Return another desk, closed, that lies where the open one lay; words of its own wait."""
    other = make_desk_at(tmp_path / "other")
    keep_typed_words(other, THEIRS)
    other.close()
    lying.folder.rename(tmp_path / "away")
    return (tmp_path / "other").rename(lying.folder)


def words_waiting(folder):
    desk = open_desk(folder)
    words = take_typed_words(desk)
    desk.close()
    return words


@pytest.mark.usefixtures("own_data")
def test_d8_words_of_a_desk_that_was_moved_away_leave_alone_what_lies_in_its_place(
    lying, in_its_place, tmp_path
):
    before = (in_its_place / SEALED_NAME).read_bytes()

    keep_typed_words(lying, WORDS)

    assert (in_its_place / SEALED_NAME).read_bytes() == before
    assert not (in_its_place / SET_ASIDE_NAME).exists()
    assert put_unreadable_aside(lying) == ""
    lying.close()
    assert words_waiting(in_its_place) == THEIRS
    assert words_waiting(tmp_path / "away") == WORDS


@pytest.mark.usefixtures("own_data")
def test_d8_words_that_were_read_are_let_go_of_and_not_those_of_the_desk_in_the_same_place(
    lying, in_its_place
):
    keep_typed_words(lying, WORDS)

    let_typed_words_go(lying)

    assert take_typed_words(lying) == []
    lying.close()
    assert words_waiting(in_its_place) == THEIRS


@pytest.mark.usefixtures("own_data")
def test_d8_held_words_do_not_go_beside_another_desk(lying, in_its_place, tmp_path):
    sealed, whose = seal_typed_words(lying, WORDS), id_of_open(lying)
    lying.close()
    (in_its_place / SEALED_NAME).unlink()

    keep_held_words(in_its_place, sealed, whose)

    assert not (in_its_place / SEALED_NAME).exists()
    assert words_waiting(tmp_path / "away") == WORDS


def test_a_desk_that_lies_in_no_folder_keeps_no_words(desk):
    keep_typed_words(desk, WORDS)

    assert take_typed_words(desk) == []
    assert id_of_open(desk) == ""
