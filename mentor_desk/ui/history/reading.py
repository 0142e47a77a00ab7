"""ReadingDialog: one field of a step, read whole as it was and as it became."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget
from typing_extensions import override

from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.sign import Sign
from mentor_desk.ui.common.text import name
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.history.change_lines import FieldLine
from mentor_desk.ui.history.room import open_at

translate = QCoreApplication.translate


class ReadingDialog(Dialog):
    """Two texts side by side, to be read and copied; nothing is changed here."""

    def __init__(self, line: FieldLine, parent: QWidget | None = None) -> None:
        super().__init__(line.field, translate("ReadingDialog", "Close"), parent)
        self.cancel_button.hide()
        sides = QWidget()
        row = QHBoxLayout(sides)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for title, copying, text in (
            (self.tr("What it was"), self.tr("Copy what it was"), line.before),
            (self.tr("What it became"), self.tr("Copy what it became"), line.after),
        ):
            row.addWidget(self._side(title, copying, text, is_private=line.is_private), 1)
        self.form.add_part(sides)
        open_at(self, 760, 460)

    @override
    def keep(self) -> None:
        """Nothing is kept: the dialog is only read."""

    def _side(self, title: str, copying: str, text: str, *, is_private: bool) -> QWidget:
        tone = Tone.WARM if is_private else Tone.PLAIN
        lead = Sign("lock", "warm") if is_private else None
        copy_button = button(self.tr("Copy"))
        name(copy_button, copying)
        copy_button.setEnabled(bool(text))
        copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        card = Card(title, tone=tone, lead=lead, trailing=copy_button)
        edit = QPlainTextEdit(text)
        edit.setReadOnly(True)
        edit.setProperty("look", "bare")
        edit.setPlaceholderText(self.tr("Nothing"))
        spoken = self.tr("{title}, private").format(title=title) if is_private else title
        name(edit, spoken)
        card.add(edit)
        return card
