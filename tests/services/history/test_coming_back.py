"""What comes back finds its place, or the steps in its way are named before anybody clicks."""

from datetime import timedelta

import pytest

from mentor_desk.errors import RefusedMoveError
from mentor_desk.models.kinds import GoalState, IntroductionState, TopicKind
from mentor_desk.services.actions.noting import ActionEntry, add_action, delete_action
from mentor_desk.services.goals.milestones import add_milestone, tick_milestone
from mentor_desk.services.goals.setting import GoalEntry, add_goal, change_goal_state
from mentor_desk.services.history.steps import (
    latest_step,
    list_steps,
    redo_step,
    steps_in_the_way,
    undo_step,
)
from mentor_desk.services.history.trash import list_trash, put_back
from mentor_desk.services.history.words import Kind
from mentor_desk.services.introductions.moves import move_introduction
from mentor_desk.services.introductions.noting import (
    IntroductionEntry,
    add_introduction,
    delete_introduction,
)
from mentor_desk.services.mentees.mentorships import MentorshipEntry, delete_mentee, take_on
from mentor_desk.services.network.people import PersonEntry, add_person, edit_person
from mentor_desk.services.network.sharing import ShareEntry, add_share, delete_share
from mentor_desk.services.network.topics import remove_topic, set_topic
from mentor_desk.services.reviews.choice import ReviewChoice
from mentor_desk.services.reviews.reviewing import (
    delete_review,
    issue_review,
    list_reviews,
    save_draft,
)
from mentor_desk.services.sessions.planning import (
    delete_session,
    list_sessions,
    log_session,
    plan_session,
)
from mentor_desk.services.sessions.writing import SessionWords, write_session
from tests.canonical import canonical_dump
from tests.crowd import import_crowd


@pytest.fixture
def ada(add):
    return add.mentee("Ada Okafor")


@pytest.fixture
def numbers(desk, ada, now):
    return lambda: sorted(
        (row.number, row.first_line) for row in desk.run(list_sessions, mentorship_id=ada, now=now)
    )


@pytest.fixture
def pair(desk, add, today):
    """Return a verb that notes an introduction of the same two people."""
    entry = IntroductionEntry(add.person("Ada"), add.person("Ben"))
    return lambda: desk.do(add_introduction, entry=entry, today=today)


def in_the_way(desk, changes):
    rows, others = desk.run(steps_in_the_way, step_id=changes.step)
    assert others == 0
    return [row.did for row in rows]


def refused(desk, changes, match):
    before = canonical_dump(desk)
    with pytest.raises(RefusedMoveError, match=match):
        desk.do(undo_step, step_id=changes.step)
    assert canonical_dump(desk) == before


def undo_all(desk):
    told = []
    while step := desk.run(latest_step):
        told.append(step.did)
        desk.do(undo_step, step_id=step.id)
    return told


def written_and_deleted(desk, ada, now):
    begun = desk.do(log_session, mentorship_id=ada, now=now)
    words = SessionWords(shared_notes="How to say no")
    desk.do(write_session, session_id=begun.made, words=words)
    deleted = desk.do(delete_session, session_id=begun.made)
    desk.do(log_session, mentorship_id=ada, now=now + timedelta(days=14))
    return begun.made, deleted


def test_a_deleted_session_is_put_back_under_the_next_free_number(desk, ada, now, numbers):
    first = canonical_dump(desk)
    session, _ = written_and_deleted(desk, ada, now)

    put = desk.do(put_back, kind=Kind.SESSION, record_id=session)

    assert numbers() == [(1, ""), (2, "How to say no")]
    assert put.did == ("Put back Session 1 with Ada Okafor (as session 2, for its number is taken)")
    undo_all(desk)
    assert canonical_dump(desk) == first


