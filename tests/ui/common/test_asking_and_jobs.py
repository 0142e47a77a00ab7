"""Dialogs, questions and jobs: cancel, refusal and success."""

from threading import Event, get_ident

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from mentor_desk.errors import FileError, InvalidEntryError
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.feedback import Question, ask_irreversible, show_failure
from mentor_desk.ui.common.jobs import is_any_running, start_job

# The screen that tests draw on says so whenever a window has a least size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


LEFT = Qt.MouseButton.LeftButton


class NameDialog(Dialog):
    def __init__(self) -> None:
        super().__init__("Rename <b>Ada</b> & Co", "Rename")
        self.kept: list[str] = []
        self.name_edit = QLineEdit()
        self.form.add_field("name", "&Name", self.name_edit)

    def keep(self) -> None:
        if not self.name_edit.text():
            raise InvalidEntryError("A name is needed.", field="name")
        self.kept.append(self.name_edit.text())


@pytest.fixture
def dialog(qtbot) -> NameDialog:
    made = NameDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_refusal_is_shown_inside_and_nothing_closes(qtbot, dialog):
    qtbot.keyClick(dialog.name_edit, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert dialog.form.refusal_of("name") == "A name is needed."


def test_enter_keeps_and_closes(qtbot, dialog):
    qtbot.keyClicks(dialog.name_edit, "Ada")

    qtbot.keyClick(dialog.name_edit, Qt.Key.Key_Return)

    assert dialog.kept == ["Ada"]
    assert dialog.result() == NameDialog.DialogCode.Accepted.value


@pytest.mark.parametrize("way", ["escape", "button"])
def test_cancelling_keeps_nothing(qtbot, dialog, way):
    qtbot.keyClicks(dialog.name_edit, "Ada")

    if way == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(dialog.cancel_button, LEFT)

    assert dialog.kept == []
    assert not dialog.isVisible()


def press_in_question(choose) -> None:
    def press() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, Question)
        choose(question)

    QTimer.singleShot(0, press)


def test_a_grave_question_means_no_unless_the_verb_is_pressed(qtbot):
    press_in_question(lambda question: question.verb_button.click())
    assert ask_irreversible(None, "Delete?", "It cannot be undone.", "Delete")

    press_in_question(lambda question: qtbot.keyClick(question, Qt.Key.Key_Return))
    assert not ask_irreversible(None, "Delete?", "It cannot be undone.", "Delete")

    press_in_question(lambda question: qtbot.keyClick(question, Qt.Key.Key_Escape))
    assert not ask_irreversible(None, "Delete?", "It cannot be undone.", "Delete")


def test_a_failure_is_shown_until_it_is_read(qtbot):
    seen: list[str] = []

    def read(question: Question) -> None:
        seen.append(question.accessibleDescription())
        question.verb_button.click()

    press_in_question(read)
    show_failure(None, FileError("The disk is full."))

    assert seen == ["The disk is full."]


@pytest.fixture
def parent(qapp) -> QObject:
    return QObject()


def test_a_job_answers_on_the_side_of_the_window(qtbot, parent):
    threads: list[int] = []

    def work(progress) -> str:
        progress(1, 2)
        threads.append(get_ident())
        return "done"

    job = start_job(parent, work)
    told: list[tuple[int, int]] = []
    job.progressed.connect(lambda done, total: told.append((done, total)))
    job.done.connect(lambda _: threads.append(get_ident()))
    with qtbot.waitSignal(job.done) as waited:
        pass

    assert waited.args == ["done"]
    assert told == [(1, 2)]
    assert threads[0] != threads[1] == get_ident()
    assert not is_any_running()


def test_a_refusal_and_a_failure_are_told_apart(qtbot, parent):
    def refuse(progress) -> None:
        raise FileError("The disk is full.")

    def fail(progress) -> None:
        raise ValueError("broken")

    with qtbot.waitSignal(start_job(parent, refuse).refused) as refused:
        pass
    with qtbot.waitSignal(start_job(parent, fail).failed) as failed:
        pass

    assert refused.args[0].sentence == "The disk is full."
    assert isinstance(failed.args[0], ValueError)


def test_a_cancelled_job_stops_at_its_next_progress(qtbot, parent):
    go_on = Event()
    reached: list[str] = []

    def work(progress) -> None:
        go_on.wait(5)
        progress(1, 2)
        reached.append("the end")

    job = start_job(parent, work)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
        go_on.set()

    assert reached == []


@pytest.mark.parametrize("fails", [False, True], ids=["stops", "fails"])
def test_a_job_whose_window_is_gone_stops_and_tells_nobody(qtbot, heard, fails):
    owner = QObject()
    go_on = Event()

    def work(progress) -> None:
        go_on.wait(5)
        if fails:
            raise RuntimeError
        progress(1, 2)

    job = start_job(owner, work)
    told = [heard(signal) for signal in (job.done, job.refused, job.failed, job.cancelled)]
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    go_on.set()
    qtbot.waitUntil(lambda: not is_any_running())

    assert told == [[], [], [], []]


def test_what_nobody_waits_for_any_more_is_closed(qtbot):
    owner = QObject()
    go_on, closed = Event(), Event()

    def work(_progress) -> object:
        go_on.wait(5)
        return closing_result(closed)

    start_job(owner, work)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    go_on.set()

    qtbot.waitUntil(closed.is_set)


def closing_result(closed):
    class Result:
        def close(self) -> None:
            closed.set()

    return Result()
