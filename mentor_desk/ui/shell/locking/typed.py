"""Find what was typed in a window: the words of every field that the mentor changed."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from mentor_desk.services.opening.typed_words import TypedWords


def typed_in(root: QWidget, place: str) -> list[TypedWords]:
    """Return the words of every field below `root` that were typed there, never a secret."""
    found = []
    for widget in root.findChildren(QWidget):
        words = _typed(widget)
        if words.strip():
            found.append(TypedWords(place, _name_of(widget), words))
    return found


def _typed(widget: QWidget) -> str:
    match widget:
        case QLineEdit():
            is_open = widget.echoMode() is QLineEdit.EchoMode.Normal
            return widget.text() if is_open and widget.isModified() else ""
        case QPlainTextEdit() | QTextEdit():
            is_typed = widget.document().isModified() and not widget.isReadOnly()
            return widget.toPlainText() if is_typed else ""
        case _:
            return ""


def _name_of(widget: QWidget) -> str:
    named: QWidget | None = widget
    # The field inside a box of days or numbers has no name of its own.
    while named is not None and not named.accessibleName() and not named.isWindow():
        named = named.parentWidget()
    return named.accessibleName() if named is not None else ""