def test_undoing_the_deletion_gives_it_the_next_free_number_too(desk, ada, now, numbers):
    first = canonical_dump(desk)
    _, deleted = written_and_deleted(desk, ada, now)
    assert in_the_way(desk, deleted) == []

    undone = desk.do(undo_step, step_id=deleted.step)

    assert numbers() == [(1, ""), (2, "How to say no")]
    assert undone.did.endswith("(as session 2, for its number is taken)")
    undo_all(desk)
    assert canonical_dump(desk) == first


def test_what_was_written_before_the_new_number_can_still_be_undone(desk, ada, now, numbers):
    _, deleted = written_and_deleted(desk, ada, now)
    desk.do(undo_step, step_id=deleted.step)
    [written] = [row for row in desk.run(list_steps) if row.did.startswith("Wrote")]

    desk.do(undo_step, step_id=written.id)

    assert numbers() == [(1, ""), (2, "")]


def test_a_session_keeps_the_number_it_came_back_under_when_its_words_are_undone(
    desk, ada, now, numbers
):
    _, deleted = written_and_deleted(desk, ada, now)
    desk.do(undo_step, step_id=deleted.step)
    rows = desk.run(list_sessions, mentorship_id=ada, now=now)
    [taker] = [row.id for row in rows if row.number == 1]
    desk.do(delete_session, session_id=taker)
    [written] = [row for row in desk.run(list_steps) if row.did.startswith("Wrote")]

    undone = desk.do(undo_step, step_id=written.id)
    without = numbers()
    desk.do(redo_step, step_id=undone.undoes)

    assert without == [(2, "")]
    assert numbers() == [(2, "How to say no")]


def test_a_session_planned_again_takes_the_next_free_number(desk, ada, now, numbers):
    later = [now + timedelta(days=days) for days in (7, 14)]
    planned = desk.do(plan_session, mentorship_id=ada, starts_at=later[0])
    desk.do(undo_step, step_id=planned.step)
    desk.do(plan_session, mentorship_id=ada, starts_at=later[1])

    done = desk.do(redo_step, step_id=planned.step)

    assert [number for number, _ in numbers()] == [1, 2]
    assert "as session 2" in done.did


def test_several_sessions_come_back_in_their_order(desk, ada, now, numbers):
    first, second = (
        desk.do(plan_session, mentorship_id=ada, starts_at=now + timedelta(days=day)).made
        for day in (1, 2)
    )
    for session in (second, first):
        desk.do(delete_session, session_id=session)
    desk.do(plan_session, mentorship_id=ada, starts_at=now + timedelta(days=3))
    desk.do(plan_session, mentorship_id=ada, starts_at=now + timedelta(days=4))

    for session in (first, second):
        desk.do(put_back, kind=Kind.SESSION, record_id=session)

    rows = desk.run(list_sessions, mentorship_id=ada, now=now)
    assert {row.number: row.id for row in rows if row.id in {first, second}} == {
        3: first,
        4: second,
    }


def test_a_mentorship_taken_on_again_is_named_before_the_click(desk, ada, today):
    deleted = desk.do(delete_mentee, mentorship_id=ada)
    again = desk.do(take_on, person_id=1, entry=MentorshipEntry(today), today=today)

    assert in_the_way(desk, deleted) == [again.did]
    refused(desk, deleted, f"taken its place: {again.did}")
    with pytest.raises(RefusedMoveError, match=again.did):
        desk.do(put_back, kind=Kind.MENTORSHIP, record_id=ada)
    desk.do(undo_step, step_id=again.step)
    desk.do(put_back, kind=Kind.MENTORSHIP, record_id=ada)
    assert desk.run(list_trash) == []


def test_a_review_drafted_again_is_named_before_the_click(desk, ada, today):
    choice = ReviewChoice(today - timedelta(days=90), today)
    first = desk.do(save_draft, mentorship_id=ada, choice=choice)
    deleted = desk.do(delete_review, review_id=first.made)
    again = desk.do(save_draft, mentorship_id=ada, choice=choice)

    refused(desk, deleted, f"taken its place: {again.did}")

    [row] = desk.run(list_trash)
    with pytest.raises(RefusedMoveError, match="taken its place"):
        desk.do(put_back, kind=row.kind, record_id=row.record_id)
    assert len(desk.run(list_reviews)) == 1


