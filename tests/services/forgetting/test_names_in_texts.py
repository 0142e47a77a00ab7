"""A person is found in a text however people write the name, and nobody else is taken for them."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentor_desk.services.forgetting.called import names_of
from mentor_desk.services.forgetting.names import Names
from mentor_desk.services.forgetting.spellings import pattern_of_name


def named(name, **parts):
    image = {"display_name": name, "given": "", "middle": "", "family": "", "nickname": ""}
    return names_of([image | parts])


def told(names, text):
    """Return what is sure to be the name in a text, and what may be."""
    found = list(names.in_text(text))
    sure = [text[each.start : each.end] for each in found if each.is_sure]
    return sure, [text[each.start : each.end] for each in found if not each.is_sure]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ada Okafor", "ADA  okafor"),
        ("Ada Okafor", "Ada\nOkafor"),
        ("Ada Okafor", "Ada\u200bOkafor"),
        ("Ada Okafor", "Ada \u200bOkafor"),
        ("Okafor, Ada", "Ada Okafor"),
        ("Ada M. Okafor", "Ada Okafor"),
        ("Ada M B Okafor", "Ada Okafor"),
        ("Dr Ada Okafor", "Ada Okafor"),
        ("Ada Okafor, PhD", "Ada Okafor"),
        ("Ada Okafor (Acme)", "Ada Okafor"),
        ("Ada Okafor 🌻", "Ada Okafor"),
        ('William "Bill" Gates', 'William "Bill" Gates'),
        ('William "Bill" Gates', "William “Bill” Gates"),
        ("Ada (Addie) Okafor", "Ada (Addie) Okafor"),
        ("Ada «Addie» Okafor", "Ada «Addie» Okafor"),
        ("محمد (أبو علي) حسن", "محمد (أبو علي) حسن"),
        ("Ada Okafor", "Ada_Okafor"),
        ("Jose Garcia", "José García"),
        ("José García", "Jose\u0301 Garci\u0301a"),
        ("Lukasz Nowak", "Łukasz Nowak"),
        ("Aesa Dahl", "Æsa Dahl"),
        ("Æsa Dahl", "Aesa Dahl"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Juergen Mueller", "Jürgen Müller"),
        ("Eva Strauß", "EVA STRAUSS"),
        ("Anne-Marie Dupont", "Anne Marie Dupont"),
        ("Anne Marie Dupont", "Anne\u2010Marie Dupont"),
        ("Siobhan O'Brien", "Siobhán O\u2019Brien"),
        ("Siobhan O\u2019Brien", "Siobhan OBrien"),
        ("Дмитрий Орлов", "ДМИТРИЙ ОРЛОВ"),
        ("أحمد حسن", "احمد حسن"),
        ("王小明", "王 小明"),
    ],
)
def test_a_whole_name_is_found_however_it_is_written(name, written):
    assert told(named(name), f"Met {written} there.") == ([written], [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("محمد علي", "تحدثت معه ومحمد علي أيضا"),
        ("محمد علي", "رسالة لمحمد علي"),
        ("王小明", "今天我和王小明见面了"),
        ("田中さくら", "田中さくらさんに会った"),
        ("김철수", "김철수는 좋다"),
        ("Ada Okafor", "和Ada Okafor见面"),
        ("Ada Okafor", "ada_okafor wrote"),
    ],
)
def test_a_name_is_found_where_words_are_written_as_one(name, text):
    sure, maybe = told(named(name), text)

    assert sure or maybe


def test_the_parts_of_a_name_make_whole_names_too():
    names = named("Ada G. Okafor", given="Ada", middle="Grace", family="Okafor")

    for written in ("Ada Okafor", "Ada Grace Okafor", "Ada G Okafor"):
        assert told(names, written) == ([written], [])
    assert told(names, "Okafor, Ada Grace") == ([], ["Okafor, Ada Grace"])


def test_a_long_name_made_short_may_be_of_two_people():
    names = named("Ada Chioma Okafor")

    assert told(names, "Met Ada Okafor there") == ([], ["Ada Okafor"])
    assert told(names, "Met Ada Chioma Okafor there") == (["Ada Chioma Okafor"], [])


def test_a_name_turned_round_may_be_of_two_people():
    names = named("Ada Okafor")

    assert told(names, "From Okafor, Ada") == ([], ["Okafor, Ada"])
    assert told(names, "Mr Okafor, Ada Lovelace and Ben") == ([], ["Okafor, Ada"])


def sure_in(text, *called, **parts):
    images = (
        {"display_name": name, "given": "", "middle": "", "family": "", "nickname": ""} | parts
        for name in called
    )
    return told(names_of(images), text)


def test_no_other_form_of_a_name_hides_the_whole_one_beside_it():
    text = "Invite Bob Lee, Ann Lee and Tom"
    assert sure_in(text, "Ann Lee") == (["Ann Lee"], ["Lee"])

    text = "Ask Aunt Ada Okafor"
    assert sure_in(text, "Ada Okafor", nickname="Aunt Ada") == (["Ada Okafor"], [])

    text = "Ann Lee - Park"
    assert sure_in(text, "Ann Lee Park", "Ann Lee") == (["Ann Lee"], ["Park"])


def test_two_whole_names_that_share_a_word_are_found_as_one():
    assert sure_in("Met Jo Ann Lee there", "Jo Ann", "Ann Lee") == (["Jo Ann Lee"], [])
    assert sure_in("Met Lee Ann Lee", "Lee Ann", "Ann Lee") == (["Lee Ann Lee"], [])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ada’s talk", "Ada"),
        ("Mr Okafor called", "Okafor"),
        ("Okafors Rat", "Okafor"),
        ("Addie came", "Addie"),
    ],
)
def test_a_single_word_of_a_name_may_mean_them(text, word):
    names = named("Ada Okafor", nickname="Addie")

    assert told(names, text) == ([], [word])


def test_a_name_written_as_one_word_may_be_theirs():
    assert told(named("Ada Okafor"), "adaokafor.vcf") == ([], ["adaokafor"])


@pytest.mark.parametrize("text", ["Adamant", "Canada", "Okaforian", "a dao kafor", ""])
def test_a_part_of_another_word_is_no_name(text):
    assert told(named("Ada Okafor"), text) == ([], [])


def test_a_name_of_one_word_or_of_two_signs_is_never_sure():
    assert told(named("Will"), "Will call, and will do") == ([], ["Will", "will"])
    assert told(named("王明"), "王明天来") == ([], ["王明"])


def test_a_title_is_no_name_unless_there_is_nothing_else():
    assert told(named("Prof. Dr. Ada Okafor"), "Prof. Dr. Orlov") == ([], [])
    assert told(named("Dr"), "Dr came") == ([], ["Dr"])


@pytest.mark.parametrize("text", ["Jo-Ann Lee came", "Ann Lee-Park came", "Ann Lee\u2011Park"])
def test_a_name_that_a_hyphen_joins_to_another_may_be_of_somebody_else(text):
    assert told(named("Ann Lee"), text) == ([], ["Ann Lee"])


@pytest.mark.parametrize(
    "text", ["then—Ann Lee came", "Ann Lee - and Bob", "- Ann Lee", "Ann Lee-"]
)
def test_a_stroke_that_joins_no_words_leaves_a_name_sure(text):
    assert told(named("Ann Lee"), text) == (["Ann Lee"], [])


@pytest.mark.parametrize(
    "written", ["Ann - Lee", "Ann\n\nLee", "Ann\tLee", "Ann\n- Lee", "Ann—Lee"]
)
def test_two_words_far_from_each_other_may_be_of_two_people(written):
    assert told(named("Ann Lee"), f"Who comes: {written} and Omar") == ([], [written])


def test_a_name_that_is_kept_with_a_stroke_is_sure_with_it():
    assert told(named("Ann Lee - Acme"), "Met Ann Lee - Acme there") == (["Ann Lee - Acme"], [])


def test_what_others_are_called_too_is_not_sure():
    names = Names(frozenset({"Ada Okafor"}), frozenset(), borne=frozenset({"Ada Okafor"}))

    assert told(names, "Ada Okafor") == ([], ["Ada Okafor"])


def test_signs_of_patterns_in_a_name_are_only_signs():
    assert told(named("A. (x) B+C*"), "met A. B+C* there") == (["A. B+C*"], [])
    assert told(named("[[["), "met [[[ there")[1] == ["[[["]


SIGNS = "™№…⑩⑴℅㎡‼⁇㏂½ﷺ\u212a\u2126\u212bǆﬃẞ'\"-., "
ANY_NAME = st.one_of(st.text(min_size=1), st.text(st.sampled_from(SIGNS + "aeAE王محم"), min_size=1))


def bare(name):
    return re.sub(r"^[\s,]+|[\s,]+$", "", name) or name.strip()


@given(ANY_NAME.filter(str.strip))
@example("Acme™ Contact")
@example("Mother of […]")
@example(",")
@example("𝙖")
def test_a_name_of_any_signs_is_found_as_it_is_written(name):
    pattern = re.compile(pattern_of_name(name), re.DOTALL)

    written = f"Met {name} there"

    assert any(bare(found) == bare(name) for found in pattern.findall(written)), name


@given(ANY_NAME.filter(str.strip))
def test_names_of_any_signs_are_looked_for_without_fail(name):
    names = named(name, given=name, nickname=name)
    longer = replace(names, longer=frozenset({name, f"Jo-{name}"}))

    for each in (names, longer):
        assert all(one.start < one.end for one in each.in_text(f"Met {name} and Jo-{name}"))
