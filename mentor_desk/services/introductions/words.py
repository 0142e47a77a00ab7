"""How an introduction stands, said in a few plain words."""

from dataclasses import dataclass
from datetime import date

from mentor_desk.models.kinds import IntroductionState, OptIn, Side

ASK_AFTER_DAYS = 14
STUCK_ASKING_DAYS = 14
STUCK_INTRODUCED_DAYS = 21

STATE_WORDS = {
    IntroductionState.IDEA: "an idea",
    IntroductionState.ASKING: "asking both",
    IntroductionState.INTRODUCED: "introduced",
    IntroductionState.MET: "met",
    IntroductionState.CLOSED: "closed with what came of it",
    IntroductionState.DECLINED: "declined",
    IntroductionState.WITHDRAWN: "withdrawn",
}

# Not strftime: its months follow the locale of the system, these sentences are English.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """One side as it stands: who it is, what they answered, and what came of it for them."""

    side: Side
    person_id: int
    name: str
    first_name: str
    opt_in: OptIn
    asked_on: date | None
    answered_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An introduction as it stands, with both sides; `led_to` counts those that grew from it."""

    state: IntroductionState
    state_since: date
    noted_on: date
    introduced_on: date | None
    met_on: date | None
    first: PartyStanding
    second: PartyStanding
    led_to: int

    def days_in_state(self, today: date) -> int:
        """Return for how many days nothing has moved."""
        return max(0, (today - self.state_since).days)

    def is_stuck(self, today: date) -> bool:
        """Tell whether an answer is missing for two weeks, or a meeting for three."""
        days = self.days_in_state(today)
        if self.state is IntroductionState.ASKING:
            lacks_answer = {self.first.opt_in, self.second.opt_in} != {OptIn.AGREED}
            return lacks_answer and days > STUCK_ASKING_DAYS
        return self.state is IntroductionState.INTRODUCED and days > STUCK_INTRODUCED_DAYS

    def in_words(self, today: date) -> str:
        """Return how it stands: "Mei said yes · Omar asked 4 days ago"."""
        return _TOLD[self.state](self, today)


def days_ago(day: date, today: date) -> str:
    """Return "today", "yesterday" or "4 days ago"."""
    days = (today - day).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def short_date(day: date, today: date) -> str:
    """Return a day as "16 Nov", with its year when that is another one."""
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def both(first: str, second: str) -> str:
    """Return two names as one phrase."""
    return f"{first} and {second}"


def listed(names: list[str]) -> str:
    """Return one or two names as one phrase."""
    return " and ".join(names)


def _idea(standing: Standing, today: date) -> str:
    return f"noted {days_ago(standing.noted_on, today)}"


def _asking(standing: Standing, today: date) -> str:
    first, second = standing.first, standing.second
    answers = (first.opt_in, second.opt_in)
    if answers == (OptIn.NOT_ASKED, OptIn.NOT_ASKED):
        return "nobody asked yet"
    if answers == (OptIn.AGREED, OptIn.AGREED):
        return "both said yes · time to introduce them"
    if answers == (OptIn.ASKED, OptIn.ASKED) and first.asked_on == second.asked_on:
        return f"asked both {days_ago(first.asked_on or today, today)}"
    return " · ".join(_answer(party, today) for party in (first, second))


def _answer(party: PartyStanding, today: date) -> str:
    return {
        OptIn.NOT_ASKED: f"{party.first_name} not asked yet",
        OptIn.ASKED: f"{party.first_name} asked {days_ago(party.asked_on or today, today)}",
        OptIn.AGREED: f"{party.first_name} said yes",
        OptIn.DECLINED: f"{party.first_name} said no",
    }[party.opt_in]


def _introduced(standing: Standing, today: date) -> str:
    day = standing.introduced_on or standing.state_since
    when = days_ago(day, today)
    return f"{when} · did they meet?" if (today - day).days >= ASK_AFTER_DAYS else when


def _met(standing: Standing, today: date) -> str:
    when = short_date(standing.met_on or standing.state_since, today)
    return f"{when} · led to {standing.led_to} more" if standing.led_to else when


def _closed(standing: Standing, today: date) -> str:
    outcome = standing.first.outcome.strip() or standing.second.outcome.strip()
    return outcome or f"closed {days_ago(standing.state_since, today)}"


def _declined(standing: Standing, today: date) -> str:
    for party in (standing.first, standing.second):
        if party.opt_in is OptIn.DECLINED:
            day = party.answered_on or standing.state_since
            return f"{party.first_name} said no {days_ago(day, today)}"
    return f"declined {days_ago(standing.state_since, today)}"


def _withdrawn(standing: Standing, today: date) -> str:
    return f"withdrawn {days_ago(standing.state_since, today)}"


_TOLD = {
    IntroductionState.IDEA: _idea,
    IntroductionState.ASKING: _asking,
    IntroductionState.INTRODUCED: _introduced,
    IntroductionState.MET: _met,
    IntroductionState.CLOSED: _closed,
    IntroductionState.DECLINED: _declined,
    IntroductionState.WITHDRAWN: _withdrawn,
}