def test_a_review_taken_back_to_a_draft_finds_the_next_one_in_its_way(desk, ada, now, today):
    choice = ReviewChoice(today - timedelta(days=90), today)
    desk.do(save_draft, mentorship_id=ada, choice=choice)
    paper = {"pdf": b"%PDF", "pages": 1, "file_name": "a.pdf", "now": now}
    issued = desk.do(issue_review, mentorship_id=ada, choice=choice, **paper)
    again = desk.do(save_draft, mentorship_id=ada, choice=choice)

    refused(desk, issued, f"taken its place: {again.did}")


def test_a_topic_set_again_is_named_before_the_click(desk, add, today):
    person = add.person("Ada")
    held = add.topic(person, TopicKind.INTEREST, "Python")
    removed = desk.do(remove_topic, person_topic_id=held)
    again = desk.do(
        set_topic, person_id=person, kind=TopicKind.INTEREST, name="Python", today=today
    )

    assert in_the_way(desk, removed) == [again.did]
    refused(desk, removed, again.did)


def test_a_topic_that_somebody_else_has_by_now_is_named_before_the_click(desk, add, today):
    ada, ben = add.person("Ada"), add.person("Ben")
    noted, by_ben = (
        desk.do(set_topic, person_id=each, kind=TopicKind.INTEREST, name="Python", today=today)
        for each in (ada, ben)
    )

    assert in_the_way(desk, noted) == [by_ben.did]
    refused(desk, noted, "later entries belong to it")


def test_a_book_that_somebody_else_reads_by_now_is_named_before_the_click(desk, add, today):
    shared, by_ben = (
        desk.do(add_share, person_id=add.person(name), entry=ShareEntry("A book"), today=today)
        for name in ("Ada", "Ben")
    )

    assert in_the_way(desk, shared) == [by_ben.did]


def test_all_that_stands_in_the_way_of_an_import_is_named_at_once(desk, today, now):
    imported = import_crowd(desk, 20)
    changed = desk.do(edit_person, person_id=1, entry=PersonEntry(display_name="Eve"))
    taken = desk.do(take_on, person_id=2, entry=MentorshipEntry(today), today=today)
    mentorship = taken.made
    action = desk.do(add_action, mentorship_id=mentorship, entry=ActionEntry("Call"), today=today)
    shared = desk.do(add_share, person_id=3, entry=ShareEntry("A book"), today=today)
    desk.do(add_person, entry=PersonEntry(display_name="Nobody's business"), now=now)

    steps, others = desk.run(steps_in_the_way, step_id=imported.step)

    assert others == 0
    assert [step.id for step in steps] == [shared.step, action.step, taken.step, changed.step]
    for step in steps:
        assert desk.run(steps_in_the_way, step_id=step.id) == ([], 0)
        desk.do(undo_step, step_id=step.id)
    assert desk.run(steps_in_the_way, step_id=imported.step) == ([], 0)
    desk.do(undo_step, step_id=imported.step)


def test_ctrl_z_is_never_stuck_behind_what_was_undone_out_of_line(desk, now, today):
    first = canonical_dump(desk)
    added = desk.do(add_person, entry=PersonEntry(display_name="Ada"), now=now)
    shared = desk.do(add_share, person_id=added.made, entry=ShareEntry("A book"), today=today)
    desk.do(delete_share, share_id=shared.made)

    refused(desk, added, "later entries belong to it")

    assert len(undo_all(desk)) == 3
    assert canonical_dump(desk) == first


