"""Hostile vCards cost bounded time and memory, and no bytes at all raise anything."""

import re
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentor_desk.exchange.vcard import MOST_CARDS, read_vcards
from mentor_desk.exchange.vcard_card import MOST_OF_A_KIND

MILLION = 1_000_000
START = b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\n"
END = b"END:VCARD\n"
QUOTED = b"NOTE;ENCODING=QUOTED-PRINTABLE:"
BEGIN = re.compile(rb"(?:\A|[\r\n])BEGIN:VCARD[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE)


@pytest.mark.parametrize(
    "middle",
    [
        b"NOTE:" + b"x" * MILLION,
        b"x" * MILLION,
        b"N:" + b";" * MILLION,
        b"NOTE:" + b"\\" * MILLION,
        b"TEL" + b";TYPE=a" * MILLION + b":1",
        b'TEL;X="' + b'"\\;' * MILLION + b":1",
        b"TEL;TYPE=" + b"^" * MILLION + b":1",
        b"NOTE:" + b"\n x" * MILLION,
        b"NOTE" + b"\n x" * MILLION,
        b"TEL:1\n" * MILLION,
        b"CATEGORIES:" + b"a,b," * MILLION,
        QUOTED + b"a=\n" * MILLION,
        QUOTED + b"=\n" * MILLION,
        b"PHOTO;ENCODING=BASE64:" + b"QUJD\n" * MILLION,
        b"ORG:x\\\n" + b"a b\\\n" * MILLION,
        b"NOTE:x\n" + b"no property\n" * MILLION,
        b" \n" * MILLION,
    ],
    ids=lambda middle: repr(middle[:24]),
)
def test_a_million_of_anything_is_read_in_linear_time(middle):
    # What grows with the square of its input takes hours, and no test is let run that long.
    found = read_vcards(START + middle + b"\n" + END)

    assert [person.display_name for person in found.people] == ["Ada"]


def test_three_thousand_nested_cards_are_three_thousand_records():
    found = read_vcards(START * 3_000)

    assert len(found.people) == found.records == 3_000


def test_a_million_empty_cards_are_counted_and_not_kept():
    found = read_vcards((b"BEGIN:VCARD\n" + END) * MILLION)

    assert found.records == len(found.skipped) == MILLION
    assert found.skipped[-1].record == MILLION
    assert f"{MOST_CARDS:,}" in found.notes[0]


def test_an_open_card_costs_little_memory():
    depth = 10_000
    content = b"BEGIN:VCARD\n" * depth
    tracemalloc.start()

    read_vcards(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak / depth < 2_000


def test_one_card_keeps_only_so_many_ways():
    numbers = b"".join(b"TEL:%d\n" % number for number in range(2_000))

    found = read_vcards(START + numbers + END)

    assert len(found.people[0].ways) == MOST_OF_A_KIND
    assert "shortened: 1." in found.notes[0]


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything(noise):
    found = read_vcards(noise)

    assert found.records == 0 or b"BEGIN" in noise.upper().replace(b"\0", b"")


@given(st.binary(max_size=200), st.sampled_from([None, "shift_jis", "utf-16", "idna", "utf-8"]))
def test_noise_within_a_card_raises_nothing(noise, encoding):
    found = read_vcards(START + noise + b"\n" + END, encoding=encoding)

    assert found.records == len(found.people) + len(found.skipped)


LINES = st.sampled_from(
    [
        b"BEGIN:VCARD", b"END:VCARD", b"VERSION:2.1", b"VERSION:4.0", b"KIND:group",
        b"N:Doe;J\xfcrgen;;", b"FN;CHARSET=SHIFT_JIS:\x94\x5c\x93\x6f", b"FN:Ada", b"\x00", b"",
        b"item1.EMAIL;TYPE=work:a@b.example", b"item1.X-ABLabel:_$!<Home>!$_", b" folded", b"\t",
        b"NOTE;ENCODING=QUOTED-PRINTABLE:=C3=\xbc=", b"=", b"PHOTO;ENCODING=b:R0lGODlh=A",
        b"BDAY:--0412", b"BDAY:99999999", b"TEL;VALUE=uri:tel:%ff;ext=", b"ORG:;;\\", b":", b";:",
        b"ADR:;;;;;;;;;", b'X;Y="a:b', b"INTEREST;LEVEL=high:x", b"IMPP::",
        b"X-SIP:sip:\xed\xa0\x80",
    ]
)  # fmt: skip


@given(
    st.lists(LINES, max_size=30),
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
    st.integers(0, 10_000),
    st.binary(max_size=3),
)
def test_mutated_cards_always_add_up(lines, line_end, place, noise):
    content = line_end.join(lines)
    place = place % (len(content) + 1)
    content = content[:place] + noise + content[place:]

    found = read_vcards(content)

    assert found.records == len(found.people) + len(found.skipped)
    numbers = sorted(
        [person.record for person in found.people] + [skipped.record for skipped in found.skipped]
    )
    assert numbers == list(range(1, found.records + 1))
    for person in found.people:
        repr(person).encode("utf-8")
        assert person.display_name
        assert "\0" not in person.display_name


@given(st.lists(LINES, max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r"]))
@example([b"BEGIN:VCARD", b" folded"], b"\n")
def test_every_beginning_is_counted(lines, line_end):
    content = line_end.join(lines)

    assert read_vcards(content).records == len(BEGIN.findall(content.replace(b"\0", b"")))
