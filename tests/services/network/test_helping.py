"""Who can help: those who offer a topic before those who care about it, each once."""

from mentor_desk.models.kinds import TopicKind, TopicLevel
from mentor_desk.services.network.helping import HelperRow, who_can_help

EXPERTISE, INTEREST, NEED = TopicKind.EXPERTISE, TopicKind.INTEREST, TopicKind.NEED


def names(desk, words, **more):
    return [row.name for row in desk.run(who_can_help, topic_words=words, **more)]


def test_who_offers_a_topic_comes_before_who_is_interested(desk, add):
    add.topic(add.person("Ada Okafor"), INTEREST, "People analytics", level=TopicLevel.HIGH)
    add.topic(add.person("Ravi Kapoor"), EXPERTISE, "People analytics")

    rows = desk.run(who_can_help, topic_words="analytics")

    assert rows == [
        HelperRow(2, "Ravi Kapoor", "People analytics", EXPERTISE, None),
        HelperRow(1, "Ada Okafor", "People analytics", INTEREST, TopicLevel.HIGH),
    ]


def test_the_level_people_gave_themselves_decides_among_them_and_then_the_name(desk, add):
    levels = {
        "Bea Low": TopicLevel.BEGINNER,
        "Cy None": None,
        "Dee Top": TopicLevel.EXPERT,
        "Abe Top": TopicLevel.EXPERT,
        "Eve Mid": TopicLevel.AVERAGE,
    }
    for name, level in levels.items():
        add.topic(add.person(name), EXPERTISE, "Chess", level=level)

    found = names(desk, "chess")

    assert found == ["Abe Top", "Dee Top", "Eve Mid", "Bea Low", "Cy None"]


def test_a_person_who_knows_it_in_two_ways_is_named_once_with_the_better_one(desk, add):
    iris = add.person("Iris Holm")
    add.topic(iris, INTEREST, "Survey design")
    add.topic(iris, EXPERTISE, "Survey analysis", level=TopicLevel.AVERAGE)

    [row] = desk.run(who_can_help, topic_words="survey")

    assert (row.kind, row.topic) == (EXPERTISE, "Survey analysis")


def test_every_word_must_be_in_the_topic_in_any_case_or_accent(desk, add):
    add.topic(add.person("Ada Okafor"), EXPERTISE, "Économie sociale")

    assert names(desk, "ECONOMIE soc") == ["Ada Okafor"]
    assert names(desk, "economie bleue") == []


def test_needs_the_mentor_and_empty_words_help_nobody(desk, add):
    add.topic(add.person("Ada Okafor"), NEED, "Chess")
    add.topic(add.mentor(), EXPERTISE, "Chess")

    assert names(desk, "chess") == []
    assert names(desk, "  ") == []


def test_a_percent_sign_is_a_percent_sign(desk, add):
    add.topic(add.person("Ada Okafor"), EXPERTISE, "Chess")

    assert names(desk, "%") == []


def test_no_more_are_named_than_asked_for(desk, add):
    for number in range(5):
        add.topic(add.person(f"Ada {number}"), EXPERTISE, "Chess")

    assert names(desk, "chess", limit=2) == ["Ada 0", "Ada 1"]
