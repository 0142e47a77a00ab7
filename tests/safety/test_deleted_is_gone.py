"""S3: who is forgotten for good is in no page of the file, not even in one that is free."""

import pytest

from mentor_desk.paths import DATABASE_NAME
from mentor_desk.services.forgetting.for_good import forget_person
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.storage.damage.pages import PAGE, Sealing
from tests.faults import desks

BIRD = "kanarienvogel"


@pytest.fixture
def folder(tmp_path):
    folder = desks.make(tmp_path / "desk")
    desk = desks.opened(folder)
    # Long enough to fill pages of its own, and kept in several steps of the history.
    for number in range(3):
        words = SessionWords(private_notes=f"{number} " + f"{BIRD} " * 3000)
        desk.do(write_session, session_id=1, words=words)
    desk.do(add_person, entry=PersonEntry(display_name="Grace Lin"), now=desk.now())
    desk.close()
    return folder


def pages_with(folder, word):
    """Return the numbers of all pages, free or not, in which a word stands once they are opened."""
    desk = desks.opened(folder)
    key = desk.file.key
    desk.close()
    content = (folder / DATABASE_NAME).read_bytes()
    sealing = Sealing(key, content[:16])
    pages = (content[at : at + PAGE] for at in range(0, len(content), PAGE))
    return [
        number
        for number, page in enumerate(pages, start=1)
        if word.encode() in sealing.opened(number, page)
    ]


def test_s3_who_is_forgotten_is_in_no_page_of_the_file(folder):
    assert len(pages_with(folder, BIRD)) > 10
    desk = desks.opened(folder)
    [mentee] = desk.look(list_mentees, now=desk.now())

    desk.do(forget_person, person_id=mentee.person_id, now=desk.now())
    free = desk.file.connection.execute("pragma freelist_count").fetchone()[0]
    desk.close()

    assert free > 0
    assert pages_with(folder, BIRD) == []
    assert pages_with(folder, "Okafor") == []
    assert pages_with(folder, "Grace Lin")
    assert {path.name for path in folder.glob("desk.db*")} == {"desk.db"}


def test_s3_what_is_deleted_is_overwritten_and_not_merely_let_go(folder):
    desk = desks.opened(folder)

    assert desk.file.connection.execute("pragma secure_delete").fetchone()[0] == 1
    desk.close()
