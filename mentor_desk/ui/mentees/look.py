"""What a line of the list of mentees says."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from mentor_desk.models.kinds import MentorshipState
from mentor_desk.services.mentees.listing import MenteeRow
from mentor_desk.ui.common.delegates import PersonLook
from mentor_desk.ui.common.formatting import short_day, short_moment, together
from mentor_desk.ui.common.grouped import Group
from mentor_desk.ui.common.tokens import Tone

translate = QCoreApplication.translate


def mentee_look(row: MenteeRow, today: date) -> PersonLook:
    """Return the two lines of a mentee: the name, and what comes next."""
    is_quiet = row.days_quiet is not None
    return PersonLook(
        name=row.name,
        detail=mentee_detail(row, today),
        detail_tone=Tone.RED if is_quiet else Tone.PLAIN,
        is_quiet=row.state is MentorshipState.PAUSED or row.is_alumnus,
    )


def mentee_detail(row: MenteeRow, today: date) -> str:
    """Return the second line of a mentee: "today, 15:00 · 3 goals", "quiet 41 days"."""
    if row.is_alumnus:
        return together(((row.ended_on or today) - row.started_on).days)
    if row.state is MentorshipState.PAUSED:
        return _since(row.state_since, today)
    if row.state is MentorshipState.PROSPECTIVE and row.next_at is None:
        return _since(row.started_on, today)
    return f"{_what_comes(row, today)} · {_goals_or_new(row)}"


def mentee_groups(rows: Sequence[MenteeRow]) -> list[Group[MenteeRow]]:
    """Return the mentees under the headings of their states, in the order of the list."""
    headings = {
        translate("mentees", "Active"): {MentorshipState.ACTIVE},
        translate("mentees", "Paused"): {MentorshipState.PAUSED},
        translate("mentees", "Prospective"): {MentorshipState.PROSPECTIVE},
        translate("mentees", "Alumni"): {
            MentorshipState.COMPLETED,
            MentorshipState.ENDED_EARLY,
        },
    }
    return [
        Group(heading, [row for row in rows if row.state in states])
        for heading, states in headings.items()
    ]


def state_word(state: MentorshipState) -> str:
    """Return the word of a state, as it stands in a pill."""
    return {
        MentorshipState.PROSPECTIVE: translate("mentees", "prospective"),
        MentorshipState.ACTIVE: translate("mentees", "active"),
        MentorshipState.PAUSED: translate("mentees", "paused"),
        MentorshipState.COMPLETED: translate("mentees", "completed"),
        MentorshipState.ENDED_EARLY: translate("mentees", "ended early"),
    }[state]


def state_verb(here: MentorshipState, there: MentorshipState) -> str:
    """Return what a menu calls going over from one state to another."""
    if there is MentorshipState.ACTIVE:
        return {
            MentorshipState.PROSPECTIVE: translate("mentees", "Begin the mentorship"),
            MentorshipState.PAUSED: translate("mentees", "Go on after the pause"),
        }.get(here, translate("mentees", "Take up again"))
    return {
        MentorshipState.PAUSED: translate("mentees", "Pause"),
        MentorshipState.COMPLETED: translate("mentees", "Mark as completed"),
        MentorshipState.ENDED_EARLY: translate("mentees", "Mark as ended early"),
    }[there]


def _since(day: date, today: date) -> str:
    return translate("mentees", "since {day}").format(day=short_day(day, today))


def _what_comes(row: MenteeRow, today: date) -> str:
    if row.days_quiet is not None:
        return _quiet(row.days_quiet)
    if row.next_at is None:
        return translate("mentees", "nothing planned")
    return short_moment(row.next_at, today)


def _quiet(days: int) -> str:
    if days == 1:
        return translate("mentees", "quiet 1 day")
    return translate("mentees", "quiet %n days", "", days)


def _goals_or_new(row: MenteeRow) -> str:
    if row.is_new and not row.goals:
        return translate("mentees", "new")
    if row.goals == 1:
        return translate("mentees", "1 goal")
    return translate("mentees", "%n goals", "", row.goals)
