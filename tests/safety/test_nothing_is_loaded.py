"""U2 and U3: nothing that is pasted, shown or linked loads a file or a page by itself."""

import ast
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

import mentor_desk
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.web_page import page_of
from tests.safety.filled_desk import FilledDesk
from tests.safety.walking import walk

PACKAGE = Path(mentor_desk.__file__).parent
PICTURE = "file:///tmp/mentor-desk-canary.png"
RICH = f'<p>said <b>so</b></p><img src="{PICTURE}"><img src="http://example.org/x.png">'
# What would show markup, or go and fetch what a text names.
RICH_CALLS = {"setHtml", "setMarkdown", "insertHtml", "appendHtml", "QTextBrowser", "loadResource"}
WHO_OPENS = {
    "ui/common/web_page.py": "a page in the web, after a question",
    "ui/introductions/sending.py": "a letter, which the mail program shows before it is sent",
    "ui/network/reaching.py": "a letter; pages by web_page",
    "ui/reviews/page.py": "the folder of a review that was exported",
    "ui/shell/about.py": "the folder of the desk",
}


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


def rich() -> QMimeData:
    data = QMimeData()
    data.setHtml(RICH)
    data.setText("said so")
    data.setImageData(an_image())
    data.setUrls([QUrl(PICTURE)])
    return data


def picture() -> QMimeData:
    data = QMimeData()
    data.setImageData(an_image())
    return data


def an_image() -> QImage:
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    return image


def test_u2_no_editor_of_the_whole_window_takes_rich_text_or_pictures(on_disk, open_on):
    count = itertools.count(1)
    FilledDesk(on_disk.desk, lambda *_: f"word {next(count)}", datetime.now(UTC))
    editors = Editors()

    walk(*open_on(on_disk), editors.look)

    assert editors.faults == []
    assert editors.tried >= {"NotesEdit", "QLineEdit"}


def test_u2_what_is_pasted_is_its_letters(qtbot):
    notes = NotesEdit()
    qtbot.addWidget(notes)

    notes.insertFromMimeData(rich())

    assert notes.toPlainText() == "said so"
    assert "<img" not in notes.document().toHtml()


def test_u2_pasting_a_picture_alone_changes_nothing(qtbot):
    notes = NotesEdit()
    qtbot.addWidget(notes)

    assert not notes.canInsertFromMimeData(picture())
    notes.insertFromMimeData(picture())

    assert notes.toPlainText() == ""


@pytest.mark.parametrize("text", ["https://example.org/a?b=c", "example.org", "http://x.example"])
def test_u3_a_page_in_the_web_can_be_opened_after_a_question(text):
    assert page_of(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        *("file:///etc/passwd", "file://server/share", "//server/share", "\\\\server\\share"),
        *("javascript:alert(1)", "data:text/html,x", "smb://server/x", "ms-word:x", "", "a b"),
        "vscode://file/etc/passwd",
    ],
)
def test_u3_nothing_but_a_page_in_the_web_is_opened(text):
    address = page_of(text)

    assert address is None or (address.scheme() == "https" and address.host() != "server")


def test_u3_nothing_in_the_window_shows_markup_or_fetches_what_a_text_names():
    found = {(name, call) for name, call in calls_in_the_window() if call in RICH_CALLS}

    assert found == set()


def test_u3_only_these_ask_the_system_to_open_anything():
    found = {name for name, call in calls_in_the_window() if call == "openUrl"}

    assert found <= set(WHO_OPENS), "say in WHO_OPENS what it opens, and that it asks before"


def calls_in_the_window() -> Iterator[tuple[str, str]]:
    """Return every name that is used as an attribute or a class, by the module it stands in."""
    for path in (PACKAGE / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                yield str(path.relative_to(PACKAGE)), node.attr
            elif isinstance(node, ast.Name):
                yield str(path.relative_to(PACKAGE)), node.id
