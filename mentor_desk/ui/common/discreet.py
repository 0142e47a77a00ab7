"""Discreet: while somebody looks on, nothing private is read over the mentor's shoulder.

What the window says of itself carries no names, and whatever is private lies under a cover until
it is clicked.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.settings import Settings
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.text import name

DISCREET = "discreet"

translate = QCoreApplication.translate


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


def for_all(words: str, *, is_private: bool) -> str:
    """Return words as somebody who looks on may read them: of private ones, only that they are."""
    return translate("discreet", "Private") if is_private and is_on() else words


class PrivateCover(QObject):
    """Keep a private widget out of sight while the program is discreet, until it is clicked.

    A link stands in its place in the layout, which is the owner's own if none is given. What was
    uncovered is covered again as soon as its owner is out of sight, and when `cover` is called
    because other words stand there now; `turned` tells of each.
    """

    turned = Signal()

    def __init__(self, owner: QWidget, private: QWidget, layout: QVBoxLayout | None = None) -> None:
        super().__init__(owner)
        self._private = private
        self._is_private = True
        self._is_lifted = False
        self._link = LinkLabel(self.tr("Covered: click to read"))
        name(self._link, self._link.text(), private.accessibleName())
        self._link.opened.connect(self._on_link_opened)
        room = layout or owner.layout()
        if isinstance(room, QVBoxLayout):
            room.insertWidget(room.indexOf(private), self._link)
        discretion().changed.connect(self._on_discretion_changed)
        owner.installEventFilter(self)
        self.cover()

    @property
    def is_down(self) -> bool:
        """Whether what is private is out of sight."""
        return is_on() and self._is_private and not self._is_lifted

    def cover(self, *, is_private: bool = True) -> None:
        """Cover what stands there again, if it is private and the program is discreet."""
        self._is_private, self._is_lifted = is_private, False
        self._show()

    def lift(self) -> None:
        """Show what is private."""
        self._is_lifted = True
        self._show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and self._is_lifted:
            self.cover(is_private=self._is_private)
        return False

    def _on_discretion_changed(self) -> None:
        self.cover(is_private=self._is_private)

    def _on_link_opened(self) -> None:
        self.lift()
        self._private.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self._link.setVisible(self.is_down)
        self._private.setVisible(not self.is_down)
        self.turned.emit()
