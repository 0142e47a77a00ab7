"""Asking, answering and moving on: never past a consent, always with a reason."""

from datetime import timedelta

import pytest

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models.kinds import IntroductionState, OptIn, Side
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.introductions.cards import introduction_card
from mentor_desk.services.introductions.moves import answer_party, ask_party, move_introduction

STATE = IntroductionState


@pytest.fixture
def ada(add):
    return add.person("Ada Okafor")


@pytest.fixture
def ravi(add):
    return add.person("Ravi Kapoor")


@pytest.fixture
def made(add, ada, ravi):
    return lambda **columns: add.introduction(ada, ravi, **columns)


@pytest.fixture
def agreed(today):
    return {"opt_in": OptIn.AGREED, "asked_on": today, "answered_on": today}


@pytest.fixture
def declined(today):
    return {"opt_in": OptIn.DECLINED, "asked_on": today, "answered_on": today}


@pytest.fixture
def card_of(desk, today):
    return lambda each: desk.run(introduction_card, introduction_id=each, today=today)


@pytest.fixture
def answer(desk, today):
    def note(each, side, opt_in, **more):
        return desk.do(
            answer_party, introduction_id=each, side=side, opt_in=opt_in, today=today, **more
        )

    return note


@pytest.fixture
def move(desk, today):
    def go(each, state, **more):
        return desk.do(move_introduction, introduction_id=each, state=state, today=today, **more)

    return go


def test_the_whole_way_from_an_idea_to_what_came_of_it(desk, made, answer, move, card_of, today):
    each = made()
    early = today - timedelta(days=9)

    desk.do(ask_party, introduction_id=each, side=Side.FIRST, today=today, on=early)
    assert card_of(each).row.state is STATE.ASKING
    answer(each, Side.FIRST, OptIn.AGREED, on=early + timedelta(days=1))
    desk.do(ask_party, introduction_id=each, side=Side.SECOND, today=today)
    answer(each, Side.SECOND, OptIn.AGREED)
    move(each, STATE.INTRODUCED, on=today)
    move(each, STATE.MET)
    changes = move(each, STATE.CLOSED, outcomes={Side.SECOND: " hired her "})

    card = card_of(each)
    assert (card.row.state, card.row.status) == (STATE.CLOSED, "hired her")
    assert (card.first.asked_on, card.first.answered_on) == (early, early + timedelta(days=1))
    assert (card.introduced_on, card.met_on) == (today, today)
    assert card.have_agreed
    assert changes.did == (
        "Moved the introduction of Ada Okafor and Ravi Kapoor to closed with what came of it"
    )


@pytest.mark.parametrize("state", [STATE.INTRODUCED, STATE.MET, STATE.CLOSED])
@pytest.mark.parametrize("start", [STATE.IDEA, STATE.ASKING])
def test_a_move_past_a_missing_consent_names_who_has_not_agreed(
    made, move, card_of, agreed, start, state
):
    nobody = made(state=start)
    with pytest.raises(RefusedMoveError, match="Ada Okafor and Ravi Kapoor have not agreed yet"):
        move(nobody, state)
    assert card_of(nobody).row.state is start

    one = made(state=start, first_party=agreed)
    with pytest.raises(RefusedMoveError, match=r"^Ravi Kapoor has not agreed yet"):
        move(one, state)


def test_asking_may_begin_before_anybody_is_asked(made, move, card_of):
    each = made()

    move(each, STATE.ASKING)

    assert card_of(each).row.status == "nobody asked yet"


def test_an_idea_with_both_consents_may_be_introduced_at_once(made, move, card_of, agreed):
    each = made(first_party=agreed, second_party=agreed)

    move(each, STATE.INTRODUCED)

    assert card_of(each).row.state is STATE.INTRODUCED


@pytest.mark.parametrize("state", [STATE.MET, STATE.CLOSED])
def test_nobody_meets_before_being_introduced(made, move, agreed, state):
    each = made(state=STATE.ASKING, first_party=agreed, second_party=agreed)

    with pytest.raises(RefusedMoveError, match="have not been introduced yet"):
        move(each, state)


def test_closing_asks_what_came_of_it(made, move, card_of):
    each = made(state=STATE.MET)

    with pytest.raises(InvalidEntryError, match="what came of it"):
        move(each, STATE.CLOSED, outcomes={Side.FIRST: "  "})

    assert card_of(each).row.state is STATE.MET
    move(each, STATE.CLOSED, outcomes={Side.FIRST: "a mentor of her own"})
    assert card_of(each).first.outcome == "a mentor of her own"


def test_a_no_declines_and_taking_it_back_asks_again(made, answer, card_of, today, agreed):
    each = made(state=STATE.ASKING, first_party=agreed)

    changes = answer(each, Side.SECOND, OptIn.DECLINED)

    card = card_of(each)
    assert (card.row.state, card.second.answered_on) == (STATE.DECLINED, today)
    assert card.row.status == "Ravi said no today"
    assert "Ravi Kapoor said no" in changes.did
    answer(each, Side.SECOND, OptIn.ASKED)
    card = card_of(each)
    assert (card.row.state, card.second.opt_in) == (STATE.ASKING, OptIn.ASKED)
    assert (card.second.asked_on, card.second.answered_on) == (today, None)


def test_an_answer_taken_back_altogether_forgets_its_days(made, answer, card_of):
    each = made()
    answer(each, Side.FIRST, OptIn.ASKED)
    answer(each, Side.FIRST, OptIn.AGREED)

    changes = answer(each, Side.FIRST, OptIn.NOT_ASKED)

    first = card_of(each).first
    assert (first.opt_in, first.asked_on, first.answered_on) == (OptIn.NOT_ASKED, None, None)
    assert changes.did == "Took back the answer of Ada Okafor"


