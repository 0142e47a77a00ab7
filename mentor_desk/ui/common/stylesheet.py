"""The one stylesheet of the program: `resources/themes/desk.qss`, filled from the tokens."""

from collections.abc import Callable

from mentor_desk import paths
from mentor_desk.ui.common.tokens import CARD_RADIUS, CONTROL_RADIUS, TextRole, Tokens


def stylesheet(
    tokens: Tokens, points: dict[TextRole, float], scaled: Callable[[float], int]
) -> str:
    """Return the stylesheet for one theme.

    `points` holds the size of each kind of text, `scaled` makes lengths follow the text size.
    """
    shade = "dark" if tokens.is_dark else "light"
    folder = paths.resource("themes")
    sheet = (folder / "desk.qss").read_text(encoding="utf-8")
    return _filled(
        sheet,
        paper=tokens.paper,
        card=tokens.card,
        nav=tokens.nav,
        panel=tokens.panel,
        lane=tokens.lane,
        backdrop=tokens.backdrop,
        field=tokens.field,
        button=tokens.button,
        hover=tokens.hover,
        chosen=tokens.button,
        track=tokens.track,
        scroll=tokens.track if tokens.is_dark else "#D5CFC6",
        ink=tokens.ink,
        soft=tokens.soft,
        faint=tokens.faint,
        line=tokens.line,
        primary=tokens.primary,
        primary_hover=tokens.primary_hover,
        on_primary=tokens.on_primary,
        accent=tokens.accent.base,
        accent_soft=tokens.accent.soft,
        red=tokens.red.base,
        red_soft=tokens.red.soft,
        red_text=tokens.red.text,
        red_line=tokens.red.line,
        small=points[TextRole.SMALL],
        title=points[TextRole.TITLE],
        heading=points[TextRole.CARD],
        number=points[TextRole.NUMBER],
        icon=scaled(16),
        box=scaled(14),
        arrow=scaled(13),
        drop=scaled(22),
        radius=CONTROL_RADIUS,
        card_radius=CARD_RADIUS,
        chevron=f"{folder.as_posix()}/chevron-down-{shade}.svg",
        chevron_up=f"{folder.as_posix()}/chevron-up-{shade}.svg",
        check=f"{folder.as_posix()}/check.svg",
        dash=f"{folder.as_posix()}/dash.svg",
    )


def _filled(sheet: str, **values: object) -> str:
    # Not string.Template, which takes longer to import than all this takes to run.
    for key in sorted(values, key=len, reverse=True):
        sheet = sheet.replace(f"${{{key}}}", str(values[key])).replace(f"${key}", str(values[key]))
    return sheet
