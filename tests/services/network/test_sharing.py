"""What was shared, with whom, and what became of it."""

from datetime import date

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import ResourceKind, ShareDirection, ShareState
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.sharing import (
    ShareEntry,
    add_share,
    delete_share,
    edit_share,
    list_resources,
    list_shares,
    move_share,
)

COURSE = ShareEntry(
    "Data storytelling",
    ResourceKind.COURSE,
    author="R. Stein",
    link="https://example.org/c",
    response="changed my deck",
    remark="she was late with it",
)


@pytest.fixture
def ada(add):
    return add.person("Ada Okafor")


def test_a_course_is_shared_with_all_that_is_said_of_it(desk, ada, today):
    changes = desk.do(add_share, person_id=ada, entry=COURSE, today=today)

    [row] = desk.run(list_shares, person_id=ada)
    assert row.id == changes.made
    assert (row.title, row.kind, row.author) == (
        "Data storytelling",
        ResourceKind.COURSE,
        "R. Stein",
    )
    assert (row.response, row.remark) == ("changed my deck", "she was late with it")
    assert changes.did == "Noted “Data storytelling” as shared with Ada Okafor"


def test_the_same_course_for_two_people_is_one_resource(desk, add, ada, today):
    joy = add.person("Joy Mensah")
    again = ShareEntry("data STORYTELLING", ResourceKind.COURSE, direction=ShareDirection.RECEIVED)

    desk.do(add_share, person_id=ada, entry=COURSE, today=today)
    desk.do(add_share, person_id=joy, entry=again, today=today)

    [resource] = desk.run(list_resources)
    assert (resource.shares, resource.link) == (2, "https://example.org/c")


def test_the_latest_share_comes_first(desk, add, ada):
    add.share(add.resource("Old"), ada, shared_on=date(2026, 1, 1))
    add.share(add.resource("New"), ada, shared_on=date(2026, 2, 1))

    assert [row.title for row in desk.run(list_shares, person_id=ada)] == ["New", "Old"]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (ShareEntry("  "), "title"),
        (ShareEntry("x", link="file:///etc/passwd"), "link"),
        (ShareEntry("x", response="\0"), "response"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(desk, ada, today, entry, field):
    with pytest.raises(InvalidEntryError) as refusal:
        desk.do(add_share, person_id=ada, entry=entry, today=today)

    assert refusal.value.field == field
    assert desk.run(list_resources) == []


def test_finishing_a_course_notes_the_day(desk, add, ada, today):
    share = add.share(add.resource(), ada, shared_on=date(2026, 1, 1))

    desk.do(move_share, share_id=share, state=ShareState.FINISHED, today=today)

    [row] = desk.run(list_shares, person_id=ada)
    assert (row.state, row.state_since) == (ShareState.FINISHED, today)


def test_what_is_so_far_already_is_refused_and_keeps_its_day(desk, add, ada, today):
    share = add.share(add.resource("Data storytelling"), ada, shared_on=date(2026, 1, 1))
    before = desk.run(list_shares, person_id=ada)

    with pytest.raises(RefusedMoveError, match=r"^“Data storytelling” is suggested already\.$"):
        desk.do(move_share, share_id=share, state=ShareState.SUGGESTED, today=today)

    assert desk.run(list_shares, person_id=ada) == before


def test_editing_keeps_the_day_of_a_state_that_did_not_change(desk, ada, today):
    made = desk.do(add_share, person_id=ada, entry=COURSE, today=date(2026, 5, 1)).made

    desk.do(edit_share, share_id=made, entry=COURSE, today=today)
    [same] = desk.run(list_shares, person_id=ada)
    started = ShareEntry("Data storytelling", ResourceKind.COURSE, state=ShareState.STARTED)
    desk.do(edit_share, share_id=made, entry=started, today=today)

    [moved] = desk.run(list_shares, person_id=ada)
    assert same.state_since == date(2026, 5, 1)
    assert (moved.state_since, moved.response) == (today, "")


def test_deleting_the_last_share_takes_the_resource_and_undo_brings_both_back(desk, ada, today):
    made = desk.do(add_share, person_id=ada, entry=COURSE, today=today).made
    before = desk.run(list_shares, person_id=ada)

    changes = desk.do(delete_share, share_id=made)

    assert desk.run(list_resources) == []
    desk.do(undo_step, step_id=changes.step)
    assert desk.run(list_shares, person_id=ada) == before


def test_deleting_one_of_two_shares_leaves_the_resource(desk, add, ada):
    resource = add.resource()
    first = add.share(resource, ada)
    add.share(resource, ada)

    desk.do(delete_share, share_id=first)

    assert len(desk.run(list_resources)) == 1


def test_what_is_gone_is_not_found(desk, today):
    with pytest.raises(NotFoundError):
        desk.do(add_share, person_id=9, entry=COURSE, today=today)
    with pytest.raises(NotFoundError):
        desk.do(delete_share, share_id=9)
