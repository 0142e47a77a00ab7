"""The theme: readable, switchable, growing with the system's text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.icons import icon
from mentor_desk.ui.common.tokens import DARK, LIGHT, TextRole, Tokens, Tone

GROUNDS = ("paper", "card", "nav", "panel", "lane", "field", "button", "hover")


def luminance(code: str) -> float:
    channels = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_ink_and_soft_are_readable_on_every_ground(tokens: Tokens, ground: str):
    code = getattr(tokens, ground)

    assert contrast(tokens.ink, code) >= 4.5
    assert contrast(tokens.soft, code) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", list(Tone))
def test_the_text_of_a_tone_is_readable_where_it_stands(tokens: Tokens, tone: Tone):
    shade = tokens.shade(tone)

    for ground in (shade.soft, shade.wash, tokens.card, tokens.panel, tokens.paper):
        assert contrast(shade.text, ground) >= 4.5
    assert contrast(tokens.ink, shade.wash) >= 4.5
    assert contrast(tokens.ink, shade.soft) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_primary_button_is_readable_at_rest_and_under_the_mouse(tokens: Tokens):
    assert contrast(tokens.on_primary, tokens.primary) >= 4.5
    assert contrast(tokens.on_primary, tokens.primary_hover) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", list(Tone))
def test_bars_and_lines_stand_out_from_a_card(tokens: Tokens, tone: Tone):
    assert contrast(tokens.shade(tone).base, tokens.card) >= 3


def test_switching_the_scheme_changes_palette_and_tokens(light: QApplication, heard):
    worn = theme.current()
    assert worn is not None
    told = heard(worn.changed)

    theme.apply(light, theme.Scheme.DARK)

    assert theme.tokens() is DARK
    assert light.palette().color(QPalette.ColorRole.Window) == QColor(DARK.paper)
    assert len(told) == 1


def test_the_system_is_followed_only_while_that_is_wanted(light: QApplication):
    theme.apply(light, theme.Scheme.DARK)

    light.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)

    assert theme.tokens() is DARK


def test_a_live_change_of_the_system_is_followed(light: QApplication):
    theme.apply(light, theme.Scheme.SYSTEM)
    known = light.styleHints().colorScheme()
    before = theme.tokens()
    worn = theme.current()
    assert worn is not None
    worn.tokens = LIGHT if before is DARK else DARK

    light.styleHints().colorSchemeChanged.emit(known)

    assert theme.tokens() is before


def test_all_text_grows_with_the_scale(light: QApplication, qtbot):
    label = QLabel("Ada")
    label.setProperty("role", TextRole.SMALL.value)
    qtbot.addWidget(label)
    label.ensurePolished()
    small = label.fontMetrics().height()

    theme.apply(light, theme.Scheme.LIGHT, text_scale=2.0)

    assert label.fontMetrics().height() >= 1.8 * small
    assert theme.scaled(16) == 32


def test_the_bundled_font_is_worn_on_request(light: QApplication):
    theme.apply(light, theme.Scheme.LIGHT, bundled_font=True)

    assert light.font().families()[0] == "Noto Sans"


def test_an_icon_takes_the_colour_of_the_theme(light: QApplication):
    lock = icon("lock", "warm")

    in_light = lock.pixmap(32, 32).toImage()
    theme.apply(light, theme.Scheme.DARK)
    in_dark = lock.pixmap(32, 32).toImage()

    assert _strongest(in_light) == QColor(LIGHT.warm.base)
    assert _strongest(in_dark) == QColor(DARK.warm.base)


def test_an_icon_is_drawn_at_the_density_of_the_screen(light: QApplication):
    drawn = icon("lock").pixmap(icon("lock").actualSize(_size(16)), 2.0)

    assert drawn.width() == 32
    assert drawn.devicePixelRatio() == 2.0


def _size(side: int):
    from PySide6.QtCore import QSize

    return QSize(side, side)


def _strongest(image) -> QColor:
    colours = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    return QColor(max(colours, key=lambda colour: colour.alpha()).rgb())


def test_a_hundred_thousand_calls_of_qt_do_not_use_up_none(light: QApplication):
    for _ in range(100_000):
        light.setObjectName("desk")

    assert light.objectName() == "desk"
