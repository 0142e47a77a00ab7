"""Forgetting cuts the earlier versions of notes about others that name the person whole."""

import json

import pytest
from sqlalchemy import text

from mentor_desk.services.actions.noting import ActionEntry, add_action, edit_action
from mentor_desk.services.forgetting.for_good import forget_person, preview_forgetting
from mentor_desk.services.forgetting.names import MARK
from mentor_desk.services.goals.setting import GoalEntry, delete_goal, edit_goal
from mentor_desk.services.history.steps import (
    latest_step,
    list_steps,
    redo_step,
    undo_step,
)
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.history.versions import note_versions
from mentor_desk.services.history.words import Kind
from mentor_desk.services.network.people import PersonEntry, add_person, edit_person
from mentor_desk.services.sessions.planning import delete_session
from mentor_desk.services.sessions.writing import SessionWords, write_session
from tests.canonical import canonical_dump
from tests.conftest import NOW


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
    write("nothing here")
    assert "okafor" in kept(desk)

    forget(ada)

    assert "okafor" not in kept(desk)
    assert versions(desk, session) == ["nothing here", f"{MARK} told him about it", ""]


def test_the_preview_counts_the_earlier_versions_that_go(desk, ada, session, write, add):
    gone = add.session(add.mentee("Cem Aydin"), learned="Ada Okafor helps")
    desk.do(delete_session, session_id=gone)
    for words in ("Ada Okafor one", "Ada Okafor two", "Ada alone", "none"):
        write(words)

    preview = desk.run(preview_forgetting, now=NOW, person_id=ada)

    assert [(e.name, e.field, e.versions, e.is_gone, e.is_sure) for e in preview.earlier] == [
        ("Session 1 with Cem Aydin", "what I learned", 1, True, True),
        ("Session 1 with Ben Diaz", "private notes", 2, False, True),
        ("Session 1 with Ben Diaz", "private notes", 1, False, False),
    ]
    assert preview.earlier[2].passage == "Ada alone"
    assert preview.mentions == ()


def test_a_single_word_of_the_name_is_cut_only_where_the_mentor_says_so(
    desk, ada, session, write, forget, now
):
    write("Ask Ada about the divorce")
    write("Mr Okafor, Ada Lovelace and she met")
    write("Ada of Rome")
    write("nothing here")
    maybe = desk.run(preview_forgetting, now=NOW, person_id=ada).earlier
    assert [(each.passage, each.versions, each.is_sure) for each in maybe] == [
        ("Ask Ada about the divorce", 1, False),
        ("Mr Okafor, Ada Lovelace and she met", 1, False),
        ("Ada of Rome", 1, False),
    ]

    desk.do(forget_person, person_id=ada, now=now, also={each.place for each in maybe[:2]})

    assert versions(desk, session) == [
        "nothing here",
        "Ada of Rome",
        f"Mr {MARK} Lovelace and she met",
        f"Ask {MARK} about the divorce",
        "",
    ]


def test_the_names_of_steps_follow_what_the_mentor_says(desk, ada, add, now):
    mentorship = add.mentee("Ben Diaz")
    entry = ActionEntry("Ask Ada about it")
    action = desk.do(add_action, mentorship_id=mentorship, entry=entry, today=NOW.date()).made
    desk.do(edit_action, action_id=action, entry=ActionEntry("Ask about it"))
    desk.do(add_person, entry=PersonEntry("Ada Lovelace"), now=now)
    [maybe] = desk.run(preview_forgetting, now=NOW, person_id=ada).earlier

    desk.do(forget_person, person_id=ada, now=now, also={maybe.place})

    assert [row.did for row in desk.run(list_steps)][1:] == [
        "Added Ada Lovelace",
        "Changed the action “Ask about it”",
        f"Noted the action “Ask {MARK} about it”",
    ]


def test_steps_whose_texts_were_cut_can_still_be_undone_and_done_again(
    desk, ada, session, write, forget
):
    first = write("Ada Okafor is here")
    second = write("nothing here", shared_notes="kept")
    forget(ada)
    now = canonical_dump(desk)

    assert desk.run(latest_step).id == second
    desk.do(undo_step, step_id=second)
    assert versions(desk, session)[0] == f"{MARK} is here"
    desk.do(undo_step, step_id=first)
    desk.do(redo_step, step_id=first)
    desk.do(redo_step, step_id=second)

    assert canonical_dump(desk) == now


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
    assert tuple(words) == (f"{MARK} is here", "kept")


def test_in_the_trash_only_the_name_is_cut_out_of_a_title(desk, ada, add, forget):
    goal = add.goal(add.mentee("Ben Diaz"), "Call Ada Okafor")
    desk.do(delete_goal, goal_id=goal)

    forget(ada)

    assert [row.name for row in desk.run(list_trash)] == [f"Call {MARK}"]
    assert desk.run(list_steps)[1].did == f"Deleted the goal “Call {MARK}”"


def test_a_name_that_is_a_word_destroys_nobody_s_notes(desk, now, session, write, forget):
    will = desk.do(add_person, entry=PersonEntry("Will"), now=now).made
    write("Will call tomorrow")
    desk.do(delete_session, session_id=session)

    [maybe] = desk.run(preview_forgetting, now=NOW, person_id=will).earlier
    forget(will)

    assert (maybe.passage, maybe.is_sure, maybe.is_gone) == ("Will call tomorrow", False, True)
    [row] = desk.run(list_trash)
    desk.do(put_back, kind=row.kind, record_id=row.record_id)
    assert versions(desk, session)[0] == "Will call tomorrow"


def test_what_somebody_else_was_called_stays_and_is_told(desk, ada, now, forget):
    ben = desk.do(add_person, entry=PersonEntry("Ben Okafor (husband of Ada Okafor)"), now=now)
    [mention] = desk.run(preview_forgetting, now=NOW, person_id=ada).mentions
    step = desk.do(edit_person, person_id=ben.made, entry=PersonEntry("Ben Okafor")).step
    [earlier] = desk.run(preview_forgetting, now=NOW, person_id=ada).mentions

    forget(ada)
    desk.do(undo_step, step_id=step)

    assert (mention.name, mention.is_full) == ("Ben Okafor (husband of Ada Okafor)", True)
    assert (earlier.name, earlier.field) == ("Ben Okafor", "earlier name")
    assert [row.display_name for row in people(desk)] == ["Ben Okafor (husband of Ada Okafor)"]


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


def test_a_whole_name_that_somebody_else_has_too_is_for_the_mentor_to_decide(
    desk, ada, now, session, write, forget
):
    desk.do(add_person, entry=PersonEntry("Ada Okafor"), now=now)
    write("Okafor, Ada was there")
    write("nothing here")

    earlier = desk.run(preview_forgetting, now=NOW, person_id=ada).earlier
    forget(ada)

    assert [each.is_sure for each in earlier] == [False]
    assert versions(desk, session)[1] == "Okafor, Ada was there"


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
