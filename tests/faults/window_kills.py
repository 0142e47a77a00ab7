"""Kill the window at random moments while it saves, locks, unlocks and ends; look what is left."""

import json
import signal
import time
from contextlib import closing
from pathlib import Path
from random import Random

from mentor_desk.errors import DeskError
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.opening.starts import clear_starts
from mentor_desk.services.sessions.card import session_card
from tests.faults import desks
from tests.faults.tallies import Tally
from tests.faults.window_process import WindowProcess
from tests.ui.shell.protected_window import SECRET, make_protected_desk

ACTS = ("save", "lock", "unlock", "quit")
SESSION = 1
# Seconds within which an act is cut off; most last as long.
LONGEST_ACT = 0.3

_LIFE = """
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from mentor_desk.ui.shell.opening.unlock import UnlockPage
from mentor_desk.ui.shell.whereabouts import Place

class Life:
    def __init__(self, number, secret, session, locks):
        self.number, self.secret, self.session, self.locks = number, secret, session, locks
        window.locking.locked.connect(self.unlock)
        window.desk_shown.connect(lambda: QTimer.singleShot(0, self.work))

    def work(self):
        self.write("save")
        window.pages.keep_all()
        tell(saved=self.number)
        if not self.locks:
            self.write("quit")
            window.close()
            tell(saved=self.number)
            return
        self.locks -= 1
        self.write("lock")
        window.lock()

    def write(self, act):
        self.number += 1
        window.pages.go(Place("mentees", self.session, "session"))
        cursor = window.pages.mentee_room.editor._parts.shared_pane.edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(f"{self.number} what was said in confidence " * 50)
        tell(doing=act)

    def unlock(self):
        tell(saved=self.number)
        tell(doing="unlock")
        page = window.findChild(UnlockPage)
        page._edit.setText(self.secret)
        QTest.keyClick(page._edit, Qt.Key.Key_Return)
"""


def kill_windows(home: Path, chance: Random, *, rounds: int) -> Tally:
    """Let a window work on one desk, and kill it in each round in the middle of one of its acts.

    `home` is an empty folder for all that it writes. A round in which the window had ended by
    itself, because it was that fast, is none.
    """
    (home / "passphrase").write_text(SECRET + "\n")
    folder, tally, tries = make_protected_desk(home / "desk"), Tally(), 0
    while tally.rounds < rounds and tries < 3 * rounds:
        act = ACTS[tries % len(ACTS)]
        told, was_killed = _round(home, chance, act, _number(folder))
        tally.rounds += was_killed
        tally.acknowledged += len(told)
        judge(folder, told, f"killed in “{act}”, try {tries}", tally)
        tries += 1
    return tally


def _round(home: Path, chance: Random, act: str, number: int) -> tuple[list[int], bool]:
    with WindowProcess(home / "desk", home) as window:
        window.wait_for("shown")
        life = f"life = Life({number}, {SECRET!r}, {SESSION}, locks={chance.randint(1, 2)})"
        window.do(f"exec({_LIFE!r}); {life}; life.work(); window.life = life")
        saved, told = [], map(json.loads, window.lines())
        for each in told:
            saved += [each["saved"]] if "saved" in each else []
            if each.get("doing") == act:
                break
        # Nothing is waited for: this is the moment of the kill.
        time.sleep(chance.uniform(0, LONGEST_ACT))
        window.process.kill()
        saved += [each["saved"] for each in told if "saved" in each]
        return saved, window.process.wait() == -signal.SIGKILL


def judge(folder: Path, told: list[int], how: str, tally: Tally) -> None:
    """Open the desk of a window that was killed, and count what it told to be saved and is not."""
    try:
        kept, faults = _number(folder), desks.faults_of(folder, secret=SECRET)
    except (DeskError, ValueError) as problem:
        kept, faults = 10**9, [str(problem)]
    tally.corrupt += [f"{how}: {fault}" for fault in faults]
    if kept < max(told, default=0):
        tally.lost.append(f"{how}: {max(told)} was saved, and {kept} is there")
    # The mentor opened it again, as was done just now.
    clear_starts(folder)


def _number(folder: Path) -> int:
    with closing(open_desk(folder, passphrase=SECRET)) as desk:
        written = desk.run(session_card, session_id=SESSION, now=desk.now()).shared_notes
    first = written.split()[0]
    return int(first) if first.isdigit() else 0
