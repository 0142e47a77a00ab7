"""EachSide: the same few words asked for one person and for the other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.models.kinds import Side
from mentor_desk.services.introductions.cards import PartyCard
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.introductions.words_edit import WordsEdit


class EachSide(QWidget):
    """A heading and two fields, each under the name of its person; `written` tells which."""

    written = Signal(object, str)

    def __init__(self, title: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._labels = {side: plain_label("", TextRole.SMALL, elide=True) for side in Side}
        self._edits = {side: WordsEdit("", placeholder, lines=1) for side in Side}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(plain_label(title, TextRole.CARD, wrap=True))
        for side in Side:
            layout.addWidget(self._labels[side])
            layout.addWidget(self._edits[side])
        self._edits[Side.FIRST].settled.connect(self._on_first_settled)
        self._edits[Side.SECOND].settled.connect(self._on_second_settled)

    def show_side(self, party: PartyCard, text: str, about: int) -> None:
        """Show what is kept for one side of the introduction with the id `about`."""
        self._labels[party.side].setText(self.tr("For {name}").format(name=party.short_name))
        name(self._edits[party.side], f"{self._title}: {party.name}")
        self._edits[party.side].show_text(text, about)

    def flush(self) -> None:
        """Tell what has been typed and not yet told."""
        for edit in self._edits.values():
            edit.flush()

    def _on_first_settled(self, text: str) -> None:
        self.written.emit(Side.FIRST, text)

    def _on_second_settled(self, text: str) -> None:
        self.written.emit(Side.SECOND, text)
