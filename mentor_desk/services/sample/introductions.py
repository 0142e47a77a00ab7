"""Put the hand-made introductions on the desk, each side with its reason and its answer."""

from sqlalchemy.orm import Session as Db

from mentor_desk.models import Introduction, Party
from mentor_desk.models.kinds import IntroductionState, OptIn, Side
from mentor_desk.services.sample.days import StoryDays
from mentor_desk.services.sample.entries import Entry
from mentor_desk.services.sample.stories import Telling

_DAYS = {"introduced": "introduced_on", "met": "met_on"}
_WORDS = ("reason", "outcome", "ask_draft", "blurb")


def write_introductions(telling: Telling, told: list[Entry]) -> int:
    """Add the introductions of which both parties are on the desk; return how many."""
    written: dict[str, int] = {}
    for each in told:
        names = each["first"]["name"], each["second"]["name"]
        if all(name in telling.people for name in names):
            grew_from = written.get(each.get("grew_from", ""))
            written[" + ".join(names)] = _write(telling, each, grew_from)
    return len(written)


def _write(telling: Telling, told: Entry, grew_from_id: int | None) -> int:
    db, days = telling.db, telling.days
    came_from = told.get("session")
    state = IntroductionState(told["state"])
    # An idea may well come on a Sunday.
    since = days.exact if state is IntroductionState.IDEA else days.day
    introduction = Introduction(
        state=state,
        state_since=since(told["since"]),
        noted_on=since(told["noted"]),
        topic_id=telling.topics.named(told["topic"]).id if "topic" in told else None,
        message=told.get("message", "").strip(),
        remark=told.get("remark", "").strip(),
        grew_from_id=grew_from_id,
        session_id=telling.sessions.get((came_from[0], came_from[1])) if came_from else None,
        **{column: days.day(told[key]) for key, column in _DAYS.items() if key in told},
    )
    db.add(introduction)
    db.flush()
    _write_parties(db, told, introduction.id, telling)
    return introduction.id


def _write_parties(db: Db, told: Entry, introduction_id: int, telling: Telling) -> None:
    for side in Side:
        party = told[side.value]
        db.add(_party(party, side, introduction_id, telling.people[party["name"]], telling.days))
    db.flush()


def _party(told: Entry, side: Side, introduction_id: int, person_id: int, days: StoryDays) -> Party:
    party = Party(
        introduction_id=introduction_id,
        person_id=person_id,
        side=side,
        opt_in=OptIn.NOT_ASKED,
        **{name: told.get(name, "").strip() for name in _WORDS},
    )
    if "asked" in told:
        party.answer(OptIn.ASKED, days.day(told["asked"]))
    for answer in (OptIn.AGREED, OptIn.DECLINED):
        if answer.value in told:
            party.answer(answer, days.day(told[answer.value]))
    return party
