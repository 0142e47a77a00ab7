"""How large a dialog opens: as drawn, at the text size of now, and never beyond the screen."""

from PySide6.QtWidgets import QDialog

from mentor_desk.ui.common import theme

_SHARE_OF_SCREEN = 0.92


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog this size, drawn for body text of 14 px, as far as the screen has room."""
    room = dialog.screen().availableSize() * _SHARE_OF_SCREEN
    dialog.resize(min(theme.scaled(width), room.width()), min(theme.scaled(height), room.height()))
