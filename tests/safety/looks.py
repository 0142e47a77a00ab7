"""What is looked at on a walk through the window: markup, rich editors, things without a name."""

import re

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QImage
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from mentor_desk.ui.common.notes_edit import NotesEdit
from tests.safety.walking import texts_of_view

MARK = re.compile(r"Q7z\d+")
HOSTILE = '<img src="/tmp/canary.png"><h1>x</h1> &amp; a & b %1 {{0}} {{}} Q7z{}'


class Found:
    """What a walk found wrong, and whose words it met."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.met: set[str] = set()

    def look(self, place: str, root: QWidget) -> None:
        for widget in [root, *root.findChildren(QWidget)]:
            for fault in self._faults_of(widget):
                self.faults.append(f"{place}: {fault}")

    def _faults_of(self, widget: QWidget) -> list[str]:
        who = f"{type(widget).__name__} {widget.objectName()}".strip()
        faults = [
            f"tooltip of {who}: {said!r}"
            for said in (widget.toolTip(), widget.whatsThis(), widget.statusTip())
            if is_markup_of_theirs(said)
        ]
        self.met.update(MARK.findall(widget.toolTip()))
        if isinstance(widget, QLabel) and is_rich_label(widget):
            faults.append(f"{who}: {widget.text()!r}")
        if isinstance(widget, QTextEdit) and is_rich_editor(widget):
            faults.append(f"{who} holds rich text: {widget.toPlainText()!r}")
        if isinstance(widget, QMessageBox) and widget.textFormat() != Qt.TextFormat.PlainText:
            faults.append(f"{who} is no plain message: {widget.text()!r}")
        if isinstance(widget, QAbstractItemView):
            for role, said in texts_of_view(widget):
                self.met.update(MARK.findall(said))
                if role == Qt.ItemDataRole.ToolTipRole and is_markup_of_theirs(said):
                    faults.append(f"tooltip in {who}: {said!r}")
        faults += [
            f"{who} makes a key of {said!r}"
            for said in shortcut_texts(widget)
            if has_mnemonic_of_theirs(said)
        ]
        self.met.update(mark for said in plain_texts(widget) for mark in MARK.findall(said))
        return faults


def is_markup_of_theirs(tip: str) -> bool:
    """Tell whether a tooltip would be read as markup that is not our own frame around it."""
    inner = tip.removeprefix("<qt>").removesuffix("</qt>") if tip.startswith("<qt>") else tip
    if tip.startswith("<qt>"):
        return bool(re.search(r"<(?!br/>)", inner))
    return GuiQt.mightBeRichText(tip) or bool(MARK.search(tip) and "&" in tip)


def is_rich_label(label: QLabel) -> bool:
    if label.textFormat() == Qt.TextFormat.PlainText:
        return False
    is_auto = label.textFormat() == Qt.TextFormat.AutoText
    return not is_auto or GuiQt.mightBeRichText(label.text())


def is_rich_editor(editor: QTextEdit) -> bool:
    return editor.acceptRichText() and bool(MARK.search(editor.toHtml()))


def shortcut_texts(widget: QWidget) -> list[str]:
    """Return every text of a widget in which Qt takes `&` for the sign of a key."""
    actions = [*widget.actions(), *widget.findChildren(QAction)]
    found = [action.text() for action in actions if not action.isSeparator()]
    if isinstance(widget, QAbstractButton):
        found.append(widget.text())
    if isinstance(widget, QMenu | QGroupBox):
        found.append(widget.title())
    if isinstance(widget, QTabBar):
        found += [widget.tabText(number) for number in range(widget.count())]
    if isinstance(widget, QLabel) and widget.buddy() is not None:
        found.append(widget.text())
    return found


def has_mnemonic_of_theirs(text: str) -> bool:
    return bool(MARK.search(text)) and "&" in text.replace("&&", "")


def plain_texts(widget: QWidget) -> list[str]:
    found = [widget.windowTitle(), widget.accessibleName(), *shortcut_texts(widget)]
    if isinstance(widget, QLabel | QLineEdit):
        found.append(widget.text())
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        found.append(widget.toPlainText())
    if isinstance(widget, QComboBox):
        found += [widget.itemText(number) for number in range(widget.count())]
    return found


class Editors:
    """Every editor of a walk through the window, tried with what may be pasted."""

    def __init__(self) -> None:
        self.tried: set[str] = set()
        self.faults: list[str] = []

    def look(self, place: str, root: QWidget) -> None:
        for editor in root.findChildren(QTextEdit) + root.findChildren(QPlainTextEdit):
            name = type(editor).__name__
            self.tried.add(name)
            if isinstance(editor, QTextEdit) and editor.acceptRichText():
                self.faults.append(f"{place}: {name} takes rich text")
            if isinstance(editor, NotesEdit) and editor.canInsertFromMimeData(picture()):
                self.faults.append(f"{place}: {name} takes pictures")
        self.tried.update(type(each).__name__ for each in root.findChildren(QLineEdit))


def picture() -> QMimeData:
    data = QMimeData()
    data.setImageData(an_image())
    return data


def an_image() -> QImage:
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    return image


class Unnamed:
    """The places and kinds of widgets that a reader of screens would pass over in silence."""

    def __init__(self) -> None:
        self.faults: set[str] = set()
        self.heard: set[str] = set()

    def look(self, place: str, root: QWidget) -> None:
        if isinstance(root, QMenu):
            self._look_at_menu(place, root)
        for widget in [root, *root.findChildren(QWidget)]:
            if not wants_name(widget):
                continue
            spoken = spoken_name(widget)
            self.heard.add(spoken)
            if not spoken.strip():
                self.faults.add(f"{place}: {whereabouts(widget)}")

    def _look_at_menu(self, place: str, menu: QMenu) -> None:
        for action in menu.actions():
            if not action.isSeparator() and not action.text().strip():
                self.faults.add(f"{place}: an entry without words")


def wants_name(widget: QWidget) -> bool:
    if not widget.isVisible() or not widget.isEnabled() or isinstance(widget, QMenu):
        return False
    is_popup = widget.windowType() == Qt.WindowType.Popup
    if isinstance(widget, QAbstractItemView):
        # The headings are read as part of their table.
        return not is_popup and not isinstance(widget, QHeaderView)
    takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return takes_focus and widget.focusProxy() is None and not is_popup


def spoken_name(widget: QWidget) -> str:
    spoken = QAccessible.queryAccessibleInterface(widget)
    return spoken.text(QAccessible.Text.Name) if spoken is not None else ""


def whereabouts(widget: QWidget) -> str:
    line: list[str] = []
    each: QWidget | None = widget
    while each is not None:
        line.append(type(each).__name__)
        each = each.parentWidget()
    return " in ".join(line[:5])
