"""The recovery key on the screen: its groups, to be copied by hand, and two ways to keep it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.clipboard import copy_secret
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone

IN_A_ROW = 4
LARGE = 140


class RecoveryCard(Card):
    """A recovery key in groups that are numbered as they are when one is mistyped."""

    sheet_requested = Signal()

    def __init__(self, recovery_key: str, parent: QWidget | None = None) -> None:
        super().__init__("", tone=Tone.WARM, parent=parent)
        self._recovery_key = recovery_key
        self._fill()
        self._connect()

    def say(self, sentence: str) -> None:
        """Say in small what was done."""
        self._told_label.setText(sentence)
        self._told_label.show()
        announce(self, sentence)

    def _fill(self) -> None:
        # Written from the left in every language, as it is on paper.
        place = QWidget()
        place.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(place)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(2)
        # Large words need more room, and a key is never shown cut off.
        in_a_row = IN_A_ROW if theme.scaled(100) < LARGE else IN_A_ROW // 2
        for at, group in enumerate(self._recovery_key.split("-")):
            row, column = divmod(at, in_a_row)
            number = plain_label(str(at) if at else "", TextRole.SMALL)
            number.setAlignment(number.alignment() | Qt.AlignmentFlag.AlignBottom)
            grid.setRowMinimumHeight(2 * row, number.sizeHint().height() + 8)
            grid.addWidget(number, 2 * row, column)
            grid.addWidget(self._group(at, group), 2 * row + 1, column)
        place.setMinimumHeight(grid.minimumSize().height())
        self._told_label = plain_label("", TextRole.SMALL, wrap=True)
        self._told_label.hide()
        self.copy_button = button(self.tr("Copy"), icon_name="copy")
        self.save_button = button(self.tr("Save the recovery sheet…"), icon_name="printer")
        self.add(place)
        buttons = QWidget()
        row_of_buttons = FlowLayout(buttons, spacing=8)
        for each in (self.copy_button, self.save_button):
            row_of_buttons.addWidget(each)
        self.add(buttons)
        self.add(self._told_label)

    def _group(self, at: int, group: str) -> QLabel:
        label = plain_label(group, TextRole.NUMBER, selectable=True)
        spoken = self.tr("Group {0}").format(at) if at else self.tr("Beginning of the key")
        name(label, spoken, " ".join(group))
        label.ensurePolished()
        label.setMinimumSize(label.sizeHint())
        return label

    def _connect(self) -> None:
        self.copy_button.clicked.connect(self._on_copy_button_clicked)
        self.save_button.clicked.connect(self.sheet_requested)

    def _on_copy_button_clicked(self) -> None:
        copy_secret(self._recovery_key)
        self.say(self.tr("Copied for a minute"))
