"""Drafts: in the mentor's voice, with nothing private, and no name before its owner agrees."""

from urllib.parse import parse_qs, urlsplit

import pytest

from mentor_desk.errors import NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import IntroductionState, MentorshipState, OptIn, Side, WayKind
from mentor_desk.services.introductions.drafts import draft_ask, draft_message, mailto_link
from mentor_desk.services.introductions.noting import edit_introduction, edit_party
from mentor_desk.services.network.people import PersonEntry, WayRow, edit_person

STATE = IntroductionState
TWO = {"state": STATE.INTRODUCED}


@pytest.fixture
def ada(add):
    mentorship = add.mentee(person_id=add.person("Ada Okafor", role="Analyst"))
    return add.person_of(mentorship)


@pytest.fixture
def ravi(add):
    return add.person("Ravi Kapoor", role="HR Director", organisation="Weston")


@pytest.fixture
def ask(desk):
    return lambda each, side: desk.run(draft_ask, introduction_id=each, side=side)


@pytest.fixture
def bring_together(desk):
    return lambda each: desk.run(draft_message, introduction_id=each)


@pytest.fixture
def agreed(today):
    return {"opt_in": OptIn.AGREED, "asked_on": today, "answered_on": today}


def test_each_side_is_asked_without_the_name_of_the_other(desk, add, ada, ravi, ask):
    each = add.introduction(ada, ravi, second_party={"reason": "you rebuilt a study like hers."})
    desk.do(edit_introduction, introduction_id=each, topic="people analytics")

    assert ask(each, Side.SECOND) == (
        "Ravi, I mentor an analyst who would like to talk about people analytics."
        " Why I thought of you: you rebuilt a study like hers."
        " May I introduce you? No is a fine answer."
    )
    assert ask(each, Side.FIRST) == (
        "Ada, I know an HR Director who would like to talk about people analytics."
        " May I introduce you? No is a fine answer."
    )


def test_a_name_is_said_once_its_owner_has_agreed(add, ada, ravi, ask, agreed):
    each = add.introduction(
        ada, ravi, first_party=agreed, second_party={"reason": "Ada looks for data"}
    )

    draft = ask(each, Side.SECOND)

    assert draft.startswith("Ravi, I mentor Ada, an analyst, whom I think you should meet.")
    assert "Ada looks for data" in draft


@pytest.mark.parametrize("reason", ["ADA has data", "Mrs Okafor’s study", "see adá's talk"])
def test_a_reason_that_names_the_other_is_left_out_until_they_agreed(add, ada, ravi, ask, reason):
    each = add.introduction(ada, ravi, second_party={"reason": reason})

    assert reason not in ask(each, Side.SECOND)


def test_a_topic_or_role_that_names_the_other_is_left_out_too(desk, add, ada, ask):
    okafor = add.person("Joy Mensah", role="Owner of Mensah Bakery")
    each = add.introduction(ada, okafor)
    desk.do(edit_introduction, introduction_id=each, topic="Mensah's bread")

    assert ask(each, Side.FIRST).startswith("Ada, I know somebody whom I think you should meet.")


def test_someone_without_a_role_is_somebody(add, ravi, ask, agreed):
    joy = add.person("Joy Mensah")

    assert "I know somebody whom" in ask(add.introduction(joy, ravi), Side.SECOND)
    dan = add.person("Dan Vogel")
    again = add.introduction(dan, ravi, first_party=agreed)
    assert "I know Dan whom" in ask(again, Side.SECOND)


@pytest.mark.parametrize(
    ("role", "words"),
    [("analyst", "an analyst"), ("CTO", "a CTO"), ("MP", "an MP"), ("Teacher", "a teacher")],
)
def test_a_role_has_its_article(add, ravi, ask, role, words):
    joy = add.person("Joy Mensah", role=role)

    assert f"I know {words} whom" in ask(add.introduction(joy, ravi), Side.SECOND)


def test_only_who_is_mentored_now_is_called_so(add, ravi, ask):
    mentorship = add.mentee("Joy Mensah", state=MentorshipState.COMPLETED)

    each = add.introduction(add.person_of(mentorship), ravi)

    assert "I know somebody" in ask(each, Side.SECOND)


