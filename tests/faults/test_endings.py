"""D11: however the program is ended, what was typed is saved and the desk is given free."""

import signal
import sys

import pytest

from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.opening.typed_words import take_typed_words
from mentor_desk.services.sessions.card import session_card
from mentor_desk.services.sessions.planning import list_sessions
from tests.faults.window_process import WindowProcess
from tests.ui.shell.protected_window import SECRET, make_protected_desk

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
    pytest.mark.timeout(120),
]

_TYPE = (
    "from mentor_desk.ui.shell.pages import Place;"
    "window.pages.go(Place('mentees', {session}, 'session'));"
    "window.pages.mentee_room.editor._parts.shared_pane.edit.textCursor().insertText({words!r});"
    "tell(typed=True)"
)


@pytest.fixture
def home(tmp_path):
    (tmp_path / "passphrase").write_text(SECRET + "\n")
    make_protected_desk(tmp_path / "desk")
    return tmp_path


def first_session(desk):
    mentee = desk.look(list_mentees, now=desk.now())[0]
    return desk.run(list_sessions, mentorship_id=mentee.mentorship_id, now=desk.now())[0].id


def notes(home, session):
    desk = open_desk(home / "desk", passphrase=SECRET)
    card = desk.run(session_card, session_id=session, now=desk.now())
    desk.close()
    return card.shared_notes


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_d11_a_signal_saves_what_was_typed_and_gives_the_desk_free(home, number):
    desk = open_desk(home / "desk", passphrase=SECRET)
    session = first_session(desk)
    desk.close()
    with WindowProcess(home / "desk", home) as window:
        window.wait_for("shown")
        window.do(_TYPE.format(session=session, words="a word at the last moment "))
        window.wait_for("typed")

        window.process.send_signal(number)
        code, _, wrong = window.end()

    assert code == 128 + number
    assert "Traceback" not in wrong
    assert list((home / "run").iterdir()) == []
    assert "a word at the last moment" in notes(home, session)


def test_d11_a_signal_closes_a_dialog_without_a_question_and_keeps_its_words_sealed(home):
    with WindowProcess(home / "desk", home) as window:
        window.wait_for("shown")
        window.do(
            "from mentor_desk.ui.mentees.dialog import AddMenteeDialog as D;"
            "from PySide6.QtWidgets import QLineEdit as L;"
            "dialog = D(window.pages.desk, window);"
            "dialog.findChild(L).setText('Halina Nowak');"
            "dialog.findChild(L).setModified(True);"
            "QTimer.singleShot(300, lambda: tell(asked=True)); dialog.exec()"
        )
        window.wait_for("asked")

        window.process.terminate()
        code, _, wrong = window.end()

    assert code == 128 + signal.SIGTERM
    assert "Traceback" not in wrong
    desk = open_desk(home / "desk", passphrase=SECRET)
    assert [each.words for each in take_typed_words(desk)] == ["Halina Nowak"]
    desk.close()


def test_d11_a_signal_before_a_desk_is_open_ends_the_program(home):
    (home / "passphrase").write_text("a wrong one\n")
    with WindowProcess(home / "desk", home) as window:
        window.process.stdin.write("tell(heard=True)\n")
        window.process.stdin.flush()
        window.wait_for("heard")

        window.process.terminate()
        code, _, wrong = window.end()

    assert code == 128 + signal.SIGTERM
    assert "Traceback" not in wrong


def test_d11_the_end_of_the_session_of_the_user_saves_what_was_typed(home):
    desk = open_desk(home / "desk", passphrase=SECRET)
    session = first_session(desk)
    desk.close()
    with WindowProcess(home / "desk", home) as window:
        window.wait_for("shown")
        window.do(_TYPE.format(session=session, words="before the session ends "))
        window.wait_for("typed")

        window.do(
            "from PySide6.QtWidgets import QApplication;"
            "QApplication.instance().commitDataRequest.emit(None); tell(committed=True)"
        )
        window.wait_for("committed")
        window.process.kill()

    assert "before the session ends" in notes(home, session)


def test_d11_an_unforeseen_failure_saves_what_was_typed(home):
    desk = open_desk(home / "desk", passphrase=SECRET)
    session = first_session(desk)
    desk.close()
    with WindowProcess(home / "desk", home) as window:
        window.wait_for("shown")
        window.do(_TYPE.format(session=session, words="before something broke "))
        window.wait_for("typed")

        window.do(
            "QTimer.singleShot(300, lambda: tell(broke=True));QTimer.singleShot(0, lambda: 1 / 0)"
        )
        window.wait_for("broke")
        window.process.kill()

    assert "before something broke" in notes(home, session)
