"""Whatever people wrote is shown as they wrote it: never markup, never a picture, never a key."""

import itertools
import re
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from mentor_desk.services.introductions.noting import list_introductions
from mentor_desk.ui.common.text import plain_label, set_tooltip, without_mnemonic
from mentor_desk.ui.introductions.topic_edit import TopicEdit
from mentor_desk.ui.shell.whereabouts import Place
from tests.safety.filled_desk import FilledDesk
from tests.safety.privacy import PRIVACY, Privacy
from tests.safety.walking import texts_of_view, walk

MARK = re.compile(r"Q7z\d+")
HOSTILE = '<img src="/tmp/canary.png"><h1>x</h1> &amp; a & b %1 {{0}} {{}} Q7z{}'

# What no page shows as text.
NOT_ON_ANY_SCREEN = {
    "images.before",
    "photos.content",
    "resources.remark",
    "reviews.given_to",
    "reviews.in_short",
    "steps.did",
}


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


@pytest.fixture
def filled(on_disk):
    count = itertools.count(1)
    return FilledDesk(on_disk.desk, lambda *_: HOSTILE.format(next(count)), datetime.now(UTC))


def test_u1_nothing_that_people_wrote_is_markup_or_a_key_anywhere(filled, on_disk, open_on):
    found = Found()

    walk(*open_on(on_disk), found.look)

    assert found.faults == []
    met = {place[0] for place, word in filled.whose.items() if MARK.findall(word)[0] in found.met}
    ours = {column for column, kind in PRIVACY.items() if kind is Privacy.OURS}
    assert set(PRIVACY) - met - ours <= NOT_ON_ANY_SCREEN


@pytest.mark.parametrize(
    "make",
    [
        lambda: QLabel(HOSTILE.format(1)),
        lambda: QPushButton(HOSTILE.format(1)),
        lambda: QTextEdit(HOSTILE.format(1)),
        lambda: with_tooltip(QWidget(), HOSTILE.format(1)),
        lambda: with_tooltip(QWidget(), "<qt>" + HOSTILE.format(1) + "</qt>"),
        lambda: with_tooltip(QWidget(), "a &amp; b Q7z1"),
        lambda: with_tab("a & b Q7z1"),
        lambda: with_action("a & b Q7z1"),
    ],
)
def test_u1_the_search_itself_finds_words_that_became_more(qtbot, make):
    widget = make()
    qtbot.addWidget(widget)
    found = Found()

    found.look("here", widget)

    assert len(found.faults) >= 1


def test_u1_the_search_itself_lets_pass_what_is_plain(qtbot):
    page = QDialog()
    qtbot.addWidget(page)
    hostile = HOSTILE.format(1)
    label = plain_label(hostile, parent=page)
    set_tooltip(label, hostile)
    QPushButton(without_mnemonic(hostile), page)
    found = Found()

    found.look("here", page)

    assert found.faults == []
    assert found.met == {"Q7z1"}


def with_tooltip(widget: QWidget, tip: str) -> QWidget:
    widget.setToolTip(tip)
    return widget


def with_tab(title: str) -> QWidget:
    tabs = QTabWidget()
    tabs.addTab(QWidget(), title)
    return tabs


def with_action(words: str) -> QWidget:
    menu = QMenu()
    menu.addAction(words)
    return menu


def test_another_introduction_is_shown_while_a_topic_is_being_written(filled, on_disk, open_on):
    _window, pages = open_on(on_disk)
    rows = pages.desk.run(list_introductions, today=datetime.now(UTC).date())
    pages.go(Place("introductions", rows[0].id))
    page = pages.page("introductions")
    page.findChild(TopicEdit).setText("survey design")

    pages.go(Place("introductions", rows[1].id))

    again = pages.desk.run(list_introductions, today=datetime.now(UTC).date())
    assert [row.topic for row in again if row.id == rows[0].id] == ["survey design"]
    assert page._panel.introduction_id() == rows[1].id
