"""What was being typed when the desk was locked or the program ended, given back."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.typed_words import (
    TypedWords,
    keep_typed_words,
    let_typed_words_go,
    take_typed_words,
)
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.feedback import show_failure
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole

MOST_LINES = 8


class TypedDialog(Dialog):
    """The words of each field, to be copied; they are let go of when the mentor says so."""

    def __init__(self, desk: Desk, words: list[TypedWords], parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._desk = desk
        self._words = words
        self.set_words(self.tr("What you were typing"), self.tr("I have what I need"))
        self.cancel_button.setText(self.tr("Later"))
        self.form.add_part(
            plain_label(
                self.tr(
                    "This was not saved when the desk was locked or the program ended. Copy what"
                    " you want to keep to where it belongs."
                ),
                TextRole.SOFT,
                wrap=True,
            )
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for place, fields in groupby(words, key=lambda each: each.place):
            card = Card(place)
            for each in fields:
                card.add(plain_label(each.field, TextRole.SMALL, wrap=True))
                card.add(_shown(each))
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumSize(theme.scaled(480), theme.scaled(260))
        area.setWidget(inside)
        self.form.add_part(area)
        copy_button = button(self.tr("Copy all of it"), icon_name="copy")
        copy_button.clicked.connect(self._on_copy_button_clicked)
        self.form.add_part(copy_button)

    @override
    def keep(self) -> None:
        let_typed_words_go(self._desk)

    def _on_copy_button_clicked(self) -> None:
        lines = [f"{each.field}\n{each.words}" for each in self._words]
        QGuiApplication.clipboard().setText("\n\n".join(lines))


def _shown(typed: TypedWords) -> QPlainTextEdit:
    """Return the words to be read and copied, at most a few lines high."""
    view = QPlainTextEdit(typed.words)
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    lines = min(max(typed.words.count("\n") + 1, len(typed.words) // 50 + 1), MOST_LINES)
    view.setFixedHeight(view.fontMetrics().lineSpacing() * lines + theme.scaled(28))
    name(view, typed.field or typed.place)
    return view


def give_back(desk: Desk, sealed: bytes | None, parent: QWidget) -> None:
    """Show the words that wait for this desk, if there are any."""
    try:
        words = take_typed_words(desk, sealed)
        if sealed is not None:
            # They were in memory alone; the disk may take them by now.
            keep_typed_words(desk, words)
    except DeskError as trouble:
        show_failure(parent, trouble)
        return
    if words:
        dialog = TypedDialog(desk, words, parent)
        dialog.open()
        dialog.finished.connect(dialog.deleteLater)
