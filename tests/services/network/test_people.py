"""People: found by any word, entered with care, deleted with a way back."""

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import MentorshipState, TopicKind, WayKind
from mentor_desk.services.changes import Area
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.people import (
    PersonEntry,
    WayRow,
    add_oneself,
    add_person,
    count_people,
    delete_person,
    edit_person,
    find_people,
    list_person_ids,
    oneself,
    people_named,
    people_rows,
    person_card,
)


def test_a_person_is_added_with_every_part_and_every_way(desk, now):
    entry = PersonEntry(
        given="Zoë",
        family="Łukasz",
        organisation="Northgate",
        remark="met in Leeds",
        ways=(WayRow(WayKind.EMAIL, "zoe@example.org", "work", is_preferred=True),),
    )

    changes = desk.do(add_person, entry=entry, now=now)

    card = desk.run(person_card, person_id=changes.made)
    assert card.name == "Zoë Łukasz"
    assert card.entry.ways == entry.ways
    assert card.entry.remark == "met in Leeds"
    assert changes.did == "Added Zoë Łukasz"


def test_a_person_without_any_name_is_refused(desk, now):
    with pytest.raises(InvalidEntryError) as refusal:
        desk.do(add_person, entry=PersonEntry(organisation="Northgate"), now=now)

    assert refusal.value.field == "display_name"
    assert desk.run(count_people) == 0


@pytest.mark.parametrize("bad", ["Ada\0", "Ada \ud800", "x" * 301])
def test_a_name_that_cannot_be_kept_is_refused(desk, now, bad):
    with pytest.raises(InvalidEntryError):
        desk.do(add_person, entry=PersonEntry(display_name=bad), now=now)


@pytest.mark.parametrize("words", ["zoe", "LUKASZ north", "Łukasz", "choir"])
def test_people_are_found_without_accents_by_any_word(desk, add, words):
    zoe = add.person("Zoë Łukasz", organisation="Northgate")
    add.person("Ravi Kapoor")
    add.topic(zoe, TopicKind.INTEREST, "Choir singing")

    rows = desk.run(find_people, words)

    assert [row.name for row in rows] == ["Zoë Łukasz"]


def test_a_percent_sign_is_a_character_and_no_wildcard(desk, add):
    add.person("Ada Okafor")

    assert desk.run(find_people, "%") == []


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("name", ["Ravi Kapoor", "Ada Okafor"]),
        ("-name", ["Ada Okafor", "Ravi Kapoor"]),
        ("city", ["Ada Okafor", "Ravi Kapoor"]),
    ],
)
def test_a_long_list_is_ids_in_order_and_rows_on_demand(desk, add, by, names):
    add.person("Ada Okafor", city="Berlin")
    add.person("Ravi Kapoor", city="Leeds")

    ids = desk.run(list_person_ids, by=by)

    assert [row.name for row in desk.run(people_rows, ids=ids)] == names


def test_a_row_says_whether_the_person_is_a_mentee(desk, add):
    mentorship = add.mentee("Ada Okafor")

    [row] = desk.run(find_people)

    assert (row.mentorship_id, row.mentorship_state) == (mentorship, MentorshipState.ACTIVE)


def test_a_name_is_found_whole_before_it_is_found_in_part(desk, add):
    add.person("Ada Okafor")
    add.person("Ada Okafor-Lund")

    assert [row.name for row in desk.run(people_named, "ada OKAFOR")] == ["Ada Okafor"]
    assert len(desk.run(people_named, "ada")) == 2


def test_editing_replaces_what_was_known_and_can_be_undone(desk, add, now):
    person = add.person("Ada Okafor")
    before = desk.run(person_card, person_id=person)

    changes = desk.do(
        edit_person,
        person_id=person,
        entry=PersonEntry(
            display_name="Ada Lund", role="Analyst", ways=(WayRow(WayKind.PHONE, "+44 113"),)
        ),
    )

    after = desk.run(person_card, person_id=person)
    assert (after.name, after.entry.role) == ("Ada Lund", "Analyst")
    desk.do(undo_step, step_id=changes.step)
    assert desk.run(person_card, person_id=person) == before


def test_editing_without_a_change_leaves_no_step(desk, add):
    person = add.person("Ada Okafor")
    entry = desk.run(person_card, person_id=person).entry

    assert desk.do(edit_person, person_id=person, entry=entry).step is None


def test_deleting_a_person_takes_their_introductions_and_undo_brings_all_back(desk, add):
    ada, ravi = add.person("Ada Okafor"), add.person("Ravi Kapoor")
    add.introduction(ada, ravi)
    add.topic(ada, TopicKind.NEED, "people analytics")
    before = desk.run(person_card, person_id=ada)

    changes = desk.do(delete_person, person_id=ada)

    assert changes.areas & Area.INTRODUCTIONS
    assert desk.run(person_card, person_id=ravi).introductions == 0
    desk.do(undo_step, step_id=changes.step)
    assert desk.run(person_card, person_id=ada) == before
    assert desk.run(person_card, person_id=ravi).introductions == 1


def test_a_mentee_is_not_deleted_as_a_contact(desk, add):
    person = add.person_of(add.mentee("Ada Okafor"))

    with pytest.raises(RefusedMoveError, match="mentee"):
        desk.do(delete_person, person_id=person)


def test_the_mentor_is_no_contact_and_cannot_be_deleted(desk, now):
    desk.do(add_oneself, name="Michelle Roy", now=now)
    desk.do(add_oneself, name="Michelle Roy-Park", now=now)

    me = desk.run(oneself)
    assert me is not None
    assert me.name == "Michelle Roy-Park"
    assert desk.run(count_people) == 0
    with pytest.raises(RefusedMoveError):
        desk.do(delete_person, person_id=me.id)


def test_a_desk_without_a_name_says_so(desk, now):
    assert desk.run(oneself) is None
    with pytest.raises(InvalidEntryError):
        desk.do(add_oneself, name="  ", now=now)


def test_who_is_gone_is_not_found(desk):
    with pytest.raises(NotFoundError):
        desk.run(person_card, person_id=7)
