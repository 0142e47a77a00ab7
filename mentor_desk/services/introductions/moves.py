"""Ask both sides, note their answers, and move an introduction on; never past a consent."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, RefusedMoveError
from mentor_desk.models import Introduction, Party
from mentor_desk.models.introduction import CONNECTED
from mentor_desk.models.kinds import IntroductionState, OptIn, Side
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import clean_text
from mentor_desk.services.introductions.noting import refuse_second_one
from mentor_desk.services.introductions.records import OPEN, introduction_of, names_of, party_of
from mentor_desk.services.introductions.words import STATE_WORDS, listed

_ANSWERABLE = (IntroductionState.IDEA, IntroductionState.ASKING, IntroductionState.DECLINED)
_NOT_INTRODUCED = (IntroductionState.IDEA, IntroductionState.ASKING)
_AFTERWARDS = (IntroductionState.MET, IntroductionState.CLOSED)


def ask_party(
    db: Db, *, introduction_id: int, side: Side, today: date, on: date | None = None
) -> Changes:
    """Note that one side was asked, today or `on` a day before; an idea moves on to asking.

    Raises NotFoundError, InvalidEntryError, RefusedMoveError.
    """
    return answer_party(
        db, introduction_id=introduction_id, side=side, opt_in=OptIn.ASKED, today=today, on=on
    )


def answer_party(
    db: Db,
    *,
    introduction_id: int,
    side: Side,
    opt_in: OptIn,
    today: date,
    on: date | None = None,
) -> Changes:
    """Note what one side answered, today or `on` a day before; NOT_ASKED takes it all back.

    A no declines the introduction; a no taken back brings it to asking again. Raises
    NotFoundError, InvalidEntryError for a day that cannot be, and RefusedMoveError once the two
    have been introduced or the introduction was withdrawn.
    """
    introduction = introduction_of(db, introduction_id)
    _refuse_answer(introduction)
    party = party_of(introduction, side)
    _note_answer(party, opt_in, on or today, today)
    state = _state_by_answers(introduction)
    if state is not introduction.state:
        _refuse_open_pair(db, introduction, state)
        introduction.become(state, today)
    return Changes(Area.INTRODUCTIONS, did=_told(party))


def move_introduction(
    db: Db,
    *,
    introduction_id: int,
    state: IntroductionState,
    today: date,
    on: date | None = None,
    outcomes: Mapping[Side, str] | None = None,
) -> Changes:
    """Move an introduction to a state, as of today or `on` a day before.

    `outcomes` says what came of it and goes with CLOSED. Going back clears the days of what has
    not happened then. A declined one taken up as an idea forgets the no, so that everybody is
    asked again. Raises RefusedMoveError with the reason, naming who has not agreed;
    InvalidEntryError when it is closed without a word of what came of it; NotFoundError.
    """
    introduction = introduction_of(db, introduction_id)
    if state is introduction.state:
        return Changes(Area.INTRODUCTIONS, did=_moved(introduction))
    day = _sane_day(on or today, today)
    _refuse_move(introduction, state)
    _refuse_open_pair(db, introduction, state)
    if state is IntroductionState.CLOSED:
        _note_outcomes(introduction, outcomes or {})
    _clear_what_has_not_happened(introduction, state)
    introduction.become(state, day)
    return Changes(Area.INTRODUCTIONS, did=_moved(introduction))


def _refuse_answer(introduction: Introduction) -> None:
    if introduction.state in CONNECTED:
        raise RefusedMoveError(
            f"{names_of(introduction)} have been introduced already."
            " Move it back to asking to change an answer."
        )
    if introduction.state not in _ANSWERABLE:
        raise RefusedMoveError("This introduction was withdrawn. Take it up again first.")


def _note_answer(party: Party, opt_in: OptIn, day: date, today: date) -> None:
    _sane_day(day, today)
    is_answer = opt_in in {OptIn.AGREED, OptIn.DECLINED}
    if is_answer and party.asked_on is not None and day < party.asked_on:
        raise InvalidEntryError(
            f"{party.person.display_name} cannot have answered before being asked.", field="on"
        )
    was_only_asked = party.opt_in in {OptIn.NOT_ASKED, OptIn.ASKED}
    party.answer(opt_in, day)
    if opt_in is OptIn.ASKED and was_only_asked:
        party.asked_on = day


def _state_by_answers(introduction: Introduction) -> IntroductionState:
    answers = {party.opt_in for party in introduction.parties}
    if OptIn.DECLINED in answers:
        return IntroductionState.DECLINED
    if introduction.state is IntroductionState.IDEA and answers == {OptIn.NOT_ASKED}:
        return IntroductionState.IDEA
    return IntroductionState.ASKING


def _refuse_move(introduction: Introduction, state: IntroductionState) -> None:
    _refuse_without_consent(introduction, state)
    if state is IntroductionState.DECLINED and not _who_declined(introduction):
        raise RefusedMoveError(
            "Nobody has said no. Note the answer with the one who did, or withdraw it."
        )
    if state in _AFTERWARDS and introduction.introduced_on is None:
        raise RefusedMoveError(f"{names_of(introduction)} have not been introduced yet.")
    # Both consents stand, so an idea need not stop at asking on its way.
    if introduction.state is IntroductionState.IDEA and state is IntroductionState.INTRODUCED:
        return
    if not introduction.can_become(state):
        raise RefusedMoveError(_reason(introduction, state))


def _refuse_without_consent(introduction: Introduction, state: IntroductionState) -> None:
    no = _who_declined(introduction)
    if no and state not in {IntroductionState.IDEA, IntroductionState.DECLINED}:
        raise RefusedMoveError(
            f"{listed(no)} said no. Take that answer back first, if it has changed."
        )
    lacking = [party.person.display_name for party in introduction.lacking_consent()]
    if state in CONNECTED and lacking:
        verb = "has" if len(lacking) == 1 else "have"
        raise RefusedMoveError(
            f"{listed(lacking)} {verb} not agreed yet. Ask first, then introduce them."
        )


def _reason(introduction: Introduction, state: IntroductionState) -> str:
    if introduction.state is IntroductionState.WITHDRAWN:
        return "This introduction was withdrawn. Take it up again first."
    if introduction.state is IntroductionState.DECLINED:
        return "This introduction was declined. Take it up again first."
    if state is IntroductionState.WITHDRAWN:
        return "What has happened cannot be withdrawn. Close it with what came of it instead."
    names = names_of(introduction)
    if introduction.state is IntroductionState.INTRODUCED:
        return f"{names} have been introduced. Move it back to asking first."
    return f"{names} have been introduced. Move it back to introduced first."


def _refuse_open_pair(db: Db, introduction: Introduction, state: IntroductionState) -> None:
    if introduction.state not in OPEN and state in OPEN:
        people = [party_of(introduction, side).person for side in Side]
        refuse_second_one(db, people, but=introduction.id)


def _note_outcomes(introduction: Introduction, outcomes: Mapping[Side, str]) -> None:
    for side, outcome in outcomes.items():
        party_of(introduction, side).outcome = clean_text(outcome, field=side.value)
    if not any(party.outcome.strip() for party in introduction.parties):
        raise InvalidEntryError("Say what came of it, for at least one of them.", field="first")


def _clear_what_has_not_happened(introduction: Introduction, state: IntroductionState) -> None:
    if introduction.state is IntroductionState.DECLINED and state is IntroductionState.IDEA:
        for party in introduction.parties:
            if party.opt_in is OptIn.DECLINED:
                party.answer(OptIn.NOT_ASKED, introduction.state_since)
    if state in _NOT_INTRODUCED:
        introduction.introduced_on = None
    if state in {*_NOT_INTRODUCED, IntroductionState.INTRODUCED}:
        introduction.met_on = None


def _sane_day(day: date, today: date) -> date:
    if day > today:
        raise InvalidEntryError("This day is still to come.", field="on")
    return day


def _who_declined(introduction: Introduction) -> list[str]:
    return [
        party.person.display_name
        for party in introduction.parties
        if party.opt_in is OptIn.DECLINED
    ]


def _told(party: Party) -> str:
    name = party.person.display_name
    return {
        OptIn.NOT_ASKED: f"Took back the answer of {name}",
        OptIn.ASKED: f"Noted that {name} was asked",
        OptIn.AGREED: f"Noted that {name} said yes",
        OptIn.DECLINED: f"Noted that {name} said no, so the introduction is declined",
    }[party.opt_in]


def _moved(introduction: Introduction) -> str:
    words = STATE_WORDS[introduction.state]
    return f"Moved the introduction of {names_of(introduction)} to {words}"