def test_the_same_pair_is_never_open_twice(desk, pair):
    noted = pair()
    deleted = desk.do(delete_introduction, introduction_id=noted.made)
    again = pair()

    assert in_the_way(desk, deleted) == [again.did]
    refused(desk, deleted, "another introduction")
    with pytest.raises(RefusedMoveError, match="another introduction"):
        desk.do(put_back, kind=Kind.INTRODUCTION, record_id=noted.made)
    desk.do(delete_introduction, introduction_id=again.made)


def test_a_pair_withdrawn_and_noted_again_is_not_opened_twice(desk, pair, today):
    noted = pair()
    state = IntroductionState.WITHDRAWN
    withdrawn = desk.do(move_introduction, introduction_id=noted.made, state=state, today=today)
    again = pair()

    assert in_the_way(desk, withdrawn) == [again.did]
    refused(desk, withdrawn, "another introduction")


def test_another_pair_is_in_nobodys_way(desk, add, pair, today):
    noted = pair()
    deleted = desk.do(delete_introduction, introduction_id=noted.made)
    other = IntroductionEntry(add.person("Cem"), add.person("Dee"))
    desk.do(add_introduction, entry=other, today=today)

    assert in_the_way(desk, deleted) == []
    desk.do(undo_step, step_id=deleted.step)


def test_there_is_no_second_resource_of_one_title(desk, add, today):
    ada, ben = add.person("Ada"), add.person("Ben")
    shared = desk.do(add_share, person_id=ada, entry=ShareEntry("A book"), today=today)
    undone = desk.do(undo_step, step_id=shared.step)
    again = desk.do(add_share, person_id=ben, entry=ShareEntry("a  Book"), today=today)

    assert in_the_way(desk, undone) == [again.did]
    with pytest.raises(RefusedMoveError, match="taken its place"):
        desk.do(redo_step, step_id=shared.step)


def test_no_milestone_of_an_achieved_goal_is_opened(desk, ada, today):
    goal = desk.do(add_goal, mentorship_id=ada, entry=GoalEntry("Speak up", today)).made
    milestone = desk.do(add_milestone, goal_id=goal, title="Deck", today=today).made
    ticked = desk.do(tick_milestone, milestone_id=milestone, today=today)
    state = GoalState.ACHIEVED
    closed = desk.do(change_goal_state, goal_id=goal, state=state, today=today)

    assert in_the_way(desk, ticked) == [closed.did]
    refused(desk, ticked, f"the goal was closed since: {closed.did}")
    desk.do(undo_step, step_id=closed.step)
    desk.do(undo_step, step_id=ticked.step)


def test_what_was_put_back_is_what_ctrl_z_takes_back_next(desk, ada, add, today):
    action = desk.do(add_action, mentorship_id=ada, entry=ActionEntry("Call"), today=today).made
    desk.do(delete_action, action_id=action)
    desk.do(add_person, entry=PersonEntry(display_name="Ben"), now=desk.now())

    desk.do(put_back, kind=Kind.ACTION, record_id=action)

    assert desk.run(list_steps)[0].did == "Put back Call"
    assert desk.run(latest_step).did == "Put back Call"
    desk.do(undo_step, step_id=desk.run(latest_step).id)
    assert [row.name for row in desk.run(list_trash)] == ["Call"]
    desk.do(put_back, kind=Kind.ACTION, record_id=action)
    assert desk.run(list_trash) == []


def test_what_was_put_back_and_deleted_again_lies_in_the_trash_once(desk, ada, today):
    action = desk.do(add_action, mentorship_id=ada, entry=ActionEntry("Call"), today=today).made
    for _ in range(2):
        deleted = desk.do(delete_action, action_id=action)
        put = desk.do(put_back, kind=Kind.ACTION, record_id=action)
    last = desk.do(delete_action, action_id=action)

    assert [(row.name, row.step_id) for row in desk.run(list_trash)] == [("Call", last.step)]
    assert deleted.step != put.step
