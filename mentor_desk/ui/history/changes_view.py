"""ChangesView: what a step changed, to be gone through with mouse or keyboard."""

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from mentor_desk.ui.common.discreet import discretion
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.change_delegate import ChangeDelegate
from mentor_desk.ui.history.change_lines import ChangeLine, ChangeTable, FieldLine


class ChangesView(QWidget):
    """Records and their fields; what stood there, or stands there now, can be copied.

    Enter reads a field whole in a window of its own.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build()
        self._connect()

    def set_lines(self, lines: list[ChangeLine]) -> None:
        """Show these lines from the first one on."""
        if list(self._table.rows()) != lines:
            self._table.set_rows(lines)
            self._view.scrollToTop()

    def menu(self) -> QMenu | None:
        """Return what can be done with the field that is chosen."""
        line = self._current()
        if line is None:
            return None
        menu = QMenu(self)
        if line.before:
            menu.addAction(self.tr("Copy what it was"), lambda: _copy(line.before))
        if line.after:
            menu.addAction(self.tr("Copy what it became"), lambda: _copy(line.after))
        menu.addSeparator()
        menu.addAction(self.tr("Read it whole…"), lambda: self._read(line))
        return menu

    def _build(self) -> None:
        self._table = ChangeTable(self)
        self._view = row_list(self._table, ChangeDelegate(), self.tr("What changed"))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusProxy(self._view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)

    def _connect(self) -> None:
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        discretion().changed.connect(self._on_discretion_changed)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self._view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_copy_pressed)

    def _current(self) -> FieldLine | None:
        line = self._view.currentIndex().data(ROW_ROLE)
        return line if isinstance(line, FieldLine) else None

    def _read(self, line: FieldLine) -> None:
        from mentor_desk.ui.history.reading import ReadingDialog  # noqa: PLC0415

        dialog = ReadingDialog(line, self.window())
        dialog.exec()
        dialog.deleteLater()

    def _on_view_activated(self, index: QModelIndex) -> None:
        line = index.data(ROW_ROLE)
        if isinstance(line, FieldLine):
            self._read(line)

    def _on_discretion_changed(self) -> None:
        self._view.doItemsLayout()

    def _on_copy_pressed(self) -> None:
        if (line := self._current()) is not None:
            _copy(line.before or line.after)

    def _on_menu_requested(self, place: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            open_menu(menu, self._view.viewport().mapToGlobal(place))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
