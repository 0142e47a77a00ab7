"""Opening a mentee among 10,000: from the choice to the page filled and painted.

The floor is one statement that reads a row by its id and one painting of an empty window; the
bar is absolute, 50 ms, so both are printed.
"""

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.sample.desk import make_sample_desk

BAR_MS = 50.0
ROUNDS = 60


def main() -> int:
    from PySide6.QtWidgets import QApplication, QStackedWidget

    from mentor_desk.settings import Settings
    from mentor_desk.ui.common import theme
    from mentor_desk.ui.common.lasting_none import keep_none_alive
    from mentor_desk.ui.shell.pages import Pages
    from mentor_desk.ui.shell.whereabouts import Place

    keep_none_alive()
    app = QApplication(sys.argv[:1])
    theme.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        make_sample_desk(Path(folder, "desk"), people=10_000, sessions=100_000)
        desk = open_desk(Path(folder, "desk"))
        stack = QStackedWidget()
        stack.resize(1230, 900)
        stack.show()
        pages = Pages(desk, stack, Settings(Path(folder, "settings.json")))
        pages.go(Place("mentees"))
        pages.mentee_room.make_tabs()
        app.processEvents()
        chosen = [row.mentorship_id for row in desk.look(list_mentees, now=desk.now())]
        random.Random(1).shuffle(chosen)
        took = []
        for each in chosen[: ROUNDS + 5]:
            began = time.perf_counter()
            pages.go(Place("mentees", each))
            # Lays out and paints what changed; a page that is not painted would not be open.
            app.processEvents()
            took.append((time.perf_counter() - began) * 1000)
        pages.close()
        desk.close()
    took = took[5:]
    floor = _floor(stack)
    worst = quantiles(took, n=20)[-1]
    verdict = "met" if median(took) <= BAR_MS else "MISSED"
    print(
        f"opening a mentee among 10,000: median {median(took):.1f} ms, 95 % {worst:.1f} ms,"
        f" at most {BAR_MS:.0f} ms ({verdict}); ratio {median(took) / floor:.1f} to an empty"
        f" painting of {floor:.1f} ms; {len(chosen)} mentees"
    )
    return 0 if median(took) <= BAR_MS else 1


def _floor(stack) -> float:
    took = []
    for _ in range(20):
        began = time.perf_counter()
        stack.repaint()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


if __name__ == "__main__":
    sys.exit(main())
