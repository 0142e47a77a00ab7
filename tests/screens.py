"""Draw every page and dialog of the sample desk, light and dark, to PNG.

    python -m tests.screens [FOLDER] [light|dark|rtl|big ...]

Bundled fonts are used, so that the pictures are the same on every machine.
"""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mentor_desk.services.introductions import list_introductions
from mentor_desk.services.mentee_list import list_mentees
from mentor_desk.services.people import find_people
from mentor_desk.services.sample import make_sample_desk
from mentor_desk.services.sessions import list_sessions, log_session
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.lasting_none import keep_none_alive
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.pages import Place

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
        self.window.begin(desk_folder)
        self.settle()
        assert self.window.pages is not None
        self.pages = self.window.pages
        self.pages.add_tabs()
        self.settle()

    def settle(self, milliseconds: int = 60) -> None:
        """Let the window do what is waiting."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def draw(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture of the window, or of a widget."""
        self.settle()
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
    desk, pages = studio.pages.desk, studio.pages
    mentees = desk.run(list_mentees, now=desk.now())
    ada = next(row for row in mentees if row.name.startswith("Ada"))
    pages.go(Place("mentees", ada.mentorship_id))
    studio.draw("mentee")
    for key, tab in pages.tabs.items():
        pages.page("mentees").show_tab(tab)
        studio.draw(f"mentee-{key}")
    now = datetime.now().astimezone()
    changes = desk.do(log_session, mentorship_id=ada.mentorship_id, now=now)
    if changes.made is not None:
        pages.announce(changes)
        pages.go(Place("mentees", changes.made, "session"))
        studio.draw("session")
    held = desk.run(list_sessions, mentorship_id=ada.mentorship_id, now=now)
    written = next(row for row in held if row.first_line)
    pages.go(Place("mentees", written.id, "session"))
    studio.draw("session-held")
    rows = desk.run(list_introductions, today=now.date())
    pages.go(Place("introductions", rows[0].id))
    studio.draw("introductions")
    pages.go(Place("network", desk.run(find_people, "Ravi")[0].id))
    studio.draw("network")
    pages.go(Place("reviews", ada.mentorship_id))
    studio.settle(4000)
    studio.draw("review")


def draw_frames(studio: Studio) -> None:
    """Draw what stands before a desk is open."""
    from mentor_desk.ui.shell.unlock import TroublePage, UnlockPage
    from mentor_desk.ui.shell.welcome import WelcomePage

    sentence = "The data file “desk.db” is empty or cut off (0 bytes). Nothing was changed."
    for name, page in (
        ("welcome", WelcomePage()),
        ("unlock", UnlockPage("/home/michelle/desk")),
        ("trouble", TroublePage(sentence, "/home/michelle/desk")),
    ):
        page.resize(1200, 900)
        page.show()
        studio.draw(name, page)
        page.close()


def dialogs(studio: Studio) -> Iterator[tuple[str, Callable[[], QDialog]]]:
    """Return every dialog with a name for its picture."""
    from mentor_desk.services.mentee_card import mentee_card
    from mentor_desk.ui.goals.dialog import GoalDialog
    from mentor_desk.ui.introductions.dialog import IntroduceDialog
    from mentor_desk.ui.mentees.dialog import (
        AddMenteeDialog,
        DeleteMenteeDialog,
        EditMentorshipDialog,
    )
    from mentor_desk.ui.network.dialog import PersonDialog
    from mentor_desk.ui.sharing.dialog import ShareDialog
    from mentor_desk.ui.shell.about import AboutDialog, FailureDialog, KeysDialog, WhereDialog

    desk, window = studio.pages.desk, studio.window
    first = desk.run(list_mentees, now=desk.now())[0]
    card = desk.run(mentee_card, mentorship_id=first.mentorship_id, now=desk.now())
    yield "dialog-add-mentee", lambda: AddMenteeDialog(desk, window)
    yield "dialog-edit-mentorship", lambda: EditMentorshipDialog(desk, card, window)
    yield "dialog-delete-mentee", lambda: DeleteMenteeDialog(desk, card, window)
    yield "dialog-goal", lambda: GoalDialog(desk, window, mentorship_id=first.mentorship_id)
    yield "dialog-introduce", lambda: IntroduceDialog(desk, parent=window)
    yield "dialog-person", lambda: PersonDialog(desk, None, window)
    yield "dialog-share", lambda: ShareDialog(desk, first.person_id, None, window)
    yield "dialog-keys", lambda: KeysDialog([("Undo", "Ctrl+Z")], window)
    yield "dialog-about", lambda: AboutDialog(window)
    yield "dialog-where", lambda: WhereDialog(desk.folder, window)
    yield "dialog-failure", lambda: FailureDialog("ValueError\n  page.py:12 in reload", window)


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
            for name, make in dialogs(studio):
                studio.draw_dialog(name, make)
            studio.window.close()
    (folder / ".settings.json").unlink(missing_ok=True)


if __name__ == "__main__":
    main(sys.argv[1:])
