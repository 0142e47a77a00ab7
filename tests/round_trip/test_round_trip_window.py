"""A mentor's whole round trip with the real window, from a foreign file to the text of a PDF."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from mentor_desk import paths
from mentor_desk.models.kinds import IntroductionState, SessionState
from mentor_desk.services.introductions.noting import list_introductions
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.reviews.reviewing import list_reviews
from mentor_desk.services.sessions.goals import session_goals
from mentor_desk.services.sessions.planning import list_sessions
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.goal_slider import GoalSlider
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.goals.dialog import GoalDialog
from mentor_desk.ui.introductions.dialog import IntroduceDialog
from mentor_desk.ui.mentees.dialog import AddMenteeDialog
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.opening.recovery import RecoveryPage
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from mentor_desk.ui.shell.whereabouts import Place
from mentor_desk.ui.transfer.dialog import BringInDialog

SECRET = "correct horse battery"
CONTROL = Qt.KeyboardModifier.ControlModifier
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "vcard"
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "vcard"


pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def window(qtbot, home):
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)
    window = MainWindow(Settings(home / "settings.json"))
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.begin()
    return window


def when_open(kind: type, act: Callable[[QWidget], None]) -> None:
    """Once a dialog of this kind is open, do this with it."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def start_desk(qtbot, window):
    welcome = window.findChild(WelcomePage)
    qtbot.waitUntil(welcome._passphrase_choice.isChecked)
    qtbot.keyClicks(welcome._name_edit, "Michelle Roy")
    qtbot.keyClicks(welcome._passphrase_edit, SECRET)
    qtbot.keyClicks(welcome._again_edit, SECRET)
    qtbot.mouseClick(welcome._start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(RecoveryPage) is not None, timeout=10_000)
    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        kept_button = window.findChild(RecoveryPage).kept_button
        qtbot.mouseClick(kept_button, Qt.MouseButton.LeftButton)
    window.pages.mentee_room.make_tabs()


def bring_in(qtbot, window, files):
    def take(dialog):
        qtbot.waitUntil(lambda: dialog.verb_button.isVisible() and dialog.verb_button.isEnabled())
        qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)

    when_open(BringInDialog, take)
    window.pages.bring_in(files)


def take_on(qtbot, window, person_id):
    when_open(AddMenteeDialog, lambda dialog: dialog.accept())
    window.pages.go(Place("mentees"))
    window.pages.page("mentees").take_on(person_id)
    return window.pages.page("mentees").current_mentorship()


def set_goal(qtbot, window, title, *, is_private=False):
    def fill(dialog):
        qtbot.keyClicks(dialog._title_edit, title)
        qtbot.keyClicks(dialog._why_edit, "So that others can use it")
        if is_private:
            dialog._private_check.setChecked(True)
        dialog.accept()

    when_open(GoalDialog, fill)
    tab = window.pages.mentee_room.tabs["goals"]
    window.pages.page("mentees").show_tab(tab)
    tab.make_new()


def write_up(qtbot, window, mentorship_id):
    window.pages.page("mentees").log_session_requested.emit(mentorship_id)
    editor = window.pages.mentee_room.editor
    parts = editor._parts
    qtbot.keyClicks(parts.shared_pane.edit, "SHARED-NOTES rehearsed the opening twice")
    qtbot.keyClicks(parts.private_pane.edit, "PRIVATE-NOTES worried about support")
    qtbot.keyClicks(parts.interest.learned_edit, "PRIVATE-LEARNED she draws maps")
    qtbot.keyClicks(parts.interest.ask_edit, "PRIVATE-ASK how was the class")
    line = parts.actions_card._line_edit._line_edit
    for typed in ("SHARED-ACTION write to the tutor @me by friday", "PRIVATE-ACTION call !private"):
        line.setFocus()
        qtbot.keyClicks(line, typed)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    session_id = editor.session_id
    qtbot.mouseClick(parts.header._verb_button, Qt.MouseButton.LeftButton)
    return session_id


