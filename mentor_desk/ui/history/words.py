"""What the history says on screen: days, amounts and states, in whole words."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from mentor_desk.services.history.steps import StepRow, StepState
from mentor_desk.services.history.trash import TrashRow
from mentor_desk.services.history.words import Count, Kind
from mentor_desk.ui.common.formatting import (
    clock,
    count,
    day,
    full_day,
    local_day,
    short_moment,
)
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.history.line_delegate import LineLook

translate = QCoreApplication.translate

_MOST_KINDS = 3
_PARTS = {Kind.PARTY, Kind.SESSION_TOPIC, Kind.WAY, Kind.PHOTO}


def day_words(when: date, today: date) -> str:
    """Return a day as the heading of what was done on it: Today, Yesterday, Monday 23 November."""
    if when == today:
        return translate("history", "Today")
    if when == today - timedelta(days=1):
        return translate("history", "Yesterday")
    return full_day(when) if when.year == today.year else day(when)


def kind_words(kind: Kind, number: int) -> str:
    """Return how many of a kind: 1 person, 214 people."""
    one, more = _kinds()[kind]
    return one if number == 1 else more.format(number=count(number))


def counts_words(counts: Sequence[Count]) -> str:
    """Return what a step touched: 1 session, 3 actions, and more."""
    counts = _without_parts(counts)
    told = [kind_words(each.kind, each.number) for each in counts[:_MOST_KINDS]]
    if len(counts) > _MOST_KINDS:
        told.append(translate("history", "and more"))
    return ", ".join(told)


def all_counts_words(counts: Sequence[Count]) -> str:
    """Return everything that was touched: 1 session, 3 actions, 2 goals."""
    return ", ".join(kind_words(each.kind, each.number) for each in _without_parts(counts))


def step_look(row: StepRow) -> LineLook:
    """Return how a step looks in a list."""
    is_undone = row.state is StepState.UNDONE
    pill, tone = state_word(row.state), step_tone(row.state)
    return LineLook(row.did, step_detail(row), pill, tone, is_over=is_undone)


def trash_look(row: TrashRow, today: date) -> LineLook:
    """Return how something looks in the trash."""
    when = short_moment(row.deleted_at, today)
    if all(each.kind in _PARTS for each in row.went_with):
        return LineLook(row.name, when)
    both = translate("history", "{time} · with {things}")
    return LineLook(row.name, both.format(time=when, things=counts_words(row.went_with)))


def trash_spoken(row: TrashRow, today: date) -> str:
    """Return what lies in the trash as it is read aloud."""
    return f"{row.name}, {trash_look(row, today).detail}"


def step_tone(state: StepState) -> Tone:
    """Return the tone of the word that says how a step stands."""
    return Tone.GOLD if state is StepState.UNDONE else Tone.PLAIN


def kind_title(kind: Kind) -> str:
    """Return the heading over what was deleted of a kind."""
    tr = translate
    titles = {
        Kind.PERSON: tr("history", "People"),
        Kind.MENTORSHIP: tr("history", "Mentorships"),
        Kind.INTRODUCTION: tr("history", "Introductions"),
        Kind.SESSION: tr("history", "Sessions"),
        Kind.GOAL: tr("history", "Goals"),
        Kind.SHARE: tr("history", "Shared"),
        Kind.RESOURCE: tr("history", "Resources"),
        Kind.REVIEW: tr("history", "Reviews"),
        Kind.ACTION: tr("history", "Actions"),
        Kind.MILESTONE: tr("history", "Milestones"),
        Kind.PROGRESS: tr("history", "Progress updates"),
        Kind.PERSON_TOPIC: tr("history", "Interests"),
    }
    return titles.get(kind, kind.value)


def step_detail(row: StepRow) -> str:
    """Return the quiet line below a step: when, and how much it touched."""
    amount = counts_words(row.counts)
    if not amount:
        return clock(row.at)
    both = translate("history", "{time} · {amount}")
    return both.format(time=clock(row.at), amount=amount)


def step_spoken(row: StepRow, today: date) -> str:
    """Return a step as it is read aloud."""
    said = [row.did, short_moment(row.at, today), counts_words(row.counts), state_word(row.state)]
    return ", ".join(word for word in said if word)


def state_word(state: StepState) -> str:
    """Return how a step stands, in a word; nothing for one that simply was done."""
    match state:
        case StepState.UNDONE:
            return translate("history", "undone")
        case StepState.FINAL:
            return translate("history", "for good")
        case _:
            return ""


def when_words(row: StepRow, today: date) -> str:
    """Return when a step was done, and when it was undone or done again."""
    done = short_moment(row.at, today)
    if row.changed_at is None:
        return done
    changed = clock(row.changed_at)
    if local_day(row.changed_at) != local_day(row.at):
        changed = short_moment(row.changed_at, today)
    if row.state is StepState.UNDONE:
        words = translate("history", "{done} · undone {changed}")
    else:
        words = translate("history", "{done} · undone, and done again {changed}")
    return words.format(done=done, changed=changed)


def _without_parts(counts: Sequence[Count]) -> Sequence[Count]:
    """Leave out what belongs to something else that is counted."""
    return [each for each in counts if each.kind not in _PARTS] or counts


def _kinds() -> dict[Kind, tuple[str, str]]:
    tr = translate
    return {
        Kind.PERSON: (tr("history", "1 person"), tr("history", "{number} people")),
        Kind.WAY: (tr("history", "1 way to reach"), tr("history", "{number} ways to reach")),
        Kind.PHOTO: (tr("history", "1 picture"), tr("history", "{number} pictures")),
        Kind.TOPIC: (tr("history", "1 topic"), tr("history", "{number} topics")),
        Kind.PERSON_TOPIC: (tr("history", "1 interest"), tr("history", "{number} interests")),
        Kind.MENTORSHIP: (tr("history", "1 mentorship"), tr("history", "{number} mentorships")),
        Kind.SESSION: (tr("history", "1 session"), tr("history", "{number} sessions")),
        Kind.SESSION_TOPIC: (
            tr("history", "1 topic of a session"),
            tr("history", "{number} topics of sessions"),
        ),
        Kind.GOAL: (tr("history", "1 goal"), tr("history", "{number} goals")),
        Kind.MILESTONE: (tr("history", "1 milestone"), tr("history", "{number} milestones")),
        Kind.PROGRESS: (
            tr("history", "1 progress update"),
            tr("history", "{number} progress updates"),
        ),
        Kind.ACTION: (tr("history", "1 action"), tr("history", "{number} actions")),
        Kind.INTRODUCTION: (
            tr("history", "1 introduction"),
            tr("history", "{number} introductions"),
        ),
        Kind.PARTY: (
            tr("history", "1 side of an introduction"),
            tr("history", "{number} sides of introductions"),
        ),
        Kind.RESOURCE: (tr("history", "1 resource"), tr("history", "{number} resources")),
        Kind.SHARE: (tr("history", "1 share"), tr("history", "{number} shares")),
        Kind.REVIEW: (tr("history", "1 review"), tr("history", "{number} reviews")),
        Kind.ABOUT: (tr("history", "the desk"), tr("history", "the desk")),
    }
