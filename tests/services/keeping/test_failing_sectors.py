"""A disk that does not give some pages back is read around, copied around, and told of."""

import pytest

from mentor_desk.errors import FileError
from mentor_desk.services.keeping.rescue import copy_aside, key_of_desk
from mentor_desk.services.keeping.salvaging import salvage_desk
from mentor_desk.storage.damage.pages import PAGE, is_written_under, unsound_in
from tests.faults import desks
from tests.faults.failing_disk import keep_back

EVERY_PAGE = range(10_000)


@pytest.fixture
def fails(folder, monkeypatch):
    return lambda name, pages: keep_back(monkeypatch, folder / name, pages)


@pytest.mark.parametrize("bad", [{1}, {20}, {1, 2, 30}])
def test_c2_the_copy_aside_is_empty_where_the_disk_gives_nothing_back(folder, fails, bad):
    whole = bytearray((folder / "desk.db").read_bytes())
    fails("desk.db", bad)

    aside = copy_aside(folder, now=desks.NOW)

    for number in bad:
        whole[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)
    assert (aside.folder / "desk.db").read_bytes() == whole
    assert aside.unread == len(bad)


def test_c2_far_into_a_large_file_a_page_is_left_out_alone(folder, fails):
    far = 300
    with (folder / "desk.db").open("ab") as stream:
        stream.write(bytes([7]) * PAGE * 600)
    content = bytearray((folder / "desk.db").read_bytes())
    fails("desk.db", {far})

    aside = copy_aside(folder, now=desks.NOW)

    content[(far - 1) * PAGE : far * PAGE] = bytes(PAGE)
    assert (aside.folder / "desk.db").read_bytes() == content
    assert aside.unread == 1


@pytest.mark.parametrize("bad", [1, 30])
def test_c2_around_pages_that_the_disk_keeps_a_desk_is_salvaged(folder, key, fails, tmp_path, bad):
    fails("desk.db", {bad})

    assert key_of_desk(folder, secret=desks.SECRET) == key
    told = salvage_desk(folder, key, tmp_path / "new")

    assert (told.unsound_pages, told.unread_pages) == (1, 1)
    desk = desks.opened(tmp_path / "new")
    with desk.file.reading() as rows:
        assert rows.value("SELECT count(*) FROM sessions") == len(desks.SESSIONS)
    desk.close()


def test_c2_keys_that_the_disk_keeps_are_taken_from_elsewhere(folder, fails):
    fails("desk.keys", {1})

    aside = copy_aside(folder, now=desks.NOW)

    assert aside.unread == 1
    assert (aside.folder / "desk.db").read_bytes() == (folder / "desk.db").read_bytes()


def test_c2_typed_words_that_the_disk_keeps_hinder_no_salvage(folder, key, fails, tmp_path):
    (folder / "desk.typed").write_bytes(b"sealed")
    fails("desk.typed", {1})

    told = salvage_desk(folder, key, tmp_path / "new")

    assert told.lost == 0
    assert not (tmp_path / "new" / "desk.typed").exists()
    assert (folder / "desk.typed").exists()


def test_c2_a_disk_that_gives_nothing_back_is_blamed_for_reading(folder, key, fails, tmp_path):
    fails("desk.db", EVERY_PAGE)

    for act in (
        lambda: copy_aside(folder),
        lambda: salvage_desk(folder, key, tmp_path / "new"),
    ):
        with pytest.raises(FileError, match=r"Nothing of “desk.db” in .* can be read"):
            act()

    assert not (folder / "set-aside").exists()
    assert not (tmp_path / "new").exists()


def test_c2_pages_that_the_disk_keeps_count_as_damaged_and_tell_nothing_of_the_key(
    folder, key, fails
):
    fails("desk.db", {3, 5})
    assert unsound_in(folder / "desk.db", key) == 2

    fails("desk.db", EVERY_PAGE)
    assert is_written_under(folder / "desk.db", bytes(32))
