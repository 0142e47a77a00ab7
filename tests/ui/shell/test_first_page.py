"""The first page stands without the object mapper, which loads when somebody is there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_desk.services.sample.desk import make_sample_desk

SCRIPT = """
import sys, json
from pathlib import Path
from PySide6.QtCore import QDeadlineTimer, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QTabBar, QTabWidget
from mentor_desk.settings import Settings
from mentor_desk.ui.shell.application import begin, make_application
from mentor_desk.ui.shell.main_window import MainWindow

def wait(is_done, ms):
    deadline = QDeadlineTimer(ms)
    while not is_done() and not deadline.hasExpired():
        app.processEvents()
    return is_done()

app = make_application(Settings())
window = MainWindow(Settings())
window.show()
begin(window, Path(sys.argv[1]))
app.processEvents()
shown = [name for name in ("PySide6.QtDBus", "PySide6.QtNetwork") if name in sys.modules]
wait(lambda: False, 1500)
tabs = window.findChild(QTabWidget)
told = {
    "titles": [tabs.tabText(place) for place in range(tabs.count())],
    "at once": shown,
    "heavy": [name for name in ("sqlalchemy", "reportlab", "keyring", "cryptography.hazmat",
        "alembic") if name in sys.modules],
}
here = QPointF(5, 5)
app.sendEvent(window, QMouseEvent(QEvent.Type.MouseMove, here, here, Qt.MouseButton.NoButton,
    Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier))
told["warmed"] = wait(lambda: "mentor_desk.models.entities" in sys.modules, 10_000)
wait(lambda: False, 300)
window.pages.mentee_room.make_tabs()
for place in range(tabs.count()):
    tabs.setCurrentIndex(place)
app.processEvents()
told["titles then"] = [tabs.tabText(place) for place in range(tabs.count())]
window.close_desk()
print(json.dumps(told))
"""


CLOSING = """
import sys
from pathlib import Path
from mentor_desk.settings import Settings
from mentor_desk.ui.shell.application import begin, make_application
from mentor_desk.ui.shell.main_window import MainWindow

app = make_application(Settings())
window = MainWindow(Settings())
window.show()
begin(window, Path(sys.argv[1]))
app.processEvents()
assert window.pages is not None
window.close()
assert not window.isVisible()
print('{"heavy": ' + str(int("sqlalchemy" in sys.modules)) + "}")
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return started(SCRIPT, tmp_path_factory.mktemp("first-page"))


def started(script: str, home: Path) -> dict[str, object]:
    """Return what a program tells that starts with a sample desk."""
    make_sample_desk(home / "desk")
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", script, str(home / "desk")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "PYTHONPATH": str(root),
            "QT_QPA_PLATFORM": "offscreen",
        },
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_nothing_heavy_is_loaded_while_nobody_has_touched_the_window(told):
    assert told["heavy"] == []


def test_a_window_that_nobody_has_touched_is_closed_without_anything_heavy(tmp_path):
    assert started(CLOSING, tmp_path) == {"heavy": 0}


def test_the_system_is_listened_to_once_the_first_page_stands(told):
    assert told["at once"] == []


def test_the_rest_loads_at_the_first_sign_of_the_mentor(told):
    assert told["warmed"] is True


def test_the_titles_of_tabs_say_the_same_before_and_after_the_tabs_are_made(told):
    assert told["titles"] == told["titles then"]
    assert len(told["titles"]) == 7
