"""WaysCard: the ways to reach a person, each opened or copied with one key."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentor_desk.services.network.people import WayRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.sign import Sign
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.network.reaching import address_of, copy_way, open_way
from mentor_desk.ui.network.words import way_icon, way_word

MOST_SHOWN = 60


class WaysCard(Card):
    """One line for each way: what it is, its value, and a button that copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Ways to reach them"))
        self._lines: list[QWidget] = []
        self._place = QVBoxLayout()
        self._place.setSpacing(2)
        self.content.addLayout(self._place)

    def show_ways(self, ways: Sequence[WayRow]) -> None:
        """Show these ways; the card is gone when there are none."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [_Line(way) for way in ways[:MOST_SHOWN]]
        if len(ways) > MOST_SHOWN:
            more = self.tr("and {count} more, under Edit…").format(count=len(ways) - MOST_SHOWN)
            self._lines.append(plain_label(more, TextRole.SMALL))
        for line in self._lines:
            self._place.addWidget(line)
        self.setVisible(bool(ways))


class _Line(QWidget):
    def __init__(self, way: WayRow) -> None:
        super().__init__()
        self._way = way
        label = way.label or way_word(way.kind)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Sign(way_icon(way.kind)))
        layout.addWidget(self._value(), 1)
        kind_label = plain_label(label, TextRole.SMALL, elide=True)
        kind_label.setMaximumWidth(theme.scaled(96))
        layout.addWidget(kind_label)
        copy_button = button("", Look.QUIET, icon_name="copy")
        name(copy_button, self.tr("Copy {value}").format(value=way.value))
        set_tooltip(copy_button, self.tr("Copy"))
        copy_button.clicked.connect(self._on_copy)
        layout.addWidget(copy_button)

    def _value(self) -> QWidget:
        if address_of(self._way) is None:
            label = plain_label(self._way.value, selectable=True, elide=True)
            name(label, f"{way_word(self._way.kind)}: {self._way.value}")
            return label
        link = LinkLabel(self._way.value, TextRole.BODY)
        name(link, f"{way_word(self._way.kind)}: {self._way.value}")
        link.opened.connect(partial(open_way, self, self._way))
        return link

    def _on_copy(self) -> None:
        copy_way(self._way)
        announce(self, self.tr("Copied"))
