"""What a typed line means as an action."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_desk.models.kinds import Owner
from mentor_desk.services.actions.line import UnderstoodAction, understand

MONDAY = date(2026, 11, 23)


def read(line: str, today: date = MONDAY, mentee_name: str = "Ada Okafor") -> UnderstoodAction:
    return understand(line, today=today, mentee_name=mentee_name)


def test_a_line_without_marks_is_the_mentees_and_open_ended():
    understood = read("Send the one-page summary")

    assert understood == UnderstoodAction("Send the one-page summary", Owner.MENTEE, None, False)


def test_the_line_of_the_picture_is_understood():
    understood = read("Write to the tutor @me by friday")

    assert understood.text == "Write to the tutor"
    assert understood.owner is Owner.MENTOR
    assert understood.due_on == date(2026, 11, 27)
    assert understood.pieces == ("@me", "by friday")


@pytest.mark.parametrize(
    ("mark", "owner"),
    [
        ("@me", Owner.MENTOR),
        ("@Mentor", Owner.MENTOR),
        ("@mentee", Owner.MENTEE),
        ("@ada", Owner.MENTEE),
        ("@ADA", Owner.MENTEE),
        ("@okafor", Owner.MENTEE),
    ],
)
def test_a_mark_says_whose_it_is(mark: str, owner: Owner):
    understood = read(f"Rehearse {mark} again")

    assert (understood.text, understood.owner) == ("Rehearse again", owner)


def test_a_name_is_known_without_its_accents():
    assert read("Rehearse @tomas", mentee_name="Tomás Lindqvist").text == "Rehearse"


@pytest.mark.parametrize(
    "line", ["mail ada@me.com", "ask @joy", "a lone @ sign", "wow!private", "see !important"]
)
def test_what_is_no_mark_stays_text(line: str):
    assert read(line) == UnderstoodAction(line, Owner.MENTEE, None, False)


def test_private_is_a_mark_of_its_own():
    understood = read("!private Talk to her manager @me")

    assert understood.is_private
    assert understood.text == "Talk to her manager"


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("by friday", date(2026, 11, 27)),
        ("by Fri", date(2026, 11, 27)),
        ("by monday", date(2026, 11, 30)),
        ("by this friday", date(2026, 11, 27)),
        ("by next friday", date(2026, 12, 4)),
        ("by 5 dec", date(2026, 12, 5)),
        ("by 5th of December", date(2026, 12, 5)),
        ("by the 5th of December", date(2026, 12, 5)),
        ("by dec 5", date(2026, 12, 5)),
        ("by 5 December 2027", date(2027, 12, 5)),
        ("by December 5, 2027", date(2027, 12, 5)),
        ("by 2026-12-05", date(2026, 12, 5)),
        ("by 5.12.", date(2026, 12, 5)),
        ("by 5. 12. 27", date(2027, 12, 5)),
        ("by 05.12.2027", date(2027, 12, 5)),
        ("by today", MONDAY),
        ("by tomorrow", date(2026, 11, 24)),
        ("by end of month", date(2026, 11, 30)),
        ("by the end of the month", date(2026, 11, 30)),
        ("by end of next month", date(2026, 12, 31)),
        ("by end of year", date(2026, 12, 31)),
        ("today", MONDAY),
        ("tomorrow", date(2026, 11, 24)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("in two weeks", date(2026, 12, 7)),
        ("in a day", date(2026, 11, 24)),
        ("in 3 months", date(2027, 2, 23)),
        ("next monday", date(2026, 11, 30)),
        ("NEXT SUN", date(2026, 12, 6)),
    ],
)
def test_days_are_read_as_they_are_said(phrase: str, day: date):
    understood = read(f"Write it {phrase}")

    assert (understood.text, understood.due_on) == ("Write it", day)
    assert understood.pieces == (phrase,)


@pytest.mark.parametrize(
    ("phrase", "today", "day"),
    [
        ("by 5 jan", MONDAY, date(2027, 1, 5)),
        ("by 22 nov", MONDAY, date(2027, 11, 22)),
        ("by 23 nov", MONDAY, MONDAY),
        ("by 29 feb", MONDAY, date(2028, 2, 29)),
        ("by 29 feb", date(2097, 1, 1), date(2104, 2, 29)),
        ("in 1 month", date(2027, 1, 31), date(2027, 2, 28)),
        ("by end of next month", date(2026, 12, 31), date(2027, 1, 31)),
        ("next monday", date(2026, 11, 22), MONDAY),
    ],
)
def test_a_past_day_means_the_next_one_of_its_kind(phrase: str, today: date, day: date):
    assert read(f"x {phrase}", today).due_on == day


@pytest.mark.parametrize(
    "line",
    [
        "by the way, call the tutor",
        "stand by friday's team",
        "come by 5 december's office",
        "ask what today means to her",
        "the talk she gives in 2 weeks matters",
        "raise it by 5.12 percent",
        "learn it by heart",
        "goodby friday",
    ],
)
def test_words_that_only_look_like_a_day_stay_words(line: str):
    understood = read(line)

    assert (understood.text, understood.due_on) == (line, None)


@pytest.mark.parametrize(
    "phrase", ["by 31 feb", "by 32 dec", "by 2026-02-30", "by 31.02.", "by 5.13.2027", "by 5/12"]
)
def test_a_day_that_does_not_exist_stays_text_and_is_mentioned(phrase: str):
    understood = read(f"Send it {phrase} @me")

    assert understood.text == f"Send it {phrase}"
    assert understood.due_on is None
    assert understood.not_understood == (phrase,)


def test_the_last_of_two_days_counts_and_the_first_stays_text():
    understood = read("Say what she finished by friday by monday")

    assert understood.text == "Say what she finished by friday"
    assert understood.due_on == date(2026, 11, 30)


def test_the_last_of_two_owners_counts():
    understood = read("Introduce @ada to the board @me")

    assert (understood.text, understood.owner) == ("Introduce @ada to the board", Owner.MENTOR)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('Print "by friday" on it', 'Print "by friday" on it'),
        ("Print “due tomorrow”", "Print “due tomorrow”"),
        (r"Read the book \by friday", "Read the book by friday"),
        (r"Write to \@me", "Write to @me"),
        (r"Find C:\in 2", r"Find C:\in 2"),
    ],
)
def test_what_is_quoted_or_escaped_stays_text(line: str, text: str):
    understood = read(line)

    assert (understood.text, understood.due_on, understood.pieces) == (text, None, ())


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("By friday, send it", "send it"),
        ("Send it by friday.", "Send it."),
        ("Send it (by friday) to her", "Send it to her"),
        ("Send  it  as it is @me", "Send  it  as it is"),
        ("tomorrow: send it", "send it"),
        ("by friday @me", ""),
        ("", ""),
    ],
)
def test_the_rest_of_the_line_stays_as_it_was(line: str, text: str):
    assert read(line).text == text


def test_an_understood_line_can_be_kept():
    entry = read("Write to the tutor @me by friday !private").entry

    assert entry.text == "Write to the tutor"
    assert (entry.owner, entry.is_private) == (Owner.MENTOR, True)


@given(
    st.lists(
        st.sampled_from(
            ["@me", "by", "friday", "31", "feb", "5.12.", "in", "2", "weeks", "\\", '"', "(", "x"]
        )
    ),
    st.dates(date(1900, 1, 1), date(9000, 1, 1)),
)
def test_any_line_is_read_without_losing_words_that_were_not_understood(
    words: list[str], today: date
):
    line = " ".join(words)

    understood = read(line, today)

    assert line.count("x") == understood.text.count("x")
    if understood.due_on is not None:
        assert today <= understood.due_on <= today + timedelta(days=366 * 9)
