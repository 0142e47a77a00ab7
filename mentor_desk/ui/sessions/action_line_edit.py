"""ActionLineEdit: an action typed in one line, and what was understood shown before it is kept."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import Owner
from mentor_desk.services.actions.line import UnderstoodAction, understand
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.formatting import by_day
from mentor_desk.ui.common.marks import ChipRow
from mentor_desk.ui.common.text import empty, name, one_line, plain_label, set_role
from mentor_desk.ui.common.tokens import TextRole, Tone

LONGEST_LINE = 2000


class ActionLineEdit(QWidget):
    """One line; `entered` carries what was understood when Enter is pressed.

    The line stays until `clear` says that it was kept. `grown` tells that what is shown below it
    needs more room.
    """

    entered = Signal(object)
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mentee_name, self._first_name, self._today = "", "", date.min
        self._build()
        self._line_edit.textChanged.connect(self._on_text_changed)
        self._line_edit.returnPressed.connect(self.take_typed)

    def show_mentee(self, mentee_name: str, first_name: str, today: date) -> None:
        """Understand lines as meant for this mentee and this day."""
        self._mentee_name, self._first_name, self._today = mentee_name, first_name, today
        self._on_text_changed(self._line_edit.text())

    def text(self) -> str:
        """Return the line as typed."""
        return self._line_edit.text()

    def set_text(self, text: str) -> None:
        """Put a line there to go on with."""
        self._line_edit.setText(text)

    def clear(self) -> None:
        """Make room for the next action."""
        empty(self._line_edit)

    def take_typed(self) -> None:
        """Tell what was understood, as Enter does; an empty line is nothing to tell."""
        if self._line_edit.text().strip():
            self.entered.emit(self.understood())

    def understood(self) -> UnderstoodAction:
        """Return what the line means as it stands."""
        line = self._line_edit.text()
        return understand(line, today=self._today, mentee_name=self._mentee_name)

    def show_refusal(self, sentence: str) -> None:
        """Say why the line could not be kept; it stays."""
        self._say(sentence, TextRole.ERROR)
        announce(self._line_edit, sentence, is_urgent=True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() > event.oldSize().height() and self._line_edit.hasFocus():
            self.grown.emit()

    def _build(self) -> None:
        self._line_edit = QLineEdit()
        self._line_edit.setProperty("look", "bare")
        self._line_edit.setMaxLength(LONGEST_LINE)
        hint = self.tr("+ type an action, “@me” makes it yours, “by friday” sets the day")
        self._line_edit.setPlaceholderText(hint)
        name(self._line_edit, self.tr("New action"), hint)
        self._chips = ChipRow()
        self._text_label = plain_label("", TextRole.SMALL, elide=True)
        self._word_label = plain_label("", TextRole.SMALL, elide=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._line_edit)
        layout.addWidget(self._text_label)
        below = QHBoxLayout()
        below.addWidget(self._chips, 1)
        below.addWidget(self._word_label)
        layout.addLayout(below)
        self.setFocusProxy(self._line_edit)
        self._hide_all()

    def _hide_all(self) -> None:
        for widget in (self._text_label, self._chips, self._word_label):
            widget.hide()

    def _on_text_changed(self, line: str) -> None:
        self._hide_all()
        self._line_edit.setAccessibleDescription(self._line_edit.placeholderText())
        if not line.strip():
            return
        meant = self.understood()
        chips = self._marks(meant)
        self._chips.set_chips(chips)
        self._chips.show()
        self._text_label.setText(f"“{meant.text}”" if meant.text else "")
        self._text_label.setVisible(bool(meant.text and meant.pieces))
        spoken = ", ".join([one_line(meant.text), *(words for words, _tone in chips)])
        self._line_edit.setAccessibleDescription(spoken)
        if meant.not_understood:
            there_is_none = self.tr("“{day}” is no day I know, so it stays in the text.")
            self._say(there_is_none.format(day=meant.not_understood[-1]), TextRole.SMALL)
        elif not meant.text:
            self._say(self.tr("Say what is to be done."), TextRole.SMALL)
        else:
            self._say(self.tr("Enter keeps it."), TextRole.SMALL)

    def _marks(self, meant: UnderstoodAction) -> list[tuple[str, Tone]]:
        whose = self.tr("{name} does it").format(name=self._first_name)
        if meant.owner is Owner.MENTOR:
            whose = self.tr("you do it")
        chips = [(whose, Tone.ACCENT)]
        if meant.due_on is not None:
            chips.append((by_day(meant.due_on, self._today), Tone.GOLD))
        if meant.is_private:
            chips.append((self.tr("private"), Tone.WARM))
        return chips

    def _say(self, words: str, role: TextRole) -> None:
        self._word_label.setText(words)
        set_role(self._word_label, role)
        self._word_label.show()
