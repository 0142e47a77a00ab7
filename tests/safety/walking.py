"""Walk through the whole window: every page, tab, dialog, menu, completer, toast and banner."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from mentor_desk.services.history.steps import latest_step, undo_step
from mentor_desk.services.introductions.noting import list_introductions
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.sharing import delete_share, list_shares
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.pages import Pages
from mentor_desk.ui.shell.whereabouts import Place
from tests.visiting import chosen_mentee, dialogs, frames, places, settle

TOP = QModelIndex()

# Called with the name of the place and whatever is on screen there.
Look = Callable[[str, QWidget], None]


def walk(window: MainWindow, pages: Pages, look: Look) -> None:
    """Go everywhere once and have everything looked at, painted and with its menus open."""
    mentee = chosen_mentee(pages)
    for place in places(pages, mentee):
        _look_at(place, window, look)
    _walk_lists(window, pages, look)
    _tell(window, pages, mentee.person_id, look)
    for place, make in dialogs(window, pages, mentee):
        dialog = make()
        dialog.show()
        _look_at(place, dialog, look)
        dialog.close()
        dialog.deleteLater()
        settle(0)
    for place, page in frames():
        page.show()
        _look_at(place, page, look)
        page.close()
        page.deleteLater()


def _walk_lists(window: MainWindow, pages: Pages, look: Look) -> None:
    desk = pages.desk
    today = local_day(desk.now())
    for row in desk.run(list_introductions, today=today):
        pages.go(Place("introductions", row.id))
        _look_at(f"introduction {row.state}", window, look, menus=False)
    for person in desk.run(find_people)[:3]:
        pages.go(Place("network", person.id))
        _look_at("person", window, look, menus=False)


def _tell(window: MainWindow, pages: Pages, person_id: int, look: Look) -> None:
    share = pages.desk.run(list_shares, person_id=person_id)[0]
    pages.announce(pages.desk.do(delete_share, share_id=share.id))
    window.say(share.title)
    _look_at("toast and banner", window, look, menus=False)
    step = pages.desk.run(latest_step)
    assert step is not None
    pages.announce(pages.desk.do(undo_step, step_id=step.id))
    _look_at("toast of an undo", window, look, menus=False)


def _look_at(place: str, root: QWidget, look: Look, *, menus: bool = True) -> None:
    settle()
    root.grab()
    look(place, root)
    if menus:
        for number, menu in enumerate(_menus(root)):
            look(f"menu {number} of {place}", menu)
        for number, popup in enumerate(_completions(root)):
            look(f"completion {number} of {place}", popup)
    settle(0)


def _menus(root: QWidget) -> Iterator[QMenu]:
    for button in root.findChildren(QPushButton) + root.findChildren(QToolButton):
        if button.isVisible() and (menu := button.menu()) is not None:
            menu.aboutToShow.emit()
            yield from _with_submenus(menu)
    for widget in [each for each in root.findChildren(QWidget) if _has_menu_of_ours(each)]:
        if isValid(widget) and widget.isVisible():
            yield from _context_menu(widget)


def _has_menu_of_ours(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractItemView):
        return True
    is_ours = type(widget).__module__.startswith("mentor_desk")
    return is_ours and "contextMenuEvent" in vars(type(widget))


def _context_menu(widget: QWidget) -> Iterator[QMenu]:
    place = QPoint(8, 8)
    if isinstance(widget, QAbstractItemView):
        if (model := widget.model()) is None:
            return
        rows = [model.index(row, 0) for row in range(min(3, model.rowCount(TOP)))]
        row = next((each for each in rows if each.flags() & Qt.ItemFlag.ItemIsSelectable), None)
        if row is None:
            return
        widget.setCurrentIndex(row)
        place = widget.visualRect(row).center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))
    settle(0)
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QMenu):
        popup.grab()
        yield from _with_submenus(popup)
        popup.close()
        settle(0)


def _with_submenus(menu: QMenu) -> Iterator[QMenu]:
    yield menu
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            submenu.aboutToShow.emit()
            yield from _with_submenus(submenu)


def _completions(root: QWidget) -> Iterator[QWidget]:
    for edit in root.findChildren(QLineEdit):
        completer = edit.completer()
        if edit.isVisible() and completer is not None:
            completer.setCompletionPrefix("")
            completer.complete()
            settle(0)
            popup = completer.popup()
            popup.grab()
            yield popup
            popup.hide()


def texts_of_view(view: QAbstractItemView) -> Iterator[tuple[Qt.ItemDataRole, str]]:
    """Return what the rows and headings of a view say, and their tooltips."""
    model = view.model()
    if model is None:
        return
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.StatusTipRole,
        Qt.ItemDataRole.WhatsThisRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
    is_list = isinstance(model, QAbstractListModel)
    wide = range(1 if is_list else model.columnCount(TOP))
    readers = [partial(model.headerData, column, Qt.Orientation.Horizontal) for column in wide]
    readers += [
        partial(model.data, model.index(row, column))
        for row in range(min(50, model.rowCount(TOP)))
        for column in wide
    ]
    for read in readers:
        for role in roles:
            said = read(role)
            if isinstance(said, str) and said:
                yield role, said
