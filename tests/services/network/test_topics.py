"""Topics are one however they are spelled; levels and states stay where they belong."""

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError
from mentor_desk.models.kinds import NeedState, TopicKind, TopicLevel
from mentor_desk.services.changes import Area
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.topic_rows import topics_of, topics_of_all
from mentor_desk.services.network.topics import (
    list_topics,
    remove_topic,
    set_need_state,
    set_topic,
    topic_named,
)

EXPERTISE, INTEREST, NEED = TopicKind.EXPERTISE, TopicKind.INTEREST, TopicKind.NEED


@pytest.fixture
def note(desk, today):
    def note(person_id, kind, name, **more):
        return desk.do(set_topic, person_id=person_id, kind=kind, name=name, today=today, **more)

    return note


def held(desk, person_id):
    return [(row.kind, row.name) for row in desk.look(topics_of, person_id=person_id)]


def test_noting_a_topic_says_whose_it_is(desk, add, note):
    ada = add.person()

    changes = note(ada, INTEREST, "  open   data ", level=TopicLevel.HIGH)

    [row] = desk.look(topics_of, person_id=ada)
    assert (row.id, row.name, row.level) == (changes.made, "open data", TopicLevel.HIGH)
    assert changes.did == "Noted “open data” as an interest of Ada Okafor"
    assert changes.areas == Area.TOPICS | Area.PEOPLE
    assert not row.is_open_need


def test_two_spellings_are_one_topic(desk, add, note):
    ada, ravi = add.person(), add.person("Ravi Kapoor")

    note(ada, INTEREST, "Économie")
    note(ravi, EXPERTISE, "ECONOMIE")

    assert desk.run(list_topics) == ["Économie"]


def test_a_name_without_letters_is_a_topic_of_its_own(desk, add, note):
    note(add.person(), INTEREST, "\u0301")

    assert desk.run(list_topics) == ["\u0301"]


def test_noting_it_again_sets_its_level_and_adds_nothing(desk, add, note):
    ada = add.person()
    note(ada, EXPERTISE, "Chess", level=TopicLevel.BEGINNER)

    note(ada, EXPERTISE, "chess", level=TopicLevel.EXPERT)

    [row] = desk.look(topics_of, person_id=ada)
    assert row.level is TopicLevel.EXPERT


def test_one_topic_can_be_interest_expertise_and_need_in_this_order(desk, add, note):
    ada = add.person()

    for kind in (NEED, EXPERTISE, INTEREST):
        note(ada, kind, "Chess")

    assert held(desk, ada) == [(INTEREST, "Chess"), (EXPERTISE, "Chess"), (NEED, "Chess")]


def test_topics_of_one_kind_stand_by_name(desk, add, note):
    ada = add.person()

    for name in ("sailing", "Écologie", "chess"):
        note(ada, INTEREST, name)

    assert [name for _, name in held(desk, ada)] == ["chess", "Écologie", "sailing"]


def test_the_topics_of_many_people_are_read_at_once(desk, add, note):
    ada, ravi, tara = add.person(), add.person("Ravi Kapoor"), add.person("Tara Bell")
    note(ada, INTEREST, "Chess")
    note(ravi, NEED, "Chess")

    found = desk.look(topics_of_all, person_ids=[ada, ravi, tara])

    assert {person: [row.kind for row in rows] for person, rows in found.items()} == {
        ada: [INTEREST],
        ravi: [NEED],
    }


def test_topics_are_offered_with_the_most_used_first(desk, add, note):
    ada, ravi = add.person(), add.person("Ravi Kapoor")
    note(ada, INTEREST, "Archery")
    note(ada, INTEREST, "Sailing")
    note(ravi, NEED, "Sailing")
    unused = note(ada, INTEREST, "Unused").made
    desk.do(remove_topic, person_topic_id=unused)

    assert desk.run(list_topics) == ["Sailing", "Archery", "Unused"]


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        (INTEREST, TopicLevel.EXPERT),
        (EXPERTISE, TopicLevel.HIGH),
        (NEED, TopicLevel.LOW),
    ],
)
def test_a_level_that_does_not_belong_to_the_kind_is_refused(desk, add, note, kind, level):
    ada = add.person()

    with pytest.raises(InvalidEntryError) as refusal:
        note(ada, kind, "Chess", level=level)

    assert refusal.value.field == "level"
    assert held(desk, ada) == []
    assert desk.run(list_topics) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "\ud800"])
def test_a_topic_needs_a_name_that_can_be_kept(desk, add, note, name):
    ada = add.person()

    with pytest.raises(InvalidEntryError) as refusal:
        note(ada, INTEREST, name)

    assert refusal.value.field == "topic"
    assert held(desk, ada) == []


def test_nobody_who_is_gone_gets_a_topic(desk, note):
    with pytest.raises(NotFoundError):
        note(99, INTEREST, "Chess")


def test_a_need_is_open_until_something_comes_of_it(desk, add, note):
    ada = add.person()
    need = note(ada, NEED, "board exposure").made
    [row] = desk.look(topics_of, person_id=ada)
    assert (row.need_state, row.is_open_need) == (NeedState.OPEN, True)

    changes = desk.do(set_need_state, person_topic_id=need, state=NeedState.IN_HAND)
    [row] = desk.look(topics_of, person_id=ada)
    assert row.is_open_need
    assert changes.did == "Marked the need “board exposure” as in hand"

    desk.do(set_need_state, person_topic_id=need, state=NeedState.MET)
    [row] = desk.look(topics_of, person_id=ada)
    assert (row.need_state, row.is_open_need) == (NeedState.MET, False)


def test_noting_a_need_again_leaves_its_state(desk, add, note):
    ada = add.person()
    need = note(ada, NEED, "Chess").made
    desk.do(set_need_state, person_topic_id=need, state=NeedState.IN_HAND)

    note(ada, NEED, "Chess")

    [row] = desk.look(topics_of, person_id=ada)
    assert row.need_state is NeedState.IN_HAND


def test_only_a_need_has_a_state(desk, add, note):
    interest = note(add.person(), INTEREST, "Chess").made

    with pytest.raises(InvalidEntryError, match="Only a need"):
        desk.do(set_need_state, person_topic_id=interest, state=NeedState.MET)


def test_a_topic_is_taken_off_and_put_back(desk, add, note):
    ada = add.person()
    made = note(ada, EXPERTISE, "Chess").made

    changes = desk.do(remove_topic, person_topic_id=made)

    assert held(desk, ada) == []
    assert changes.did == "Removed “Chess” as an expertise of Ada Okafor"

    desk.do(undo_step, step_id=changes.step)

    assert held(desk, ada) == [(EXPERTISE, "Chess")]


def test_what_is_gone_can_be_neither_removed_nor_marked(desk):
    with pytest.raises(NotFoundError):
        desk.do(remove_topic, person_topic_id=99)
    with pytest.raises(NotFoundError):
        desk.do(set_need_state, person_topic_id=99, state=NeedState.MET)


def test_a_topic_found_by_its_name_is_not_made_again(desk):
    with desk.work(writes=True) as db:
        first = topic_named(db, "Chess").id
        again = topic_named(db, " chess ").id

    assert first == again
