"""Forgetting cuts the earlier versions of notes about others that name the person whole."""

import json

import pytest
from sqlalchemy import text

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.services.forgetting.for_good import forget_person, preview_forgetting
from mentor_desk.services.goals.setting import GoalEntry, delete_goal, edit_goal
from mentor_desk.services.history.details import step_details
from mentor_desk.services.history.steps import (
    StepState,
    latest_step,
    list_steps,
    redo_step,
    step_row,
    undo_step,
)
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.history.versions import note_versions, take_back_version
from mentor_desk.services.history.words import CUT, Kind
from mentor_desk.services.network.people import PersonEntry, add_person, edit_person
from mentor_desk.services.sessions.planning import delete_session
from mentor_desk.services.sessions.writing import SessionWords, write_session
from tests.canonical import canonical_dump


@pytest.fixture
def forget(desk, now):
    return lambda person_id: desk.do(forget_person, person_id=person_id, now=now)


@pytest.fixture
def ada(desk, now):
    entry = PersonEntry("Ada Okafor", given="Ada", family="Okafor")
    return desk.do(add_person, entry=entry, now=now).made


@pytest.fixture
def session(add):
    return add.session(add.mentee("Ben Diaz"))


@pytest.fixture
def write(desk, session):
    def write(private, **more):
        words = SessionWords(private_notes=private, **more)
        return desk.do(write_session, session_id=session, words=words).step

    return write


def kept(desk):
    with desk.work() as db:
        rows = [tuple(row) for row in db.execute(text("SELECT before FROM images"))]
        rows += [tuple(row) for row in db.execute(text("SELECT did FROM steps"))]
    return json.dumps(rows, default=str, ensure_ascii=False).lower()


def versions(desk, session):
    found = desk.run(note_versions, kind=Kind.SESSION, record_id=session, field="private_notes")
    return [each.text for each in found]


def test_a_name_taken_out_of_a_note_again_leaves_the_history_too(desk, ada, session, write, forget):
    write("ADA  okafor told him about it")
    cut_out = write("nothing here")
    assert "okafor" in kept(desk)

    forget(ada)

    assert "okafor" not in kept(desk)
    assert versions(desk, session) == ["nothing here", ""]
    with pytest.raises(NotFoundError, match="no longer in the history"):
        desk.do(
            take_back_version,
            kind=Kind.SESSION,
            record_id=session,
            field="private_notes",
            step_id=cut_out,
        )


def test_the_preview_counts_the_earlier_versions_that_go(desk, ada, session, write, add):
    gone = add.session(add.mentee("Cem Aydin"), learned="Ada Okafor helps")
    desk.do(delete_session, session_id=gone)
    for words in ("Ada Okafor one", "Ada Okafor two", "Ada alone", "none"):
        write(words)

    preview = desk.run(preview_forgetting, person_id=ada)

    assert [(each.name, each.field, each.versions, each.is_gone) for each in preview.earlier] == [
        ("Session 1 with Cem Aydin", "what I learned", 1, True),
        ("Session 1 with Ben Diaz", "private notes", 2, False),
    ]
    assert preview.mentions == ()


def test_a_step_that_would_bring_a_cut_text_back_is_refused_with_a_reason(
    desk, ada, session, write, forget
):
    before = write("Ada Okafor is here")
    barred = write("nothing here", shared_notes="kept")
    later = write("a later word", shared_notes="kept")
    forget(ada)
    now = canonical_dump(desk)

    desk.do(undo_step, step_id=later)
    with pytest.raises(RefusedMoveError, match="somebody who was forgotten"):
        desk.do(undo_step, step_id=barred)
    with pytest.raises(RefusedMoveError, match="later steps build on it"):
        desk.do(undo_step, step_id=before)
    desk.do(redo_step, step_id=later)

    assert canonical_dump(desk) == now
    assert desk.run(step_row, step_id=barred).state is StepState.FINAL
    [told] = desk.run(step_details, step_id=barred).records
    assert (told.fields[-1].before, told.fields[-1].after) == (CUT, "nothing here")


