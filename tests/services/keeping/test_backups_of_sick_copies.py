"""A copy that spoils between its making and its proof is no backup, wherever it is hit."""

import shutil
from contextlib import closing

import pytest

from mentor_desk.errors import DeskDamagedError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import back_up, backup_folders, list_backups
from mentor_desk.storage.backups import making
from mentor_desk.storage.database import PAGE, connect
from mentor_desk.storage.desk_file import OpenFile
from tests.conftest import NOW
from tests.factories import Factories
from tests.own_desk import make_own


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A desk with words on it, and with free pages at its end."""
    folder = tmp_path_factory.mktemp("template") / "desk"
    desk, _ = make_own(folder)
    with closing(desk):
        add = Factories(desk, NOW)
        for name in ("Ada Okafor", "Joy Mensah"):
            add.session(add.mentee(name), shared_notes="Rehearsed aloud. " * 400)
        key, connection = bytes(desk.file.key), desk.file.connection
        connection.execute("pragma query_only=off")
        connection.execute("CREATE TABLE of_yesterday (words TEXT)")
        connection.execute("INSERT INTO of_yesterday VALUES (hex(randomblob(20000)))")
        connection.execute("DROP TABLE of_yesterday")
        assert connection.execute("pragma freelist_count").fetchone()[0] > 5
    return folder, key


@pytest.fixture
def desk(template, tmp_path):
    folder = shutil.copytree(template[0], tmp_path / "desk")
    path = folder / "desk.db"
    file = OpenFile(connect(path, template[1]), key=template[1], path=path)
    with closing(Desk(file, folder=folder)) as desk:
        yield desk


@pytest.fixture
def spoil_copies(monkeypatch):
    """Have something happen to every copy after it was made and before it is proven."""
    real = making.copy_open

    def spoil_copies(spoil):
        def copy_and_spoil(file, copy, progress):
            held = real(file, copy, progress)
            spoil(copy)
            return held

        monkeypatch.setattr(making, "copy_open", copy_and_spoil)

    return spoil_copies


def is_refused(desk):
    try:
        back_up(desk, backup_folders(desk.folder), now=NOW)
    except DeskDamagedError as refusal:
        return "No backup was made" in refusal.sentence and not left(desk)
    return False


def left(desk):
    return [path.name for path in (desk.folder / "backups").iterdir()]


def flip(page, at=2000):
    def spoil(copy):
        content = bytearray(copy.read_bytes())
        content[page * PAGE + at] ^= 1
        copy.write_bytes(content)

    return spoil


def test_b2_a_flipped_bit_in_any_page_of_the_copy_makes_it_no_backup(desk, spoil_copies):
    pages = (desk.folder / "desk.db").stat().st_size // PAGE
    # The free pages lie at the end: nobody reads those but who checks every page.
    tried = [*range(0, pages - 8, 9), *range(pages - 8, pages)]
    accepted = []

    for page in tried:
        spoil_copies(flip(page))
        if not is_refused(desk):
            accepted.append(page)

    assert accepted == []
    assert len(tried) > 12


@pytest.mark.parametrize("pages", [1, 3])
def test_b2_a_copy_that_lost_its_last_pages_is_no_backup(desk, spoil_copies, pages):
    def cut(copy):
        copy.write_bytes(copy.read_bytes()[: -pages * PAGE])

    spoil_copies(cut)

    assert is_refused(desk)


def test_b2_a_copy_whose_pages_are_sealed_and_do_not_hang_together_is_no_backup(
    desk, template, spoil_copies
):
    def lose_an_index(copy):
        with closing(connect(copy, template[1])) as connection:
            connection.execute("pragma writable_schema=on")
            lost = connection.execute(
                "DELETE FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            )
            assert lost.rowcount > 5

    spoil_copies(lose_an_index)

    assert is_refused(desk)


def test_b2_a_copy_that_lacks_a_row_is_no_backup(desk, template, spoil_copies):
    def lose_a_session(copy):
        with closing(connect(copy, template[1])) as connection:
            connection.execute("DELETE FROM sessions WHERE id = 1")

    spoil_copies(lose_a_session)

    assert is_refused(desk)


def test_b2_a_copy_that_is_let_alone_is_one(desk, spoil_copies):
    spoil_copies(lambda _copy: None)

    back_up(desk, backup_folders(desk.folder), now=NOW)

    assert [row.is_good for row in list_backups(backup_folders(desk.folder))] == [True]
