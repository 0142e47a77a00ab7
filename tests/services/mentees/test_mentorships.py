"""Mentorships: taken on, changed, moved from state to state, and let go with a way back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import MentorshipKind, MentorshipState
from mentor_desk.services.changes import Area
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.mentees.mentorships import (
    Belongings,
    MentorshipEntry,
    change_mentorship_state,
    delete_mentee,
    edit_mentorship,
    mentorship_entry,
    next_states,
    take_on,
    take_on_new,
    what_goes_with,
)
from mentor_desk.services.network.listing import count_people, find_people
from mentor_desk.services.network.people import person_card

ENTRY = MentorshipEntry(
    started_on=date(2026, 11, 20),
    purpose="Find her feet as an analyst",
    agreement="What is said here stays here",
    kind=MentorshipKind.PEER,
    cadence_days=21,
)


def test_a_person_becomes_a_mentee_with_what_was_agreed(desk, add, today):
    ada = add.person("Ada Okafor")

    changes = desk.do(take_on, person_id=ada, entry=ENTRY, today=today)

    assert desk.run(mentorship_entry, mentorship_id=changes.made) == ENTRY
    assert desk.run(person_card, person_id=ada).mentorship_state is MentorshipState.ACTIVE
    assert changes.did == "Took on Ada Okafor as a mentee"
    assert changes.areas & Area.MENTORSHIPS


def test_a_stranger_becomes_a_person_and_a_mentee_in_one_step(desk, now):
    changes = desk.do(take_on_new, name="  Tomás   Lindqvist ", entry=ENTRY, now=now)

    row = desk.run(find_people, "tomas")[0]
    assert row.name == "Tomás Lindqvist"
    assert row.mentorship_id == changes.made

    desk.do(undo_step, step_id=changes.step)
    assert desk.run(count_people) == 0


def test_a_mentorship_may_begin_as_a_prospect(desk, add, today):
    ada = add.person()

    desk.do(take_on, person_id=ada, entry=ENTRY, today=today, state=MentorshipState.PROSPECTIVE)

    card = desk.run(person_card, person_id=ada)
    assert card.mentorship_state is MentorshipState.PROSPECTIVE


def test_no_mentorship_begins_completed(desk, add, today):
    ada = add.person()

    with pytest.raises(RefusedMoveError, match="prospective or active"):
        desk.do(take_on, person_id=ada, entry=ENTRY, today=today, state=MentorshipState.COMPLETED)


@pytest.mark.parametrize(
    "state", [MentorshipState.PROSPECTIVE, MentorshipState.ACTIVE, MentorshipState.PAUSED]
)
def test_who_is_a_mentee_is_not_taken_on_again(desk, add, today, state):
    ada = add.person_of(add.mentee("Ada Okafor", state=state))

    with pytest.raises(RefusedMoveError, match="Ada Okafor is your mentee already"):
        desk.do(take_on, person_id=ada, entry=ENTRY, today=today)


def test_who_was_a_mentee_may_be_taken_on_again(desk, add, today):
    first = add.mentee("Ada Okafor", state=MentorshipState.COMPLETED)

    second = desk.do(take_on, person_id=add.person_of(first), entry=ENTRY, today=today)

    assert second.made not in {None, first}


def test_the_mentor_is_nobodys_mentee_here(desk, add, today):
    with pytest.raises(RefusedMoveError, match="your own mentee"):
        desk.do(take_on, person_id=add.mentor(), entry=ENTRY, today=today)


def test_nobody_cannot_be_taken_on(desk, today):
    with pytest.raises(NotFoundError):
        desk.do(take_on, person_id=404, entry=ENTRY, today=today)


@pytest.mark.parametrize("days", [0, 367, -1])
def test_a_cadence_is_from_a_day_to_a_year(desk, add, today, days):
    with pytest.raises(InvalidEntryError) as refusal:
        desk.do(
            take_on, person_id=add.person(), entry=replace(ENTRY, cadence_days=days), today=today
        )

    assert refusal.value.field == "cadence_days"


def test_a_name_that_is_empty_leaves_nothing_behind(desk, now):
    with pytest.raises(InvalidEntryError) as refusal:
        desk.do(take_on_new, name=" ", entry=ENTRY, now=now)

    assert refusal.value.field == "display_name"
    assert desk.run(count_people) == 0


def test_what_was_agreed_can_be_changed(desk, add):
    mentee = add.mentee("Ada Okafor")
    entry = replace(ENTRY, cadence_days=None, purpose="Anew")

    changes = desk.do(edit_mentorship, mentorship_id=mentee, entry=entry)

    assert desk.run(mentorship_entry, mentorship_id=mentee) == entry
    assert changes.did == "Changed the mentorship with Ada Okafor"


def test_a_mentorship_does_not_begin_after_its_end(desk, add):
    mentee = add.mentee(state=MentorshipState.COMPLETED, ended_on=date(2026, 3, 1))

    with pytest.raises(InvalidEntryError, match="ended on 1 March 2026") as refusal:
        desk.do(edit_mentorship, mentorship_id=mentee, entry=ENTRY)

    assert refusal.value.field == "started_on"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (MentorshipState.PROSPECTIVE, MentorshipState.ACTIVE),
        (MentorshipState.ACTIVE, MentorshipState.PAUSED),
        (MentorshipState.PAUSED, MentorshipState.ACTIVE),
        (MentorshipState.ACTIVE, MentorshipState.COMPLETED),
        (MentorshipState.ENDED_EARLY, MentorshipState.ACTIVE),
    ],
)
def test_a_mentorship_goes_over_to_a_state_that_follows(desk, add, today, here, there):
    mentee = add.mentee("Ada Okafor", state=here)

    changes = desk.do(change_mentorship_state, mentorship_id=mentee, state=there, today=today)

    assert there.value in changes.did
    assert here in desk.run(next_states, mentorship_id=mentee) or here not in {
        MentorshipState.ACTIVE,
        MentorshipState.PAUSED,
    }


def test_a_state_that_does_not_follow_is_refused_with_those_that_do(desk, add, today):
    mentee = add.mentee(state=MentorshipState.PROSPECTIVE)

    with pytest.raises(RefusedMoveError, match="cannot become paused, only active or ended early"):
        desk.do(
            change_mentorship_state,
            mentorship_id=mentee,
            state=MentorshipState.PAUSED,
            today=today,
        )


def test_a_state_that_is_there_already_is_refused(desk, add, today):
    with pytest.raises(RefusedMoveError, match="active already"):
        desk.do(
            change_mentorship_state,
            mentorship_id=add.mentee(),
            state=MentorshipState.ACTIVE,
            today=today,
        )


def test_an_old_mentorship_is_not_taken_up_beside_a_new_one(desk, add, today):
    old = add.mentee("Ada Okafor", state=MentorshipState.COMPLETED)
    add.mentee(person_id=add.person_of(old))

    with pytest.raises(RefusedMoveError, match="your mentee already"):
        desk.do(
            change_mentorship_state, mentorship_id=old, state=MentorshipState.ACTIVE, today=today
        )


def test_before_a_mentee_is_deleted_it_is_said_what_goes_with_them(desk, add):
    mentee = add.mentee()
    for days in (1, 2, 3):
        add.session(mentee, starts_at=desk.now() - timedelta(days=days))
    add.goal(mentee)
    add.action(mentee)
    add.action(mentee)

    belongings = desk.run(what_goes_with, mentorship_id=mentee)

    assert belongings == Belongings(sessions=3, goals=1, actions=2, reviews=0)
    assert not belongings.is_nothing
    assert desk.run(what_goes_with, mentorship_id=add.mentee("Joy Mensah")).is_nothing


def test_a_deleted_mentee_stays_a_contact_and_comes_back_whole(desk, add):
    mentee = add.mentee("Ada Okafor")
    add.milestone(add.goal(mentee))
    add.action(mentee, session_id=add.session(mentee))

    changes = desk.do(delete_mentee, mentorship_id=mentee)

    assert changes.did == "Deleted the mentorship with Ada Okafor"
    assert desk.run(find_people, "ada")[0].mentorship_id is None

    desk.do(undo_step, step_id=changes.step)
    assert desk.run(what_goes_with, mentorship_id=mentee) == Belongings(1, 1, 1, 0)


@pytest.mark.parametrize("verb", [what_goes_with, next_states, mentorship_entry, delete_mentee])
def test_a_mentorship_that_is_gone_is_told_as_such(desk, verb):
    with pytest.raises(NotFoundError, match="no longer on the desk"):
        desk.do(verb, mentorship_id=404)
