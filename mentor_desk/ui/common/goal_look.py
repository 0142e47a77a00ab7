"""The colour in which a goal is shown, wherever it is shown."""

from mentor_desk.models.kinds import GoalPace
from mentor_desk.ui.common.tokens import Tone

_TONES = {
    GoalPace.DRAFT: Tone.PLAIN,
    GoalPace.ON_TRACK: Tone.ACCENT,
    GoalPace.SLOW: Tone.GOLD,
    GoalPace.OVERDUE: Tone.RED,
    GoalPace.CLOSED: Tone.PLAIN,
}


def pace_tone(pace: GoalPace) -> Tone:
    """Return the tone of a pace; the word always stands beside it."""
    return _TONES[pace]
