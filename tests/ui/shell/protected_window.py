"""A window on a protected desk, and whatever it still holds of somebody's words."""

import gc
import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from mentor_desk.services.mentees.mentorships import MentorshipEntry, take_on_new
from mentor_desk.services.network.people import add_oneself
from mentor_desk.services.opening.opening import make_desk_at
from mentor_desk.services.sessions.planning import plan_session
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.storage.keys.vault import Vault
from mentor_desk.storage.keys.wrapping import Argon2
from tests.conftest import NOW

SECRET = "correct horse battery"
CANARY = "Zanzibarine"
# A guess costs next to nothing here: what is tested is the window.
CHEAP = Argon2(passes=1, memory_kib=8, lanes=1)


def make_protected_desk(folder: Path) -> Path:
    """Make a desk under a passphrase with two mentees, each with a session written up.

    All of them are copies of one, which is made when the first is asked for.
    """
    shutil.copytree(Path(_template().name) / "desk", folder, dirs_exist_ok=True)
    return folder


@cache
def _template() -> TemporaryDirectory[str]:
    # Removed when the program of the tests ends.
    place = TemporaryDirectory(prefix="mentor-desk-protected-")
    _make(Path(place.name) / "desk")
    return place


def _make(folder: Path) -> None:
    def protect(vault: Vault, key: bytes) -> Vault:
        return vault.with_recovery(key, bytes(16)).with_passphrase(key, SECRET, CHEAP)

    desk = make_desk_at(folder, protect)
    desk.do(add_oneself, name="Michelle Roy", now=NOW)
    for number in range(2):
        name = f"{CANARY}{number} Okafor"
        entry = MentorshipEntry(started_on=NOW.date())
        mentorship = desk.do(take_on_new, name=name, entry=entry, now=NOW).made
        planned = desk.do(
            plan_session, mentorship_id=mentorship, starts_at=NOW - timedelta(days=number + 1)
        )
        words = SessionWords(shared_notes=f"{CANARY} shared", private_notes=f"{CANARY} private")
        desk.do(write_session, session_id=planned.made, words=words)
    desk.close()


def words_on_screen() -> list[str]:
    """Return every text that any widget or model of the program holds."""
    found: list[str] = [QGuiApplication.clipboard().text()]
    for widget in QApplication.allWidgets():
        found += texts_of(widget)
    for thing in _alive(QAbstractItemModel, QTextDocument):
        if isinstance(thing, QTextDocument):
            found.append(thing.toPlainText())
        elif isinstance(thing, QAbstractItemModel):
            found += _texts_in(thing, QModelIndex())
    return found


def words_in_sight() -> list[str]:
    """Return every text that somebody who looks on may read, by scrolling at most."""
    found: list[str] = []
    for widget in QApplication.allWidgets():
        if not widget.isVisible():
            continue
        found += texts_of(widget)
        if isinstance(widget, QAbstractItemView):
            found += _texts_in(widget.model(), QModelIndex())
    return found


def python_words(canary: str) -> list[str]:
    """Return every text with the canary that some Python object still refers to."""
    gc.collect()
    own = {id(canary)}
    return [
        each
        for holder in gc.get_objects()
        for each in gc.get_referents(holder)
        if isinstance(each, str) and canary in each and id(each) not in own
    ]


def holders_of(secret: bytes) -> list[object]:
    """Return every object that still refers to these bytes, or to a copy of them."""
    gc.collect()
    return [
        holder
        for holder in gc.get_objects()
        for each in gc.get_referents(holder)
        if isinstance(each, bytes) and each == secret and each is not secret
    ]


def texts_of(widget: QWidget) -> Iterator[str]:
    """Return every text of one widget, read aloud or shown."""
    yield from (
        widget.windowTitle(),
        widget.toolTip(),
        widget.accessibleName(),
        widget.accessibleDescription(),
    )
    match widget:
        case QLabel() | QLineEdit():
            yield widget.text()
        case QPlainTextEdit() | QTextEdit():
            yield widget.toPlainText()
        case QComboBox():
            yield from (widget.itemText(place) for place in range(widget.count()))
        case _ if hasattr(widget, "text") and callable(widget.text):
            yield str(widget.text())
        case _:
            return


def _alive(*kinds: type[QObject]) -> list[QObject]:
    return [each for each in gc.get_objects() if isinstance(each, kinds) and isValid(each)]


def _texts_in(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    # Qt keeps the number of columns of a list to itself: it is one.
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for row in range(model.rowCount(parent)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield str(index.data(role))
        yield from _texts_in(model, model.index(row, 0, parent))
