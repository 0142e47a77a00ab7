"""TickList: lines of the history in two, each with a box to tick."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.delegates import (
    CheckDelegate,
    CheckLook,
    box_side,
    draw_box,
    split,
)
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.line_delegate import LineDelegate, LineLook

_LINES_IN_SIGHT = 4
_GAP = 10
# So many are ticked one by one as soon as all at once.
_FEW = 2


@dataclass(frozen=True, slots=True)
class TickLine:
    """A line that can be ticked, and what it stands for."""

    key: Hashable
    look: LineLook


class TickList(QWidget):
    """A list under its heading; `ticked` tells that something was ticked or unticked."""

    ticked = Signal()

    def __init__(
        self,
        heading: str,
        lines: Sequence[TickLine],
        chosen: Iterable[Hashable] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = [line.key for line in lines]
        self._chosen = set(chosen) & set(self._keys)
        self._rows: GroupedRows[TickLine] = GroupedRows(
            lambda line: line.look.text,
            spoken=self._spoken,
            tooltip=lambda line: f"{line.look.text}\n{line.look.detail}",
        )
        self._rows.set_groups([Group(heading, lines)])
        delegate = _TickDelegate(self._chosen)
        delegate.ticked.connect(self._on_ticked)
        self.view = row_list(self._rows, delegate, heading)
        self._rows.setParent(self.view)
        self.view.setCurrentIndex(self._rows.index(1, 0))
        self._all_button = button("", Look.QUIET)
        self._all_button.clicked.connect(self._on_all_button_clicked)
        self._build()

    @property
    def chosen(self) -> frozenset[Any]:
        """What the ticked lines stand for."""
        return frozenset(self._chosen)

    def _build(self) -> None:
        shown = range(min(self._rows.rowCount(), _LINES_IN_SIGHT + 1))
        heights = sum(map(self.view.sizeHintForRow, shown))
        self.view.setFixedHeight(heights + 2 * self.view.frameWidth())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.view)
        layout.addWidget(self._all_button)
        self._all_button.setVisible(len(self._keys) > _FEW)
        self._say_all()

    def _spoken(self, line: TickLine) -> str:
        said = self.tr("ticked") if line.key in self._chosen else self.tr("not ticked")
        return f"{line.look.text}, {line.look.detail}, {said}"

    def _say_all(self) -> None:
        is_all = len(self._chosen) == len(self._keys)
        self._all_button.setText(self.tr("Tick none") if is_all else self.tr("Tick all"))

    def _on_ticked(self, line: TickLine, is_ticked: bool) -> None:
        self._chosen.difference_update({line.key})
        if is_ticked:
            self._chosen.add(line.key)
        self._tell()

    def _on_all_button_clicked(self) -> None:
        if len(self._chosen) == len(self._keys):
            self._chosen.clear()
        else:
            self._chosen.update(self._keys)
        self._tell()

    def _tell(self) -> None:
        self._say_all()
        last: QModelIndex = self._rows.index(self._rows.rowCount() - 1, 0)
        self._rows.dataChanged.emit(self._rows.index(0, 0), last)
        self.ticked.emit()


class _TickDelegate(CheckDelegate):
    """A box before the two lines; what is ticked is not struck through, for it stays."""

    def __init__(self, chosen: set[Hashable]) -> None:
        super().__init__(lambda line: CheckLook(line.look.text, is_done=line.key in chosen))
        self._chosen = chosen
        self._lines = LineDelegate(lambda look: look, self)

    @override
    def row_height(self) -> int:
        return self._lines.row_height()

    @override
    def paint_row(self, painter: QPainter, area: QRect, row: Any) -> None:
        box, words = split(painter, area, box_side(), gap=_GAP)
        draw_box(painter, box, is_done=row.key in self._chosen)
        self._lines.paint_row(painter, words, row.look)
