"""U2 and U3: nothing that is pasted, shown or linked loads a file or a page by itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

import mentor_desk
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.web_page import page_of
from tests.safety.looks import an_image, picture

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


def rich() -> QMimeData:
    data = QMimeData()
    data.setHtml(RICH)
    data.setText("said so")
    data.setImageData(an_image())
    data.setUrls([QUrl(PICTURE)])
    return data


def test_u2_no_editor_of_the_whole_window_takes_rich_text_or_pictures(walked):
    assert walked.editors.faults == []
    assert walked.editors.tried >= {"NotesEdit", "QLineEdit"}


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
