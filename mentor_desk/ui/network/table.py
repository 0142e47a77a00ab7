"""The columns of the list of people, and how a name stands in it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from mentor_desk.services.network.listing import PersonRow
from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.cells import CellDelegate
from mentor_desk.ui.common.delegates import split
from mentor_desk.ui.common.table import Column, Index
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.network.words import mentee_word

translate = QCoreApplication.translate

ORDERS = ("name", "role", "organisation", "city", "")
NAME_COLUMN = 0
MENTEE_COLUMN = 4

_GAP = 10


def people_columns() -> Sequence[Column[PersonRow]]:
    """Return the columns of the list; `ORDERS` says what each of them sorts by."""
    return (
        Column(translate("network", "Name"), lambda row: row.name, tooltip=lambda row: row.name),
        Column(translate("network", "Role"), lambda row: row.role, tooltip=lambda row: row.role),
        Column(
            translate("network", "Organisation"),
            lambda row: row.organisation,
            tooltip=lambda row: row.organisation,
        ),
        Column(translate("network", "Place"), lambda row: row.city),
        Column(
            translate("network", "Mentee"),
            lambda row: mentee_word(row.mentorship_state) if row.mentorship_state else "",
        ),
    )


class NameDelegate(CellDelegate):
    """Show a name after the initials of the person."""

    @override
    def paint_cell(self, painter: QPainter, area: QRect, row: PersonRow, text: str) -> None:
        side = min(area.height() - 8, theme.scaled(28))
        disc, words = split(painter, area, side, gap=_GAP)
        disc.moveTop(area.top() + (area.height() - side) // 2)
        disc.setHeight(side)
        paint.draw_avatar(painter, disc, row.name)
        font = theme.font(TextRole.STRONG)
        paint.draw_text(painter, words, text, font=font, ink=theme.tokens().ink)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        words = QFontMetrics(theme.font(TextRole.STRONG)).horizontalAdvance(str(index.data() or ""))
        return QSize(words + theme.scaled(28) + _GAP + 20, theme.scaled(38))