def introduce(qtbot, window, first, second):
    def fill(dialog):
        dialog._first_edit.set_person(first)
        dialog._second_edit.set_person(second)
        qtbot.keyClicks(dialog._topic_edit, "survey design")
        dialog._first_reason_edit.set_text("SHARED-REASON you need survey design")
        dialog._second_reason_edit.set_text("PRIVATE-REASON wants a junior to teach")
        dialog.accept()

    when_open(IntroduceDialog, fill)
    window.pages.go(Place("introductions"))
    page = window.pages.page("introductions")
    page.make_new()
    qtbot.waitUntil(lambda: page._panel.introduction_id() is not None)
    return page


def move_goal_in(qtbot, window, session_id):
    window.pages.go(Place("mentees", session_id, "session"))
    shared, private = window.pages.mentee_room.editor._parts.goals.findChildren(GoalSlider)
    for _ in range(60):
        qtbot.keyClick(shared._slider, Qt.Key.Key_Right)
    qtbot.keyClick(private._slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: _values(window, session_id) == [60, 100])


def _values(window, session_id):
    desk = window.pages.desk
    today = desk.now().date()
    return [goal.value for goal in desk.run(session_goals, session_id=session_id, today=today)]


def agree_and_meet(qtbot, page):
    for party in page._panel._asking._answers.values():
        party.menu().actions()[1].trigger()
    for _ in range(2):
        qtbot.mouseClick(page._panel._next_button, Qt.MouseButton.LeftButton)


def export_review(qtbot, window, mentorship_id, target):
    def choose(dialog):
        dialog.setDirectory(str(target.parent))
        dialog.findChild(QLineEdit).setText(target.name)
        dialog.accept()

    when_open(QFileDialog, choose)
    window.pages.go(Place("reviews", mentorship_id))
    page = window.pages.page("reviews")
    with qtbot.waitSignal(page.changed, timeout=30_000):
        qtbot.mouseClick(page._export_button, Qt.MouseButton.LeftButton)
    pages = [page.extract_text() for page in PdfReader(target).pages]
    return " ".join(" ".join(pages).split())


def raw_of(pdf):
    reader = PdfReader(pdf)
    streams = [page.get_contents().get_data() for page in reader.pages if page.get_contents()]
    return b"".join([repr(reader.metadata).encode(), repr(reader.outline).encode(), *streams])


@pytest.fixture
def foreign_files():
    """Files that other programs wrote, or where those are not at hand, our own of their kind."""
    if SHARED.is_dir():
        names = ("demo-data__vcf__contacts", "John_Doe_MS_OUTLOOK")
        found = [path for path in sorted(SHARED.iterdir()) if any(n in path.name for n in names)]
        if len(found) >= 2:
            return found
    return sorted(FIXTURES.glob("*.vcf"))


def test_from_a_foreign_file_to_the_text_of_the_review(qtbot, window, home, foreign_files):
    start_desk(qtbot, window)
    desk = window.pages.desk

    bring_in(qtbot, window, foreign_files)
    known = desk.run(find_people)
    mentee, contact = known[0], known[1]

    mentorship = take_on(qtbot, window, mentee.id)
    set_goal(qtbot, window, "SHARED-GOAL present the study")
    set_goal(qtbot, window, "PRIVATE-GOAL talk to the manager", is_private=True)
    session = write_up(qtbot, window, mentorship)
    assert [
        row.state for row in desk.run(list_sessions, mentorship_id=mentorship, now=desk.now())
    ] == [SessionState.HELD]

    move_goal_in(qtbot, window, session)
    page = introduce(qtbot, window, mentee.id, contact.id)
    agree_and_meet(qtbot, page)
    [introduction] = desk.run(list_introductions, today=desk.now().date())
    assert introduction.state is IntroductionState.MET

    target = home / "review.pdf"
    text = export_review(qtbot, window, mentorship, target)

    for shared in ("SHARED-NOTES", "SHARED-ACTION", "SHARED-GOAL", "SHARED-REASON", "60"):
        assert shared in text, shared
    assert contact.name in text
    assert "PRIVATE" not in text
    assert b"PRIVATE" not in raw_of(target)
    [issued] = desk.run(list_reviews, mentorship_id=mentorship)
    assert issued.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    window.close()
    again = open_desk(paths.default_desk(), passphrase=SECRET)
    assert [row.name for row in again.run(find_people)] == [row.name for row in known]
    again.close()
