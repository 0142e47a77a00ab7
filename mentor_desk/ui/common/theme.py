"""The theme: light, dark or as the system has it, applied to the whole program at once."""

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QGuiApplication,
    QPalette,
)
from PySide6.QtWidgets import QApplication

from mentor_desk import paths
from mentor_desk.ui.common.stylesheet import stylesheet
from mentor_desk.ui.common.tokens import DARK, LIGHT, TextRole, Tokens

SMALLEST_BODY = 14.0
_SHARES = {
    TextRole.BODY: 1.0,
    TextRole.STRONG: 1.0,
    TextRole.SOFT: 1.0,
    TextRole.SMALL: 12.5 / 14,
    TextRole.FAINT: 12.5 / 14,
    TextRole.HEADING: 12.5 / 14,
    TextRole.ERROR: 12.5 / 14,
    TextRole.TITLE: 22 / 14,
    TextRole.CARD: 15 / 14,
    TextRole.NUMBER: 26 / 14,
}
_WEIGHTS = {
    TextRole.STRONG: QFont.Weight.DemiBold,
    TextRole.TITLE: QFont.Weight.DemiBold,
    TextRole.CARD: QFont.Weight.DemiBold,
    TextRole.NUMBER: QFont.Weight.Bold,
}

_BUNDLED = (
    "NotoSans",
    "NotoSansArabic",
    "NotoSansHebrew",
    "NotoSansDevanagari",
    "NotoSansThai",
    "NotoSansSC",
    "NotoSansKR",
    "NotoEmoji",
)


