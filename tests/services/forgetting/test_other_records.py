"""Whoever is forgotten does not come back from an earlier record of theirs."""

import pytest

from mentor_desk.models.kinds import WayKind
from mentor_desk.services.forgetting.for_good import forget_for_good, preview_forgetting
from mentor_desk.services.history.steps import next_redo, undo_step
from mentor_desk.services.history.trash import list_trash
from mentor_desk.services.network.people import PersonEntry, WayRow, add_person, delete_person
from tests.conftest import NOW


@pytest.fixture
def added(desk, now):
    return lambda name, **more: desk.do(add_person, entry=PersonEntry(name, **more), now=now)


def others(desk, person_id):
    preview = desk.run(preview_forgetting, person_id=person_id, now=NOW)
    return [(each.person_id, each.is_on_desk, each.is_certain) for each in preview.others]


def test_a_record_that_was_deleted_before_goes_with_the_new_one(desk, added):
    old = added("Ada Okafor", remark="SECRETNOTE").made
    desk.do(delete_person, person_id=old)
    new = added("Okafor, Ada").made
    assert others(desk, new) == [(old, False, True)]

    report = forget_for_good(desk, person_id=new)

    assert report.preview.with_others == {old}
    assert [count.number for count in report.preview.counts] == [2]
    assert desk.run(list_trash) == []


def test_what_was_undone_cannot_bring_them_back(desk, added):
    first = added("Ada Okafor")
    desk.do(undo_step, step_id=first.step)
    second = added("Ada Okafor").made

    forget_for_good(desk, person_id=second)

    assert desk.run(next_redo) is None
    with desk.work() as db:
        held = db.connection().exec_driver_sql("SELECT count(*) FROM images").scalar()
    assert held == 0


def test_records_that_may_be_of_somebody_else_are_named_and_left(desk, added):
    way = (WayRow(WayKind.EMAIL, "ADA@example.org"),)
    same_name = added("Ada Okafor").made
    same_address = added("A. Smith", ways=way).made
    desk.do(delete_person, person_id=same_address)
    added("Ben Diaz")
    ada = added("Ada Okafor", ways=(WayRow(WayKind.EMAIL, "ada@example.org"),)).made
    assert others(desk, ada) == [(same_name, True, False), (same_address, False, False)]

    forget_for_good(desk, person_id=ada)

    assert [row.record_id for row in desk.run(list_trash)] == [same_address]


def test_a_number_is_the_same_however_it_is_written(desk, added):
    way = WayKind.PHONE
    one = added("Ada", ways=(WayRow(way, "+234 80 1234 5678"),)).made
    two = added("Addie", ways=(WayRow(way, "080-12345678"),)).made
    added("Cem", ways=(WayRow(way, "112"),))

    assert others(desk, two) == [(one, True, False)]


def test_only_the_records_that_the_mentor_chose_go(desk, added):
    old = added("Ada Okafor").made
    desk.do(delete_person, person_id=old)
    new = added("Ada Okafor").made

    forget_for_good(desk, person_id=new, others=())

    assert [row.record_id for row in desk.run(list_trash)] == [old]
