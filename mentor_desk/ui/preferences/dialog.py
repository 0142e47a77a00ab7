"""SettingsDialog: the sections at the left, one of them beside."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mentor_desk.services.desk import Desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.text import name
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.preferences.appearance import AppearanceSection
from mentor_desk.ui.preferences.backups import BackupsSection
from mentor_desk.ui.preferences.history import HistorySection
from mentor_desk.ui.preferences.keys import KeysSection
from mentor_desk.ui.preferences.locking import LockingSection
from mentor_desk.ui.preferences.section import scrolled

SIZE = (820, 580)


class SettingsDialog(QDialog):
    """Change how the program behaves; what is changed counts at once, so there is only Close.

    Without a desk only the sections of this machine are there. `changed` carries what a section
    changed on the desk.
    """

    changed = Signal(object)

    def __init__(
        self, desk: Desk | None, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.setWindowTitle(self.tr("Settings"))
        name(self, self.tr("Settings"))
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._banner = Banner()
        self._banner.hide()
        self._side = QVBoxLayout()
        self._keys: list[str] = []
        self._lay_out()
        self._add("appearance", AppearanceSection(desk, settings))
        self._add("locking", LockingSection(desk, settings))
        if desk is not None:
            self._add_of_desk(desk, settings)
        self.show_section("")

    def show_section(self, key: str) -> None:
        """Bring a section to the front; the first when there is none of this key."""
        place = self._keys.index(key) if key in self._keys else 0
        self._group.button(place).setChecked(True)
        self._stack.setCurrentIndex(place)

    def _add_of_desk(self, desk: Desk, settings: Settings) -> None:
        self._add("keys", KeysSection(desk, settings))
        self._add("backups", BackupsSection(desk, settings))
        self._add("history", HistorySection(desk, settings))

    def _add(self, key: str, section: Any) -> None:
        title = section.title()
        choice = button(title, Look.NAV)
        self._group.addButton(choice, len(self._keys))
        self._keys.append(key)
        self._side.addWidget(choice)
        area = scrolled(section)
        name(area, title)
        self._stack.addWidget(area)
        choice.clicked.connect(lambda: self.show_section(key))
        if (changed := getattr(section, "changed", None)) is not None:
            changed.connect(self.changed)
        if (refused := getattr(section, "refused", None)) is not None:
            refused.connect(lambda sentence: self._banner.say(sentence, Tone.RED))

    def _lay_out(self) -> None:
        side = QWidget()
        side.setProperty("ground", "nav")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(theme.scaled(176))
        self._side.setSpacing(2)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 20, 12, 16)
        column.addLayout(self._side)
        column.addStretch(1)
        close_button = button(self.tr("Close"))
        close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addStretch(1)
        foot.addWidget(close_button)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._banner)
        beside.addWidget(self._stack, 1)
        beside.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(beside, 1)
        wanted = QSize(theme.scaled(SIZE[0]), theme.scaled(SIZE[1]))
        self.resize(wanted.boundedTo(self.screen().availableSize()))
