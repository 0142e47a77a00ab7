"""Context menus, opened so that they live as long as they are needed."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

_shown: list[QMenu] = []


def open_menu(menu: QMenu, place: QPoint) -> None:
    """Open a menu at a place on the screen; it goes when the next one opens.

    A menu that deletes itself while it closes takes the action down that is being done.
    """
    while _shown:
        before = _shown.pop()
        if isValid(before):
            before.deleteLater()
    _shown.append(menu)
    menu.popup(place)
