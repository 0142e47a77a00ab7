"""The history lists what was done, and steps through it back and forth."""

from datetime import timedelta

import pytest

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models import Step
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.steps import (
    StepState,
    latest_step,
    list_steps,
    next_redo,
    redo,
    redo_step,
    step_row,
    steps_in_the_way,
    undo_step,
)
from mentor_desk.services.history.words import Kind
from mentor_desk.services.network.listing import oneself
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person, edit_person
from mentor_desk.services.network.sharing import ShareEntry, add_share
from mentor_desk.services.sessions.planning import delete_session
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.storage.desk_file import make_database, open_database
from tests.canonical import canonical_dump
from tests.own_desk import make_own

KEY = bytes(range(32))


@pytest.fixture
def come(desk, now):
    def come(name):
        return desk.do(add_person, entry=PersonEntry(display_name=name), now=now)

    return come


def names(desk):
    return [row[3] for row in canonical_dump(desk)["people"]]


def undo(desk):
    step = desk.run(latest_step)
    desk.do(undo_step, step_id=step.id)
    return step.did


def test_undo_undo_redo_redo(desk, come):
    for name in ("Ada", "Ben", "Cem"):
        come(name)

    assert [undo(desk), undo(desk)] == ["Added Cem", "Added Ben"]
    assert names(desk) == ["Ada"]
    assert desk.run(next_redo).did == "Added Ben"
    assert desk.do(redo).did == "Did again: Added Ben"
    assert desk.do(redo).did == "Did again: Added Cem"
    assert names(desk) == ["Ada", "Ben", "Cem"]
    assert desk.run(next_redo) is None


def test_what_was_done_again_can_be_undone_again(desk, come):
    come("Ada")
    for _ in range(3):
        assert undo(desk) == "Added Ada"
        assert names(desk) == []
        desk.do(redo)
        assert names(desk) == ["Ada"]

    assert len(desk.run(list_steps)) == 1


def test_something_new_leaves_nothing_to_do_again(desk, come):
    come("Ada")
    undo(desk)
    come("Ben")

    assert desk.run(next_redo) is None
    with pytest.raises(RefusedMoveError, match="nothing to do again"):
        desk.do(redo)
    assert undo(desk) == "Added Ben"
    assert desk.run(next_redo).did == "Added Ben"


def test_a_step_undone_long_ago_can_still_be_done_again_by_itself(desk, come):
    ada = come("Ada")
    undo(desk)
    come("Ben")

    desk.do(redo_step, step_id=ada.step)

    assert names(desk) == ["Ada", "Ben"]
    assert undo(desk) == "Added Ada"


def test_what_was_done_again_is_built_upon_like_any_other(desk, come):
    ada = come("Ada")
    changed = desk.do(edit_person, person_id=1, entry=PersonEntry(display_name="Eve"))
    undone = desk.do(undo_step, step_id=changed.step)
    desk.do(undo_step, step_id=undone.step)

    with pytest.raises(RefusedMoveError, match="Changed Eve"):
        desk.do(undo_step, step_id=ada.step)

    assert names(desk) == ["Eve"]
    [in_the_way], others = desk.run(steps_in_the_way, step_id=ada.step)
    assert (in_the_way.did, others) == ("Changed Eve", 0)


def test_what_was_undone_is_in_nobodys_way(desk, come):
    ada = come("Ada")
    changed = desk.do(edit_person, person_id=1, entry=PersonEntry(display_name="Eve"))
    desk.do(undo_step, step_id=changed.step)

    assert desk.run(steps_in_the_way, step_id=ada.step) == ([], 0)
    desk.do(undo_step, step_id=ada.step)
    with pytest.raises(RefusedMoveError):
        desk.do(redo_step, step_id=changed.step)

    assert names(desk) == []


def test_a_refusal_names_three_steps_and_counts_the_rest(desk, come):
    ada = come("Ada")
    for name in "BCDEF":
        desk.do(edit_person, person_id=1, entry=PersonEntry(display_name=name))

    with pytest.raises(RefusedMoveError, match=r"Changed F; Changed E; Changed D \(and 2 more\)\."):
        desk.do(undo_step, step_id=ada.step)


def test_a_refusal_names_what_was_added_to_it(desk, come, today):
    ada = come("Ada")
    desk.do(add_share, person_id=1, entry=ShareEntry("A book"), today=today)

    with pytest.raises(RefusedMoveError, match="belong to it: Noted “A book” as shared"):
        desk.do(undo_step, step_id=ada.step)

    assert len(canonical_dump(desk)["shares"]) == 1


def test_nothing_is_put_back_into_what_is_gone(desk, add, today):
    session = add.session(add.mentee())
    add.action(1, session_id=session)
    dropped = desk.do(_delete_actions)
    desk.do(delete_session, session_id=session)
    before = canonical_dump(desk)

    with pytest.raises(RefusedMoveError, match="belonged to is gone: Deleted session 1 with Ada"):
        desk.do(undo_step, step_id=dropped.step)

    assert canonical_dump(desk) == before


