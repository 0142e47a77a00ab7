"""When the sessions of a crowd are: how many for each mentee, in which rhythm, until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from mentor_desk.models.kinds import MentorshipState
from mentor_desk.services.sample.crowd import Crowd
from mentor_desk.services.sample.crowd_people import Host

SIZES = (6, 12, 20, 30, 45, 60, 90, 150)
RHYTHMS = (28, 21, 14, 7)
EVERY_DAY = 1
LONGEST_DAYS = 2_000
SHORTEST_GAP = 30
LATEST_END = 1_500
FRIDAY = 4

OVER = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)
_STATES = (
    *[MentorshipState.ACTIVE] * 10,
    *[MentorshipState.COMPLETED] * 7,
    *[MentorshipState.PAUSED] * 2,
    MentorshipState.ENDED_EARLY,
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of the sessions of one mentorship in their order, and how it stands."""

    state: MentorshipState
    cadence_days: int
    days: tuple[date, ...]

    @property
    def is_over(self) -> bool:
        """Whether the mentorship was completed or ended early."""
        return self.state in OVER


def sizes(sessions: int, hosts: int, chance: Random) -> list[int]:
    """Return how many sessions each mentorship has: some few, some many, and just so many in all.

    When there are too few hosts for that, all get the same number, or one more.
    """
    drawn: list[int] = []
    left = sessions
    while left and len(drawn) < hosts:
        drawn.append(min(left, chance.choice(SIZES)))
        left -= drawn[-1]
    if not left:
        return drawn
    return [sessions // hosts + (place < sessions % hosts) for place in range(hosts)]


def span_for(crowd: Crowd, host: Host, size: int) -> Span:
    """Return the days of so many sessions with a host, never two on one day."""
    rhythms = [each for each in RHYTHMS if each * size <= LONGEST_DAYS] or [EVERY_DAY]
    cadence = crowd.pick(*rhythms)
    state = crowd.pick(*(_STATES if host.busy_from is None else OVER))
    last = _last_day(crowd, host, state, cadence)
    # A third of the rhythm early at most, so that the order of the days holds.
    early = [crowd.chance.randint(0, cadence // 3) for _ in range(size - 1)]
    days = [
        last - timedelta(days=(size - 1 - place) * cadence + days_early)
        for place, days_early in enumerate((*early, 0))
    ]
    if cadence != EVERY_DAY:
        days = [_no_weekend(day) for day in days]
    return Span(state, cadence, tuple(days))


def _last_day(crowd: Crowd, host: Host, state: MentorshipState, cadence: int) -> date:
    if host.busy_from is not None:
        return host.busy_from - timedelta(days=SHORTEST_GAP)
    if state is MentorshipState.ACTIVE:
        # From two rhythms ago to one ahead, so that some are quiet and some are planned.
        return crowd.today + timedelta(days=crowd.chance.randint(-2 * cadence, cadence))
    return crowd.today - timedelta(days=crowd.chance.randint(SHORTEST_GAP, LATEST_END))


def _no_weekend(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))
