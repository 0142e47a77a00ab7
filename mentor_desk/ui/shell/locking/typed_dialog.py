"""What was being typed when the desk was locked or the program ended, given back."""

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, FileError
from mentor_desk.services.desk import Desk
from mentor_desk.services.opening.typed_words import (
    TypedWords,
    keep_typed_words,
    let_typed_words_go,
    put_unreadable_aside,
    take_held_words,
    take_typed_words,
)
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.discreet import PrivateCover
from mentor_desk.ui.common.feedback import show_failure
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole

MOST_LINES = 8


class TypedDialog(Dialog):
    """The words of each field, to be copied; they are let go of when the mentor says so.

    Any of them may be private, so all are covered while somebody looks on.
    """

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
                view = _shown(each)
                card.add(view)
                PrivateCover(card, view, card.content)
            column.addWidget(card)
        column.addStretch(1)
        area = ScrolledArea()
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


def give_back(
    desk: Desk, held: Sequence[bytes], parent: QWidget, *, let_go: Callable[[], None]
) -> None:
    """Show the words that wait for this desk, if there are any.

    What cannot be read is put aside and said, and keeps no other words back. `held` are words of
    this desk that no disk would take; `let_go` is called once they are on the disk, or the mentor
    has read them.
    """
    words, troubles, is_safe = _found(desk, held)
    if is_safe:
        let_go()
    if words:
        dialog = TypedDialog(desk, words, parent)
        dialog.accepted.connect(let_go)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
    if troubles:
        show_failure(parent, FileError(" ".join(troubles)))


def _found(desk: Desk, held: Sequence[bytes]) -> tuple[list[TypedWords], list[str], bool]:
    """Return the words, what is to be said of the rest, and whether all lie on the disk."""
    words: list[TypedWords] = []
    troubles: list[str] = []
    is_safe = True
    try:
        troubles.append(put_unreadable_aside(desk))
        words += take_typed_words(desk)
    except DeskError as trouble:
        troubles.append(trouble.sentence)
    words += [each for each in take_held_words(desk, held) if each not in words]
    try:
        if held:
            # The disk may take them by now.
            keep_typed_words(desk, words)
    except DeskError as trouble:
        troubles.append(trouble.sentence)
        is_safe = False
    return words, [each for each in troubles if each], is_safe
