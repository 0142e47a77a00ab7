"""Every word a progress review prints of its own, in one place, in English."""

from datetime import date

from mentor_desk.reports.records import Figures, MeetingRecord, ReviewRecord, ShareRecord

LANGUAGE = "en-GB"
PROGRAM = "Mentor Desk"
PROGRESS_REVIEW = "Progress review"
PROMISE = "Only what we agreed to share. Private notes are not part of this document."
# The dot stays with what stands before it when a line breaks.
DOT = "\u00a0· "

IN_SHORT = "In short"
GOALS = "Goals"
SESSIONS = "Sessions"
ACTIONS = "What we agreed to do"
PEOPLE = "People you met"
SHARES = "What was shared"
NEXT = "Next"

NO_GOALS = "No shared goals in this period."
NO_SESSIONS = "No sessions in this period."
NO_ACTIONS = "No actions in this period."
NO_PEOPLE = "No introductions in this period."
NO_SHARES = "Nothing was shared in this period."
NO_NEXT = "No next steps are agreed yet."

SESSION_COLUMNS = ("Date", "What we worked on", "Length")
ACTION_COLUMNS = ("Action", "Who", "State")
PEOPLE_COLUMNS = ("With", "Because", "What came of it")

DONE = "done"
NOT_DONE = "to do"
BULLET = "•"

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def day(moment: date, *, of: int | None = None) -> str:
    """Say a day, "18 December"; the year is said too unless it is the year `of` the review."""
    text = f"{moment.day} {_MONTHS[moment.month - 1]}"
    return text if moment.year == of else f"{text} {moment.year}"


def short_day(moment: date, *, of: int | None = None) -> str:
    """Say a day in little room: "18 Dec"."""
    text = f"{moment.day} {short_month(moment)}"
    return text if moment.year == of else f"{text} {moment.year}"


def dated(text: str, moment: date | None, *, of: int) -> str:
    """Put a day behind a text, "Data cleaned, 5 Oct", apart from whatever way the text is read."""
    return f"{text}\u200e, {short_day(moment, of=of)}" if moment else text


def short_month(moment: date) -> str:
    """Say a month as an axis does: "Dec"."""
    return _MONTHS[moment.month - 1][:3]


def month(moment: date) -> str:
    """Say a month with its year."""
    return f"{_MONTHS[moment.month - 1]} {moment.year}"


def period(since: date, until: date) -> str:
    """Say a span of days, both ends included."""
    if since == until:
        return day(since)
    return f"{day(since, of=until.year)} – {day(until)}"


def length(minutes: int) -> str:
    """Say how long it lasted: "55 min", "2 h", "5 h 45 min"."""
    hours, rest = divmod(max(minutes, 0), 60)
    if hours == 0:
        return f"{rest} min"
    return f"{hours:,} h {rest} min" if rest else f"{hours:,} h"


def session_length(minutes: int) -> str:
    """Say the length of one session in minutes, as it stands in the calendar."""
    return f"{minutes} min"


def number(position: int) -> str:
    """Say which session of the mentorship it was."""
    return f"session {position:,}"


def percent(value: float) -> str:
    """Say a share of a hundred without needless digits."""
    return f"{round(value)}%"


def byline(record: ReviewRecord) -> str:
    """Say who prepared the review, where, and since when the two have met."""
    parts = [f"Prepared by {record.mentor_name or 'your mentor'}"]
    if record.organisation:
        parts.append(record.organisation)
    if record.mentored_since:
        parts.append(f"mentored since {month(record.mentored_since)}")
    return DOT.join(parts)


def kind(record: ReviewRecord) -> str:
    """Say what the document is, behind the mentee's name, in the footer and as its title."""
    return DOT.join([PROGRESS_REVIEW, record.season]) if record.season else PROGRESS_REVIEW


def figures(numbers: Figures) -> list[tuple[str, str, str]]:
    """Return each figure: the number, "of 3" or nothing, and what was counted, in two lines."""
    held = "session" if numbers.sessions_held == 1 else "sessions"
    row = [(f"{numbers.sessions_held:,}", "", f"{held},\n{length(numbers.minutes)}")]
    if numbers.goals:
        row.append(_share_of(numbers.goals_on_track, numbers.goals, "goal", "on track"))
    if numbers.actions:
        row.append(_share_of(numbers.actions_done, numbers.actions, "action", "done"))
    if numbers.people_met is not None:
        who = "new person met" if numbers.people_met == 1 else "new people met"
        row.append((f"{numbers.people_met:,}", "", f"{who}\nthrough introductions"))
    return row


def target(moment: date, *, of: int) -> str:
    """Say when a goal is meant to be reached."""
    return f"Target {day(moment, of=of)}"


def milestones(done: int, total: int) -> str:
    """Say how many steps of a goal are behind."""
    return f"{done} of {total} {'milestone' if total == 1 else 'milestones'}"


def then_and_now(before: float, now: float) -> str:
    """Say what a goal stood at when the period began."""
    return "unchanged" if round(before) == round(now) else f"was {percent(before)}"


def outcome(meeting: MeetingRecord, *, of: int) -> str:
    """Say how far an introduction came, then what came of it."""
    if meeting.met_on:
        begun = f"Met {day(meeting.met_on, of=of)}"
    elif meeting.introduced_on:
        begun = f"Introduced {day(meeting.introduced_on, of=of)}"
    else:
        return meeting.outcome
    return f"{begun}; {meeting.outcome}" if meeting.outcome else begun


def standing(share: ShareRecord, *, of: int) -> str:
    """Say what kind of thing was shared and how it stands: "Course · finished 2 November"."""
    when = day(share.day, of=of) if share.day else ""
    return DOT.join(part for part in (share.kind, f"{share.state} {when}".strip()) if part)


def quoted(remark: str) -> str:
    """Put somebody's words in quotation marks, unless they stand in them already."""
    return remark if remark.startswith(("“", '"', "„", "«")) else f"“{remark}”"


def action_state(state: str, *, due: date | None, done_on: date | None, of: int) -> str:
    """Say how a promise stands, with the day that matters."""
    if done_on:
        return f"{state} {short_day(done_on, of=of)}"
    return f"{state}, due {short_day(due, of=of)}" if due else state


def shortened(characters: int) -> str:
    """Say that a text was too long to print whole."""
    return f"[… shortened here: the text has {characters:,} characters]"


def goal_chart(title: str, first: str, last: str) -> str:
    """Describe a goal's chart to somebody who cannot see it."""
    return f"Chart of {title}: from {first} to {last}."


def chain(names: list[str]) -> str:
    """Describe a chain of introductions to somebody who cannot see it."""
    return "Who led to whom: " + ", then ".join(names) + "."


def page(number: int, total: int) -> str:
    """Say which page this is of how many."""
    return f"{number} / {total}"


def _share_of(part: int | None, whole: int, noun: str, state: str) -> tuple[str, str, str]:
    things = noun if whole == 1 else f"{noun}s"
    return f"{part or 0:,}", f"of {whole:,}", f"{things}\n{state}"
