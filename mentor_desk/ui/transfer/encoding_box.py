"""EncodingBox: how the letters of a file are to be read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from mentor_desk.ui.common.text import name
from mentor_desk.ui.transfer.words import encodings


class EncodingBox(QComboBox):
    """The encodings people meet, below the one that was found out; `chosen` when it changes."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("", "")
        for encoding, title in encodings():
            self.addItem(title, encoding)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        name(self, self.tr("How the letters are read"))
        self.activated.connect(self._on_activated)

    def show_encoding(self, chosen: str, found_out: str) -> None:
        """Show the one chosen; without any, the one that was found out."""
        as_found = self.tr("Letters as found out")
        if found_out:
            as_found = self.tr("Letters as found out: {encoding}").format(encoding=found_out)
        self.setItemText(0, as_found)
        self.setCurrentIndex(max(self.findData(chosen), 0))

    def _on_activated(self) -> None:
        self.chosen.emit(str(self.currentData()))