def test_ctrl_z_goes_past_what_can_never_be_undone(desk, ada, write, forget, now):
    older = desk.do(add_person, entry=PersonEntry("Dev Rao"), now=now)
    write("Ada Okafor is here")
    write("nothing here")
    forget(ada)

    assert desk.run(latest_step).id == older.step
    desk.do(undo_step, step_id=older.step)
    assert desk.run(latest_step) is None


def test_what_stands_there_today_stays_and_its_steps_can_be_undone(
    desk, ada, session, write, forget
):
    step = write("Ada Okafor is here")
    forget(ada)

    desk.do(undo_step, step_id=step)
    desk.do(redo_step, step_id=step)

    assert versions(desk, session)[0] == "Ada Okafor is here"


def test_what_was_deleted_comes_back_without_the_text_that_named_them(
    desk, ada, session, write, forget
):
    write("Ada Okafor is here", shared_notes="kept")
    desk.do(delete_session, session_id=session)
    forget(ada)
    assert "okafor" not in kept(desk)

    [row] = desk.run(list_trash)
    desk.do(put_back, kind=row.kind, record_id=row.record_id)

    with desk.work() as db:
        words = db.execute(text("SELECT private_notes, shared_notes FROM sessions")).one()
    assert tuple(words) == (CUT, "kept")


def test_part_of_a_step_that_cannot_be_undone_is_put_back_by_itself(
    desk, ada, add, session, write, forget
):
    write("Ada Okafor is here")

    def delete_and_write(db):
        changes = delete_goal(db, goal_id=1)
        db.execute(text("UPDATE sessions SET private_notes = 'none'"))
        return changes

    add.goal(1, "A goal")
    step = desk.do(delete_and_write).step
    forget(ada)
    with pytest.raises(RefusedMoveError):
        desk.do(undo_step, step_id=step)

    desk.do(put_back, kind=Kind.GOAL, record_id=1)

    with desk.work() as db:
        assert db.scalars(text("SELECT title FROM goals")).all() == ["A goal"]


def test_a_title_that_names_them_is_cut_from_history_and_steps(desk, ada, add, today, forget):
    goal = add.goal(add.mentee("Ben Diaz"), "Meet Ada Okafor")
    desk.do(edit_goal, goal_id=goal, entry=GoalEntry("Meet somebody", today), today=today)

    forget(ada)

    assert "okafor" not in kept(desk)


def test_what_somebody_is_found_by_is_cut_with_it(desk, ada, now, forget):
    ben = desk.do(add_person, entry=PersonEntry("Ben Diaz", organisation="Ada Okafor Ltd"), now=now)
    desk.do(edit_person, person_id=ben.made, entry=PersonEntry("Ben Diaz", organisation="Alone"))

    forget(ada)

    assert "okafor" not in kept(desk)
    assert [row.did for row in desk.run(list_steps)][1:] == ["Changed Ben Diaz", "Added Ben Diaz"]


def test_others_of_the_same_name_keep_theirs(desk, ada, now, forget):
    other = desk.do(add_person, entry=PersonEntry("Ada Okafor"), now=now).made
    step = desk.do(edit_person, person_id=other, entry=PersonEntry("Ada Okafor", role="Lead")).step

    forget(ada)
    desk.do(undo_step, step_id=step)

    assert [row.display_name for row in people(desk)] == ["Ada Okafor"]


def people(desk):
    with desk.work() as db:
        return db.execute(text("SELECT display_name FROM people")).all()


def test_a_name_of_one_word_is_whole_when_nobody_else_bears_it(desk, now, session, write, forget):
    someone = desk.do(add_person, entry=PersonEntry("Wolfgangus"), now=now).made
    write("Wolfgangus said hello")
    write("nothing here")

    forget(someone)

    assert "wolfgangus" not in kept(desk)


def test_a_name_of_one_word_that_others_bear_or_any_word_is_left(
    desk, add, now, session, write, forget
):
    will = desk.do(add_person, entry=PersonEntry("Will"), now=now).made
    ada = desk.do(add_person, entry=PersonEntry("Ada"), now=now).made
    add.person("Ada Okafor", search_text="ada okafor")
    write("Ada and I will see")
    write("nothing here")

    forget(will)
    forget(ada)

    assert versions(desk, session) == ["nothing here", "Ada and I will see", ""]
