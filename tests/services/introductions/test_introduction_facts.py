"""Why two people should meet: facts from what is noted of them."""

import pytest

from mentor_desk.errors import NotFoundError
from mentor_desk.models.kinds import NeedState, TopicKind
from mentor_desk.services.introductions.facts import Fact, FactKind, why_they_should_meet


@pytest.fixture
def pair(add):
    return add.person("Ada Okafor", city="Leeds"), add.person("Ravi Kapoor", city="LEEDS")


@pytest.fixture
def facts_of(desk):
    return lambda pair: desk.run(why_they_should_meet, first_id=pair[0], second_id=pair[1])


def test_a_need_meets_the_expertise_of_the_other(add, pair, facts_of):
    ada, ravi = pair
    add.topic(ada, TopicKind.NEED, "people analytics")
    add.topic(ravi, TopicKind.EXPERTISE, "People Analytics")
    add.topic(ravi, TopicKind.NEED, "survey design")
    add.topic(ada, TopicKind.EXPERTISE, "survey design")

    kind = FactKind.NEEDS_WHAT_OTHER_OFFERS
    assert facts_of(pair)[:2] == (
        Fact(kind, "people analytics", "Ada", "Ravi"),
        Fact(kind, "survey design", "Ravi", "Ada"),
    )


def test_a_need_that_is_met_speaks_for_nothing(add, pair, facts_of):
    ada, ravi = pair
    add.topic(ada, TopicKind.NEED, "people analytics", need_state=NeedState.MET)
    add.topic(ravi, TopicKind.EXPERTISE, "people analytics")

    assert [fact.kind for fact in facts_of(pair)] == [FactKind.SAME_CITY]


def test_an_interest_in_common_says_how_many_care(add, pair, facts_of):
    for person in (*pair, add.person("Dan Vogel")):
        add.topic(person, TopicKind.INTEREST, "open data")

    assert facts_of(pair)[0] == Fact(FactKind.BOTH_CARE, "open data", "Ada", "Ravi", 3)


def test_an_interest_meets_the_expertise_of_the_other(add, pair, facts_of):
    ada, ravi = pair
    add.topic(ravi, TopicKind.INTEREST, "maps")
    add.topic(ada, TopicKind.EXPERTISE, "maps")

    assert facts_of(pair)[0] == Fact(FactKind.CARES_FOR_WHAT_OTHER_KNOWS, "maps", "Ravi", "Ada")


def test_the_same_city_counts_in_any_spelling_but_not_without_one(add, pair, facts_of):
    assert facts_of(pair) == (Fact(FactKind.SAME_CITY, "Leeds", "Ada", "Ravi"),)
    assert facts_of((add.person("Joy Mensah"), add.person("Nils Krog"))) == ()


def test_two_of_one_given_name_are_called_by_their_whole_names(add, facts_of):
    pair = add.person("Ada Okafor", city="Leeds"), add.person("Ada Lund", city="Leeds")

    assert (facts_of(pair)[0].one, facts_of(pair)[0].other) == ("Ada Okafor", "Ada Lund")


def test_who_is_gone_has_no_facts(pair, facts_of):
    with pytest.raises(NotFoundError):
        facts_of((pair[0], 99))
