"""People: found by any word, entered with care, deleted with a way back."""

from dataclasses import replace

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import MentorshipState, TopicKind, WayKind
from mentor_desk.services.changes import Area
from mentor_desk.services.history.details import step_details
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.listing import (
    count_people,
    find_people,
    list_person_ids,
    oneself,
    people_named,
    people_rows,
)
from mentor_desk.services.network.people import (
    PersonEntry,
    WayRow,
    add_oneself,
    add_person,
    delete_person,
    edit_person,
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


@pytest.fixture
def ways_changed(desk, now):
    """Return a verb that edits the ways of somebody who has three, and tells what changed."""
    three = tuple(
        WayRow(WayKind.EMAIL, f"{word}@example.org", "", is_preferred=False)
        for word in ("one", "two", "three")
    )
    added = desk.do(add_person, entry=PersonEntry("Ada", ways=three), now=now)

    def change(*ways):
        entry = PersonEntry("Ada", ways=ways)
        changed = desk.do(edit_person, person_id=added.made, entry=entry)
        card = desk.run(person_card, person_id=added.made)
        assert card.entry.ways == ways
        if changed.step is None:
            return []
        told = desk.run(step_details, step_id=changed.step).records
        return [(each.deed.value, [it.field for it in each.fields]) for each in told]

    return three, change


def test_a_label_on_one_way_to_reach_changes_just_that(ways_changed):
    (one, two, three), change = ways_changed

    assert change(one, replace(two, label="work"), three) == [("changed", ["label"])]


def test_ways_to_reach_that_stay_as_they_are_are_no_change(ways_changed):
    three, change = ways_changed

    assert change(*three) == []


def test_a_way_that_goes_a_way_that_comes_and_one_that_changes_are_told_as_such(ways_changed):
    (one, two, _), change = ways_changed
    phone = WayRow(WayKind.PHONE, "+1 203 555 0100", "", is_preferred=False)

    assert [deed for deed, _ in change(one, two)] == ["deleted"]
    assert [deed for deed, _ in change(one, two, phone)] == ["made"]
    assert change(replace(one, value="ada@example.org"), two, phone) == [("changed", ["value"])]


def test_ways_that_change_places_stay_the_same_ways(ways_changed):
    (one, two, three), change = ways_changed

    assert {deed for deed, _ in change(two, one, three)} <= {"changed"}
