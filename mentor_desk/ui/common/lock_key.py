"""Ctrl+L, which locks the desk whatever is going on."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcutEvent

LOCK_KEYS = "Ctrl+L"


def is_lock_key(event: QEvent) -> bool:
    """Tell whether an event is the key of the lock, pressed or on its way to the menu."""
    if isinstance(event, QShortcutEvent):
        pressed = event.key()
    elif isinstance(event, QKeyEvent):
        pressed = QKeySequence(event.keyCombination())
    else:
        return False
    return pressed.matches(QKeySequence(LOCK_KEYS)) is QKeySequence.SequenceMatch.ExactMatch
