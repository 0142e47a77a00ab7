"""The words of the screen for what is shared."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from mentor_desk.models.kinds import ResourceKind, ShareDirection, ShareState
from mentor_desk.services.network.sharing import ShareRow
from mentor_desk.ui.common.formatting import short_day
from mentor_desk.ui.common.tokens import Tone

_tr = QCoreApplication.translate


def kind_word(kind: ResourceKind) -> str:
    """Return the word for a kind of resource."""
    return {
        ResourceKind.COURSE: _tr("Sharing", "Course"),
        ResourceKind.ARTICLE: _tr("Sharing", "Article"),
        ResourceKind.BOOK: _tr("Sharing", "Book"),
        ResourceKind.VIDEO: _tr("Sharing", "Video"),
        ResourceKind.TALK: _tr("Sharing", "Talk"),
        ResourceKind.TOOL: _tr("Sharing", "Tool"),
    }[kind]


def state_word(state: ShareState) -> str:
    """Return the word for how far somebody has come."""
    return {
        ShareState.SUGGESTED: _tr("Sharing", "suggested"),
        ShareState.STARTED: _tr("Sharing", "started"),
        ShareState.FINISHED: _tr("Sharing", "finished"),
        ShareState.SET_ASIDE: _tr("Sharing", "set aside"),
    }[state]


def state_tone(state: ShareState) -> Tone:
    """Return the tone that goes with the word of a state."""
    return {
        ShareState.SUGGESTED: Tone.PLAIN,
        ShareState.STARTED: Tone.GOLD,
        ShareState.FINISHED: Tone.VIOLET,
        ShareState.SET_ASIDE: Tone.PLAIN,
    }[state]


def direction_word(direction: ShareDirection) -> str:
    """Return who gave it to whom."""
    return {
        ShareDirection.GIVEN: _tr("Sharing", "you gave it"),
        ShareDirection.RECEIVED: _tr("Sharing", "they gave it"),
    }[direction]


def state_since(row: ShareRow, today: date) -> str:
    """Return how far they have come, and since when."""
    return _tr("Sharing", "{0}, {1}").format(
        state_word(row.state), short_day(row.state_since, today)
    )
