"""The recovery key comes back from paper, and a slip of the pen is found where it was made."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_desk.errors import InvalidEntryError
from mentor_desk.storage.keys.recovery_key import (
    ALPHABET,
    looks_like_one,
    new_recovery_bits,
    read_recovery_key,
    spelt,
)

BITS = bytes(range(16))
KEY = "MD1-000G0-40R47-0M30J-E209D-185GT-R38E6-1XTHR"
BODY = KEY.removeprefix("MD1-").replace("-", "")
# What stands around a key in a text that is copied, with characters like those of its beginning.
AROUND = (
    "{}",
    "MDI {}",
    "MDL Consulting {}",
    "Dr. MD1 {}",
    "md1 key: {}",
    "MD1-00000-11111 {}",
    "The desk of Anna Okafor, MDI\n{}\nWhoever holds this sheet can open the desk.",
    "{} (Anna, MDL)",
    "MD1 MDI mdl {} MD1",
)


def refusal_of(text):
    with pytest.raises(InvalidEntryError) as refusal:
        read_recovery_key(text)
    assert refusal.value.field == "recovery"
    return refusal.value.sentence


def test_a_key_is_spelt_the_same_in_every_version_to_come():
    assert spelt(BITS) == KEY
    assert read_recovery_key(KEY) == BITS


@given(st.binary(min_size=16, max_size=16))
def test_whatever_the_bits_they_come_back(bits):
    assert read_recovery_key(spelt(bits)) == bits


def test_no_two_keys_are_alike_and_all_are_of_the_alphabet():
    keys = {spelt(new_recovery_bits()) for _ in range(50)}

    assert len(keys) == 50
    assert {len(key) for key in keys} == {len(KEY)}
    assert set("".join(keys)) <= {*ALPHABET, "-"}


@pytest.mark.parametrize(
    "typed",
    [
        KEY.lower(),
        KEY.replace("-", ""),
        KEY.replace("-", " "),
        f"  {KEY}\r\n",
        KEY.replace("-", "\u2013"),
        KEY.replace("-", "\u2011"),
        KEY.replace("-", "\n"),
        KEY.replace("0", "O"),
        KEY.replace("0", "o"),
        KEY.replace("1", "I"),
        KEY.replace("1", "l"),
        BODY,
        KEY.removeprefix("MD1-").lower(),
        "".join(chr(ord(mark) + 0xFEE0) for mark in KEY),
        "\ufeff" + KEY,
        KEY.replace("-", "."),
        KEY.replace("-", ", "),
        f"“{KEY}”",
        f"`{KEY}`.",
        f"> {KEY}",
        f"Recovery key: {KEY}\nWrite it down: it opens the desk when every other way is lost.",
        f"1 2 3\n{KEY[:21].replace('-', ' ')}\n4 5 6 7\n{KEY[22:].replace('-', ' ')}\n\nWhoever",
        " ".join(KEY),
    ],
    ids=ascii,
)
def test_a_key_is_read_however_it_was_typed(typed):
    assert read_recovery_key(typed) == BITS
    assert looks_like_one(typed)


def test_every_single_wrong_character_is_found_in_its_group():
    for at, right in enumerate(BODY):
        for mark in set(ALPHABET) - {right}:
            sentence = refusal_of(BODY[:at] + mark + BODY[at + 1 :])

            assert sentence.startswith(f"Group {at // 5 + 1} of this recovery key")


def test_two_characters_that_changed_places_are_found_in_their_group():
    chance = random.Random(3)
    for _ in range(200):
        body = spelt(chance.randbytes(16))[4:].replace("-", "")
        group, (one, other) = chance.randrange(7), chance.sample(range(5), 2)
        marks = list(body)
        one, other = group * 5 + one, group * 5 + other
        if marks[one] == marks[other]:
            continue
        marks[one], marks[other] = marks[other], marks[one]

        assert refusal_of("".join(marks)).startswith(f"Group {group + 1} of")


def test_two_groups_that_changed_places_are_both_named():
    groups = KEY.split("-")[1:]
    groups[1], groups[4] = groups[4], groups[1]

    assert refusal_of("-".join(groups)).startswith("Groups 2 and 5 of this recovery key")


@pytest.mark.parametrize("group", range(7))
@pytest.mark.parametrize("missing", [1, 3, 5])
def test_what_is_missing_is_found_in_its_group(group, missing):
    # One in which what moves up is nowhere sound by chance.
    groups = spelt(bytes([0] * 16)).split("-")
    groups[group + 1] = groups[group + 1][missing:]

    for typed in ("-".join(groups), "".join(groups)):
        sentence = refusal_of(typed)

        assert f"this has {35 - missing}. Group {group + 1} is the first" in sentence
        assert looks_like_one(typed)


def test_a_body_that_begins_like_the_prefix_loses_nothing():
    # Bits whose first group begins with the characters of the prefix.
    bits = (int("101000110100001", 2) << 113).to_bytes(16)
    body = spelt(bits).removeprefix("MD1-")

    assert body.startswith("MD1")
    for typed in (body, body.replace("-", ""), spelt(bits), spelt(bits).replace("-", "")):
        assert read_recovery_key(typed) == bits
    assert refusal_of(body[:-1] + ("2" if body[-1] != "2" else "3")).startswith("Group 7 of")


@pytest.mark.parametrize("around", AROUND)
def test_words_around_a_key_that_begin_as_it_does_are_not_taken_for_it(around):
    for typed in (KEY, KEY.lower().replace("-", "\n"), "MD1" + BODY):
        assert read_recovery_key(around.format(typed)) == BITS
        assert looks_like_one(around.format(typed))


def test_a_wrong_character_in_the_first_group_is_not_put_down_to_the_length():
    # Read with its prefix as characters of the key, its first group would be right by chance.
    sentence = refusal_of("MD1-49NWZ-PJSG2-5R6R6-2GF3T-Y9ZQX-AEV7X-0H367")

    assert sentence.startswith("Group 1 of this recovery key cannot be right.")


@pytest.mark.parametrize("around", AROUND)
def test_the_group_of_a_slip_is_found_in_any_key_and_among_any_words(around):
    chance = random.Random(around)
    for _ in range(60):
        groups = spelt(chance.randbytes(16)).split("-")
        number, at = chance.randrange(1, 8), chance.randrange(5)
        right = groups[number]
        other = chance.choice([mark for mark in ALPHABET if mark != right[at]])
        for slip, sentence in (
            (right[:at] + other + right[at + 1 :], f"Group {number} of this recovery key"),
            (right[:at] + right[at + 1 :], f"this has 34. Group {number} is the first"),
            (right[:at] + other + right[at:], f"this has 36. Group {number} is the first"),
        ):
            typed = "-".join([*groups[:number], slip, *groups[number + 1 :]])

            assert sentence in refusal_of(around.format(typed))


def test_what_the_groups_cannot_tell_the_whole_does():
    # Two keys whose groups are sound each, mixed: only the hash of the whole finds it.
    first, second = (spelt(bytes([n] * 16)).split("-")[1:] for n in (7, 200))

    assert "not quite a recovery key" in refusal_of("-".join([*first[:3], *second[3:]]))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please type the recovery key"),
        (" - \n", "Please type the recovery key"),
        ("x" * 5000, "this has 1000. Group 1 is the first that is not right."),
        (KEY[:-1], "this has 34. Group 7 is the first that is not right."),
        (KEY + "7", "this has 36."),
        (KEY.replace("40R47", "40R7"), "this has 34. Group 2 is the first"),
        (KEY.replace("40R47", "40R4U"), "Group 2 of this recovery key cannot be right"),
        (KEY.replace("40R47", "40R4é"), "Group 2 of this recovery key cannot be right"),
        (KEY.replace("MD1", "MD2"), "A newer version of Mentor Desk made this recovery key"),
        ("correct horse battery staple", "A recovery key has 35 characters"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(typed, sentence):
    assert sentence in refusal_of(typed)


def test_the_sentence_never_quotes_the_key_k11():
    sentence = refusal_of(BODY[:-1] + "Z")

    assert not any(group in sentence for group in KEY.split("-")[1:])


@given(st.text(max_size=60))
def test_any_text_at_all_is_a_key_or_a_sentence(text):
    assert told_or_read(text).endswith(".")


def told_or_read(text):
    """Return the sentence of the refusal, or one that there was none."""
    try:
        read_recovery_key(text)
    except InvalidEntryError as refusal:
        return refusal.sentence
    return "It was read."


@pytest.mark.parametrize("text", ["", "correct horse battery", "A" * 34, "my passphrase: MD1"])
def test_a_passphrase_is_not_taken_for_a_recovery_key(text):
    assert not looks_like_one(text)


@pytest.mark.parametrize(
    "typed", ["mdl 4 ever and evre", "MD1 is my favourite drug", "md1 0", "x" * 35]
)
def test_a_passphrase_that_only_begins_like_one_is_not_taken_for_a_recovery_key(typed):
    assert not looks_like_one(typed)


@pytest.mark.parametrize("typed", ["MD1-AAAAA", "md1 00000", KEY[:-7]])
def test_a_beginning_that_goes_on_in_groups_is_meant_as_a_recovery_key(typed):
    assert looks_like_one(typed)
