"""What people, their ways and their topics are called on the screen."""

import re
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from mentor_desk.models.kinds import MentorshipState, NeedState, TopicKind, TopicLevel, WayKind
from mentor_desk.services.network.people import PersonEntry
from mentor_desk.services.network.topic_rows import PersonTopicRow
from mentor_desk.ui.common.formatting import day
from mentor_desk.ui.common.tokens import Tone

translate = QCoreApplication.translate

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4}|-)-(\d{2})")
_DAY = re.compile(r"(\d{4}|-)-(\d{2})-(\d{2})")
_LEAP_YEAR = 2000


def way_word(kind: WayKind) -> str:
    """Return what a way to reach somebody is called."""
    return {
        WayKind.EMAIL: translate("network", "E-mail"),
        WayKind.PHONE: translate("network", "Phone"),
        WayKind.LINK: translate("network", "Link"),
        WayKind.CHAT: translate("network", "Chat"),
        WayKind.OTHER: translate("network", "Other"),
    }[kind]


def way_icon(kind: WayKind) -> str:
    """Return the name of the picture that stands before a way."""
    return {
        WayKind.EMAIL: "mail",
        WayKind.PHONE: "phone",
        WayKind.LINK: "link",
        WayKind.CHAT: "message-circle",
        WayKind.OTHER: "info-circle",
    }[kind]


def mentee_word(state: MentorshipState) -> str:
    """Return how somebody stands to the mentor, as it stands in a pill."""
    return {
        MentorshipState.PROSPECTIVE: translate("network", "prospective"),
        MentorshipState.ACTIVE: translate("network", "mentee"),
        MentorshipState.PAUSED: translate("network", "mentee, paused"),
        MentorshipState.COMPLETED: translate("network", "former mentee"),
        MentorshipState.ENDED_EARLY: translate("network", "former mentee"),
    }[state]


def mentee_tone(state: MentorshipState | None) -> Tone:
    """Return the colour that goes with it."""
    if state is MentorshipState.ACTIVE:
        return Tone.ACCENT
    return Tone.GOLD if state is MentorshipState.PROSPECTIVE else Tone.PLAIN


def kind_title(kind: TopicKind) -> str:
    """Return the heading of the topics of one kind."""
    return {
        TopicKind.INTEREST: translate("network", "Interests"),
        TopicKind.EXPERTISE: translate("network", "Expertise"),
        TopicKind.NEED: translate("network", "Needs"),
    }[kind]


def kind_hint(kind: TopicKind) -> str:
    """Return what belongs to the topics of one kind."""
    return {
        TopicKind.INTEREST: translate("network", "What they care about"),
        TopicKind.EXPERTISE: translate("network", "What they can give"),
        TopicKind.NEED: translate("network", "What they are looking for"),
    }[kind]


def kind_prompt(kind: TopicKind) -> str:
    """Return what stands where the next topic is typed."""
    return {
        TopicKind.INTEREST: translate("network", "Add an interest"),
        TopicKind.EXPERTISE: translate("network", "Add an expertise"),
        TopicKind.NEED: translate("network", "Add a need"),
    }[kind]


def kind_tone(kind: TopicKind) -> Tone:
    """Return the colour of the topics of one kind."""
    return {
        TopicKind.INTEREST: Tone.ACCENT,
        TopicKind.EXPERTISE: Tone.BLUE,
        TopicKind.NEED: Tone.WARM,
    }[kind]


def level_word(level: TopicLevel) -> str:
    """Return the word of a level."""
    return {
        TopicLevel.LOW: translate("network", "low"),
        TopicLevel.MEDIUM: translate("network", "medium"),
        TopicLevel.HIGH: translate("network", "high"),
        TopicLevel.BEGINNER: translate("network", "beginner"),
        TopicLevel.AVERAGE: translate("network", "average"),
        TopicLevel.EXPERT: translate("network", "expert"),
    }[level]


def need_word(state: NeedState) -> str:
    """Return what became of a need."""
    return {
        NeedState.OPEN: translate("network", "open"),
        NeedState.IN_HAND: translate("network", "in hand"),
        NeedState.MET: translate("network", "met"),
        NeedState.WITHDRAWN: translate("network", "withdrawn"),
    }[state]


def topic_note(row: PersonTopicRow) -> str:
    """Return what a chip says after its topic: a level, or what became of a need."""
    if row.level is not None:
        return level_word(row.level)
    if row.need_state in {None, NeedState.OPEN}:
        return ""
    return need_word(row.need_state or NeedState.OPEN)


def place_words(entry: PersonEntry) -> str:
    """Return the address, one part to a line."""
    town = " ".join(part for part in (entry.postcode, entry.city) if part)
    lines = (entry.street, town, entry.region, entry.country)
    return "\n".join(line for line in lines if line)


def birthday_words(text: str) -> str:
    """Return a birthday as it is read, as far as it is known: 12 April 1985, 12 April, 1985."""
    if _YEAR.fullmatch(text):
        return text
    if known := _DAY.fullmatch(text):
        return _day_words(text, known[1], int(known[2]), int(known[3]))
    if known := _MONTH.fullmatch(text):
        return _month_words(text, known[1], int(known[2]))
    return text


def _day_words(text: str, year: str, month: int, day_of_month: int) -> str:
    try:
        known = date(_LEAP_YEAR if year == "-" else int(year), month, day_of_month)
    except ValueError:
        return text
    if year != "-":
        return day(known)
    without_year = translate("network", "d MMMM")
    return QLocale().toString(QDate(_LEAP_YEAR, month, day_of_month), without_year)


def _month_words(text: str, year: str, month: int) -> str:
    known = QDate(_LEAP_YEAR if year == "-" else int(year), month, 1)
    if not known.isValid():
        return text
    form = translate("network", "MMMM") if year == "-" else translate("network", "MMMM yyyy")
    return QLocale().toString(known, form)
