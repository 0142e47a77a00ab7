"""The words of the screen for reviews."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication

from mentor_desk.models.kinds import MentorshipState, Paper
from mentor_desk.services.reviews.choice import Section
from mentor_desk.services.reviews.kept_out import KeptOut, KeptOutKind
from mentor_desk.ui.common.formatting import count, day

_tr = QCoreApplication.translate


def section_title(section: Section) -> str:
    """Return what a section is called where it is chosen."""
    return {
        Section.IN_SHORT: _tr("Reviews", "In short"),
        Section.GOALS: _tr("Reviews", "Goals and their charts"),
        Section.SESSIONS: _tr("Reviews", "Sessions, shared notes"),
        Section.ACTIONS: _tr("Reviews", "Actions"),
        Section.PEOPLE: _tr("Reviews", "People you met"),
        Section.SHARED: _tr("Reviews", "What was shared"),
        Section.NEXT: _tr("Reviews", "Next steps"),
    }[section]


def paper_word(paper: Paper) -> str:
    """Return the name of a size of paper."""
    return {Paper.A4: _tr("Reviews", "A4"), Paper.LETTER: _tr("Reviews", "Letter")}[paper]


def period_words(since: date, until: date) -> str:
    """Return a period: 1 September 2026 – 23 November 2026."""
    return _tr("Reviews", "{0} – {1}").format(day(since), day(until))


def kind_heading(kind: KeptOutKind) -> str:
    """Return the heading above the things of a kind that stay on the desk."""
    return {
        KeptOutKind.PRIVATE_NOTES: _tr("Reviews", "Private notes"),
        KeptOutKind.LEARNED: _tr("Reviews", "What you learned, what to ask next time"),
        KeptOutKind.PRIVATE_GOAL: _tr("Reviews", "Private goals"),
        KeptOutKind.DRAFT_GOAL: _tr("Reviews", "Goals not agreed yet"),
        KeptOutKind.PRIVATE_ACTION: _tr("Reviews", "Private actions"),
        KeptOutKind.INTRODUCTION: _tr("Reviews", "Introductions still being asked, or not wanted"),
        KeptOutKind.PRIVATE_REMARK: _tr("Reviews", "Private remarks on what was shared"),
    }[kind]


def kept_out_sentence(kept: Iterable[KeptOut]) -> str:
    """Return how much of each kind stays on the desk, in one sentence."""
    counts = Counter(each.kind for each in kept)
    parts = [_amount(kind, counts[kind]) for kind in KeptOutKind if counts[kind]]
    if not parts:
        return _tr("Reviews", "Nothing private was written in this period.")
    if counts.total() == 1:
        return _tr("Reviews", "{0} stays on this desk.").format(parts[0])
    return _tr("Reviews", "{0} stay on this desk.").format(_joined(parts))


def _joined(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    most = _tr("Reviews", ", ").join(parts[:-1])
    return _tr("Reviews", "{0} and {1}").format(most, parts[-1])


def _amount(kind: KeptOutKind, number: int) -> str:
    one, many = {
        KeptOutKind.PRIVATE_NOTES: (
            _tr("Reviews", "1 private note"),
            _tr("Reviews", "{0} private notes"),
        ),
        KeptOutKind.LEARNED: (
            _tr("Reviews", "1 note of what you learned or will ask"),
            _tr("Reviews", "{0} notes of what you learned or will ask"),
        ),
        KeptOutKind.PRIVATE_GOAL: (
            _tr("Reviews", "1 private goal"),
            _tr("Reviews", "{0} private goals"),
        ),
        KeptOutKind.DRAFT_GOAL: (
            _tr("Reviews", "1 goal not agreed yet"),
            _tr("Reviews", "{0} goals not agreed yet"),
        ),
        KeptOutKind.PRIVATE_ACTION: (
            _tr("Reviews", "1 private action"),
            _tr("Reviews", "{0} private actions"),
        ),
        KeptOutKind.INTRODUCTION: (
            _tr("Reviews", "1 introduction still being asked or not wanted"),
            _tr("Reviews", "{0} introductions still being asked or not wanted"),
        ),
        KeptOutKind.PRIVATE_REMARK: (
            _tr("Reviews", "1 private remark"),
            _tr("Reviews", "{0} private remarks"),
        ),
    }[kind]
    return one if number == 1 else many.format(count(number))


def mentorship_word(state: MentorshipState) -> str:
    """Return the word for how a mentorship stands."""
    return {
        MentorshipState.PROSPECTIVE: _tr("Reviews", "prospective"),
        MentorshipState.ACTIVE: _tr("Reviews", "active"),
        MentorshipState.PAUSED: _tr("Reviews", "paused"),
        MentorshipState.COMPLETED: _tr("Reviews", "completed"),
        MentorshipState.ENDED_EARLY: _tr("Reviews", "ended early"),
    }[state]
