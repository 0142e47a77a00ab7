"""Introductions: noted between two people, listed in few words, changed and deleted."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete, event

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Party
from mentor_desk.models.kinds import IntroductionState, OptIn, Side, TopicKind, WayKind
from mentor_desk.services.changes import Area
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.introductions.cards import introduction_card
from mentor_desk.services.introductions.noting import (
    IntroductionEntry,
    add_introduction,
    count_introductions,
    delete_introduction,
    edit_introduction,
    edit_party,
    list_introductions,
    set_outcome,
)
from mentor_desk.services.network.people import PersonEntry, WayRow, edit_person

STATE = IntroductionState


@pytest.fixture
def ada(add):
    return add.person("Ada Okafor", city="Leeds")


@pytest.fixture
def ravi(add):
    return add.person("Ravi Kapoor", city="leeds ")


@pytest.fixture
def row_of(desk, today):
    def find(introduction_id):
        rows = desk.run(list_introductions, today=today)
        return next(row for row in rows if row.id == introduction_id)

    return find


@pytest.fixture
def card_of(desk, today):
    return lambda introduction_id: desk.run(
        introduction_card, introduction_id=introduction_id, today=today
    )


def test_two_people_are_noted_with_a_reason_for_each_and_a_topic(desk, ada, ravi, today, card_of):
    changes = desk.do(
        add_introduction,
        entry=IntroductionEntry(
            ada,
            ravi,
            topic="People  analytics",
            first_reason=" needs a pair of eyes\n",
            second_reason="looks for open data",
            remark="Ada is shy",
        ),
        today=today,
    )

    card = card_of(changes.made)
    assert (card.row.state, card.row.topic) == (STATE.IDEA, "People analytics")
    assert (card.first.reason, card.second.reason) == (
        "needs a pair of eyes",
        "looks for open data",
    )
    assert card.remark == "Ada is shy"
    assert (card.noted_on, card.introduced_on) == (today, None)
    assert not card.have_agreed
    assert changes.did == "Noted the introduction of Ada Okafor and Ravi Kapoor"
    assert changes.areas & Area.INTRODUCTIONS


def test_nobody_is_introduced_to_themselves(desk, ada, today):
    with pytest.raises(InvalidEntryError, match="two different people") as refusal:
        desk.do(add_introduction, entry=IntroductionEntry(ada, ada), today=today)

    assert refusal.value.field == "second_id"


def test_the_mentor_is_no_party(desk, add, ada, today):
    with pytest.raises(InvalidEntryError, match="not one of the two") as refusal:
        desk.do(add_introduction, entry=IntroductionEntry(add.mentor(), ada), today=today)

    assert refusal.value.field == "first_id"


def test_who_is_gone_is_not_introduced(desk, ada, today):
    with pytest.raises(NotFoundError):
        desk.do(add_introduction, entry=IntroductionEntry(ada, 99), today=today)


@pytest.mark.parametrize("state", [STATE.IDEA, STATE.ASKING, STATE.INTRODUCED, STATE.MET])
def test_the_same_pair_is_not_open_twice(desk, add, ada, ravi, today, state):
    held = add.introduction(ravi, ada, state=state, introduced_on=today, met_on=today)
    desk.do(edit_introduction, introduction_id=held, topic="open data")

    with pytest.raises(
        RefusedMoveError,
        match="Ada Okafor and Ravi Kapoor already have an introduction about open data",
    ):
        desk.do(add_introduction, entry=IntroductionEntry(ada, ravi), today=today)


@pytest.mark.parametrize("state", [STATE.CLOSED, STATE.DECLINED, STATE.WITHDRAWN])
def test_a_pair_may_try_again_when_the_first_time_is_over(desk, add, ada, ravi, today, state):
    add.introduction(ada, ravi, state=state)

    desk.do(add_introduction, entry=IntroductionEntry(ada, ravi), today=today)

    assert len(desk.run(list_introductions, today=today)) == 2


def test_where_it_came_from_must_be_on_the_desk(desk, ada, ravi, today):
    entry = IntroductionEntry(ada, ravi, grew_from_id=42)

    with pytest.raises(InvalidEntryError, match="no longer on the desk") as refusal:
        desk.do(add_introduction, entry=entry, today=today)

    assert refusal.value.field == "grew_from"


def test_a_card_tells_what_it_grew_from_and_what_grew_from_it(desk, add, today, card_of):
    mentorship = add.mentee("Ada Okafor")
    ada, ravi, dan = add.person_of(mentorship), add.person("Ravi Kapoor"), add.person("Dan Vogel")
    session = add.session(mentorship)
    origin = desk.do(
        add_introduction, entry=IntroductionEntry(ada, ravi, session_id=session), today=today
    ).made
    grown = desk.do(
        add_introduction,
        entry=IntroductionEntry(ada, dan, topic="statistics tutor", grew_from_id=origin),
        today=today,
    ).made

    before, after = card_of(origin), card_of(grown)

    assert before.session is not None
    assert (before.session.id, before.session.number) == (session, 1)
    assert before.session.mentee_name == "Ada Okafor"
    assert [(link.id, link.topic) for link in before.led_to] == [(grown, "statistics tutor")]
    assert after.grew_from is not None
    assert after.grew_from.names == "Ada Okafor and Ravi Kapoor"
    assert (after.session, after.led_to) == (None, ())


def test_an_address_is_the_preferred_one(desk, add, ada, ravi, card_of):
    ways = (
        WayRow(WayKind.EMAIL, "old@example.org"),
        WayRow(WayKind.EMAIL, "new@example.org", is_preferred=True),
        WayRow(WayKind.PHONE, "+44 113"),
    )
    entry = PersonEntry(display_name="Ravi Kapoor", ways=ways)
    desk.do(edit_person, person_id=ravi, entry=entry)

    card = card_of(add.introduction(ada, ravi))

    assert (card.first.email, card.second.email) == ("", "new@example.org")


def test_an_edit_changes_only_what_is_given(desk, add, ada, ravi, card_of):
    each = add.introduction(ada, ravi, remark="met at the fair")
    desk.do(edit_introduction, introduction_id=each, topic="open data", message="Hello both ")
    desk.do(edit_party, introduction_id=each, side=Side.SECOND, blurb="Ravi counts things")
    desk.do(edit_party, introduction_id=each, side=Side.SECOND, reason="likes maps", ask_draft="?")

    card = card_of(each)
    assert (card.row.topic, card.message) == ("open data", "Hello both ")
    assert card.remark == "met at the fair"
    assert (card.second.blurb, card.second.reason) == ("Ravi counts things", "likes maps")
    assert card.second.ask_draft == "?"
    assert card.first.blurb == ""

    desk.do(edit_introduction, introduction_id=each, topic=" ", remark="")
    assert (card_of(each).row.topic, card_of(each).remark) == ("", "")


def test_what_cannot_be_kept_names_its_field(desk, add, ada, ravi):
    each = add.introduction(ada, ravi)

    with pytest.raises(InvalidEntryError) as refusal:
        desk.do(edit_party, introduction_id=each, side=Side.FIRST, reason="a\0b")

    assert refusal.value.field == "reason"


def test_an_outcome_is_noted_for_one_side(desk, add, ada, ravi, card_of):
    each = add.introduction(ada, ravi, state=STATE.MET)

    changes = desk.do(set_outcome, introduction_id=each, side=Side.FIRST, outcome="found her data ")

    assert card_of(each).first.outcome == "found her data "
    assert changes.did == "Noted what came of it for Ada Okafor"


def test_nothing_comes_of_what_has_not_happened(desk, add, ada, ravi):
    each = add.introduction(ada, ravi)

    with pytest.raises(RefusedMoveError, match="have not been introduced yet"):
        desk.do(set_outcome, introduction_id=each, side=Side.FIRST, outcome="hired")


def test_a_closed_introduction_keeps_one_outcome(desk, add, ada, ravi):
    each = add.introduction(ada, ravi, state=STATE.CLOSED, first_party={"outcome": "hired"})

    with pytest.raises(InvalidEntryError, match="at least one side"):
        desk.do(set_outcome, introduction_id=each, side=Side.FIRST, outcome=" \n")

    desk.do(set_outcome, introduction_id=each, side=Side.SECOND, outcome="a colleague")
    desk.do(set_outcome, introduction_id=each, side=Side.FIRST, outcome="")


def test_a_deleted_introduction_comes_back_with_undo(desk, add, ada, ravi, card_of):
    each = add.introduction(ada, ravi, first_party={"reason": "needs eyes"})
    add.introduction(ada, add.person("Dan Vogel"), grew_from_id=each)
    before = card_of(each)

    changes = desk.do(delete_introduction, introduction_id=each)

    assert changes.did == "Deleted the introduction of Ada Okafor and Ravi Kapoor"
    with pytest.raises(NotFoundError):
        card_of(each)
    desk.do(undo_step, step_id=changes.step)
    assert card_of(each) == before


def test_a_list_holds_one_person_or_all_and_what_moved_last_comes_first(
    desk, add, ada, ravi, today
):
    dan = add.person("Dan Vogel")
    old = add.introduction(ada, ravi, state_since=today - timedelta(days=5))
    new = add.introduction(dan, ravi)

    assert [row.id for row in desk.run(list_introductions, today=today)] == [new, old]
    assert [row.id for row in desk.run(list_introductions, today=today, person_id=ada)] == [old]
    assert desk.run(count_introductions, person_id=ravi) == 2


def test_an_introduction_that_lost_a_side_is_left_out(desk, add, ada, ravi, today):
    each = add.introduction(ada, ravi)
    whole = add.introduction(ada, add.person("Dan Vogel"), grew_from_id=each)
    with desk.work(writes=True) as db:
        db.execute(delete(Party).where(Party.introduction_id == each, Party.person_id == ravi))

    assert [row.id for row in desk.run(list_introductions, today=today)] == [whole]
    assert desk.run(introduction_card, introduction_id=whole, today=today).grew_from is None
    with pytest.raises(NotFoundError):
        desk.run(introduction_card, introduction_id=each, today=today)


def test_a_list_takes_the_same_few_queries_however_long_it_is(desk, engine, add, today):
    people = [add.person(f"Person {number}") for number in range(12)]
    for one, other in pairwise(people):
        add.introduction(one, other)
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    rows = desk.run(list_introductions, today=today)

    assert len(rows) == 11
    assert len([each for each in asked if each.lstrip().startswith("SELECT")]) == 4


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        ([], None),
        ([TopicKind.INTEREST], TopicKind.INTEREST),
        ([TopicKind.INTEREST, TopicKind.EXPERTISE], TopicKind.EXPERTISE),
        ([TopicKind.EXPERTISE, TopicKind.NEED], TopicKind.NEED),
    ],
)
def test_a_need_decides_what_a_topic_is_before_an_expertise_and_an_interest(
    desk, add, ada, ravi, row_of, kinds, shown
):
    each = add.introduction(ada, ravi)
    desk.do(edit_introduction, introduction_id=each, topic="open data")
    for person, kind in zip((ada, ravi), kinds, strict=False):
        add.topic(person, kind, "open data")

    assert row_of(each).topic_kind is shown


def answered(opt_in, today, *, asked=4, answered=1):
    has_answer = opt_in in {OptIn.AGREED, OptIn.DECLINED}
    return {
        "opt_in": opt_in,
        "asked_on": None if opt_in is OptIn.NOT_ASKED else today - timedelta(days=asked),
        "answered_on": today - timedelta(days=answered) if has_answer else None,
    }


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (OptIn.NOT_ASKED, OptIn.NOT_ASKED, "nobody asked yet"),
        (OptIn.AGREED, OptIn.ASKED, "Ada said yes · Ravi asked 4 days ago"),
        (OptIn.AGREED, OptIn.NOT_ASKED, "Ada said yes · Ravi not asked yet"),
        (OptIn.AGREED, OptIn.AGREED, "both said yes · time to introduce them"),
        (OptIn.ASKED, OptIn.ASKED, "asked both 4 days ago"),
    ],
)
def test_asking_says_who_answered_what(add, ada, ravi, today, row_of, first, second, words):
    each = add.introduction(
        ada,
        ravi,
        state=STATE.ASKING,
        first_party=answered(first, today),
        second_party=answered(second, today),
    )

    assert row_of(each).status == words


def test_two_of_the_same_given_name_are_told_apart(add, ada, today, row_of):
    each = add.introduction(
        ada,
        add.person("Ada Lund"),
        state=STATE.ASKING,
        first_party=answered(OptIn.ASKED, today, asked=1),
    )

    assert row_of(each).status == "Ada Okafor asked yesterday · Ada Lund not asked yet"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "noted 2 days ago"),
        ({"state": STATE.INTRODUCED}, "2 days ago"),
        ({"state": STATE.MET}, "21 Nov"),
        ({"state": STATE.CLOSED}, "closed 2 days ago"),
        ({"state": STATE.CLOSED, "second_party": {"outcome": "spoke"}}, "spoke"),
        ({"state": STATE.DECLINED}, "declined 2 days ago"),
        ({"state": STATE.WITHDRAWN}, "withdrawn 2 days ago"),
    ],
)
def test_each_state_has_its_words(add, ada, ravi, today, row_of, columns, words):
    day = today - timedelta(days=2)
    days = dict.fromkeys(("noted_on", "introduced_on", "met_on", "state_since"), day)

    assert row_of(add.introduction(ada, ravi, **{**days, **columns})).status == words


def test_a_refusal_is_said_with_its_day(add, ada, ravi, today, row_of):
    each = add.introduction(
        ada, ravi, state=STATE.DECLINED, second_party=answered(OptIn.DECLINED, today)
    )

    assert row_of(each).status == "Ravi said no yesterday"


def test_after_two_weeks_it_asks_whether_they_met(add, ada, ravi, today, row_of):
    day = today - timedelta(days=14)
    each = add.introduction(ada, ravi, state=STATE.INTRODUCED, introduced_on=day)

    assert row_of(each).status == "14 days ago · did they meet?"


def test_a_meeting_says_what_it_led_to_and_its_year_when_that_is_over(
    add, ada, ravi, today, row_of
):
    each = add.introduction(ada, ravi, state=STATE.MET, met_on=today.replace(year=2025))
    add.introduction(ada, add.person("Dan Vogel"), grew_from_id=each)

    assert row_of(each).status == "23 Nov 2025 · led to 1 more"


@pytest.mark.parametrize(
    ("state", "second", "days", "is_stuck"),
    [
        (STATE.ASKING, OptIn.ASKED, 14, False),
        (STATE.ASKING, OptIn.ASKED, 15, True),
        (STATE.ASKING, OptIn.AGREED, 15, False),
        (STATE.INTRODUCED, OptIn.AGREED, 21, False),
        (STATE.INTRODUCED, OptIn.AGREED, 22, True),
        (STATE.MET, OptIn.AGREED, 99, False),
        (STATE.IDEA, OptIn.NOT_ASKED, 99, False),
    ],
)
def test_what_waits_too_long_is_stuck(add, ada, ravi, today, row_of, state, second, days, is_stuck):
    each = add.introduction(
        ada,
        ravi,
        state=state,
        state_since=today - timedelta(days=days),
        first_party=answered(OptIn.AGREED, today),
        second_party=answered(second, today),
    )

    row = row_of(each)
    assert (row.is_stuck, row.days_in_state) == (is_stuck, days)
