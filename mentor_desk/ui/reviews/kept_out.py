"""What stays on the desk when a review is made: counted on a card, named in a list."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.services.reviews.kept_out import KeptOut, KeptOutKind
from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.delegates import RowDelegate, height_of, split_end
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.formatting import day
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.sign import Sign
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.reviews.wording import kept_out_sentence, kind_heading


class KeptOutCard(Card):
    """One sentence on how much stays, and a way to see which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone=Tone.WARM, lead=Sign("lock", "warm"), parent=parent)
        self.set_title(self.tr("Kept out"))
        self._kept: tuple[KeptOut, ...] = ()
        self._sentence_label = plain_label("", wrap=True)
        self._see_link = LinkLabel(self.tr("See which"))
        name(self._see_link, self.tr("See which things are kept out"))
        self._see_link.opened.connect(self.see_which)
        self.add(self._sentence_label)
        self.add_row(self._see_link, QWidget(), stretch=1)
        self.show_kept_out(())

    def show_kept_out(self, kept: tuple[KeptOut, ...]) -> None:
        """Say what stays on the desk."""
        self._kept = kept
        self._sentence_label.setText(kept_out_sentence(kept))
        self._see_link.setVisible(bool(kept))

    def sentence(self) -> str:
        """Return the sentence that is shown."""
        return self._sentence_label.text()

    def see_which(self) -> None:
        """Open the list of what stays."""
        dialog = KeptOutDialog(self._kept, self)
        dialog.exec()
        dialog.deleteLater()


class KeptOutDialog(Dialog):
    """What stays on the desk, kind by kind; there is nothing to decide here."""

    def __init__(self, kept: Sequence[KeptOut], parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_words(self.tr("What stays on this desk"), self.tr("Close"))
        self.cancel_button.hide()
        self.rows = kept_out_rows(self)
        self.rows.set_groups(
            [
                Group(kind_heading(kind), [each for each in kept if each.kind is kind])
                for kind in KeptOutKind
            ]
        )
        view = row_list(self.rows, _KeptOutDelegate(), self.tr("What stays on this desk"))
        self.form.add_part(
            plain_label(
                self.tr("None of this is in the review. Only you see this list."),
                TextRole.SOFT,
                wrap=True,
            )
        )
        self.form.add_part(view)
        self.setMinimumSize(theme.scaled(460), theme.scaled(420))

    @override
    def keep(self) -> None:
        """Nothing is kept here."""


def kept_out_rows(parent: QWidget | None = None) -> GroupedRows[KeptOut]:
    """Return the list of what stays, still empty."""
    return GroupedRows(
        text=lambda each: each.what,
        spoken=lambda each: f"{each.what}, {day(each.day)}" if each.day else each.what,
        tooltip=lambda each: each.what,
        parent=parent,
    )


class _KeptOutDelegate(RowDelegate):
    @override
    def row_height(self) -> int:
        return height_of(TextRole.BODY) + 14

    @override
    def paint_row(self, painter: QPainter, area: QRect, row: Any) -> None:
        tokens = theme.tokens()
        when = day(row.day) if row.day else ""
        small = theme.font(TextRole.SMALL)
        painter.setFont(small)
        width = painter.fontMetrics().horizontalAdvance(when) + 4
        words, place = split_end(painter, area, width, gap=12)
        paint.draw_text(painter, place, when, font=small, ink=tokens.soft)
        paint.draw_text(painter, words, row.what, font=theme.font(), ink=tokens.ink)
