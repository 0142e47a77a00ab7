"""The navigation: which desk this is, its pages with their counts, and the menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QMenu

WIDTH = 208


class NavButton(QPushButton):
    """One page of the navigation, with a count at its far side."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._count = ""
        self.setCheckable(True)
        self.setProperty("look", "nav")
        self.setAccessibleName(title)

    def set_count(self, count: str) -> None:
        """Show a short count such as "9" or "4 open"; nothing when it is empty."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width(), max(size.height(), self.fontMetrics().height() + 16))

    @override
    def paintEvent(self, event: "QPaintEvent") -> None:
        super().paintEvent(event)
        if not self._count:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(TextRole.SMALL))
        painter.setPen(theme.colour(theme.tokens().soft))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        far = Qt.AlignmentFlag.AlignLeft if is_mirrored else Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(10, 0, -10, 0), far | middle, self._count)


class Sidebar(QWidget):
    """The navigation at the side of the window; `page_chosen` carries the key of a page."""

    page_chosen = Signal(str)
    import_requested = Signal()
    settings_requested = Signal()
    lock_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, NavButton] = {}
        self._menu: QMenu | None = None
        self._build()

    def add_page(self, key: str, title: str) -> None:
        """Add a page below those that are there."""
        button = NavButton(title, self)
        button.clicked.connect(lambda: self.page_chosen.emit(key))
        self._buttons[key] = button
        self._group.addButton(button)
        self._pages.addWidget(button)

    def mark(self, key: str) -> None:
        """Mark the page that is shown; for one that stands only in the menu, none."""
        self._group.setExclusive(False)
        for each, button in self._buttons.items():
            button.setChecked(each == key)
        self._group.setExclusive(True)

    def set_count(self, key: str, count: str) -> None:
        """Show a count beside a page."""
        self._buttons[key].set_count(count)

    def set_subtitle(self, text: str) -> None:
        """Say under the program's name which desk is open and how it is kept."""
        self._subtitle.setText(text)

    def set_open(self, *, is_open: bool) -> None:
        """Offer the pages only while a desk is open."""
        for button in self._buttons.values():
            button.setVisible(is_open)
        self._import_button.setVisible(is_open)
        self.lock_button.setVisible(is_open)
        if not is_open:
            for button in self._buttons.values():
                button.set_count("")

    def set_menu(self, menu: "QMenu") -> None:
        """Give the button at the foot its menu, which opens upwards."""
        self._menu = menu

    def _on_menu_button_clicked(self) -> None:
        if self._menu is not None:
            height = self._menu.sizeHint().height()
            corner = self.menu_button.mapToGlobal(self.menu_button.rect().topLeft())
            corner.setY(corner.y() - height)
            self._menu.popup(corner)

    def _build(self) -> None:
        self.setProperty("ground", "nav")
        self.setProperty("edge", "end")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Navigation"))

        self._subtitle = plain_label("", TextRole.SMALL, wrap=True)
        self._group = QButtonGroup(self)
        self._pages = QVBoxLayout()
        self._pages.setSpacing(2)
        self._import_button = QPushButton(self.tr("Bring in people…"))
        self._import_button.setProperty("look", "nav")
        self._import_button.clicked.connect(self.import_requested)
        self.settings_button = QPushButton(self.tr("Settings"))
        self.settings_button.setProperty("look", "nav")
        self.settings_button.clicked.connect(self.settings_requested)
        self.lock_button = NavButton(self.tr("Lock"))
        self.lock_button.setCheckable(False)
        self.lock_button.set_count(_keys("Ctrl+L"))
        self.lock_button.clicked.connect(self.lock_requested)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(2)
        self.menu_button = QPushButton(self.tr("Menu"))
        self.menu_button.setProperty("look", "nav")
        self.menu_button.clicked.connect(self._on_menu_button_clicked)

        head = QVBoxLayout()
        head.setContentsMargins(10, 0, 10, 12)
        head.setSpacing(2)
        head.addWidget(plain_label(self.tr("Mentor Desk"), TextRole.CARD))
        head.addWidget(self._subtitle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 20, 12, 16)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addLayout(self._pages)
        layout.addStretch(1)
        layout.addWidget(self._import_button)
        layout.addWidget(self.menu_button)
        layout.addLayout(self.foot)
        layout.addWidget(self.settings_button)
        layout.addWidget(self.lock_button)


def _keys(shortcut: str) -> str:
    """Return a shortcut as this system writes it, with room between its keys."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
