"""The words and tones of introductions on the screen."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from mentor_desk.models.kinds import IntroductionState, OptIn, TopicKind
from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common.tokens import Tone

translate = QCoreApplication.translate

STATE_TONES = {
    IntroductionState.IDEA: Tone.PLAIN,
    IntroductionState.ASKING: Tone.GOLD,
    IntroductionState.INTRODUCED: Tone.BLUE,
    IntroductionState.MET: Tone.ACCENT,
    IntroductionState.CLOSED: Tone.VIOLET,
    IntroductionState.DECLINED: Tone.RED,
    IntroductionState.WITHDRAWN: Tone.PLAIN,
}
ANSWER_TONES = {
    OptIn.NOT_ASKED: Tone.PLAIN,
    OptIn.ASKED: Tone.GOLD,
    OptIn.AGREED: Tone.ACCENT,
    OptIn.DECLINED: Tone.RED,
}
_TOPIC_TONES = {
    TopicKind.NEED: Tone.WARM,
    TopicKind.EXPERTISE: Tone.BLUE,
    TopicKind.INTEREST: Tone.ACCENT,
    None: Tone.ACCENT,
}


def state_title(state: IntroductionState) -> str:
    """Return a state as the head of a column says it."""
    return {
        IntroductionState.IDEA: translate("introductions", "Idea"),
        IntroductionState.ASKING: translate("introductions", "Asking both"),
        IntroductionState.INTRODUCED: translate("introductions", "Introduced"),
        IntroductionState.MET: translate("introductions", "Met"),
        IntroductionState.CLOSED: translate("introductions", "Came of it"),
        IntroductionState.DECLINED: translate("introductions", "Declined"),
        IntroductionState.WITHDRAWN: translate("introductions", "Withdrawn"),
    }[state]


def move_title(state: IntroductionState) -> str:
    """Return a move to a state as a menu says it."""
    return {
        IntroductionState.IDEA: translate("introductions", "Back to an idea"),
        IntroductionState.ASKING: translate("introductions", "Ask both"),
        IntroductionState.INTRODUCED: translate("introductions", "They are introduced"),
        IntroductionState.MET: translate("introductions", "They have met"),
        IntroductionState.CLOSED: translate("introductions", "Something came of it…"),
        IntroductionState.DECLINED: translate("introductions", "One of them said no"),
        IntroductionState.WITHDRAWN: translate("introductions", "Withdraw"),
    }[state]


def answer_words(opt_in: OptIn) -> str:
    """Return what a party answered, in a word or two."""
    return {
        OptIn.NOT_ASKED: translate("introductions", "not asked"),
        OptIn.ASKED: translate("introductions", "asked"),
        OptIn.AGREED: translate("introductions", "said yes"),
        OptIn.DECLINED: translate("introductions", "said no"),
    }[opt_in]


def names_of(row: IntroductionRow) -> str:
    """Return both names as one phrase."""
    pattern = translate("introductions", "{first} and {second}")
    return pattern.format(first=row.first_name, second=row.second_name)


def spoken(row: IntroductionRow) -> str:
    """Return a card as a sentence: who, what about, how it stands."""
    parts = (names_of(row), row.topic, standing(row))
    return ", ".join(part for part in parts if part)


def seen_from(row: IntroductionRow, person_id: int) -> IntroductionRow:
    """Return the row with this person first, whichever side they are on."""
    if row.first_id == person_id:
        return row
    return replace(
        row,
        first_id=row.second_id,
        first_name=row.second_name,
        second_id=row.first_id,
        second_name=row.first_name,
    )


def standing(row: IntroductionRow) -> str:
    """Return how a row stands, and that it waits for somebody when it has for too long."""
    if row.is_stuck:
        return translate("introductions", "{status} · waiting").replace("{status}", row.status)
    return row.status


def topic_tone(kind: TopicKind | None) -> Tone:
    """Return the tone of a topic by how a party stands to it."""
    return _TOPIC_TONES[kind]
