"""The few questions and sentences that need a window of their own."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.ui.common.buttons import Look
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.text import plain_label

translate = QCoreApplication.translate


class Question(Dialog):
    """A sentence and a verb; cancelling is what Enter does when `is_grave`."""

    def __init__(
        self, parent: QWidget | None, title: str, sentence: str, verb: str, *, is_grave: bool
    ) -> None:
        super().__init__(title, verb, parent, look=Look.DANGER if is_grave else Look.PRIMARY)
        self.form.add_part(plain_label(sentence, wrap=True))
        self.setAccessibleDescription(sentence)
        if is_grave:
            self.verb_button.setDefault(False)
            self.cancel_button.setDefault(True)
            self.cancel_button.setFocus()

    @override
    def keep(self) -> None:
        """Nothing is kept here; the answer is whether the dialog was accepted."""


def ask_irreversible(parent: QWidget | None, title: str, sentence: str, verb: str) -> bool:
    """Ask before what cannot be undone; return whether it is wanted. Enter and Escape mean no."""
    return _ask(Question(parent, title, sentence, verb, is_grave=True))


def ask(parent: QWidget | None, title: str, sentence: str, verb: str) -> bool:
    """Ask whether to go on, where nothing is lost either way; Enter means yes."""
    return _ask(Question(parent, title, sentence, verb, is_grave=False))


def _ask(question: Question) -> bool:
    answer = question.exec()
    question.deleteLater()
    return answer == QDialog.DialogCode.Accepted.value


def show_failure(parent: QWidget | None, failure: DeskError) -> None:
    """Show a sentence that concerns nothing on the page, until it is read."""
    title = translate("feedback", "That did not work")
    notice = Question(
        parent, title, failure.sentence, translate("feedback", "Close"), is_grave=False
    )
    notice.cancel_button.hide()
    notice.exec()
    notice.deleteLater()