def test_it_goes_on_after_a_restart(tmp_path, now):
    path = tmp_path / "desk.db"
    make_database(path, KEY)
    desk = Desk(open_database(path, KEY), clock=lambda: now)
    for name in ("Ada", "Ben"):
        desk.do(add_person, entry=PersonEntry(display_name=name), now=now)
    undo(desk)
    desk.close()

    desk = Desk(open_database(path, KEY), clock=lambda: now)

    assert desk.run(next_redo).did == "Added Ben"
    assert undo(desk) == "Added Ada"
    desk.do(redo)
    desk.do(redo)
    assert names(desk) == ["Ada", "Ben"]
    desk.close()


def test_the_list_tells_when_what_and_how_much(desk, come, now):
    step = come("Ada").step

    [row] = desk.run(list_steps)

    assert (row.id, row.at, row.did, row.areas) == (step, now, "Added Ada", Area.PEOPLE)
    assert [(count.kind, count.number) for count in row.counts] == [(Kind.PERSON, 1)]
    assert row.counts[0].in_words() == "1 person"
    assert (row.state, row.changed_at, row.is_autosave) == (StepState.DONE, None, False)


def test_an_undo_marks_its_step_and_stands_in_no_line_of_its_own(file, now):
    clock = [now]
    desk = Desk(file, clock=lambda: clock[0])
    step = desk.do(add_person, entry=PersonEntry(display_name="Ada"), now=now).step
    clock[0] += timedelta(hours=1)

    undone = desk.do(undo_step, step_id=step)
    [row] = desk.run(list_steps)

    assert (row.id, row.state, row.changed_at) == (step, StepState.UNDONE, clock[0])
    assert desk.run(step_row, step_id=undone.step) == row
    desk.do(redo)
    assert desk.run(list_steps)[0].state is StepState.DONE


def test_the_list_goes_on_page_by_page(desk, come):
    steps = [come(name).step for name in "ABCDE"]

    first = desk.run(list_steps, limit=2)
    rest = desk.run(list_steps, before_id=first[-1].id, limit=10)

    assert [row.id for row in [*first, *rest]] == steps[::-1]


def test_words_find_steps_however_they_are_written(desk, come):
    come("Łódź Ängström")
    come("Ada")

    assert [row.did for row in desk.run(list_steps, words="lodz ANG")] == ["Added Łódź Ängström"]
    assert desk.run(list_steps, words="lodz ada") == []
    assert len(desk.run(list_steps, words="added", limit=1)) == 1


def test_what_was_saved_while_it_was_written_is_marked(desk, add):
    session = add.session(add.mentee())
    words = SessionWords(shared_notes="Rehearsed.")

    desk.autosave("session 1", write_session, session_id=session, words=words)

    assert [row.is_autosave for row in desk.run(list_steps)] == [True]


def test_a_step_that_was_not_undone_is_not_done_again(desk, come):
    with pytest.raises(RefusedMoveError, match="not been undone"):
        desk.do(redo_step, step_id=come("Ada").step)
    with pytest.raises(NotFoundError):
        desk.run(step_row, step_id=99)


def test_a_step_without_a_name_is_given_one(desk, now):
    changed = desk.do(lambda db: _quietly(add_person(db, entry=PersonEntry("Ada"), now=now)))

    assert desk.run(step_row, step_id=changed.step).did == "Changed the desk"


def test_a_step_with_nothing_to_put_back_is_final(desk, come, now):
    come("Ada")
    with desk.work(writes=True) as db:
        db.add(Step(at=now, did="Forgot one person for good", areas=1))

    row = desk.run(list_steps)[0]

    assert row.state is StepState.FINAL
    assert desk.run(latest_step).did == "Added Ada"
    with pytest.raises(RefusedMoveError, match="for good"):
        desk.do(undo_step, step_id=row.id)


def test_deleting_can_be_undone_below_later_steps_of_others(desk, come):
    come("Ada")
    gone = desk.do(delete_person, person_id=1)
    come("Ben")

    desk.do(undo_step, step_id=gone.step)

    assert names(desk) == ["Ada", "Ben"]


def _quietly(changes):
    return Changes(changes.areas)


def _delete_actions(db):
    from sqlalchemy import text

    db.execute(text("DELETE FROM actions"))
    return Changes(Area.ACTIONS, did="Deleted actions")


def test_a_new_desk_has_a_mentor_and_nothing_to_undo(tmp_path):
    desk, _ = make_own(tmp_path / "desk")

    assert desk.run(oneself).name == "Michelle Roy"
    assert desk.run(list_steps) == []
    assert desk.run(latest_step) is None
    desk.close()
