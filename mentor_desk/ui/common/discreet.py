"""Discreet: while somebody looks on, nothing private is read over the mentor's shoulder.

What the window says of itself carries no names, and whatever is private lies under a cover until
it is clicked.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.settings import Settings
from mentor_desk.ui.common.links import LinkLabel

DISCREET = "discreet"


class Discretion(QObject):
    """Whether the program is discreet; `changed` tells when that is another."""

    changed = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(DISCREET)
        self.is_on = False

    def set_on(self, *, is_on: bool) -> None:
        """Be discreet from now on, or no longer."""
        if is_on != self.is_on:
            self.is_on = is_on
            self.changed.emit(is_on)


def discretion() -> Discretion:
    """Return the discretion of the running program."""
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("there is no program to be discreet")
    found = app.findChild(Discretion, DISCREET, Qt.FindChildOption.FindDirectChildrenOnly)
    return found or Discretion(app)


def is_on() -> bool:
    """Tell whether the program is discreet now."""
    return discretion().is_on


def begin(settings: Settings) -> None:
    """Be as discreet as the last time."""
    discretion().set_on(is_on=settings.number(DISCREET) != 0)


def turn(settings: Settings, *, is_on: bool) -> None:
    """Be discreet or no longer, and remember it."""
    settings.remember({DISCREET: int(is_on)})
    discretion().set_on(is_on=is_on)


class PrivateCover(QObject):
    """Keep a private widget out of sight while the program is discreet, until it is clicked.

    A link stands in its place in the layout, which is the owner's own if none is given. What was
    uncovered is covered again as soon as its owner is out of sight, and when `cover` is called
    because other words stand there now.
    """

    def __init__(self, owner: QWidget, private: QWidget, layout: QVBoxLayout | None = None) -> None:
        super().__init__(owner)
        self._private = private
        self._is_lifted = False
        self._link = LinkLabel(self.tr("Covered: click to read"))
        self._link.opened.connect(self._on_link_opened)
        room = layout or owner.layout()
        if isinstance(room, QVBoxLayout):
            room.insertWidget(room.indexOf(private), self._link)
        discretion().changed.connect(self.cover)
        owner.installEventFilter(self)
        self.cover()

    def cover(self) -> None:
        """Cover what is private again, if the program is discreet."""
        self._is_lifted = False
        self._show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and self._is_lifted:
            self.cover()
        return False

    def _on_link_opened(self) -> None:
        self._is_lifted = True
        self._show()
        self._private.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        is_covered = is_on() and not self._is_lifted
        self._link.setVisible(is_covered)
        self._private.setVisible(not is_covered)
