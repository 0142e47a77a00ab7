"""A whole working day in a process of its own, watched from outside: see test_nothing_gets_out.

    python -m tests.safety.whole_visit < passphrase

HOME and TMPDIR say where it may write. Every word on the desk ends in `kanarienvogel`. What the
mentor asked to have in clear lies in HOME/asked. In the end it is killed in the middle of a save.
"""

import io
import itertools
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from sqlalchemy import update

from mentor_desk import paths
from mentor_desk.log import start_log
from mentor_desk.models import Action, MentoringSession, Person
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_keys import key_by_secret
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.keeping.restoring import restore_and_open
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.opening.keys import change_passphrase
from mentor_desk.services.opening.opening import make_desk, open_desk
from mentor_desk.services.reviews.reviewing import (
    default_choice,
    draft_review,
    render_review,
    write_review,
)
from mentor_desk.services.sessions.planning import list_sessions
from mentor_desk.services.transfer.importing import apply_import, read_people_file
from mentor_desk.settings import Settings
from mentor_desk.ui.common.lasting_none import keep_none_alive
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.sessions.editor import SessionEditor
from mentor_desk.ui.shell.about import FailureDialog
from mentor_desk.ui.shell.application import _Hook, make_application
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.pages import Pages
from mentor_desk.ui.shell.whereabouts import Place
from tests.safety.filled_desk import FilledDesk
from tests.safety.walking import walk
from tests.visiting import chosen_mentee, open_window, settle

BIRD = "kanarienvogel"
PICTURE = "/tmp/mentor-desk-canary.png"
WORD = f'<img src="{PICTURE}"><h1>x</h1> &amp; a & b %1 {{{{0}}}} {{{{}}}} {{}} {BIRD}'
# What somebody asked for, and where a file of people was found.
ASKED = Path.home() / "asked"
RECOVERY = "recovery.txt"
TYPED = f"Written in the window: {PICTURE} {BIRD}"


def make(passphrase: str) -> Path:
    """Make a protected desk that is full of birds, and return its folder."""
    folder = paths.default_desk()
    ASKED.mkdir()
    desk = make_desk(
        folder,
        name=f"Michelle {BIRD}",
        passphrase=passphrase,
        reveal=(ASKED / RECOVERY).write_text,
    )
    count = itertools.count(1)
    FilledDesk(desk, lambda *_: WORD.format(next(count)), datetime.now(UTC))
    desk.close()
    return folder


def work(window: MainWindow, pages: Pages) -> None:
    """Search, write, fail: what a day holds."""
    desk = pages.desk
    network = pages.page("network")
    pages.go(Place("network", desk.run(find_people, BIRD)[0].id))
    network.go_find()
    QTest.keyClicks(window.focusWidget(), BIRD)
    mentee = chosen_mentee(pages)
    held = desk.run(list_sessions, mentorship_id=mentee.mentorship_id, now=desk.now())
    pages.go(Place("mentees", next(row for row in held if row.first_line).id, "session"))
    editor = pages.page("mentees").findChild(SessionEditor)
    editor.findChild(NotesEdit).setPlainText(TYPED)
    settle(100)
    fail(desk)


def fail(desk: Desk) -> None:
    """Let what nobody foresaw happen: in a slot, and in the database, with words at hand."""
    failures = [lambda: _raise(WORD), lambda: _break(desk), lambda: _misplace(desk)]
    for failure in failures:
        QTimer.singleShot(0, failure)
        QTimer.singleShot(100, _close_failure)
        settle(200)


def keep(folder: Path, passphrase: str) -> None:
    """Import, export, back up, change the passphrase and restore: what a year holds."""
    desk = open_desk(folder, passphrase=passphrase)
    (ASKED / "people.vcf").write_text(f"BEGIN:VCARD\nVERSION:3.0\nFN:{BIRD}\nEND:VCARD\n")
    people = read_people_file(ASKED / "people.vcf")
    desk.do(apply_import, people, now=desk.now(), source=f"people {BIRD}.vcf")
    [mentee, *_] = desk.look(list_mentees, now=desk.now())
    choice = desk.run(default_choice, mentorship_id=mentee.mentorship_id, today=desk.now().date())
    draft = desk.run(draft_review, mentorship_id=mentee.mentorship_id, choice=choice)
    write_review(render_review(draft.record, choice.paper).pdf, ASKED / "review.pdf")
    change_passphrase(desk, new=f"{passphrase} anew", secret=passphrase)
    made = back_up(desk, backup_folders(folder), now=desk.now())
    desk.close()
    key = key_by_secret(made.row.path, folder, (ASKED / RECOVERY).read_text())
    restore_and_open(made.row.path, folder, key).desk.close()


def crash(folder: Path, passphrase: str) -> None:
    """Be killed in the middle of a save that is larger than what memory is meant to hold."""
    desk = open_desk(folder, passphrase=f"{passphrase} anew")
    desk.file.connection.execute("pragma cache_size=5")
    with desk.work(writes=True) as db:
        db.execute(update(MentoringSession).values(private_notes=f"{BIRD} " * 20_000))
        os.kill(os.getpid(), signal.SIGKILL)


def _raise(words: str) -> None:
    raise ValueError(words)


def _break(desk: Desk) -> None:
    def write(db):
        db.add(
            Person(uid="x", display_name=" ", sort_name=WORD, remark=WORD, created_at=desk.now())
        )
        db.flush()
        return Changes(Area.PEOPLE, did=WORD)

    desk.do(write)


def _misplace(desk: Desk) -> None:
    def write(db):
        db.add(Action(mentorship_id=1, text=WORD, made_on=WORD))
        db.flush()
        return Changes(Area.ACTIONS, did=WORD)

    desk.do(write)


def _close_failure() -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FailureDialog)
    assert BIRD not in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.reject()


def main() -> None:
    """Make the desk, open it as the program does, visit all of it, and close it."""
    keep_none_alive()
    passphrase = sys.stdin.readline().strip()
    folder = make(passphrase)
    settings = Settings()
    app = make_application(settings)
    window = MainWindow(settings)
    sys.excepthook = _Hook(window)
    window.show()
    start_log()
    window.resize(1440, 900)
    sys.stdin = io.StringIO(passphrase)
    try:
        pages = open_window(window, folder, passphrase_file="-")
        walk(window, pages, lambda _place, _root: None)
        work(window, pages)
    except BaseException:
        # Not shown in a window, where nobody would close it.
        sys.excepthook = sys.__excepthook__
        raise
    window.close()
    settle(100)
    app.quit()
    keep(folder, passphrase)
    sys.stdout.write("visited\n")
    sys.stdout.flush()
    crash(folder, passphrase)


if __name__ == "__main__":
    main()
