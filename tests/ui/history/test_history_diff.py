"""How a text became another, as it is read."""

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_desk.ui.history.diff import Fate, Passage, condensed, passages

LINES = st.lists(st.sampled_from(["one", "two three", "", "vier  fünf", "🦊 six."])).map("\n".join)


def without(parts, fate):
    return "".join(part.text for part in parts if part.fate is not fate)


@given(LINES, LINES)
def test_both_texts_can_be_read_out_of_the_passages(before, after):
    parts = passages(before, after)

    assert without(parts, Fate.NEW) == before
    assert without(parts, Fate.GONE) == after
    assert all(part.text for part in parts)
    assert all(one.fate is not two.fate for one, two in pairwise(parts))


def test_a_word_that_was_replaced_stands_alone():
    parts = passages("She spoke of the board.", "She spoke of the council.")

    assert parts == (
        Passage("She spoke of the ", Fate.SAME),
        Passage("board", Fate.GONE),
        Passage("council", Fate.NEW),
        Passage(".", Fate.SAME),
    )


def test_words_side_by_side_change_together():
    parts = passages(
        "It was a cold grey morning for all of us", "It was a warm blue morning for all of us"
    )

    assert [part.text for part in parts if part.fate is not Fate.SAME] == ["cold grey", "warm blue"]


def test_texts_with_next_to_nothing_in_common_are_not_woven_into_each_other():
    parts = passages("a plan for the spring", "nobody came, so we wrote the letter instead")

    assert [part.fate for part in parts] == [Fate.GONE, Fate.NEW]


def test_a_long_stretch_that_stayed_is_cut_to_what_stands_beside_the_change():
    same = "word " * 200

    parts = condensed(passages(f"{same}\nold\n{same}", f"{same}\nnew\n{same}"))

    assert [part.text for part in parts if part.fate is not Fate.SAME] == ["old", "new"]
    assert sum(len(part.text) for part in parts) < 300
    assert parts[0].text.startswith("…")
    assert parts[-1].text.endswith("…")


def test_a_text_that_stayed_is_left_whole():
    text = "word " * 500

    assert condensed(passages(text, text)) == (Passage(text, Fate.SAME),)


@pytest.mark.parametrize("word", ["word ", "line\n", "x"])
def test_a_text_of_a_million_letters_is_compared_in_no_time(word):
    before = word * (1_000_000 // len(word))
    start = perf_counter()

    parts = passages(before, before + "and more")

    assert without(parts, Fate.GONE) == before + "and more"
    assert perf_counter() - start < 3
