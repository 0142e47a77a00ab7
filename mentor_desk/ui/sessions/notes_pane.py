"""NotesPane: a text of a session on its own ground, with a word on who may see it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import PrivateCover
from mentor_desk.ui.common.marks import Pill
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.sign import Sign
from mentor_desk.ui.common.text import name
from mentor_desk.ui.common.tokens import Tone


class NotesPane(Card):
    """Notes on a card; private ones on warm ground behind a lock.

    The tone of the pill tells whether the words may enter a review; those that never do are
    covered while somebody looks on.
    """

    def __init__(
        self,
        title: str,
        pill: str,
        placeholder: str,
        *,
        is_private: bool = False,
        enters_review: bool = False,
        min_lines: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        tone = Tone.ACCENT if enters_review else Tone.WARM
        super().__init__(
            title,
            tone=Tone.WARM if is_private else Tone.PLAIN,
            trailing=Pill(pill, tone),
            lead=Sign("lock", "warm") if is_private else None,
            parent=parent,
        )
        self.edit = NotesEdit(placeholder, min_lines=min_lines)
        self.edit.setProperty("look", "bare")
        name(self.edit, title, pill)
        self.add(self.edit)
        self._cover = None if enters_review else PrivateCover(self, self.edit, self.content)

    def cover(self) -> None:
        """Put what stays on this desk out of sight again, for other words stand here now."""
        if self._cover is not None:
            self._cover.cover()

    def open(self) -> None:
        """Show the words, whoever looks on, and go there."""
        self.show()
        if self._cover is not None:
            self._cover.lift()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