def test_taking_back_what_was_never_said_leaves_an_idea_an_idea(made, answer, card_of):
    each = made()

    assert answer(each, Side.FIRST, OptIn.NOT_ASKED).step is None

    assert card_of(each).row.state is STATE.IDEA


def test_an_undone_answer_brings_the_state_back(desk, made, answer, card_of):
    each = made()
    before = card_of(each)
    changes = answer(each, Side.FIRST, OptIn.DECLINED)

    desk.do(undo_step, step_id=changes.step)

    assert card_of(each) == before


@pytest.mark.parametrize("state", [STATE.INTRODUCED, STATE.MET, STATE.CLOSED])
def test_an_answer_stands_once_they_have_been_introduced(made, answer, state):
    each = made(state=state)

    with pytest.raises(RefusedMoveError, match="Move it back to asking"):
        answer(each, Side.FIRST, OptIn.DECLINED)


def test_a_withdrawn_introduction_takes_no_answer(made, answer):
    each = made(state=STATE.WITHDRAWN)

    with pytest.raises(RefusedMoveError, match="Take it up again first"):
        answer(each, Side.FIRST, OptIn.AGREED)


def test_no_day_lies_ahead_and_no_answer_before_its_question(made, answer, move, today):
    each = made()
    with pytest.raises(InvalidEntryError, match="still to come"):
        answer(each, Side.FIRST, OptIn.ASKED, on=today + timedelta(days=1))

    answer(each, Side.FIRST, OptIn.ASKED)
    with pytest.raises(InvalidEntryError, match="before being asked"):
        answer(each, Side.FIRST, OptIn.AGREED, on=today - timedelta(days=1))
    with pytest.raises(InvalidEntryError, match="still to come") as refusal:
        move(each, STATE.WITHDRAWN, on=today + timedelta(days=1))

    assert refusal.value.field == "on"


def test_asked_again_keeps_the_last_day(made, answer, card_of, today):
    each = made()
    answer(each, Side.FIRST, OptIn.ASKED, on=today - timedelta(days=20))

    answer(each, Side.FIRST, OptIn.ASKED)

    assert card_of(each).first.asked_on == today


def test_a_no_stands_in_the_way_of_asking_but_not_of_beginning_anew(
    made, move, card_of, declined, agreed
):
    each = made(state=STATE.DECLINED, first_party=declined, second_party=agreed)
    for state in (STATE.ASKING, STATE.INTRODUCED, STATE.WITHDRAWN):
        with pytest.raises(RefusedMoveError, match="Ada Okafor said no"):
            move(each, state)

    move(each, STATE.IDEA)

    card = card_of(each)
    assert card.first.opt_in is OptIn.NOT_ASKED
    assert card.second.opt_in is OptIn.AGREED


def test_nobody_is_declined_without_a_no(made, move):
    with pytest.raises(RefusedMoveError, match="Nobody has said no"):
        move(made(state=STATE.ASKING), STATE.DECLINED)


def test_withdrawn_is_taken_up_again_unless_the_pair_is_open_elsewhere(made, move, card_of):
    each = made()
    move(each, STATE.WITHDRAWN)
    move(each, STATE.ASKING)
    assert card_of(each).row.state is STATE.ASKING
    move(each, STATE.WITHDRAWN)
    made()

    with pytest.raises(RefusedMoveError, match="already have an introduction"):
        move(each, STATE.IDEA)


def test_a_no_is_not_taken_back_while_the_pair_is_open_elsewhere(made, answer, declined):
    each = made(state=STATE.DECLINED, first_party=declined)
    made()

    with pytest.raises(RefusedMoveError, match="already have an introduction"):
        answer(each, Side.FIRST, OptIn.ASKED)


def test_what_was_introduced_and_withdrawn_forgets_its_day_when_taken_up(
    made, move, card_of, today
):
    each = made(state=STATE.INTRODUCED)
    move(each, STATE.WITHDRAWN)
    assert card_of(each).introduced_on == today

    move(each, STATE.ASKING)

    assert card_of(each).introduced_on is None


def test_going_back_clears_what_has_not_happened_then(made, move, card_of, today):
    each = made(state=STATE.MET)

    move(each, STATE.INTRODUCED)
    assert (card_of(each).introduced_on, card_of(each).met_on) == (today, None)

    move(each, STATE.ASKING)
    assert card_of(each).introduced_on is None


@pytest.mark.parametrize(
    ("start", "state", "reason"),
    [
        (STATE.INTRODUCED, STATE.IDEA, "Move it back to asking first"),
        (STATE.MET, STATE.ASKING, "Move it back to introduced first"),
        (STATE.MET, STATE.WITHDRAWN, "cannot be withdrawn"),
        (STATE.WITHDRAWN, STATE.DECLINED, "Nobody has said no"),
    ],
)
def test_a_move_that_is_no_way_says_which_way_is(made, move, start, state, reason):
    with pytest.raises(RefusedMoveError, match=reason):
        move(made(state=start), state)


@pytest.mark.parametrize(
    ("start", "reason"), [(STATE.WITHDRAWN, "withdrawn"), (STATE.DECLINED, "declined")]
)
def test_what_is_over_is_taken_up_before_it_goes_on(made, move, agreed, start, reason):
    each = made(state=start, first_party=agreed, second_party=agreed)

    with pytest.raises(RefusedMoveError, match=f"was {reason}. Take it up again first"):
        move(each, STATE.INTRODUCED)


def test_a_move_to_where_it_is_changes_nothing(made, move):
    assert move(made(), STATE.IDEA).step is None


def test_an_introduction_that_is_gone_does_not_move(move):
    with pytest.raises(NotFoundError):
        move(7, STATE.ASKING)