class Scheme(StrEnum):
    """Which theme the mentor wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The one theme of the running program; `changed` tells that tokens or sizes are others."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.tokens = LIGHT
        self._app = app
        self._scheme = Scheme.SYSTEM
        self._system_font = QFont(app.font())
        self._system_window = QColor(app.palette().color(QPalette.ColorRole.Window))
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def wear(self, scheme: Scheme, *, text_scale: float, bundled_font: bool) -> None:
        """Put on a theme: palette, font and stylesheet of the whole program."""
        self._scheme = scheme
        self._ask_system_for_frames()
        self.tokens = DARK if self._wants_dark() else LIGHT
        font = self._body_font(text_scale, bundled_font=bundled_font)
        if font != self._app.font():
            self._app.setFont(font)
        self._dress()

    def _dress(self) -> None:
        self._app.setPalette(_palette(self.tokens))
        body = self._app.font().pointSizeF()
        points = {role: round(body * share, 2) for role, share in _SHARES.items()}
        self._app.setStyleSheet(stylesheet(self.tokens, points, scaled))
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._scheme is not Scheme.SYSTEM:
            return self._scheme is Scheme.DARK
        known = self._app.styleHints().colorScheme()
        if known is Qt.ColorScheme.Unknown:
            return self._system_window.lightness() < 128
        return known is Qt.ColorScheme.Dark

    def _ask_system_for_frames(self) -> None:
        wanted = {
            Scheme.SYSTEM: Qt.ColorScheme.Unknown,
            Scheme.LIGHT: Qt.ColorScheme.Light,
            Scheme.DARK: Qt.ColorScheme.Dark,
        }[self._scheme]
        self._app.styleHints().setColorScheme(wanted)

    def _body_font(self, text_scale: float, *, bundled_font: bool) -> QFont:
        font = QFont(self._system_font)
        if bundled_font or not _system_has_fonts():
            font.setFamilies(_bundled_families() or font.families())
        # Sizes grow with the system's own text size; small system fonts are lifted to 14 px.
        pixels = max(SMALLEST_BODY, float(QFontInfo(self._system_font).pixelSize())) * text_scale
        font.setPointSizeF(round(pixels * 72 / _dots_per_inch(), 2))
        return font

    def _on_system_changed(self) -> None:
        wanted = DARK if self._wants_dark() else LIGHT
        if self._scheme is Scheme.SYSTEM and wanted is not self.tokens:
            self.tokens = wanted
            self._dress()


def apply(
    app: QApplication,
    scheme: Scheme = Scheme.SYSTEM,
    *,
    text_scale: float = 1.0,
    bundled_font: bool = False,
) -> Theme:
    """Dress the program, and follow the system while `scheme` says so; may be called again.

    `text_scale` multiplies the system's text size. `bundled_font` takes the Noto Sans that
    comes with the program, as it does of itself on a system without any font.
    """
    theme = _theme_of(app)
    if theme is None:
        theme = Theme(app)
        theme.setObjectName("theme")
        if app.style().objectName().lower() != "fusion":
            app.setStyle("Fusion")
    theme.wear(scheme, text_scale=text_scale, bundled_font=bundled_font)
    return theme


def current() -> Theme | None:
    """Return the theme of the running program, or None before `apply`."""
    app = QApplication.instance()
    return _theme_of(app) if isinstance(app, QApplication) else None


def tokens() -> Tokens:
    """Return the colours of now; painting code asks every time, so it follows the theme."""
    theme = current()
    return theme.tokens if theme else LIGHT


def font(role: TextRole = TextRole.BODY) -> QFont:
    """Return the font of one kind of text, for whoever paints it."""
    return QFont(_font(role, QApplication.font().key()))


def line_height(role: TextRole = TextRole.BODY) -> int:
    """Return the height of one line of this kind of text, in pixels."""
    return _line_height(role, QApplication.font().key())


def scaled(pixels: float) -> int:
    """Return a length drawn for body text of 14 px, at the text size of now."""
    body = QApplication.font().pointSizeF() * _dots_per_inch() / 72
    return round(pixels * body / SMALLEST_BODY)


@cache
def colour(code: str) -> QColor:
    """Return the colour of a token."""
    return QColor(code)


def is_theme_change(event: QEvent) -> bool:
    """Tell whether a `changeEvent` means that colours or sizes are others now."""
    return event.type() in {
        QEvent.Type.PaletteChange,
        QEvent.Type.StyleChange,
        QEvent.Type.FontChange,
    }


# A list asks these for each of its thousands of rows, so they are worked out once a font.
@cache
def _font(role: TextRole, _body: str) -> QFont:
    made = QFont(QApplication.font())
    made.setPointSizeF(made.pointSizeF() * _SHARES[role])
    made.setWeight(_WEIGHTS.get(role, QFont.Weight.Normal))
    return made


@cache
def _line_height(role: TextRole, body: str) -> int:
    return QFontMetrics(_font(role, body)).height()


def _theme_of(app: QObject) -> Theme | None:
    return app.findChild(Theme, "theme", Qt.FindChildOption.FindDirectChildrenOnly)


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.paper,
        role.WindowText: tokens.ink,
        role.Base: tokens.card,
        role.AlternateBase: tokens.paper,
        role.Text: tokens.ink,
        role.Button: tokens.button,
        role.ButtonText: tokens.ink,
        role.BrightText: tokens.on_primary,
        role.PlaceholderText: tokens.faint,
        role.Highlight: tokens.accent.soft,
        role.HighlightedText: tokens.ink,
        role.Accent: tokens.accent.base,
        role.Link: tokens.accent.text,
        role.LinkVisited: tokens.violet.text,
        role.ToolTipBase: tokens.card,
        role.ToolTipText: tokens.ink,
        role.Mid: tokens.line,
        role.Midlight: tokens.line,
        role.Light: tokens.card,
        role.Dark: tokens.faint,
        role.Shadow: tokens.line,
    }
    palette = QPalette()
    for which, code in colours.items():
        palette.setColor(which, colour(code))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, colour(tokens.faint))
    return palette


def _dots_per_inch() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInch() if screen else 96.0


@cache
def _system_has_fonts() -> bool:
    return bool(QFontDatabase.families())


@cache
def _bundled_families() -> list[str]:
    families: list[str] = []
    for name in _BUNDLED:
        for file in sorted(paths.resource("fonts").glob(f"{name}-*.ttf")):
            number = QFontDatabase.addApplicationFont(str(file))
            families += QFontDatabase.applicationFontFamilies(number)
    return list(dict.fromkeys(families))