def test_nothing_private_and_nothing_of_the_other_side_is_in_a_draft(
    desk, add, ada, ravi, ask, bring_together
):
    for person, name in ((ada, "Ada Okafor"), (ravi, "Ravi Kapoor")):
        secret = PersonEntry(
            display_name=name,
            given=name.split()[0],
            remark="MARK-remark",
            how_we_met="MARK-met",
            street="MARK-street",
            birthday="MARK-day",
            ways=(
                WayRow(WayKind.EMAIL, "MARK@example.org"),
                WayRow(WayKind.PHONE, "MARK-phone"),
            ),
        )
        desk.do(edit_person, person_id=person, entry=secret)
    each = add.introduction(
        ada,
        ravi,
        **TWO,
        remark="MARK-introduction",
        first_party={"reason": "first reason", "outcome": "MARK-outcome"},
        second_party={"reason": "second reason", "ask_draft": ""},
    )

    asked = ask(each, Side.FIRST)
    together = bring_together(each)

    assert "MARK" not in asked + together
    assert "first reason" in asked
    assert "second reason" not in asked
    assert "reason" not in together


def test_the_mentors_own_words_are_kept(desk, add, ada, ravi, ask, bring_together):
    each = add.introduction(ada, ravi, **TWO)
    desk.do(edit_party, introduction_id=each, side=Side.FIRST, ask_draft="Dear Ada …")
    desk.do(edit_introduction, introduction_id=each, message="You two!")

    assert ask(each, Side.FIRST) == "Dear Ada …"
    assert bring_together(each) == "You two!"


def test_both_are_told_of_each_other_once_both_agreed(desk, add, ada, ravi, bring_together):
    add.mentor("Michelle Roy")
    each = add.introduction(ada, ravi, **TWO, first_party={"blurb": "Ada finds what data hides."})
    desk.do(edit_introduction, introduction_id=each, topic="people analytics")

    assert bring_together(each) == (
        "Ada, Ravi,\n\n"
        "you both said yes, so let me introduce you.\n\n"
        "Ada: Ada finds what data hides.\n\n"
        "Ravi is Ravi Kapoor, HR Director at Weston.\n\n"
        "You might begin with people analytics.\n\n"
        "I leave the rest to the two of you.\n\n"
        "Michelle"
    )


def test_a_message_to_both_is_plain_without_topic_role_or_mentor(add, bring_together):
    each = add.introduction(add.person("Joy Mensah"), add.person("Nils Krog"), **TWO)

    assert "Joy is Joy Mensah." in bring_together(each)
    assert bring_together(each).endswith("I leave the rest to the two of you.")


def test_nobody_is_brought_together_before_both_agreed(add, ada, ravi, bring_together, agreed):
    with pytest.raises(RefusedMoveError, match="Ada Okafor and Ravi Kapoor have not agreed"):
        bring_together(add.introduction(ada, ravi))
    with pytest.raises(RefusedMoveError, match="Ravi Kapoor has not agreed"):
        bring_together(add.introduction(ada, ravi, first_party=agreed))


def test_what_is_gone_has_no_draft(ask):
    with pytest.raises(NotFoundError):
        ask(7, Side.FIRST)


def test_a_mail_link_carries_every_character_and_no_header_of_its_own():
    subject, body = "Ada & Ravi?\r\nBcc: x@y", "Ünï & co = 100 %\r\nsecond+line\n#end"

    link = mailto_link(["a+b@example.org", " ", "x?cc=y@example.org"], subject=subject, body=body)

    parts = urlsplit(link)
    assert parts.path == "a%2Bb@example.org,x%3Fcc%3Dy@example.org"
    assert parts.fragment == ""
    assert parse_qs(parts.query) == {
        "subject": ["Ada & Ravi? Bcc: x@y"],
        "body": ["Ünï & co = 100 %\r\nsecond+line\r\n#end"],
    }
    assert "%0A" not in link.split("&body=")[0]
    assert link.isascii()
