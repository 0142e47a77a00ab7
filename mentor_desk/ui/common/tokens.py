"""The colours, steps and sizes that everything on screen is made of."""

from dataclasses import dataclass
from enum import StrEnum

STEP = 4
CARD_RADIUS = 10
CONTROL_RADIUS = 7


class Tone(StrEnum):
    """What a colour stands for; a word or a shape always says the same beside it."""

    PLAIN = "plain"
    ACCENT = "accent"
    WARM = "warm"
    BLUE = "blue"
    GOLD = "gold"
    RED = "red"
    VIOLET = "violet"


class TextRole(StrEnum):
    """What a piece of text is; size, weight and colour follow from it."""

    BODY = "body"
    STRONG = "strong"
    SOFT = "soft"
    SMALL = "small"
    FAINT = "faint"
    TITLE = "title"
    CARD = "card"
    HEADING = "heading"
    NUMBER = "number"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Shade:
    """One tone in its five uses.

    `base` draws lines, bars and shapes; `text` is read on `soft` (chips, pills) and on cards;
    `wash` is the ground of a whole card and `line` the line around it.
    """

    base: str
    soft: str
    text: str
    wash: str
    line: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one theme, as `#RRGGBB`."""

    is_dark: bool
    paper: str
    card: str
    nav: str
    panel: str
    lane: str
    backdrop: str
    field: str
    button: str
    hover: str
    track: str
    ink: str
    soft: str
    faint: str
    line: str
    primary: str
    primary_hover: str
    on_primary: str
    plain: Shade
    accent: Shade
    warm: Shade
    blue: Shade
    gold: Shade
    red: Shade
    violet: Shade

    def shade(self, tone: Tone) -> Shade:
        """Return the five uses of one tone."""
        shade: Shade = getattr(self, tone.value)
        return shade


LIGHT = Tokens(
    is_dark=False,
    paper="#F6F4F0",
    card="#FFFFFF",
    nav="#ECE8E1",
    panel="#FBFAF7",
    lane="#EFEBE4",
    backdrop="#DEDAD3",
    field="#FFFFFF",
    button="#FFFFFF",
    hover="#F3F0EA",
    track="#ECE7E1",
    ink="#20262B",
    soft="#5C666E",
    faint="#8E979E",
    line="#E3DFD8",
    primary="#1B6B63",
    primary_hover="#175B54",
    on_primary="#FFFFFF",
    plain=Shade("#5C666E", "#EFECE6", "#5C666E", "#FFFFFF", "#E3DFD8"),
    accent=Shade("#1B6B63", "#DDEDE9", "#124C46", "#F4FAF8", "#C5DDD8"),
    warm=Shade("#B8652A", "#F8E9DC", "#8A4716", "#FBF6EF", "#EAD5C0"),
    blue=Shade("#33608F", "#E0EAF4", "#254C74", "#F5F9FC", "#C8D8E8"),
    gold=Shade("#A67C1B", "#F6EDD3", "#7A590C", "#FCF9F0", "#E5D6A8"),
    red=Shade("#B3402F", "#F8E1DD", "#9A3324", "#FDF6F5", "#EBC5BE"),
    violet=Shade("#6B4F8F", "#EBE4F3", "#5A4179", "#F9F7FC", "#D6C9E6"),
)

DARK = Tokens(
    is_dark=True,
    paper="#1B1E21",
    card="#24282C",
    nav="#16181B",
    panel="#1E2124",
    lane="#16181B",
    backdrop="#121416",
    field="#1E2124",
    button="#2C3136",
    hover="#30363B",
    track="#3A4147",
    ink="#ECEAE6",
    soft="#A5ADB3",
    faint="#7E878E",
    line="#343A3F",
    primary="#277E74",
    primary_hover="#2A7F75",
    on_primary="#FFFFFF",
    plain=Shade("#A5ADB3", "#343A3F", "#BCC3C8", "#24282C", "#343A3F"),
    accent=Shade("#4FB3A6", "#1F3B38", "#7CCBBF", "#202B2B", "#2F5550"),
    warm=Shade("#E09A62", "#40301F", "#E8AE80", "#2B2722", "#574029"),
    blue=Shade("#86B3DE", "#22344A", "#9CC2E6", "#222931", "#34506F"),
    gold=Shade("#D9B45A", "#3B331D", "#E2C47C", "#2A2822", "#564A2A"),
    red=Shade("#E88575", "#432622", "#F0A396", "#2C2525", "#633832"),
    violet=Shade("#B79BDB", "#352A47", "#C8B2E5", "#27252F", "#4D3D67"),
)
