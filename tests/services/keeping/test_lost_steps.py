"""A history whose steps are lost keeps every word, and what was deleted can still be put back."""

import pytest

from mentor_desk.services.history.steps import list_steps, undo_step
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.history.words import Kind
from mentor_desk.services.keeping.checking import check_folder
from mentor_desk.services.keeping.rescue import repair_folder
from mentor_desk.services.keeping.salvaging import salvage_desk
from mentor_desk.services.sessions.planning import delete_session
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.storage.damage.pages import PAGE
from mentor_desk.storage.database import connect
from tests.faults import desks

DELETED = (1, 2, 3, 4)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = desks.make(tmp_path_factory.mktemp("steps") / "desk")
    desk = desks.opened(folder)
    for session in desks.SESSIONS:
        words = SessionWords(private_notes=f"what was said in session {session}")
        desk.do(write_session, session_id=session, words=words)
    for session in DELETED:
        desk.do(delete_session, session_id=session)
    desk.close()
    return folder


def done(folder, key, statement):
    connection = connect(folder / "desk.db", key, foreign_keys=False)
    found = connection.execute(statement).fetchall()
    connection.close()
    return found


def lose_every_step(folder, key):
    [(root,)] = done(folder, key, "SELECT rootpage FROM sqlite_master WHERE name = 'steps'")
    content = bytearray((folder / "desk.db").read_bytes())
    content[(root - 1) * PAGE + 2000] ^= 1
    (folder / "desk.db").write_bytes(content)


def notes_put_back(folder, key):
    """Put back every session in the trash, and return the notes of all."""
    desk = desks.opened(folder)
    for row in desk.run(list_trash):
        assert row.kind is Kind.SESSION
        desk.do(put_back, kind=row.kind, record_id=row.record_id)
    desk.close()
    return done(folder, key, "SELECT id, private_notes FROM sessions ORDER BY id")


WHOLE = [(session, f"what was said in session {session}") for session in desks.SESSIONS]


def test_c2_what_was_deleted_is_put_back_in_a_salvage_that_lost_every_step(folder, key, tmp_path):
    images = done(folder, key, "SELECT id, table_name, row_id, before FROM images")
    steps = done(folder, key, "SELECT id FROM steps")
    lose_every_step(folder, key)

    told = salvage_desk(folder, key, tmp_path / "new")

    new = tmp_path / "new"
    assert done(new, key, "SELECT id, table_name, row_id, before FROM images") == images
    assert done(new, key, "SELECT id FROM steps") == steps
    rows = {row.what: row for row in told.rows}
    assert (rows["the history"].read, rows["the history"].lost) == (len(images), 0)
    assert (rows["steps of the history"].read, told.put_in) == (0, len(steps))
    assert check_folder(new, key, is_full=True).is_sound
    assert notes_put_back(new, key) == WHOLE


@pytest.mark.parametrize("lost", ["id = (SELECT max(id) FROM steps)", "id > 7", "id % 2", "1"])
def test_c5_a_repair_keeps_the_words_of_steps_that_are_lost(folder, key, lost):
    moments = done(folder, key, "SELECT min(at), max(at) FROM steps")
    images = done(folder, key, "SELECT count(*) FROM images")
    gone = [row[0] for row in done(folder, key, f"SELECT id FROM steps WHERE {lost}")]
    done(folder, key, f"DELETE FROM steps WHERE {lost}")

    report = repair_folder(folder, key)

    assert report.left.is_sound
    assert done(folder, key, "SELECT count(*) FROM images") == images
    named = done(folder, key, "SELECT id, did FROM steps WHERE did LIKE 'Unknown%'")
    assert named == [(step, f"Unknown step {step}") for step in gone]
    if lost != "1":
        assert done(folder, key, "SELECT min(at), max(at) FROM steps") == moments
    assert repair_folder(folder, key).count == 0
    assert notes_put_back(folder, key) == WHOLE


def test_c5_an_unknown_step_is_undone_like_any_other_and_every_page_is_told(folder, key):
    done(folder, key, "DELETE FROM steps WHERE id = (SELECT max(id) FROM steps)")
    repair_folder(folder, key)
    desk = desks.opened(folder)
    unknown = next(row for row in desk.run(list_steps) if row.did.startswith("Unknown step"))

    changes = desk.do(undo_step, step_id=unknown.id)

    assert changes.areas == unknown.areas == ~type(unknown.areas)(0)
    with desk.file.reading() as rows:
        assert rows.value("SELECT count(*) FROM sessions") == 2
    desk.close()


def test_c5_what_undid_a_lost_step_still_undoes_it(folder, key):
    desk = desks.opened(folder)
    last = desk.run(list_steps)[0]
    undone = desk.do(undo_step, step_id=last.id)
    desk.close()
    done(folder, key, f"DELETE FROM steps WHERE id = {last.id}")

    repair_folder(folder, key)

    [found] = done(folder, key, f"SELECT undoes_id FROM steps WHERE id = {undone.step}")
    assert found == (last.id,)
