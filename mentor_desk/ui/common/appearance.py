"""How the window looks on this machine: light or dark, and the size of its words."""

from PySide6.QtWidgets import QApplication

from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme

APPEARANCE = "appearance"
TEXT_SIZE = "text size"
TEXT_SIZES = (90, 100, 125, 150, 175, 200)
USUAL_SIZE = 100


def scheme_of(settings: Settings) -> Scheme:
    """Return the appearance that was chosen; anything unknown means that of the system."""
    kept = settings.text(APPEARANCE)
    return Scheme(kept) if kept in set(Scheme) else Scheme.SYSTEM


def text_size_of(settings: Settings) -> int:
    """Return the size of words that was chosen, in percent of the usual one."""
    kept = settings.number(TEXT_SIZE, USUAL_SIZE)
    return kept if kept in TEXT_SIZES else USUAL_SIZE


def dress(app: QApplication, settings: Settings) -> None:
    """Dress the program as the mentor wants it."""
    theme.apply(app, scheme_of(settings), text_scale=text_size_of(settings) / USUAL_SIZE)


def wear(settings: Settings, *, scheme: Scheme | None = None, text_size: int | None = None) -> None:
    """Change how the program looks, at once, and remember it."""
    if scheme is not None:
        settings.remember({APPEARANCE: scheme.value})
    if text_size is not None:
        settings.remember({TEXT_SIZE: text_size})
    app = QApplication.instance()
    if isinstance(app, QApplication):
        dress(app, settings)
