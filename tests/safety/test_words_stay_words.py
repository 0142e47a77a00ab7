"""Whatever people wrote is shown as they wrote it: never markup, never a picture, never a key."""

import itertools
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QMenu,
    QPushButton,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from mentor_desk.services.introductions.noting import list_introductions
from mentor_desk.ui.common.text import plain_label, set_tooltip, without_mnemonic
from mentor_desk.ui.introductions.topic_edit import TopicEdit
from mentor_desk.ui.shell.whereabouts import Place
from tests.safety.filled_desk import FilledDesk
from tests.safety.looks import HOSTILE, MARK, Found
from tests.safety.privacy import PRIVACY, Privacy

# What no page shows as text.
NOT_ON_ANY_SCREEN = {
    "images.before",
    "photos.content",
    "resources.remark",
    "reviews.given_to",
    "reviews.in_short",
    "steps.did",
}


def test_u1_nothing_that_people_wrote_is_markup_or_a_key_anywhere(walked):
    found = walked.found

    assert found.faults == []
    met = {place[0] for place, word in walked.whose.items() if MARK.findall(word)[0] in found.met}
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


def test_another_introduction_is_shown_while_a_topic_is_being_written(on_disk, open_on):
    count = itertools.count(1)
    FilledDesk(on_disk.desk, lambda *_: f"word {next(count)}", datetime.now(UTC))
    _window, pages = open_on(on_disk)
    rows = pages.desk.run(list_introductions, today=datetime.now(UTC).date())
    pages.go(Place("introductions", rows[0].id))
    page = pages.page("introductions")
    page.findChild(TopicEdit).setText("survey design")

    pages.go(Place("introductions", rows[1].id))

    again = pages.desk.run(list_introductions, today=datetime.now(UTC).date())
    assert [row.topic for row in again if row.id == rows[0].id] == ["survey design"]
    assert page._panel.introduction_id() == rows[1].id
