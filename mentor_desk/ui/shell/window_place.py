"""Where the window stands on the screen, kept from one start to the next."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from mentor_desk.settings import Settings

GEOMETRY = "window"
USUAL_SIZE = (1440, 900)


def restore_window(window: QMainWindow, settings: Settings) -> None:
    """Put the window where it stood the last time, if that can still be seen."""
    kept = settings.numbers(GEOMETRY)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    box = QRect(*kept[:4]) if len(kept) == 5 else QRect()
    # A screen that was unplugged must not take the window with it.
    if box.isValid() and any(screen.intersects(box) for screen in screens):
        window.setGeometry(box)
    else:
        window.resize(*USUAL_SIZE)
    if len(kept) == 5 and kept[4]:
        window.showMaximized()


def remember_window(window: QMainWindow, settings: Settings) -> None:
    """Keep where the window stands."""
    box = window.normalGeometry()
    settings.remember(
        {GEOMETRY: [box.x(), box.y(), box.width(), box.height(), int(window.isMaximized())]}
    )
