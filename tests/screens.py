"""Draw every page and dialog of the sample desk, light and dark, to PNG.

    python -m tests.screens [FOLDER] [light|dark|rtl|big ...]

Bundled fonts are used, so that the pictures are the same on every machine.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.lasting_none import keep_none_alive
from mentor_desk.ui.shell.main_window import MainWindow
from tests.visiting import (
    chosen_mentee,
    dialogs,
    frames,
    open_window,
    places,
    settle,
)

SIZE = (1440, 900)


class Studio:
    """A window on a sample desk, and a folder for its pictures."""

    def __init__(self, app: QApplication, desk_folder: Path, folder: Path, look: str) -> None:
        self.app, self.folder, self.look = app, folder, look
        scheme = theme.Scheme.DARK if look == "dark" else theme.Scheme.LIGHT
        theme.apply(app, scheme, text_scale=2.0 if look == "big" else 1.0, bundled_font=True)
        rtl = Qt.LayoutDirection.RightToLeft
        app.setLayoutDirection(rtl if look == "rtl" else Qt.LayoutDirection.LeftToRight)
        self.window = MainWindow(Settings(folder / ".settings.json"))
        self.window.resize(*SIZE)
        self.window.show()
        self.pages = open_window(self.window, desk_folder)

    def draw(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture of the window, or of a widget."""
        settle(60)
        target = self.folder / f"{name}-{self.look}.png"
        (widget or self.window).grab().save(str(target))
        sys.stdout.write(f"{target}\n")

    def draw_dialog(self, name: str, make: Callable[[], QDialog]) -> None:
        """Keep a picture of a dialog, shown without waiting for an answer."""
        dialog = make()
        dialog.show()
        self.draw(name, dialog)
        dialog.close()
        dialog.deleteLater()


def draw_pages(studio: Studio) -> None:
    """Draw every page with Ada in front, as the targets have her."""
    ada = chosen_mentee(studio.pages, "Ada")
    for name in places(studio.pages, ada, contact="Ravi"):
        studio.draw(name)


def draw_frames(studio: Studio) -> None:
    """Draw what stands before a desk is open."""
    for name, page in frames():
        frame = QMainWindow()
        frame.setCentralWidget(page)
        frame.resize(1200, 900)
        frame.show()
        studio.draw(name, frame)
        frame.close()


def draw_dialogs(studio: Studio) -> None:
    """Draw every dialog."""
    mentee = chosen_mentee(studio.pages, "Ada")
    for name, make in dialogs(studio.window, studio.pages, mentee):
        studio.draw_dialog(name, make)


def main(words: list[str]) -> None:
    """Draw everything into a folder, in the looks that are asked for."""
    keep_none_alive()
    looks = [word for word in words if word in {"light", "dark", "rtl", "big"}]
    folder = Path(next((word for word in words if word not in looks), "screens"))
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with TemporaryDirectory() as place:
        for look in looks or ["light", "dark"]:
            desk_folder = Path(place, look)
            make_sample_desk(desk_folder)
            studio = Studio(app, desk_folder, folder, look)
            draw_pages(studio)
            draw_frames(studio)
            draw_dialogs(studio)
            studio.window.close()
    (folder / ".settings.json").unlink(missing_ok=True)


if __name__ == "__main__":
    main(sys.argv[1:])
