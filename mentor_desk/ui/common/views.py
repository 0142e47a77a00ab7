"""Views set up as the pictures have them."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from mentor_desk.ui.common import text, theme


def row_list(
    model: QAbstractItemModel, delegate: QStyledItemDelegate, name: str, *, ground: str = ""
) -> QListView:
    """Return a list of painted rows; `name` is what a screen reader calls it."""
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(delegate)
    delegate.setParent(view)
    view.setMouseTracking(True)
    view.setUniformItemSizes(False)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    _set_up(view, name, ground)
    return view


def row_table(model: QAbstractItemModel, name: str, *, stretch: int = 0) -> QTableView:
    """Return a sortable table of whole rows; the column at `stretch` takes the room left."""
    view = QTableView()
    view.setModel(model)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 18)
    header = view.horizontalHeader()
    header.setDefaultSectionSize(theme.scaled(112))
    header.setHighlightSections(False)
    header.setSortIndicatorClearable(False)
    header.setStretchLastSection(False)
    header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)
    if 0 <= stretch < model.columnCount():
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    _set_up(view, name, "")
    return view


def _set_up(view: QAbstractItemView, name: str, ground: str) -> None:
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    if ground:
        view.setProperty("ground", ground)
    text.name(view, name)


def focus_first_list(page: QWidget) -> None:
    """Put the keyboard on the first list of a page, unless the page has it already."""
    focused = page.window().focusWidget()
    if focused is not None and page.isAncestorOf(focused) and focused.isVisible():
        return
    for view in page.findChildren(QAbstractItemView):
        if view.isVisibleTo(page) and view.focusPolicy() != Qt.FocusPolicy.NoFocus:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
            return
