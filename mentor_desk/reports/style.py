"""How paper looks: sheets, colours and the few styles of text, made once."""

from dataclasses import dataclass
from enum import Enum

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor

from mentor_desk.reports.records import GoalState, Paper

# Nothing that is written may ever make the library fetch a file, an address or a colour by eval.
rl_config.trustedSchemes = []
rl_config.trustedHosts = []
rl_config.toColorCanUse = None
# Streams stay as they are compressed: a fifth smaller than spelled out in ASCII, and faster.
rl_config.useA85 = 0

INK = HexColor("#20262B")
SOFT = HexColor("#5C666E")
FAINT = HexColor("#8E979E")
LINE = HexColor("#E3DFD8")
WHITE = HexColor("#FFFFFF")
ACCENT = HexColor("#1B6B63")
GOLD = HexColor("#A67C1B")
RED = HexColor("#B3402F")

STATE_COLOUR: dict[GoalState, Color] = {
    GoalState.ON_TRACK: ACCENT,
    GoalState.ACHIEVED: ACCENT,
    GoalState.PARTLY_ACHIEVED: ACCENT,
    GoalState.SLOW: GOLD,
    GoalState.OVERDUE: RED,
    GoalState.DEFERRED: FAINT,
    GoalState.DROPPED: FAINT,
    GoalState.DRAFT: FAINT,
}


class Align(Enum):
    """Where lines stand; START is left, or right in a paragraph that reads from the right."""

    START = 0
    LEFT = 1
    CENTRE = 2
    RIGHT = 3


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a block of text looks; sizes in points.

    `from_left` is for lines of our own making with names in them: they read from the left whatever
    the name is written in.
    """

    size: float
    leading: float
    colour: Color = INK
    bold: bool = False
    italic: bool = False
    gap: float = 0
    align: Align = Align.START
    keep_with_next: bool = False
    from_left: bool = False


PERIOD = TextStyle(10.8, 15, SOFT, align=Align.LEFT)
NAME = TextStyle(24, 29, bold=True, gap=4, align=Align.LEFT)
BYLINE = TextStyle(9.8, 14, SOFT, gap=5, align=Align.LEFT, from_left=True)
FIGURE = TextStyle(21, 25, bold=True, align=Align.LEFT)
FIGURE_OF = TextStyle(12, 25, SOFT, bold=True)
CAPTION = TextStyle(9.8, 14.2, SOFT, align=Align.LEFT)
HEADING = TextStyle(12, 17, bold=True, align=Align.LEFT, keep_with_next=True)
BODY = TextStyle(9.8, 15, gap=7)
GOAL = TextStyle(10.8, 15, bold=True, align=Align.LEFT, keep_with_next=True)
REMARK = TextStyle(9.8, 14.2, SOFT, gap=4, align=Align.LEFT, from_left=True)
WHY = TextStyle(9.8, 14.2, gap=3)
STEP = TextStyle(9.8, 14.2, gap=1.2, align=Align.LEFT, from_left=True)
VALUE = TextStyle(9.8, 12, bold=True, align=Align.LEFT)
COLUMN = TextStyle(9.8, 14, SOFT, align=Align.LEFT)
CELL = TextStyle(9.8, 14.2)
CELL_NAME = TextStyle(9.8, 14.2, align=Align.LEFT)
QUOTE = TextStyle(9.8, 14.2, italic=True)
CODE = TextStyle(8.8, 13, SOFT, align=Align.LEFT)
EMPTY = TextStyle(9.8, 15, SOFT, gap=5, align=Align.LEFT)
SMALL = TextStyle(8.3, 10.6, align=Align.CENTRE, from_left=True)
SMALL_SOFT = TextStyle(7.8, 9.6, SOFT, align=Align.CENTRE)
INITIALS = TextStyle(8, 10, bold=True, align=Align.CENTRE)
MASTHEAD = TextStyle(9.6, 14, bold=True, align=Align.LEFT)
MASTHEAD_END = TextStyle(9.6, 14, SOFT, align=Align.RIGHT)
FOOT = TextStyle(8.1, 11, SOFT, align=Align.LEFT, from_left=True)
FOOT_END = TextStyle(8.1, 11, SOFT, align=Align.RIGHT)

AXIS_SIZE = 7.4
RULE_ABOVE = 22.0
RULE_BELOW = 12.0
ROW_GAP = 5.6
KEEP_ROW = 150.0
KEEP_GOAL = 560.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of a page in points, from its edges."""

    width: float
    height: float
    side: float = 51
    top: float = 58
    top_first: float = 94
    bottom: float = 62

    @property
    def body_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side


SHEETS = {Paper.A4: Sheet(595.276, 841.89), Paper.LETTER: Sheet(612, 792)}
