"""A name within the longer name of somebody else is theirs; what is in doubt is asked about."""

from dataclasses import replace
from time import process_time

import pytest

from mentor_desk.services.forgetting.called import names_of


def named(name):
    image = {"display_name": name, "given": "", "middle": "", "family": "", "nickname": ""}
    return names_of([image])


def told(names, text):
    """Return what is sure to be the name in a text, and what may be."""
    found = list(names.in_text(text))
    sure = [text[each.start : each.end] for each in found if each.is_sure]
    return sure, [text[each.start : each.end] for each in found if not each.is_sure]


@pytest.mark.parametrize(
    ("name", "longer", "text"),
    [
        ("Ann Lee", "Jo-Ann Lee", "Met JO ANN LEE there"),
        ("Ann Lee", "Mary Ann Lee", "Met Mary Ann Lee’s boss"),
        ("Ann Lee", "Ann Lee-Park", "Ann Lee Park"),
        ("Ann Lee", "Ann Lee Park", "Ann-Lee_Park"),
        ("Ann Lee", "Mary O’Neill Ann Lee", "Mary ONeill Ann Lee"),
        ("Ann Lee", "Lee, Mary Ann Lee", "Lee, Mary Ann Lee"),
        ("Ann Lee", "Mary B. Ann Lee", "Mary B Ann Lee"),
        ("Ann Lee", "Jürgen Ann Lee", "Juergen Ann Lees Rat"),
        ("Ann Lee", "Jürgen Ann Lee", "Ju\u0308rgen Ann Lee"),
        ("Ann Lee", "Mary Ann Lee, wife of Tom", "Mary Ann Lee, wife of Tom"),
        ("Ada Okafor", "Ada Lovelace", "Ada Lovelace came"),
    ],
)
def test_what_stands_in_a_longer_name_of_somebody_else_is_theirs(name, longer, text):
    mine = named(name)

    found = told(replace(mine, longer=frozenset({longer})), text)

    assert found == ([], [])


@pytest.mark.parametrize(
    ("name", "longer", "text"),
    [
        ("Ann Lee", "Mary Ann Lee", "Who comes:\nMary\nAnn Lee\nOmar"),
        ("Ann Lee", "Mary Ann Lee", "Who comes:\r\nMary\r\n\r\nAnn Lee"),
        ("Ann Lee", "Mary Ann Lee", "Mary\tAnn Lee"),
        ("Ann Lee", "Mary Ann Lee", "Mary — Ann Lee"),
        ("Ann Lee", "Mary Ann Lee", "Mary\u2014Ann Lee"),
        ("Ann Lee", "Mary Ann Lee", "- Mary\n- Ann Lee"),
        ("Ann Lee", "Maryann Lee", "Mary Ann Lee"),
        ("Ann Lee", "Ann Lee Park", "Walked with Ann Lee\nPark was empty"),
        ("Ann Lee", "Ann Lee Park", "Walked with Ann Lee - park was empty"),
        ("محمد علي", "أحمد محمد علي", "أحمد\nمحمد علي"),
        ("محمد علي", "أحمد محمد علي", "وأحمد محمد علي"),
        ("王小明", "王小明月", "和王小明月见面"),
        ("김철수", "김철수진", "김철수진"),
    ],
)
def test_a_name_that_only_may_be_within_a_longer_one_may_be_theirs(name, longer, text):
    mine = named(name)

    found = told(replace(mine, longer=frozenset({longer})), text)

    assert found == ([], [name])


@pytest.mark.parametrize(
    "text",
    [
        "Told Mary. Ann Lee came",
        "Mary, Ann Lee",
        "Mary; Ann Lee",
        "“Mary” Ann Lee",
        "XMary Ann Lee",
    ],
)
def test_no_longer_name_reaches_over_the_end_of_a_sentence(text):
    names = replace(named("Ann Lee"), longer=frozenset({"Mary Ann Lee"}))

    assert told(names, text) == (["Ann Lee"], [])


def test_a_single_word_within_a_longer_name_is_theirs_on_one_line_only():
    names = replace(named("Ann Lee"), longer=frozenset({"Ann Park"}))

    assert told(names, "Ann Park; Ann\nPark") == ([], ["Ann"])


def test_longer_names_however_many_are_looked_up_at_once():
    words = [f"{first}{last}" for first in "bcdfghjklm" for last in ("ann", "ede", "ilo", "onn")]
    longer = frozenset(f"{one} Ann Lee {two}" for one in words for two in words)
    names = replace(named("Ann Lee"), longer=longer)
    text = "; ".join(f"{name}, Ann Lee" for name in sorted(longer)[:300])
    began = process_time()

    sure, maybe = told(names, text)

    assert (len(longer), len(sure), len(maybe)) == (1600, 300, 300)
    assert process_time() - began < 1


def test_only_the_longer_name_itself_is_somebody_else_s():
    names = replace(named("Ann Lee"), longer=frozenset({"Bo Ann", "Ann Lee Park"}))

    assert told(names, "Ann Lee, Ann Lee Park, Bo Ann Lee Park") == (["Ann Lee"], [])


@pytest.mark.parametrize(
    ("name", "longer"),
    [
        ("Ada Okafor", "mother of Ada Okafor"),
        ("Ada Okafor", "Ada Okafor’s Mother"),
        ("Ada Okafor", "Ada Okafor, wife of Tom"),
        ("Ada Okafor", "Ada Okafor & Ben"),
        ("Ada Okafor", "Ada Okafor / Ben"),
        ("Ada Okafor", "Ada Okafor (Acme)"),
        ("Ada Okafor", "Ada Okafor and Ben"),
        ("Ada Okafor", "für Ada Okafor"),
        ("Анна Орлова", "муж Анна Орлова"),
        ("علي حسن", "زوجة علي حسن"),
        ("王小明", "王小明的妈妈"),
    ],
)
def test_a_name_within_a_longer_one_that_tells_of_them_may_be_theirs(name, longer):
    names = replace(named(name), longer=frozenset({longer}))

    assert told(names, f"Rang {longer}") == ([], [name])
