"""The list of introductions: every state, to be sorted and narrowed."""

from collections.abc import Sequence

from typing_extensions import override

from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common.table import Column, RowTable
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.introductions.wording import STATE_TONES, standing, state_title

FIRST_COLUMN = 0
SECOND_COLUMN = 1
ABOUT_COLUMN = 2
STATE_COLUMN = 3
STATUS_COLUMN = 4
DAYS_COLUMN = 5

_ORDER = list(STATE_TONES)


class IntroductionTable(RowTable[IntroductionRow]):
    """Who with whom, about what, how it stands, and for how long."""

    @override
    def columns(self) -> Sequence[Column[IntroductionRow]]:
        return [
            Column(self.tr("Who"), lambda row: row.first_name, tooltip=lambda row: row.first_name),
            Column(
                self.tr("With"), lambda row: row.second_name, tooltip=lambda row: row.second_name
            ),
            Column(self.tr("About"), lambda row: row.topic, tooltip=lambda row: row.topic),
            Column(
                self.tr("State"),
                lambda row: state_title(row.state),
                lambda row: _ORDER.index(row.state),
            ),
            Column(self.tr("How it stands"), standing, tooltip=standing),
            Column(
                self.tr("Days"),
                lambda row: str(row.days_in_state),
                lambda row: row.days_in_state,
                is_number=True,
            ),
        ]


def state_tone(row: IntroductionRow) -> Tone:
    """Return the tone of the state of a row."""
    return STATE_TONES[row.state]
